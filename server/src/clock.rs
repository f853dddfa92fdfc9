use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Where the time comes from: the system's clock in the binary, a fixed or moved one in tests.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the system's clock is read")]
    pub fn system() -> Self {
        Self(Arc::new(Utc::now))
    }

    pub fn from(read: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }
}
