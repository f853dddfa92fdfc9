//! What the index is told about one thing. Public data only: whatever is here may be found by anyone.

use chrono::{DateTime, NaiveDate, Utc};
use model::{Cost, Format, ItemKind, Point, TerritoryLevel, Text};
use uuid::Uuid;

/// A service, opportunity or organisation as the index knows it. Replaces any earlier one of the same `id`.
#[derive(Clone, Debug)]
pub struct Document {
    pub kind: ItemKind,
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub name: Text,
    pub alternate_name: Option<String>,
    pub summary: Option<Text>,
    pub description: Option<Text>,
    pub organisation_name: Text,
    /// Slugs, each with its parent's slug when it has one; of an organisation those that its services meet.
    pub needs: Vec<String>,
    pub audiences: Vec<String>,
    pub expertise: Vec<String>,
    /// Ways to the territories it says it serves, whole ones: from the country down, ids.
    pub coverage: Vec<Vec<String>>,
    /// Ways to the territories its places are in.
    pub located: Vec<Vec<String>>,
    pub costs: Vec<Cost>,
    pub formats: Vec<Format>,
    /// ISO 639 codes.
    pub languages: Vec<String>,
    pub places: Vec<DocumentPlace>,
    /// Not found after this day.
    pub ends_on: Option<NaiveDate>,
    /// 0..=1: completeness and freshness, as `portal` judges them.
    pub quality: f32,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Debug)]
pub struct DocumentPlace {
    pub point: Option<Point>,
    pub locality: Option<String>,
    /// OSM `opening_hours`.
    pub opening_hours: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// ISO 3166-1 alpha-2, for public holidays.
    pub country: Option<String>,
}

pub enum Change {
    Upsert(Box<Document>),
    Delete(Uuid),
}

/// A node of a taxonomy or a territory, with the words people use for it: what queries are matched against
/// before their words are.
#[derive(Clone, Debug)]
pub struct Term {
    pub kind: TermKind,
    /// Slug or territory id.
    pub key: String,
    /// Labels and synonyms: (locale, words). The first of each locale is the label.
    pub words: Vec<(model::Locale, String)>,
    /// Of a territory: the ids above it, from the country down; of a need of the second level its parent.
    pub above: Vec<String>,
    /// Of a territory: its middle, where it is known.
    pub point: Option<Point>,
    pub level: Option<TerritoryLevel>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermKind {
    Need,
    Audience,
    Territory,
    Expertise,
}
