//! The same searches, answered by the index and, without it, by Postgres.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use followed::{Followed, eventually, follow};
use model::{ItemKind, Limit, Limited, Locale, MatchedHow, SearchAnswer, SearchQuery, ServiceKind, SuggestionKind};
use portal::{
    DatabaseSettings, Portal, needs, saved, search,
    test_database::{TestDatabase, builders, now, organisation, service, test_database},
};
use std::time::Duration;
use uuid::Uuid;

struct Directory {
    meals: Uuid,
    course: Uuid,
    giver: Uuid,
}

/// Meals in Évora for older people; a course, as an opportunity, in Lisbon; their organisation.
async fn directory(database: &TestDatabase) -> Directory {
    let mut connection = database.connection().await;
    builders::need(&mut connection, "food", None).await;
    builders::need(&mut connection, "hot-meals", Some("food")).await;
    builders::territory(&mut connection, "test:PT", None).await;
    builders::territory(&mut connection, "test:PT1", Some("test:PT")).await;
    builders::territory(&mut connection, "test:PT2", Some("test:PT")).await;
    let giver = organisation().named("Mesa Comum").save(database).await;
    let meals = service().named("Warm lunch every day").by(giver).need("hot-meals").audience("older-people");
    let meals = meals.covering("test:PT1").at(38.571, -7.913).open("Mo-Fr 12:00-14:00").save(database).await;
    let course = service().named("Cooking course").by(giver).kind(ServiceKind::Training).need("food");
    let course = course.covering("test:PT").at(38.722, -9.139).save(database).await;
    Directory { meals: meals.0, course: course.0, giver: giver.0 }
}

async fn ask(portal: &Portal, query: &str) -> SearchAnswer {
    search::answer(portal, &SearchQuery::parse(query), Locale::En, now()).await.unwrap()
}

fn ids(answer: &SearchAnswer) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = answer.items.iter().map(|item| item.id).collect();
    ids.sort();
    ids
}

fn sorted<const N: usize>(mut ids: [Uuid; N]) -> Vec<Uuid> {
    ids.sort();
    ids.to_vec()
}

