//! Whether visitors may be sent here.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use portal::{health::ready, test_database::test_database};
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
