//! Loading the shipped taxonomies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use portal::{
    codes, taxonomies,
    test_database::{now, test_database},
};

#[tokio::test(flavor = "multi_thread")]
async fn loading_twice_writes_once_and_retires_what_is_gone() {
    let database = test_database().await;
    let mut connection = database.connection().await;
    sqlx::query("insert into need (slug, position, label) values ('old-need', 1, '{\"source\":\"en\",\"values\":{\"en\":\"Old\"}}')")
        .execute(&mut connection)
        .await
        .unwrap();
    assert_eq!(
        taxonomies::load(&database.portal, now()).await.unwrap(),
        ["need", "card", "audience", "expertise", "territory"]
    );
    assert_eq!(taxonomies::load(&database.portal, now()).await.unwrap(), [""; 0]);
    let mut number =
        async |sql: &'static str| -> i64 { sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap() };
    assert_eq!(number("select count(*) from need where retired").await, 1);
    assert_eq!(number("select count(*) from change where kind = 'taxonomy'").await, 1);
    assert_eq!(number("select count(*) from need where sensitive and parent_slug = 'safety'").await, 5);
    assert_eq!(
        number("select count(*) from need where label -> 'values' ? 'ar' and synonyms -> 'el' is not null").await,
        108
    );
    assert_eq!(
        number("select count(*) from need where (select count(*) from jsonb_object_keys(about -> 'values')) = 7").await,
        108
    );
    // Codes are given to what is shown: not to what is retired.
    let cards = u64::try_from(number("select count(*) from card").await).unwrap();
    assert!(cards >= 20);
    assert_eq!(codes::issue(&database.portal, &database.ids, now()).await.unwrap(), 108);
    assert_eq!(codes::issue_of_taxonomies(&database.portal, &database.ids, now()).await.unwrap(), cards);
    assert_eq!(codes::issue_of_taxonomies(&database.portal, &database.ids, now()).await.unwrap(), 0);
    assert_eq!(codes::issue(&database.portal, &database.ids, now()).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_may_load_at_once() {
    let database = test_database().await;
    let another = database.another_portal().await;
    let (a, b) = tokio::join!(taxonomies::load(&database.portal, now()), taxonomies::load(&another, now()));
    let mut loaded = [a.unwrap().len(), b.unwrap().len()];
    loaded.sort_unstable();
    assert_eq!(loaded, [0, 5]);
}

/// In a rolling update a program of before may start after one of after.
#[tokio::test(flavor = "multi_thread")]
async fn an_older_program_leaves_what_a_newer_one_has_loaded() {
    let database = test_database().await;
    taxonomies::load(&database.portal, now()).await.unwrap();
    let mut connection = database.connection().await;
    sqlx::raw_sql(
        "update taxonomy_state set version = version + 1, content_hash = 'newer' where name in ('need', 'territory');
         update need set icon = 'newer' where slug = 'food';
         update audience set position = 99 where slug = 'families';
         update taxonomy_state set content_hash = 'older', version = 0 where name = 'audience'",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    assert_eq!(taxonomies::load(&database.portal, now()).await.unwrap(), ["audience"]);
    assert_eq!(taxonomies::load(&database.portal, now()).await.unwrap(), [""; 0]);
    let mut is =
        async |sql: &'static str| -> bool { sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap() };
    assert!(is("select icon = 'newer' from need where slug = 'food'").await);
    assert!(is("select position < 99 from audience where slug = 'families'").await);
    assert!(is("select content_hash = 'newer' from taxonomy_state where name = 'need'").await);
    assert!(is("select count(distinct version) = 2 and min(version) > 0 from taxonomy_state").await);
}
