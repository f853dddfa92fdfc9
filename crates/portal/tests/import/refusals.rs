//! What cannot be kept is named, and takes nothing good with it.

use crate::feed::*;
use model::record::{Record, Refusal};
use portal::{
    Operator,
    import::{self, ImportOptions},
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
    records[3] = service("s2", "o1", json!({ "name": "" }));
    assert_eq!(counts(&run_again(&database, records).await), (0, 0, 3, 0, 0, 2));
    assert_eq!(number(&database, "select count(*) from service where status = 'active'").await, 3);
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
