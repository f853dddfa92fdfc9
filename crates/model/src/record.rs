//! What a feed of open data, a mapping file or the demonstration data says, before it meets the database.
//! `open_data` makes these from bytes, `portal::import` writes them. Also the format of the demonstration
//! data (TOML): every field but the first ones has a default.
//!
//! A record is identified by its source and `source_id`. Services carry their places inside, so that a record
//! is whole by itself and can be written or refused alone.

use crate::*;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
pub enum Record {
    Organisation(OrganisationRecord),
    Service(ServiceRecord),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationRecord {
    pub source_id: String,
    #[serde(default = "social_economy")]
    pub kind: OrganisationKind,
    pub name: Text,
    #[serde(default)]
    pub alternate_name: Option<String>,
    /// One or two sentences.
    #[serde(default)]
    pub summary: Option<Text>,
    #[serde(default)]
    pub description: Option<Text>,
    #[serde(default)]
    pub website: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub legal_status: Option<String>,
    #[serde(default)]
    pub year_incorporated: Option<i32>,
    /// Scheme and value, for example `siret`, `82821337100012`.
    #[serde(default)]
    pub identifiers: Vec<Identifier>,
    #[serde(default)]
    pub expertise: Vec<String>,
    #[serde(default)]
    pub phones: Vec<PhoneRecord>,
    #[serde(default)]
    pub locations: Vec<LocationRecord>,
    #[serde(default)]
    pub status: Option<Status>,
    #[serde(default)]
    pub assured_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub source_url: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRecord {
    pub source_id: String,
    /// `source_id` of the organisation in the same source.
    pub organisation: String,
    #[serde(default = "service")]
    pub kind: ServiceKind,
    pub name: Text,
    #[serde(default)]
    pub alternate_name: Option<String>,
    /// One or two sentences in the citizen's words.
    #[serde(default)]
    pub summary: Option<Text>,
    #[serde(default)]
    pub description: Option<Text>,
    /// Who may use it.
    #[serde(default)]
    pub eligibility: Option<Text>,
    #[serde(default)]
    pub minimum_age: Option<u8>,
    #[serde(default)]
    pub maximum_age: Option<u8>,
    /// How to get it: book, walk in, be referred.
    #[serde(default)]
    pub application_process: Option<Text>,
    #[serde(default)]
    pub required_documents: Vec<Text>,
    #[serde(default)]
    pub cost: Option<Cost>,
    /// What it costs, in words.
    #[serde(default)]
    pub fees: Option<Text>,
    #[serde(default)]
    pub cost_options: Vec<CostOption>,
    #[serde(default)]
    pub wait_time: Option<Text>,
    #[serde(default)]
    pub interpretation: Option<Text>,
    /// ISO 639-1 (or 639-3 where there is none) codes of the languages spoken.
    #[serde(default)]
    pub languages: Vec<String>,
    #[serde(default)]
    pub formats: Vec<Format>,
    /// Slugs of our taxonomy.
    #[serde(default)]
    pub needs: Vec<String>,
    #[serde(default)]
    pub audiences: Vec<String>,
    /// What the source called it: mapped to needs and audiences by the crosswalk, kept for going back.
    #[serde(default)]
    pub source_terms: Vec<SourceTerm>,
    /// Territory ids or codes this service covers.
    #[serde(default)]
    pub coverage: Vec<String>,
    #[serde(default)]
    pub places: Vec<PlaceRecord>,
    #[serde(default)]
    pub phones: Vec<PhoneRecord>,
    #[serde(default)]
    pub contact_points: Vec<ContactPointRecord>,
    #[serde(default)]
    pub website: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    /// First day of an opportunity.
    #[serde(default)]
    pub starts_on: Option<NaiveDate>,
    /// Last day on which it is shown: of an opportunity its deadline or end.
    #[serde(default)]
    pub ends_on: Option<NaiveDate>,
    #[serde(default)]
    pub status: Option<Status>,
    /// When somebody last confirmed it.
    #[serde(default)]
    pub assured_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub source_url: Option<String>,
}

/// A location at which the service is given, with what is particular to the service there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRecord {
    pub location: LocationRecord,
    #[serde(default)]
    pub schedules: Vec<ScheduleRecord>,
    #[serde(default)]
    pub phones: Vec<PhoneRecord>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocationRecord {
    /// Equal ids in one source are one location.
    pub source_id: String,
    #[serde(default = "physical")]
    pub kind: LocationKind,
    #[serde(default)]
    pub name: Option<Text>,
    #[serde(default)]
    pub street: Option<String>,
    #[serde(default)]
    pub extra: Option<String>,
    #[serde(default)]
    pub postal_code: Option<String>,
    #[serde(default)]
    pub locality: Option<String>,
    #[serde(default)]
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2, upper case.
    #[serde(default)]
    pub country: Option<String>,
    #[serde(default)]
    pub latitude: Option<f64>,
    #[serde(default)]
    pub longitude: Option<f64>,
    /// Territory id or code.
    #[serde(default)]
    pub territory: Option<String>,
    /// IANA name. `None`: that of the country.
    #[serde(default)]
    pub time_zone: Option<String>,
    #[serde(default)]
    pub accessibility: Vec<Accessibility>,
    #[serde(default)]
    pub accessibility_note: Option<Text>,
    #[serde(default)]
    pub transport: Option<Text>,
    #[serde(default)]
    pub schedules: Vec<ScheduleRecord>,
    #[serde(default)]
    pub phones: Vec<PhoneRecord>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleRecord {
    /// OSM `opening_hours`.
    #[serde(default)]
    pub opening_hours: Option<String>,
    /// RFC 5545 recurrence rule without the `RRULE:` prefix.
    #[serde(default)]
    pub rrule: Option<String>,
    /// Of each recurrence of `rrule`, `HH:MM`.
    #[serde(default)]
    pub opens_at: Option<String>,
    #[serde(default)]
    pub closes_at: Option<String>,
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// The hours in words, as the source gave them, when they are no rule.
    #[serde(default)]
    pub note: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneRecord {
    pub number: String,
    #[serde(default)]
    pub extension: Option<String>,
    #[serde(default = "voice")]
    pub kind: PhoneKind,
    #[serde(default)]
    pub description: Option<Text>,
    #[serde(default)]
    pub languages: Vec<String>,
}

/// A named or functional way to reach people (HSDS `contact`; the word contact means something else here).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPointRecord {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub department: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostOption {
    #[serde(default)]
    pub option: Option<String>,
    #[serde(default)]
    pub amount: Option<f64>,
    /// ISO 4217.
    #[serde(default)]
    pub currency: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
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

fn social_economy() -> OrganisationKind {
    OrganisationKind::SocialEconomy
}
fn service() -> ServiceKind {
    ServiceKind::Service
}
fn physical() -> LocationKind {
    LocationKind::Physical
}
fn voice() -> PhoneKind {
    PhoneKind::Voice
}
