//! A portal whose change log is followed into an index of its own.
#![allow(dead_code, reason = "each test file uses a part")]

use model::{Locale, SearchAnswer, SearchQuery, ServiceId};
use portal::{Portal, changes, health::IndexState, search, test_database::now};
use std::{path::PathBuf, time::Duration};
use tokio::{task::JoinHandle, time::Instant};
use tokio_util::sync::CancellationToken;

/// Generous: the machine may be busy, and transactions of other tests on the cluster hold the horizon back.
const PATIENCE: Duration = Duration::from_secs(20);

pub async fn eventually(what: &str, holds: impl AsyncFn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds().await {
        assert!(Instant::now() < deadline, "never true: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub async fn follow(portal: &Portal) -> Followed {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("index");
    let mut followed = Followed::start(portal, dir).await;
    followed.parent = Some(parent);
    followed
}

pub struct Followed {
    pub portal: Portal,
    pub dir: PathBuf,
    parent: Option<tempfile::TempDir>,
    shutdown: CancellationToken,
    task: Option<JoinHandle<()>>,
}

impl Followed {
    pub async fn start(portal: &Portal, dir: PathBuf) -> Self {
        let shutdown = CancellationToken::new();
        let task = portal.follow(dir.clone(), shutdown.clone());
        let followed = Self { portal: portal.clone(), dir, parent: None, shutdown, task: Some(task) };
        eventually("the index is ready", async || portal::health::ready(portal).await.index == IndexState::Ready).await;
        followed
    }

    /// Ends following and gives the directory, which stays.
    pub async fn stop(mut self) -> PathBuf {
        self.shutdown.cancel();
        if let Some(task) = self.task.take() {
            task.await.unwrap();
        }
        if let Some(parent) = self.parent.take() {
            let _ = parent.keep();
        }
        self.dir.clone()
    }

    pub async fn search(&self, words: &str) -> SearchAnswer {
        search::answer(&self.portal, &SearchQuery::words(words), Locale::En, now()).await.unwrap()
    }

    /// Through the index, not through Postgres.
    pub async fn finds(&self, words: &str, id: ServiceId) {
        eventually(&format!("“{words}” finds {id}"), async || {
            let answer = self.search(words).await;
            !answer.degraded && answer.items.iter().any(|item| item.id == id.0)
        })
        .await;
    }

    pub async fn equals_database(&self) {
        eventually("the index equals the database", async || match self.portal.index() {
            Some(index) => changes::compare(&self.portal, &index).await.unwrap().is_empty(),
            None => false,
        })
        .await;
    }
}

impl Drop for Followed {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}
