//! Transactions and visitors who go away.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use chrono::{DateTime, Utc};
use futures::FutureExt;
use portal::{Error, test_database::test_database, transaction};
use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

/// sqlx 0.9: a `begin` that is dropped while it waits leaves the pooled connection inside a transaction, and the
/// next visitor's writes are lost in it.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_transaction_does_not_poison_the_pool() {
    let database = test_database().await;
    let pool = database.pool().clone();
    for polls in 0..60 {
        let mut abandoned = pin!(Some(transaction(&pool, |connection| {
            async move {
                sqlx::query("insert into change (kind) values ('taxonomy')").execute(&mut *connection).await?;
                sqlx::query("select pg_sleep(0.002)").execute(connection).await?;
                Ok(())
            }
            .boxed()
        })));
        // Polled a few times, at different moments, and dropped.
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..=polls % 4 {
            let future = abandoned.as_mut().as_pin_mut().unwrap();
            if let Poll::Ready(done) = future.poll(&mut context) {
                done.unwrap();
                break;
            }
            tokio::time::sleep(Duration::from_micros(200 * (polls % 13))).await;
        }
        abandoned.set(None);
    }
    // All connections at once, so that each of the pool is asked.
    let mut connections = Vec::new();
    for _ in 0..8 {
        connections.push(pool.acquire().await.unwrap());
    }
    for connection in &mut connections {
        let mut moments = Vec::new();
        for _ in 0..2 {
            let state = "select pg_current_xact_id_if_assigned() is null, now()";
            let (clean, began): (bool, DateTime<Utc>) =
                sqlx::query_as(state).fetch_one(&mut **connection).await.unwrap();
            assert!(clean, "a pooled connection is still inside a transaction that has written");
            moments.push(began);
        }
        assert_ne!(moments[0], moments[1], "a pooled connection is still inside a transaction");
    }
    drop(connections);
    let committed: i64 = sqlx::query_scalar("select count(*) from change").fetch_one(&pool).await.unwrap();
    assert_eq!(committed, 60, "what was begun was finished, though nobody waited for it");
}

#[tokio::test]
async fn a_failed_transaction_changes_nothing() {
    let database = test_database().await;
    let reached = Arc::new(AtomicBool::new(false));
    let flag = reached.clone();
    let failed: Result<(), Error> = transaction(database.pool(), move |connection| {
        async move {
            sqlx::query("insert into change (kind) values ('taxonomy')").execute(&mut *connection).await?;
            flag.store(true, Ordering::SeqCst);
            Err(Error::Invalid("no".to_owned()))
        }
        .boxed()
    })
    .await;
    assert!(matches!(failed, Err(Error::Invalid(_))) && reached.load(Ordering::SeqCst));
    let rows: i64 = sqlx::query_scalar("select count(*) from change").fetch_one(database.pool()).await.unwrap();
    assert_eq!(rows, 0);
}

/// One left open in any database of the server freezes every index, and nothing else shows it.
#[tokio::test]
async fn a_transaction_that_is_left_open_is_seen_from_outside() {
    let database = test_database().await;
    let mut open = database.connection().await;
    sqlx::raw_sql("begin; select pg_current_xact_id()").execute(&mut open).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let examined = portal::examination::examine(&database.url, portal::test_database::now()).await.unwrap();
    assert!(examined.oldest_transaction.num_milliseconds() >= 200, "{examined:?}");
}
