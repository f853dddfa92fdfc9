//! Answers kept ready to send: every page once per content generation.

use super::answer::Answer;
use moka::future::Cache;
use std::{future::Future, sync::Arc, time::Duration};

/// Memory for stored answers, bytes: some three thousand pages.
const CAPACITY: u64 = 24 * 1024 * 1024;
/// A stored page may be this old: "open now" is on it.
const LIFETIME: Duration = Duration::from_secs(60);

/// Kept answers, by what was asked and the generation of the content it shows.
#[derive(Clone)]
pub struct Stored(Cache<(u64, Box<str>), Arc<Answer>>);

impl Default for Stored {
    fn default() -> Self {
        let cache = Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(|key: &(u64, Box<str>), answer: &Arc<Answer>| {
                answer.weight().saturating_add(u32::try_from(key.1.len()).unwrap_or(u32::MAX))
            })
            .time_to_live(LIFETIME)
            .build();
        Self(cache)
    }
}

impl Stored {
    /// The answer that is kept, where there is one.
    pub async fn kept(&self, generation: u64, asked: String) -> Option<Arc<Answer>> {
        self.0.get(&(generation, asked.into_boxed_str())).await
    }

    /// The kept answer, or the one `make` gives, kept when it is good for everyone. Equal requests that arrive
    /// together make it once.
    pub async fn get(&self, generation: u64, asked: String, make: impl Future<Output = Answer>) -> Arc<Answer> {
        let key = (generation, asked.into_boxed_str());
        let answer = self.0.get_with_by_ref(&key, async { Arc::new(make.await) }).await;
        if !answer.keep {
            self.0.invalidate(&key).await;
        }
        answer
    }
}
