use super::{PhoneRecord, PlaceRecord, SourceTerm};
use crate::{Cost, Format, ServiceKind, Status, Text};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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

fn service() -> ServiceKind {
    ServiceKind::Service
}