async fn answers_rightly(portal: &Portal, there: &Directory) {
    let Directory { meals, course, giver } = *there;
    for (query, expected) in [
        ("q=lunch", vec![meals]),
        ("q=LUNCH+day", vec![meals]),
        ("q=cooking&kind=opportunity", vec![course]),
        ("q=cooking&kind=service", vec![]),
        ("kind=service,opportunity", sorted([meals, course])),
        ("kind=organisation", vec![giver]),
        ("need=food", sorted([meals, course])),
        ("need=hot-meals", vec![meals]),
        ("need=hot-meals,unheard-of", vec![meals]),
        ("audience=older-people", vec![meals]),
        ("territory=test:PT&kind=service,opportunity", sorted([meals, course])),
        // What covers the country serves its regions.
        ("territory=pt1", sorted([meals, course])),
        ("territory=pt2", vec![course]),
        ("territory=nowhere", vec![]),
        ("near=38.571,-7.913&radius=1000", vec![meals]),
        ("q=zzzzzzzz", vec![]),
    ] {
        let answer = ask(portal, query).await;
        assert_eq!((ids(&answer), answer.total as usize), (expected.clone(), expected.len()), "{query}");
    }
    let first = ask(portal, "kind=service,opportunity&per_page=1").await;
    let second = ask(portal, "kind=service,opportunity&per_page=1&page=2").await;
    assert_eq!((first.total, first.items.len(), second.items.len()), (2, 1, 1));
    assert_ne!(first.items[0].id, second.items[0].id, "paging neither repeats nor skips");
    let near = ask(portal, "near=38.722,-9.139&kind=service,opportunity").await;
    assert_eq!((near.items[0].id, near.items[0].distance_m), (course, Some(0)));
    assert!((105_000..112_000).contains(&near.items[1].distance_m.unwrap()), "{:?}", near.items[1].distance_m);
    let item = &ask(portal, "q=lunch&lang=pt").await.items[0];
    assert_eq!(
        (item.kind, item.title.as_str(), item.language.as_str()),
        (ItemKind::Service, "Warm lunch every day", "en")
    );
    assert_eq!((item.organisation.as_str(), item.territory.as_deref()), ("Mesa Comum", Some("Évora")));
    assert_eq!(item.path, format!("/pt/services/{meals}/warm-lunch-every-day"));
    for hostile in [
        "q=%27%22%3B--",
        "q=%26+%7C+%21+%28",
        "q=a%00b&territory=%25",
        "near=90,180&radius=1",
        "q=%F0%9F%99%82",
        "q=%22%2A%3A%5C",
    ] {
        let _ = ask(portal, hostile).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_answers_without_an_index() {
    let database = test_database().await;
    let there = directory(&database).await;
    assert!(ask(&database.portal, "q=lunch").await.degraded);
    answers_rightly(&database.portal, &there).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_answers() {
    let database = test_database().await;
    let there = directory(&database).await;
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    assert!(!ask(&database.portal, "q=lunch").await.degraded);
    answers_rightly(&database.portal, &there).await;
    the_index_counts(&followed, &there).await;
}

async fn the_index_counts(followed: &Followed, there: &Directory) {
    let local = ask(&followed.portal, "territory=pt1").await;
    assert_eq!(local.items[0].id, there.meals, "the region's own before what covers it from above");
    let counted =
        |value: &str| local.facets.territory.iter().find(|facet| facet.value == value).map(|facet| facet.count);
    assert_eq!((counted("test:PT"), counted("test:PT1"), counted("test:PT2")), (Some(2), Some(2), None));
    let answer = ask(&followed.portal, "kind=service,opportunity&need=food").await;
    let need = answer.facets.need.iter().find(|facet| facet.value == "food").unwrap();
    assert_eq!((need.count, need.selected, need.label.as_str()), (2, true, "food"));
    let open = ask(&followed.portal, "q=lunch&open_at=2026-11-23T12:30:00Z").await;
    assert_eq!(open.items[0].open, Some(true));
    assert!(ask(&followed.portal, "q=lunch&open_at=2026-11-22T12:30:00Z").await.items.is_empty(), "closed on Sundays");
    assert_eq!(open.items[0].id, there.meals);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_says_which_limits_it_met() {
    let database = test_database().await;
    directory(&database).await;
    let limits = |answer: SearchAnswer| -> Vec<(Limit, u32)> {
        answer.limits.into_iter().map(|limited| (limited.limit, limited.most)).collect()
    };
    let long = format!("q=lunch+{}&per_page=51&page=99", "day+".repeat(80));
    let expected = [(Limit::QueryBytes, 256), (Limit::PerPage, 50), (Limit::Offset, 500)];
    assert_eq!(limits(ask(&database.portal, &long).await), expected, "from Postgres");
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    assert_eq!(limits(ask(&database.portal, &long).await), expected, "from the index");
    // What names something is kept, wherever it stands.
    let answer = ask(&database.portal, "q=alpha+beta+gamma+delta+epsilon+zeta+theta+iota+Kappa+lunch").await;
    assert_eq!(answer.limits, [Limited { left_out: vec!["iota".into(), "Kappa".into()], ..Limit::Words.into() }]);
    assert_eq!(ask(&database.portal, "q=lunch").await.limits, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_without_being_typed_is_told() {
    let database = test_database().await;
    let there = directory(&database).await;
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    let told = ask(&followed.portal, "q=lunhc&explain=1").await;
    let meals = told.items.iter().find(|item| item.id == there.meals).unwrap();
    let typo = meals.matched.iter().find(|matched| matched.how == MatchedHow::Typo).unwrap();
    assert_eq!((typo.typed.as_str(), typo.value.as_deref()), ("lunhc", Some("lunch")));
    assert!(ask(&followed.portal, "q=lunhc").await.items.iter().all(|item| item.matched.is_empty()));
    let beside = async |words: &str| {
        let page = search::page(&followed.portal, &SearchQuery::words(words), Locale::En, now()).await.unwrap();
        let meals = page.answer.items.into_iter().find(|item| item.id == there.meals).unwrap();
        meals.matched.into_iter().filter_map(|matched| matched.value).collect::<Vec<_>>()
    };
    assert_eq!(beside("lunhc").await, ["lunch"]);
    assert!(beside("lunches").await.is_empty(), "another form of what was typed is no news");
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_lead_somewhere() {
    let database = test_database().await;
    let there = directory(&database).await;
    let suggest = async |typed: &str| search::suggest(&database.portal, typed, Locale::It, now()).await.unwrap();
    let plain = suggest("foo").await;
    assert_eq!((plain[0].kind, plain[0].path.as_str()), (SuggestionKind::Need, "/it/needs/food"));
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    eventually("the index suggests", async || suggest("foo").await.iter().any(|found| found.path == "/it/needs/food"))
        .await;
    let meals = suggest("warm lu").await;
    let expected = format!("/it/services/{}/warm-lunch-every-day", there.meals);
    assert_eq!((meals[0].kind, meals[0].path.as_str()), (SuggestionKind::Service, expected.as_str()));
    assert!(!suggest("m").await.is_empty() && suggest(" ").await.is_empty());
    assert!(suggest("mesa").await.iter().any(|found| found.kind == SuggestionKind::Organisation));
}

/// Planned anew each time, the rows of a list took several times as long: a plan for few ids seems cheaper than one for any.
#[tokio::test(flavor = "multi_thread")]
async fn rows_are_planned_once_a_connection_however_few_are_asked_for() {
    let mut database = test_database().await;
    let there = directory(&database).await;
    let one =
        DatabaseSettings { url: database.url.clone(), max_connections: 1, statement_timeout: Duration::from_secs(20) };
    database.portal = Portal::connect(&one).await.unwrap();
    for asked in [there.meals, there.giver].repeat(5) {
        let page = saved::page(&database.portal, &[asked], Locale::En, now()).await.unwrap();
        assert_eq!(page.items.len(), 1);
    }
    let plans: Vec<(i64, i64)> = sqlx::query_as(
        "select generic_plans, custom_plans from pg_prepared_statements where ltrim(statement, E'\\n') like 'select s.id, s.kind%'",
    )
    .fetch_all(database.pool())
    .await
    .unwrap();
    assert_eq!(plans, [(5, 5)], "kept, made anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_page_lets_each_filter_be_dropped() {
    let database = test_database().await;
    directory(&database).await;
    let query = SearchQuery::parse("q=lunch&need=hot-meals&territory=PT1&kind=service&page=3");
    let page = search::page(&database.portal, &query, Locale::En, now()).await.unwrap();
    let chips: Vec<(&str, &str)> = page.chips.iter().map(|chip| (chip.label.as_str(), chip.path.as_str())).collect();
    assert_eq!(
        chips,
        [
            ("service", "/en/search?q=lunch&need=hot-meals&territory=test:PT1"),
            ("hot-meals", "/en/search?q=lunch&kind=service&territory=test:PT1"),
            ("test:PT1", "/en/search?q=lunch&kind=service&need=hot-meals"),
        ]
    );
    let food = page.needs.iter().find(|need| need.slug == "food").unwrap();
    assert_eq!((food.services, food.children[0].services), (2, 1), "a child's services count for the parent, once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_page_is_a_search_for_the_need() {
    let database = test_database().await;
    let there = directory(&database).await;
    let page = needs::page(&database.portal, "hot-meals", &SearchQuery::default(), Locale::En, now()).await.unwrap();
    assert_eq!((page.parent.unwrap().path.as_str(), ids(&page.answer)), ("/en/needs/food", vec![there.meals]));
    let unknown = needs::page(&database.portal, "no-such-need", &SearchQuery::default(), Locale::En, now()).await;
    assert!(matches!(unknown, Err(portal::Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_can_be_called_is_found_behind_the_nearest_who_cannot() {
    let database = test_database().await;
    let mut connection = database.connection().await;
    builders::need(&mut connection, "food", None).await;
    for number in 0..12 {
        let silent = organisation().named(&format!("Silent kitchen {number}")).save(&database).await;
        service().named("Soup").by(silent).need("food").at(38.571, -7.913).save(&database).await;
    }
    let talking = organisation().named("Talking kitchen").save(&database).await;
    for name in ["Lunch", "Dinner"] {
        service().named(name).by(talking).need("food").at(38.8, -7.913).save(&database).await;
    }
    sqlx::query("insert into phone (id, organisation_id, number) values ($1, $2, '+351 266 000 000')")
        .bind(database.ids.uuid(now()))
        .bind(talking.0)
        .execute(&mut connection)
        .await
        .unwrap();
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    let answer = ask(&followed.portal, "need=food&near=38.571,-7.913&language=xx").await;
    assert_eq!(answer.total, 0);
    let called: Vec<String> = answer.instead.unwrap().call.into_iter().map(|one| one.name.value).collect();
    assert_eq!(called, ["Talking kitchen"]);
}
