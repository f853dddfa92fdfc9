use crate::Sent;
use chrono::{DateTime, NaiveDate, Utc};
use model::Locale;
use std::sync::Arc;
use uuid::Uuid;

/// One visitor asking for one page.
#[derive(Clone, Debug)]
pub struct Visit {
    pub locale: Locale,
    /// The path as asked, without the locale and its slashes: `services/{id}/{slug}`.
    pub path: String,
    pub query: String,
    pub origin: String,
    pub contact: Option<Arc<str>>,
    pub now: DateTime<Utc>,
    pub sent: Option<Sent>,
    pub fresh: Uuid,
    pub styleguide: bool,
    pub pdf: bool,
    pub comes_from_us: bool,
}

impl Visit {
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
}
