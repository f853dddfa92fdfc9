//! What was looked for in vain is counted without saying who looked.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use chrono::TimeDelta;
use followed::{eventually, follow};
use model::{Locale, SearchQuery};
use portal::{
    Portal, misses, search,
    test_database::{TestDatabase, builders, now, service, test_database},
};

async fn asked_in_vain(portal: &Portal, words: &str, days_later: i64) {
    let at = now() + TimeDelta::days(days_later);
    let answer = search::answer(portal, &SearchQuery::words(words), Locale::En, at).await.unwrap();
    assert!(answer.total == 0 || answer.complete == Some(0), "{words}: {answer:?}");
}

async fn ledger(database: &TestDatabase) -> Vec<(Option<String>, Option<String>, i32)> {
    sqlx::query_as("select need_slug, words, asked from miss order by need_slug nulls last, words, day")
        .fetch_all(database.pool())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_written_after_five_days_and_needs_at_once() {
    let database = test_database().await;
    builders::need(&mut database.connection().await, "food", None).await;
    service().named("Bicycle repair").save(&database).await;
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    // A need is named: it can be told at once.
    asked_in_vain(&database.portal, "food", 0).await;
    eventually("the need is counted", async || !ledger(&database).await.is_empty()).await;
    // Words are nobody's after five different days; the same day twice is one.
    for day in [0, 0, 1, 2, 3] {
        asked_in_vain(&database.portal, "Zither Lessons", day).await;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    eventually("four days are known", async || {
        let days: Option<i32> = sqlx::query_scalar("select cardinality(days) from miss_candidate")
            .fetch_optional(database.pool())
            .await
            .unwrap();
        days == Some(4)
    })
    .await;
    assert_eq!(ledger(&database).await, [(Some("food".to_owned()), None, 1)]);
    asked_in_vain(&database.portal, "lessons, zither", 4).await;
    eventually("the fifth day writes them", async || ledger(&database).await.len() == 2).await;
    assert_eq!(ledger(&database).await[1], (None, Some("lessons zither".to_owned()), 1));
    let mut csv = Vec::new();
    assert_eq!(misses::csv(&database.portal, &mut csv).await.unwrap(), 2);
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.starts_with("day,need,words,territory,asked\n") && csv.contains(",lessons zither,,1"), "{csv}");
    let mut json = Vec::new();
    assert_eq!(misses::json(&database.portal, &mut json).await.unwrap(), 2);
}
