//! What a search finds, by its places: from the index and, without it, from Postgres.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use followed::follow;
use model::{ItemKind, Limit, Locale, MapAnswer, SearchQuery, Status};
use portal::{
    Portal, search,
    test_database::{TestDatabase, now, organisation, service, test_database},
};
use uuid::Uuid;

async fn ask(portal: &Portal, query: &str) -> MapAnswer {
    search::on_map(portal, &SearchQuery::parse(query), Locale::En, now()).await.unwrap()
}

/// Of each point what it belongs to, in the order of the answer.
fn ids(answer: &MapAnswer) -> Vec<Uuid> {
    answer.points.iter().map(|point| point.id).collect()
}

struct Directory {
    soup: Uuid,
    soups: Uuid,
    nowhere: Uuid,
    giver: Uuid,
}

/// Soup in Évora; soup in Lisbon and in Évora; soup nowhere; soup that is over. Their organisation in Lisbon.
async fn directory(database: &TestDatabase) -> Directory {
    let giver = organisation().named("Soup Society").save(database).await;
    let soup = service().named("Soup at noon").by(giver).need("food").at(38.571, -7.913).save(database).await;
    let soups = service().named("Soup and bread").by(giver).at(38.722, -9.139).at(38.575, -7.91).save(database).await;
    let nowhere = service().named("Soup brought home").by(giver).need("food").save(database).await;
    service().named("Soup of old").by(giver).status(Status::Defunct).at(38.6, -7.9).save(database).await;
    let mut connection = database.connection().await;
    sqlx::query(
        "insert into location (id, organisation_id, latitude, longitude, locality) values ($1, $2, 38.7, -9.1, 'Lisboa')",
    )
    .bind(database.ids.uuid(now()))
    .bind(giver.0)
    .execute(&mut connection)
    .await
    .unwrap();
    Directory { soup: soup.0, soups: soups.0, nowhere: nowhere.0, giver: giver.0 }
}

async fn answers_rightly(portal: &Portal, there: &Directory) {
    let Directory { soup, soups, nowhere, giver } = *there;
    let all = ask(portal, "q=soup&kind=service").await;
    assert_eq!((all.total, all.shown, all.complete), (3, 2, true), "one has no place, one is over");
    let mut found = ids(&all);
    assert_eq!(found.len(), 3);
    assert_eq!(found[2], soups, "a second place comes after the first of every other");
    found.sort();
    let mut expected = [soup, soups, soups];
    expected.sort();
    assert_eq!(found, expected);
    assert!(!found.contains(&nowhere));
    let point = &all.points[2];
    assert_eq!(
        (point.kind, point.title.as_str(), point.language.as_str()),
        (ItemKind::Service, "Soup and bread", "en")
    );
    assert_eq!((point.organisation.as_str(), point.locality.as_deref()), ("Soup Society", Some("Évora")));
    assert_eq!((point.path.clone(), point.distance_m), (format!("/en/services/{soups}/soup-and-bread"), None));
    assert_eq!(ids(&ask(portal, "q=soup&need=food").await), [soup], "filters as in the list");
    assert_eq!(ids(&ask(portal, "kind=organisation").await), [giver], "organisations at their own places");
    assert_eq!(ids(&ask(portal, "q=soup&kind=service&page=9&per_page=1").await).len(), 3, "every page at once");
    let (from, to) = all.view.unwrap();
    assert_eq!((from.latitude, from.longitude, to.latitude, to.longitude), (38.571, -9.139, 38.722, -7.91));
    let near = ask(portal, "q=soup&kind=service&near=38.571,-7.913&radius=5000").await;
    let mut metres: Vec<u32> = near.points.iter().filter_map(|point| point.distance_m).collect();
    metres.sort_unstable();
    assert_eq!(metres[0], 0, "{near:?}");
    assert!(metres.len() == 2 && (400..700).contains(&metres[1]), "of those with more places only what is near");
    let far = ask(portal, "q=soup&kind=service&near=38.722,-9.139").await;
    let first = far.points.iter().find(|point| point.id == soups).unwrap();
    assert_eq!(first.distance_m, Some(0), "its nearest place comes first");
    assert_eq!(ask(portal, "q=zzzzzz").await, MapAnswer { complete: true, ..MapAnswer::default() });
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_found_with_and_without_an_index() {
    let database = test_database().await;
    let there = directory(&database).await;
    answers_rightly(&database.portal, &there).await;
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    answers_rightly(&followed.portal, &there).await;
    let limits = ask(&followed.portal, &format!("q=soup+{}&page=99", "x".repeat(300))).await.limits;
    assert_eq!(limits, [Limit::QueryBytes.into()], "and no page is too far");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_places_to_go_to_are_shown() {
    let database = test_database().await;
    let there = directory(&database).await;
    let mut connection = database.connection().await;
    sqlx::query("update location set kind = 'postal' where locality = 'Lisboa'")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("update location set latitude = null where latitude = 38.571").execute(&mut connection).await.unwrap();
    assert!(ask(&database.portal, "kind=organisation").await.points.is_empty());
    assert_eq!(ids(&ask(&database.portal, "q=soup&kind=service").await), [there.soups; 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_a_limit_and_it_is_told() {
    let database = test_database().await;
    let chain = service().named("Soup everywhere").save(&database).await;
    sqlx::query(
        "with branch as (
           insert into location (id, latitude, longitude) select gen_random_uuid(), 38 + number / 10000.0, -8
           from generate_series(1, 1100) number returning id, latitude
         )
         insert into service_at_location (id, service_id, location_id, position)
         select gen_random_uuid(), $1, id, row_number() over (order by latitude) from branch",
    )
    .bind(chain.0)
    .execute(&mut database.connection().await)
    .await
    .unwrap();
    let alone = service().named("Soup here").at(39.0, -8.0).save(&database).await;
    let answer = ask(&database.portal, "q=soup&kind=service").await;
    let view = |answer: &MapAnswer| answer.view.map(|(from, to)| (from.latitude, to.latitude)).unwrap();
    assert_eq!(view(&answer).1, 39.0, "everything is in view");
    let near = ask(&database.portal, "q=soup&kind=service&near=38.0,-8.0").await;
    assert!(view(&near).1 < 38.1, "what lies far off from where one looks is not: {:?}", view(&near));
    assert_eq!((answer.points.len(), answer.total, answer.shown, answer.complete), (1_000, 2, 2, false));
    let first = &ids(&answer)[..2];
    assert!(first.contains(&alone.0) && first.contains(&chain.0), "a chain leaves room for others");
}
