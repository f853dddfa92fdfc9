use chrono::{DateTime, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::{Builder, Uuid};

/// Where new ids and codes come from: seeded by the binary from the system, by tests with a number.
#[derive(Clone)]
pub struct Ids(Arc<Mutex<StdRng>>);

impl Ids {
    pub fn seeded(seed: [u8; 32]) -> Self {
        Self(Arc::new(Mutex::new(StdRng::from_seed(seed))))
    }

    /// A UUID v7: sorts by `now`, otherwise random.
    pub fn uuid(&self, now: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        let random: [u8; 10] = self.rng().random();
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// `length` letters of `alphabet`, each equally likely.
    pub fn letters(&self, alphabet: &[u8], length: usize) -> String {
        let mut rng = self.rng();
        (0..length).map(|_| char::from(alphabet[rng.random_range(0..alphabet.len())])).collect()
    }

    fn rng(&self) -> std::sync::MutexGuard<'_, StdRng> {
        // A panic elsewhere cannot leave a random generator in a bad state.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
