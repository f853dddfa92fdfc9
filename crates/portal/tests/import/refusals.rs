//! What cannot be kept is named, and takes nothing good with it.

use crate::feed::*;
use model::record::{Record, Refusal, StillListed};
use portal::{
    Operator,
    import::{self, ImportOptions, Spared},
    test_database::now,
};
use serde_json::json;

fn find<'a>(refused: &'a [Refusal], column: &str, value: &str) -> &'a Refusal {
    let found = refused.iter().find(|r| r.column.as_deref() == Some(column) && r.value.contains(value));
    found.unwrap_or_else(|| panic!("no refusal of {value:?} in {column}: {refused:#?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_records_are_refused_and_the_others_written() {
    let database = database().await;
    let mut records = small();
    records.push(service("s1", "o1", json!({ "name": "Stands twice" })));
    records.push(service("lost", "nobody", json!({})));
    records.push(service("", "o1", json!({})));
    records.push(service("blank", "o1", json!({ "name": " \u{0} " })));
    let report = run(&database, records.clone()).await;
    assert_eq!(counts(&report), (5, 0, 0, 0, 0, 4));
    let lost = find(&report.refused, "organisation", "nobody");
    assert_eq!((lost.partial, lost.value.as_str()), (false, "lost: nobody"));
    assert!(find(&report.refused, "source_id", "s1").reason.contains("twice"));
    find(&report.refused, "name", "blank");
    let before = state(&database).await;
    run_again(&database, records).await;
    assert_eq!(state(&database).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_turned_bad_does_not_vanish() {
    let database = database().await;
    run(&database, small()).await;
    let mut records = small();
    records[4] = service("s3", "nobody", json!({}));
    records[3] = service(" s2 ", "o1", json!({ "name": "" }));
    assert_eq!(counts(&run_again(&database, records).await), (0, 0, 3, 0, 0, 2));
    assert_eq!(number(&database, "select count(*) from service where status = 'active'").await, 3);
}

fn refused_by_the_reader(listed: StillListed) -> ImportOptions {
    ImportOptions { still_listed: listed, ..ImportOptions::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_reader_refused_does_not_vanish() {
    let database = database().await;
    run(&database, small()).await;
    // o2 gives nothing but s3, whose row is refused: it stays with it.
    let without = || -> Vec<Record> { [0, 2, 3].into_iter().map(|at| small().remove(at)).collect() };
    let listed = StillListed { services: ["s3".to_owned()].into(), ..StillListed::default() };
    let report = run_at(&database, without(), later(), refused_by_the_reader(listed)).await;
    assert_eq!((report.vanished, report.spared), (0, 0));
    // A row that does not say what it is may be any of them.
    let listed = StillListed { unnamed: 1, ..StillListed::default() };
    let report = run_at(&database, without(), later(), refused_by_the_reader(listed.clone())).await;
    assert_eq!((report.vanished, report.spared, report.spared_because), (0, 2, Some(Spared::UnnamedRows)));
    assert_eq!(number(&database, "select count(*) from service where status = 'active'").await, 3);
    assert_eq!(number(&database, "select count(*) from organisation where status = 'active'").await, 2);
    let sure = ImportOptions { allow_vanish: true, ..refused_by_the_reader(listed) };
    assert_eq!(run_at(&database, without(), later(), sure).await.vanished, 2);
}

fn stand_in(id: &str) -> Record {
    organisation(id, json!({ "name": format!("Organisation no. {id}"), "stand_in": true }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_in_takes_nothing_from_a_described_organisation() {
    let database = database().await;
    run(&database, small()).await;
    let before = content(&database).await;
    let mut records = small();
    records[0] = stand_in("o1");
    records[2] = service("s1", "o1", json!({ "summary": "Changed", "places": [place("p1"), place("p2")] }));
    assert_eq!(counts(&run_again(&database, records.clone()).await), (0, 1, 4, 0, 0, 0));
    let rest = |rows: Vec<String>| rows.into_iter().filter(|row| !row.starts_with("service s1")).collect::<Vec<_>>();
    assert_eq!(rest(content(&database).await), rest(before.clone()));
    assert_eq!(number(&database, "select count(*) from location where organisation_id is not null").await, 1);
    // It is described again, and then no stand-in is left to notice.
    assert_eq!(counts(&run_again(&database, small()).await), (0, 1, 4, 0, 0, 0));
    assert_eq!(content(&database).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_in_follows_its_feed_until_somebody_describes_it() {
    let database = database().await;
    let with = |organisation: Record| vec![organisation, service("s1", "o1", json!({}))];
    run(&database, with(stand_in("o1"))).await;
    let renamed = organisation("o1", json!({ "name": "Known by another name", "stand_in": true }));
    assert_eq!(counts(&run_again(&database, with(renamed)).await), (0, 1, 1, 0, 0, 0));
    assert_eq!(counts(&run_again(&database, with(organisation("o1", json!({})))).await), (0, 1, 1, 0, 0, 0));
    assert_eq!(counts(&run_again(&database, with(stand_in("o1"))).await), (0, 0, 2, 0, 0, 0));
    assert_eq!(number(&database, "select count(*) from organisation where stand_in").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vanished_organisation_comes_back_with_its_services() {
    let database = database().await;
    run(&database, small()).await;
    let without_o1: Vec<Record> = vec![organisation("o2", json!({})), service("s9", "o2", json!({}))];
    run_again(&database, without_o1).await;
    assert_eq!(number(&database, "select count(*) from organisation where status = 'vanished'").await, 1);
    let part = ImportOptions { mark_vanished: false, ..ImportOptions::default() };
    // Nothing but its id is said of it.
    let report = run_at(&database, vec![service("s1", "o1", json!({}))], later(), part.clone()).await;
    assert_eq!(counts(&report), (0, 1, 0, 0, 0, 0));
    assert_eq!(number(&database, "select count(*) from organisation where status = 'active'").await, 2);
    assert_eq!(number(&database, "select count(*) from change where kind = 'organisation'").await, 5);
    let before = state(&database).await;
    run_at(&database, vec![service("s1", "o1", json!({}))], later(), part).await;
    assert_eq!(state(&database).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_broke_off_hides_nothing() {
    let database = database().await;
    let records = || -> Vec<Record> {
        let services = (0..60).map(|n| service(&format!("s{n}"), "o1", json!({ "summary": format!("Number {n}") })));
        [organisation("o1", json!({})), organisation("o2", json!({}))].into_iter().chain(services).collect()
    };
    run(&database, records()).await;
    for (listed, spared, because) in [
        (0, 62, Some(Spared::NothingListed)),
        (2, 60, Some(Spared::NothingListed)),
        (30, 32, Some(Spared::TooMany)),
        (43, 0, None),
    ] {
        let dry = ImportOptions { dry_run: true, ..ImportOptions::default() };
        let report = run_at(&database, records().into_iter().take(listed).collect(), later(), dry).await;
        assert_eq!((report.spared, report.spared_because), (spared, because), "{listed} listed");
    }
    let half = || -> Vec<Record> { records().into_iter().take(30).collect() };
    run_again(&database, half()).await;
    assert_eq!(number(&database, "select count(*) from service where status = 'active'").await, 60);
    let sure = ImportOptions { allow_vanish: true, ..ImportOptions::default() };
    assert_eq!(run_at(&database, half(), later(), sure).await.vanished, 32);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_refused_one_by_one() {
    let database = database().await;
    let mut bad_place = place("p1");
    bad_place["location"]["latitude"] = json!(123.0);
    bad_place["location"]["country"] = json!("Portugal");
    bad_place["location"]["time_zone"] = json!("Europe/Évora");
    bad_place["location"]["territory"] = json!("XX999");
    bad_place["schedules"] = json!([{ "rrule": "FREQ=DAILY", "opens_at": "9 o'clock" }, { "closes_at": "10:00" }]);
    let service = service(
        "s1",
        "o1",
        json!({
            "name": format!("{}\u{0}", "é".repeat(400)), "summary": "s".repeat(2_000),
            "needs": ["food-parcel", "flying", "food-parcel"], "audiences": ["everybody"], "coverage": ["PT187", "atlantis", "nuts2021:PT187"],
            "minimum_age": 40, "maximum_age": 20, "starts_on": "2027-02-01", "ends_on": "2027-01-01",
            "website": "javascript:alert(1)", "email": "not at home", "languages": ["pt", "portuguese", "PT"],
            "phones": [{ "number": "ask inside" }, { "number": "+351 200 000 001" }], "places": [bad_place],
            "cost_options": [{ "amount": 1e300, "currency": "euros" }],
        }),
    );
    let organisation =
        organisation("o1", json!({ "website": "example.org/we", "expertise": ["flying"], "year_incorporated": 20230 }));
    let report = run(&database, vec![organisation, service]).await;
    assert_eq!(counts(&report), (2, 0, 0, 0, 0, 0));
    for (column, value) in [
        ("name", "é"),
        ("summary", "s"),
        ("needs", "flying"),
        ("audiences", "everybody"),
        ("coverage", "atlantis"),
        ("minimum_age", "40-20"),
        ("starts_on", "2027-02-01"),
        ("website", "javascript:alert(1)"),
        ("email", "not at home"),
        ("languages", "portuguese"),
        ("phones.number", "ask inside"),
        ("location.latitude", "123,-7.91"),
        ("location.country", "PORTUGAL"),
        ("location.time_zone", "Europe/Évora"),
        ("territory", "XX999"),
        ("schedules.opens_at", "9 o'clock"),
        ("cost_options.amount", "1000"),
        ("cost_options.currency", "euros"),
        ("expertise", "flying"),
        ("year_incorporated", "20230"),
    ] {
        let refusal = find(&report.refused, column, value);
        assert!(refusal.partial && refusal.value.chars().count() <= 200, "{refusal:?}");
    }
    let rows = content(&database).await.join("\n");
    assert!(rows.contains("{food-parcel}|{}|{nuts2021:PT187}"), "{rows}");
    assert_eq!(
        number(&database, "select count(*) from organisation where website = 'https://example.org/we'").await,
        1
    );
    assert_eq!(number(&database, "select length(read_text(name, 'en'))::bigint from service").await, 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_territory_that_becomes_known_reaches_unchanged_records() {
    let database = database().await;
    let records = || vec![organisation("o1", json!({})), service("s1", "o1", json!({ "coverage": ["AT130"] }))];
    assert_eq!(run(&database, records()).await.refused.len(), 1);
    let list = "CNTR_CODE,NUTS_ID,NAME_LATN,NUTS_NAME\nAT,AT,Österreich,Österreich\nAT,AT1,Ostösterreich,Ostösterreich\n\
                AT,AT13,Wien,Wien\nAT,AT130,Wien,Wien\n";
    let operator = Operator::at_the_console("test");
    portal::territories::import(&database.portal, &operator, "NUTS_AT_2021.csv", list.as_bytes(), now()).await.unwrap();
    assert_eq!(counts(&run_again(&database, records()).await), (0, 1, 1, 0, 0, 0));
    assert_eq!(
        number(&database, "select count(*) from service_territory where territory_id = 'nuts2021:AT130'").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_cannot_be_stored_is_said() {
    let database = database().await;
    for key in ["", "Feed", "a--b", "a b", &"k".repeat(101)] {
        let source = model::record::Source { key: key.to_owned(), ..source() };
        let (operator, options) = (Operator::at_the_console("test"), ImportOptions::default());
        let records: Vec<Record> = Vec::new();
        let error =
            import::run(&database.portal, &operator, &database.ids, &source, records, options, now(), |_| ()).await;
        assert!(error.unwrap_err().to_string().contains("source key"), "{key}");
    }
}
