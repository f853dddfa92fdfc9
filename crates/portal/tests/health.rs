//! Whether visitors may be sent here.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use followed::{eventually, follow};
use portal::{
    health::{HeldBackBy, IndexState, ready},
    test_database::{service, test_database},
};
use sqlx::Connection;
use std::time::Duration;
use tokio::time::timeout;

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_instance_is_still_ready() {
    let database = test_database().await;
    let mut visitors = Vec::new();
    for _ in 0..database.pool().options().get_max_connections() {
        visitors.push(database.pool().acquire().await.unwrap());
    }
    let many = futures::future::join_all((0..50).map(|_| ready(&database.portal)));
    let answers = timeout(Duration::from_secs(2), many).await.unwrap();
    assert!(answers.iter().all(|readiness| readiness.database), "not ready for want of a visitor's connection");
    drop(visitors);
    database.portal.close().await;
    assert!(!ready(&database.portal).await.database);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_held_back_says_so_and_still_answers() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let held_back_by = async || ready(&database.portal).await.index_held_back_by;
    eventually("nothing is wrong", async || held_back_by().await.is_none()).await;

    let mut old = database.connection().await;
    let mut old = old.begin().await.unwrap();
    service().named("Never told").save_in(&database, &mut old).await;
    let id = service().named("Night bus").save(&database).await;
    eventually("held back", async || held_back_by().await == Some(HeldBackBy::OldTransaction)).await;
    eventually("for a second", async || ready(&database.portal).await.index_behind_s > 0).await;
    assert_eq!(ready(&database.portal).await.index, IndexState::Ready);
    assert!(followed.search("bus").await.items.is_empty());
    old.rollback().await.unwrap();
    followed.finds("bus", id).await;
    eventually("free", async || held_back_by().await.is_none()).await;

    let rename = async |sql: &'static str| {
        sqlx::query(sql).execute(database.pool()).await.unwrap();
    };
    rename("alter table change rename to hidden").await;
    eventually("unread", async || held_back_by().await == Some(HeldBackBy::UnreadLog)).await;
    assert!(!followed.search("bus").await.degraded);
    rename("alter table hidden rename to change").await;
    eventually("read again", async || held_back_by().await.is_none()).await;
    assert_eq!(ready(&database.portal).await.index_behind_s, 0);
}
