//! What a feed of open data, a mapping file or the demonstration data says, before it meets the database.
//! `open_data` makes these from bytes, `portal::import` writes them. Also the format of the demonstration
//! data (TOML): every field but the first ones has a default.
//!
//! A record is identified by its source and `source_id`. Services carry their places inside, so that a record
//! is whole by itself and can be written or refused alone.

mod organisation;
mod place;
mod service;

pub use organisation::OrganisationRecord;
pub use place::{LocationRecord, PhoneRecord, PlaceRecord, ScheduleRecord};
pub use service::{ContactPointRecord, CostOption, ServiceRecord};

use crate::Locale;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The feed a batch of records comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Short permanent name, for example `baltimore-hsds`.
    pub key: String,
    pub name: String,
    #[serde(default)]
    pub licence: Option<String>,
    #[serde(default)]
    pub licence_url: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    /// Language of the feed's texts.
    pub locale: Locale,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "feeds hold mostly the large one")]
pub enum Record {
    Organisation(OrganisationRecord),
    Service(ServiceRecord),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    pub scheme: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceTerm {
    /// For example `open-eligibility`, `data-inclusion/thematiques`.
    pub vocabulary: String,
    pub code: String,
    #[serde(default)]
    pub label: Option<String>,
}

/// Rows that a reader refused whole. They made no record, but their source lists them: what was read from them before stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StillListed {
    /// By `source_id`, as `services`.
    pub organisations: HashSet<String>,
    pub services: HashSet<String>,
    /// Rows that did not even say which record they are.
    pub unnamed: u64,
}

/// Why something in a file did not become (part of) a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub file: String,
    /// From 1, the header not counted; for JSON the position in its list.
    pub row: u64,
    /// Column or JSON field; `None` when the whole row is refused.
    pub column: Option<String>,
    /// The offending value, cut to 200 characters.
    pub value: String,
    pub reason: String,
    /// The row went in without this value.
    pub partial: bool,
}
