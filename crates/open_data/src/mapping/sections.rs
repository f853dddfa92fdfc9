//! The sections of a mapping file; what they mean stands in the module above.

use super::rule::Rule;
use model::Locale;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub name: String,
    pub makes: Vec<Makes>,
    pub recognise: Recognise,
    pub source: SourceCard,
    pub record: RecordRules,
    #[serde(default)]
    pub organisation: OrganisationRules,
    #[serde(default)]
    pub service: Option<ServiceRules>,
    #[serde(default)]
    pub location: Option<LocationRules>,
    #[serde(default)]
    pub hours: HoursRules,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Makes {
    Organisation,
    Service,
    /// A service only of rows that no service of the feed names as its organisation, and that have terms.
    ServiceIfAlone,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognise {
    pub columns: Vec<String>,
    #[serde(default)]
    pub without: Vec<String>,
    /// A row with anything in this column is explanation, not data.
    pub ignore: Option<String>,
}

/// Also what several mappings of one feed share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceCard {
    pub key: String,
    pub name: String,
    pub licence: Option<String>,
    pub licence_url: Option<String>,
    pub url: Option<String>,
    pub locale: Locale,
    /// ISO 3166-1 alpha-2 of places that name no country.
    pub country: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRules {
    pub id: Rule,
    pub assured_at: Option<Rule>,
    pub source_url: Option<Rule>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationRules {
    pub name: Option<Rule>,
    pub kind: Option<Rule>,
    pub alternate_name: Option<Rule>,
    pub summary: Option<Rule>,
    pub description: Option<Rule>,
    pub legal_status: Option<Rule>,
    pub website: Option<Rule>,
    pub email: Option<Rule>,
    pub phone: Option<Rule>,
    /// Scheme to value.
    #[serde(default)]
    pub identifiers: BTreeMap<String, Rule>,
    /// The name of an organisation that services name and no row describes.
    pub placeholder: Option<Rule>,
    /// Whether the place is the organisation's too.
    #[serde(default)]
    pub location: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRules {
    /// The id of its organisation, where the row does not make that itself.
    pub organisation: Option<Rule>,
    pub name: Rule,
    pub summary: Option<Rule>,
    pub description: Option<Rule>,
    pub eligibility: Option<Rule>,
    pub application_process: Option<Rule>,
    pub required_documents: Option<Rule>,
    pub cost: Option<Rule>,
    pub fees: Option<Rule>,
    pub formats: Option<Rule>,
    pub languages: Option<Rule>,
    /// Slugs of ours that hold for every row.
    #[serde(default)]
    pub needs: Vec<String>,
    #[serde(default)]
    pub audiences: Vec<String>,
    /// Vocabulary to rule.
    #[serde(default)]
    pub terms: BTreeMap<String, Rule>,
    pub coverage: Option<Rule>,
    pub website: Option<Rule>,
    pub email: Option<Rule>,
    pub phone: Option<Rule>,
    pub contact_point: Option<Rule>,
    pub status: Option<Rule>,
    pub ends_on: Option<Rule>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocationRules {
    pub id: Option<Rule>,
    pub name: Option<Rule>,
    pub street: Option<Rule>,
    pub extra: Option<Rule>,
    pub postal_code: Option<Rule>,
    pub locality: Option<Rule>,
    pub region: Option<Rule>,
    pub latitude: Option<Rule>,
    pub longitude: Option<Rule>,
    pub territory: Option<Rule>,
    pub accessibility: Option<Rule>,
    pub accessibility_note: Option<Rule>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursRules {
    pub osm: Option<Rule>,
    /// `mo` … `su`.
    #[serde(default)]
    pub weekday: BTreeMap<String, Rule>,
    /// The weekdays as a list, for one text of `times`.
    pub days: Option<Rule>,
    pub times: Option<Rule>,
    pub note: Option<Rule>,
}
