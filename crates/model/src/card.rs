//! What a printed card is about: the same in several languages, side by side.

use crate::{
    Cost, Locale, OrganisationId, OrganisationKind, SearchQuery, ServiceId, ServiceKind, Translation,
    pages::{CountryCard, Phone, Place},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The most things of a list that a reader keeps and prints.
pub const MAX_LISTED: usize = 50;

/// Bytes of the page of a list that can have a code. What is longer has hardly room in what is scanned.
pub const MAX_LIST_PATH: usize = 2_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CardSubject {
    Service(ServiceId),
    Organisation(OrganisationId),
    /// A need by its slug, narrowed by the search's filters.
    Need(String, SearchQuery),
    /// A need in a country, ISO 3166-1 alpha-2 in small letters: with what the law gives there.
    Country(String, String),
    Search(SearchQuery),
    /// A list that somebody kept: codes or ids, in its order.
    List(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The page it stands for: path without the locale, with its query.
    pub path: String,
    /// The code for `/q/{code}`, where the page has one.
    pub code: Option<String>,
    pub kind: CardKind,
    /// Its title stays out of the browser's history.
    pub sensitive: bool,
    /// In the order asked for.
    pub editions: Vec<CardEdition>,
    /// All that the list could hold.
    pub total: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CardKind {
    Service(ServiceKind),
    Organisation(OrganisationKind),
    Need,
    Search,
    List,
}

/// The card read in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardEdition {
    pub locale: Locale,
    /// Of a need its name; of a search the words, perhaps none.
    pub title: String,
    /// What helps with the need, in two or three sentences.
    pub lead: Option<Translation>,
    /// What holds in the country that was asked for.
    pub country: Option<Box<CountryCard>>,
    /// The service or organisation itself.
    pub about: Option<CardEntry>,
    pub entries: Vec<CardEntry>,
}

/// What somebody has to know who goes there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardEntry {
    pub name: Translation,
    /// Who gives it.
    pub organisation: Option<String>,
    pub summary: Option<Translation>,
    pub eligibility: Option<Translation>,
    pub minimum_age: Option<u8>,
    pub maximum_age: Option<u8>,
    pub documents: Vec<Translation>,
    pub cost: Cost,
    pub fees: Option<Translation>,
    /// ISO 639 codes.
    pub languages: Vec<String>,
    pub phones: Vec<Phone>,
    pub email: Option<String>,
    pub website: Option<String>,
    /// The first of its places.
    pub place: Option<Place>,
    pub more_places: u64,
    pub ends_on: Option<NaiveDate>,
    pub code: Option<String>,
}
