use crate::{Error, health::IndexState};
use chrono::{DateTime, Utc};
use model::{Locale, SearchQuery};
use search::{Found, Index, Suggested};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Semaphore;

/// The index of this instance, when it has one, and whose turn it is to use it.
pub(crate) struct Slot {
    kept: RwLock<Kept>,
    /// Searches are CPU work: more at once than cores would only make all of them slower.
    turns: Arc<Semaphore>,
}

#[derive(Clone)]
enum Kept {
    Off,
    Rebuilding,
    Ready(Index),
}

impl Default for Slot {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { kept: RwLock::new(Kept::Off), turns: Arc::new(Semaphore::new(cores)) }
    }
}

impl Slot {
    pub fn state(&self) -> IndexState {
        match *self.kept.read().unwrap_or_else(PoisonError::into_inner) {
            Kept::Off => IndexState::Off,
            Kept::Rebuilding => IndexState::Rebuilding,
            Kept::Ready(_) => IndexState::Ready,
        }
    }

    pub fn get(&self) -> Option<Index> {
        match &*self.kept.read().unwrap_or_else(PoisonError::into_inner) {
            Kept::Ready(index) => Some(index.clone()),
            Kept::Off | Kept::Rebuilding => None,
        }
    }

    pub fn off(&self) {
        self.set(Kept::Off);
    }

    pub fn rebuilding(&self) {
        self.set(Kept::Rebuilding);
    }

    pub fn ready(&self, index: Index) {
        self.set(Kept::Ready(index));
    }

    fn set(&self, kept: Kept) {
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept;
    }

    /// `None` when there is no index to ask, or it fails: then Postgres answers.
    pub async fn search(&self, query: &SearchQuery, locale: Locale, now: DateTime<Utc>) -> Option<Found> {
        let query = query.clone();
        self.ask(move |index| index.search(&query, locale, now)).await
    }

    /// The first `most` of what is found, without facets.
    pub async fn search_first(
        &self,
        query: &SearchQuery,
        locale: Locale,
        now: DateTime<Utc>,
        most: usize,
    ) -> Option<Found> {
        let query = query.clone();
        self.ask(move |index| index.search_first(&query, locale, now, most)).await
    }

    pub async fn suggest(&self, words: &str, locale: Locale, limit: usize) -> Option<Vec<Suggested>> {
        let words = words.to_owned();
        self.ask(move |index| index.suggest(&words, locale, limit)).await
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Index) -> Result<T, search::Error> + Send + 'static,
    ) -> Option<T> {
        let index = self.get()?;
        let turn = self.turns.clone().acquire_owned().await.ok()?;
        let search = move || {
            // Given back by the work itself: a visitor who goes away stops waiting for it, but not the work.
            let _turn = turn;
            question(&index)
        };
        match blocking(search).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the search index failed; Postgres answers");
                None
            }
            // Never what it said: that may quote the visitor's words.
            Err(_) => {
                tracing::error!("a search panicked; Postgres answers");
                None
            }
        }
    }
}

/// Runs `work` where it may take its time.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Other(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        future::Future,
        sync::mpsc,
        task::{Context, Poll, Waker},
        time::Duration,
    };
    use tokio::time::timeout;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_search_keeps_its_turn_when_its_visitor_goes() {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open_or_create(folder.path()).unwrap();
        let slot = Slot { turns: Arc::new(Semaphore::new(1)), ..Slot::default() };
        slot.ready(index);
        let (end, ends) = mpsc::channel::<()>();
        {
            let asked = slot.ask(move |_| {
                let _ = ends.recv();
                Ok(())
            });
            let begun = std::pin::pin!(asked).poll(&mut Context::from_waker(Waker::noop()));
            assert!(matches!(begun, Poll::Pending));
        }
        let next = timeout(Duration::from_millis(100), slot.ask(|_| Ok(())));
        assert!(next.await.is_err(), "two searches run where there is room for one");
        end.send(()).unwrap();
        assert_eq!(timeout(Duration::from_secs(10), slot.ask(|_| Ok(()))).await, Ok(Some(())));
    }
}
