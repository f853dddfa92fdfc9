use crate::{Accessibility, LocationKind, PhoneKind, Text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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

fn physical() -> LocationKind {
    LocationKind::Physical
}

fn voice() -> PhoneKind {
    PhoneKind::Voice
}
