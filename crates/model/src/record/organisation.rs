use super::{Identifier, LocationRecord, PhoneRecord};
use crate::{OrganisationKind, Status, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
    /// Services name this organisation but nothing describes it: never written over one that was described.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stand_in: bool,
}

fn social_economy() -> OrganisationKind {
    OrganisationKind::SocialEconomy
}
