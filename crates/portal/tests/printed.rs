//! What is printed, and what becomes of codes on paper.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use chrono::TimeDelta;
use followed::follow;
use model::card::{CardKind, CardSubject};
use model::pages::CodeTarget;
use model::{Locale, SearchQuery, ServiceId, Status};
use portal::{
    Error, codes, printed, scans, services,
    test_database::{TestDatabase, now, organisation, service, test_database},
};
use uuid::Uuid;

async fn run(database: &TestDatabase, statement: &'static str, id: ServiceId) {
    sqlx::query(statement).bind(id.0).execute(database.pool()).await.unwrap();
}

async fn with_code(database: &TestDatabase, code: &str, id: ServiceId) {
    sqlx::query("insert into code (code, kind, id) values ($1, 'service', $2)")
        .bind(code)
        .bind(id.0)
        .execute(database.pool())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_card_says_how_to_get_there_in_each_of_its_languages() {
    let database = test_database().await;
    let giver = organisation().named("Mesa Comum").save(&database).await;
    let id = service()
        .named_in(Locale::Pt, "Almoço quente")
        .translated(Locale::En, "Warm lunch")
        .by(giver)
        .need("food")
        .at(38.571, -7.913)
        .open("Mo-Fr 12:00-14:00")
        .save(&database)
        .await;
    with_code(&database, "bcdfghj", id).await;
    run(&database, "insert into phone (id, service_id, number) values (gen_random_uuid(), $1, '+351 266 000 000')", id)
        .await;
    let locales = [Locale::En, Locale::Ar];
    let card = printed::card(&database.portal, &CardSubject::Service(id), &locales, now()).await.unwrap();
    assert_eq!((card.path, card.code.as_deref()), (format!("services/{id}/almoco-quente"), Some("bcdfghj")));
    let about: Vec<_> = card.editions.iter().map(|edition| edition.about.clone().unwrap()).collect();
    assert_eq!((about[0].name.value.as_str(), about[0].name.locale), ("Warm lunch", Locale::En));
    assert_eq!((about[1].name.value.as_str(), about[1].name.locale), ("Almoço quente", Locale::Pt));
    assert_eq!(about[1].phones[0].dial, "+351266000000");
    assert_eq!(about[1].place.as_ref().unwrap().hours.len(), 1);

    let of = CardSubject::Organisation(giver);
    let card = printed::card(&database.portal, &of, &locales, now()).await.unwrap();
    assert_eq!((card.editions[0].entries.len(), card.total), (1, 1));
    assert!(matches!(card.kind, CardKind::Organisation(_)));
    run(&database, "update service set status = 'withdrawn' where id = $1", id).await;
    let withdrawn = printed::card(&database.portal, &CardSubject::Service(id), &locales, now()).await;
    assert!(matches!(withdrawn, Err(Error::Gone)));
    let unknown = CardSubject::Service(ServiceId(giver.0));
    assert!(matches!(printed::card(&database.portal, &unknown, &locales, now()).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_list_keeps_its_order_and_leaves_out_what_is_gone() {
    let database = test_database().await;
    let first = service().named("First").save(&database).await;
    let second = service().named("Second").save(&database).await;
    let gone = service().status(Status::Vanished).save(&database).await;
    with_code(&database, "bcdfghj", second).await;
    with_code(&database, "bcdfghk", gone).await;
    let list = ["BCDFGHJ", &first.to_string(), "bcdfghk", "zzzzzzz", "bcdfghj", "nonsense"].map(str::to_owned);
    let card = printed::card(&database.portal, &CardSubject::List(list.to_vec()), &[Locale::En], now()).await.unwrap();
    let names: Vec<&str> = card.editions[0].entries.iter().map(|entry| entry.name.value.as_str()).collect();
    assert_eq!(names, ["Second", "First"]);
    assert_eq!(card.path, format!("card/search?ids=bcdfghj,{first}"));
}

#[tokio::test]
async fn a_need_and_a_search_print_what_they_find() {
    let database = test_database().await;
    service().named("Soup").need("food").covering("test:PT").save(&database).await;
    service().named("Bread").need("food").save(&database).await;
    run(
        &database,
        "insert into code (code, kind, need_slug) select 'bcdfghk', 'need', 'food' where $1::uuid is not null",
        ServiceId(uuid::Uuid::nil()),
    )
    .await;
    let all = CardSubject::Need("food".to_owned(), SearchQuery::default());
    let card = printed::card(&database.portal, &all, &[Locale::En], now()).await.unwrap();
    assert_eq!((card.total, card.code.as_deref(), card.path.as_str()), (2, Some("bcdfghk"), "needs/food"));
    let narrow = SearchQuery { territories: vec!["test:PT".to_owned()], ..SearchQuery::default() };
    let part = CardSubject::Need("food".to_owned(), narrow.clone());
    let card = printed::card(&database.portal, &part, &[Locale::En], now()).await.unwrap();
    assert_eq!((card.total, card.code, card.path.as_str()), (1, None, "needs/food?territory=test:PT"));
    let card = printed::card(&database.portal, &CardSubject::Search(narrow), &[Locale::En], now()).await.unwrap();
    assert_eq!(
        (card.editions[0].entries[0].name.value.as_str(), card.path.as_str()),
        ("Soup", "search?territory=test:PT")
    );
    let unknown = CardSubject::Need("nothing".to_owned(), SearchQuery::default());
    assert!(matches!(printed::card(&database.portal, &unknown, &[Locale::En], now()).await, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_gets_one_code_that_leads_to_it() {
    let database = test_database().await;
    let soup = service().named("Soup").need("food").covering("test:PT").save(&database).await;
    let bread = service().named("Bread").need("food").save(&database).await;
    with_code(&database, "bcdfghj", soup).await;
    let give = async |subject: &CardSubject, fresh: u128| {
        printed::give_code(&database.portal, subject, Uuid::from_u128(fresh), now()).await
    };
    let code_on = async |subject: &CardSubject| {
        printed::card(&database.portal, subject, &[Locale::En], now()).await.unwrap().code
    };
    let asked =
        SearchQuery::parse("q=hot+soup&territory=test:PT&near=38.57126,-7.91349&page=2&per_page=20&lang=it&x=y");
    let kept = SearchQuery::parse("q=hot+soup&territory=test:PT&near=38.57,-7.91");
    let narrow = SearchQuery::parse("territory=test:PT");
    let names = ["bcdfghj".to_owned(), bread.to_string(), "zzzzzzz".to_owned()];
    let lists = [
        (CardSubject::Search(asked), CodeTarget::Search(kept)),
        (CardSubject::Need("food".into(), narrow.clone()), CodeTarget::Need("food".into(), narrow)),
        (CardSubject::List(names.to_vec()), CodeTarget::List(vec![soup.0, bread.0])),
    ];
    for (number, (subject, target)) in lists.into_iter().enumerate() {
        assert_eq!(code_on(&subject).await, None, "{subject:?}");
        let code = give(&subject, number as u128).await.unwrap().unwrap();
        assert_eq!(
            give(&subject, 99 + number as u128).await.unwrap().as_ref(),
            Some(&code),
            "the same list, the same code"
        );
        assert_eq!(code_on(&subject).await.as_ref(), Some(&code));
        assert_eq!(codes::target(&database.portal, &code.to_uppercase()).await.unwrap(), target);
    }
    // A number that was used: another code.
    let other = CardSubject::Search(SearchQuery::parse("q=bread"));
    assert!(give(&other, 0).await.unwrap().is_some());
    assert_eq!(give(&CardSubject::List(vec!["zzzzzzz".into()]), 5).await.unwrap(), None, "nothing is on it");
    let unknown = give(&CardSubject::Need("nothing".into(), SearchQuery::default()), 6).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    assert!(matches!(give(&CardSubject::Service(soup), 7).await, Err(Error::NotFound)), "it has its own");
    // Words that had to be erased.
    sqlx::query("update code set page = null where page like 'search%'").execute(database.pool()).await.unwrap();
    let erased: String = sqlx::query_scalar("select code from code where kind = 'list' and page is null limit 1")
        .fetch_one(database.pool())
        .await
        .unwrap();
    assert!(matches!(codes::target(&database.portal, &erased).await, Err(Error::Gone)));
}

#[tokio::test]
async fn codes_of_lists_are_bounded_by_day() {
    let database = test_database().await;
    sqlx::query(
        "insert into code (code, kind, page, created_at)
         select translate(to_char(number, 'FM0000000'), '0123456789', 'bcdfghjkmn'), 'list', 'search?q=' || number, $2
         from generate_series(1, $1) number",
    )
    .bind(codes::MOST_IN_A_DAY)
    .bind(now())
    .execute(database.pool())
    .await
    .unwrap();
    let give = async |words: &str, days: i64| {
        let subject = CardSubject::Search(SearchQuery::words(words));
        let at = now() + TimeDelta::days(days);
        printed::give_code(&database.portal, &subject, Uuid::from_u128(1), at).await.unwrap()
    };
    assert_eq!(give("soup", 0).await, None);
    assert_eq!(give("7", 0).await.as_deref(), Some("bbbbbbk"), "what is there already");
    assert!(give("soup", 1).await.is_some(), "the next day");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_service_leads_to_what_meets_the_same_need() {
    let database = test_database().await;
    let old = service().need("food").at(38.57, -7.91).status(Status::Withdrawn).save(&database).await;
    let near = service().named("Near").need("food").at(38.60, -7.90).save(&database).await;
    service().named("Far").need("food").at(41.15, -8.61).save(&database).await;
    service().named("Other need").need("housing").at(38.57, -7.91).save(&database).await;
    let alone = service().need("housing").status(Status::Vanished).save(&database).await;
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    let found = services::withdrawn(&database.portal, old, Locale::En, now()).await.unwrap();
    assert_eq!(found.similar.iter().map(|item| item.id).collect::<Vec<_>>(), [near.0]);
    assert_eq!(found.needs[0].path, "/en/needs/food");
    let found = services::withdrawn(&database.portal, alone, Locale::En, now()).await.unwrap();
    assert_eq!(found.similar.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["Other need"]);
    let never = services::withdrawn(&database.portal, ServiceId(uuid::Uuid::nil()), Locale::En, now()).await;
    assert!(matches!(never, Err(Error::NotFound)));
}

#[tokio::test]
async fn scans_are_added_up_by_code_and_day_and_written_together() {
    let database = test_database().await;
    let id = service().named_in(Locale::Pt, "=Sopa").save(&database).await;
    with_code(&database, "bcdfghj", id).await;
    let (today, tomorrow) = (now().date_naive(), (now() + TimeDelta::days(1)).date_naive());
    for (code, day) in [("bcdfghj", today), ("BCDFGHJ", today), ("bcdfghj", tomorrow), ("zzzzzzz", today)] {
        scans::count(&database.portal, code, day);
    }
    let counted = async || -> i64 {
        sqlx::query_scalar("select coalesce(sum(count), 0)::bigint from scan_count")
            .fetch_one(database.pool())
            .await
            .unwrap()
    };
    assert_eq!(counted().await, 0, "a scan writes nothing");
    scans::write(&database.portal).await.unwrap();
    assert_eq!(counted().await, 3);
    scans::write(&database.portal).await.unwrap();
    assert_eq!(counted().await, 3, "nothing is written twice");
    scans::count(&database.portal, "bcdfghj", today);
    scans::write(&database.portal).await.unwrap();
    let mut csv = Vec::new();
    assert_eq!(scans::csv(&database.portal, &mut csv).await.unwrap(), 2);
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(
        csv,
        format!("day,code,kind,name,count\n{tomorrow},bcdfghj,service,'=Sopa,1\n{today},bcdfghj,service,'=Sopa,3\n")
    );
}

#[tokio::test]
async fn scans_that_could_not_be_written_are_not_lost() {
    let database = test_database().await;
    let id = service().save(&database).await;
    with_code(&database, "bcdfghj", id).await;
    scans::count(&database.portal, "bcdfghj", now().date_naive());
    sqlx::query("alter table scan_count rename to away").execute(database.pool()).await.unwrap();
    assert!(scans::write(&database.portal).await.is_err());
    sqlx::query("alter table away rename to scan_count").execute(database.pool()).await.unwrap();
    scans::write(&database.portal).await.unwrap();
    let count: i64 = sqlx::query_scalar("select count from scan_count").fetch_one(database.pool()).await.unwrap();
    assert_eq!(count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_tells_neither_what_is_sensitive_nor_where_exactly_somebody_stood() {
    let database = test_database().await;
    let id = service().named("Shelter for women").need("safety").at(38.571, -7.913).save(&database).await;
    let plain = service().named("Lunch").need("food").at(38.571, -7.913).save(&database).await;
    sqlx::query("update need set sensitive = true where slug = 'safety'").execute(database.pool()).await.unwrap();
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    for (id, sensitive) in [(id, true), (plain, false)] {
        let card = printed::card(&followed.portal, &CardSubject::Service(id), &[Locale::En], now()).await.unwrap();
        assert_eq!(card.sensitive, sensitive, "its name stays out of the title");
    }
    let near = SearchQuery::parse("near=38.57126,-7.91349&radius=5000");
    for subject in [CardSubject::Search(near.clone()), CardSubject::Need("food".into(), near)] {
        let card = printed::card(&followed.portal, &subject, &[Locale::En], now()).await.unwrap();
        let printed = SearchQuery::parse(card.path.split_once('?').unwrap().1).near.unwrap();
        assert_eq!((printed.latitude, printed.longitude), (38.57, -7.91), "{}", card.path);
        assert!(!card.editions[0].entries.is_empty());
    }
}
