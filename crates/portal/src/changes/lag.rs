//! Since when the index of this instance is behind, for those who watch over it: searches go on being answered meanwhile.

use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// Behind for so long, somebody should look.
const STUCK: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldBackBy {
    /// A transaction that does not end keeps later changes from being read; `bussola doctor` says since when.
    OldTransaction,
    /// The change log cannot be read; why is in the log of the server.
    UnreadLog,
    /// Changes are known and not yet written: there are many, or it fails, which the log of the server then says.
    UnwrittenChanges,
}

/// What holds it back, each since when and whether it was told.
#[derive(Default)]
pub(crate) struct Lag(Mutex<BTreeMap<HeldBackBy, (Instant, bool)>>);

impl Lag {
    /// It still does. Says once that it lasts: nothing else would.
    pub fn goes_on(&self, by: HeldBackBy) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, told) = all.entry(by).or_insert_with(|| (Instant::now(), false));
        if !*told && since.elapsed() >= STUCK {
            *told = true;
            tracing::warn!(
                ?by,
                seconds = since.elapsed().as_secs(),
                "the search index has not had the latest changes for long; /readyz says for how long, `bussola doctor` what is wrong"
            );
        }
    }

    /// It does no more, or what does so now is another.
    pub fn ends(&self, by: HeldBackBy) {
        let ended = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&by);
        if let Some((since, true)) = ended {
            tracing::info!(?by, seconds = since.elapsed().as_secs(), "nothing holds the search index back any more");
        }
    }

    pub fn longest(&self) -> Option<(HeldBackBy, Instant)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|(by, (since, _))| (*by, *since)).min_by_key(|(_, since)| *since)
    }
}
