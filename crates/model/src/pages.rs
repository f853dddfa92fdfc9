//! What each page shows: made by `portal` in one call, rendered by `app`. Texts are already in the reader's
//! language (or marked as not), dates and numbers are still values.

mod need_card;

pub use need_card::{CardLink, CountryCard, EasyCard, NeedCard};

use crate::*;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why there is no page. The only error that crosses to the browser: a code, never an inner message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PageError {
    #[error("not found")]
    NotFound,
    /// There was something here and it was withdrawn.
    #[error("gone")]
    Gone,
    /// Try again shortly.
    #[error("unavailable")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

/// A name with the address it leads to (`/{locale}/…`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub label: String,
    pub path: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeedLink {
    pub slug: String,
    pub label: String,
    pub path: String,
    /// Name of a symbol in the icon sprite; first-level needs only.
    pub icon: Option<String>,
    /// Visible services that meet it or one below it.
    pub services: u64,
    pub children: Vec<NeedLink>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HomePage {
    /// First-level needs with their children, in the taxonomy's order.
    pub needs: Vec<NeedLink>,
    /// Territories that have services, largest first.
    pub territories: Vec<Link>,
    pub services: u64,
    pub organisations: u64,
    pub recent: Vec<FoundItem>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeedPage {
    pub slug: String,
    pub label: String,
    pub parent: Option<Link>,
    /// Things are hidden from titles and history where this is set (violence, addiction ...).
    pub sensitive: bool,
    /// Two or three sentences. `None` for a retired need that never had any.
    pub about: Option<Translation>,
    /// Countries with a card; only the one that is filtered by, where it has one.
    pub cards: Vec<CardLink>,
    pub children: Vec<NeedLink>,
    pub answer: SearchAnswer,
    pub territories: Vec<Link>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchPage {
    pub query: SearchQuery,
    pub answer: SearchAnswer,
    /// What distances are from: a position, a chosen place, or one that the words name.
    pub from: Option<Point>,
    /// Filters of lists in force, each with the search without it.
    pub chips: Vec<Link>,
    /// Territories that can be looked around: something is found there, and their middle is known.
    pub places: Vec<PlaceChoice>,
    /// First-level needs, for when nothing was asked or found.
    pub needs: Vec<NeedLink>,
}

/// A list that somebody keeps on their device.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SavedPage {
    /// In the order of the list.
    pub items: Vec<FoundItem>,
    /// Of the list, those that are no longer shown.
    pub gone: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceChoice {
    /// Territory id.
    pub value: String,
    pub label: String,
    pub selected: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phone {
    /// As the source writes it.
    pub number: String,
    /// For `tel:`: digits and a leading `+`.
    pub dial: String,
    pub kind: PhoneKind,
    pub description: Option<Translation>,
}

/// A place with everything the reader needs to go there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub id: LocationId,
    pub kind: LocationKind,
    pub name: Option<Translation>,
    /// Address lines from street to country, none empty.
    pub address: Vec<String>,
    pub locality: Option<String>,
    pub country: Option<String>,
    pub point: Option<Point>,
    pub hours: Vec<Hours>,
    pub phones: Vec<Phone>,
    pub accessibility: Vec<Accessibility>,
    pub accessibility_note: Option<Translation>,
    pub transport: Option<Translation>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hours {
    /// Seven rows from Monday when the rule is a plain week: spans as minutes from midnight, empty = closed.
    /// A span may end after 1440. `None` when the rule is more than a week can show: show `days` and `note`.
    pub week: Option<[Vec<(u16, u16)>; 7]>,
    /// Where it is more than a week can show: the coming days on which it is open, soonest first.
    pub days: Vec<(NaiveDate, Vec<(u16, u16)>)>,
    /// The rule as kept (OSM `opening_hours` or RRULE).
    pub rule: Option<String>,
    pub note: Option<Translation>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// `None`: unknown.
    pub open_now: Option<bool>,
    /// When it closes, or opens again; `None` where that is unknown or a week away.
    pub changes: Option<OpeningChange>,
    pub time_zone: String,
}

/// An instant of the coming week, in the place's local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OpeningChange {
    /// 0 is today.
    pub days_ahead: u8,
    /// From midnight of that day.
    pub minute: u16,
    /// 0 is Monday.
    pub weekday: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    pub source: Option<String>,
    pub licence: Option<String>,
    pub licence_url: Option<String>,
    pub source_url: Option<String>,
    pub assured_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServicePage {
    pub id: ServiceId,
    /// The canonical path without the locale: `services/{id}/{slug}`.
    pub path: String,
    pub kind: ServiceKind,
    pub status: Status,
    pub name: Translation,
    pub alternate_name: Option<String>,
    pub summary: Option<Translation>,
    pub description: Option<Translation>,
    pub organisation: Link,
    pub eligibility: Option<Translation>,
    pub minimum_age: Option<u8>,
    pub maximum_age: Option<u8>,
    pub audiences: Vec<Link>,
    pub needs: Vec<Link>,
    pub application_process: Option<Translation>,
    pub required_documents: Vec<Translation>,
    pub cost: Cost,
    pub fees: Option<Translation>,
    pub wait_time: Option<Translation>,
    pub interpretation: Option<Translation>,
    /// ISO 639 codes.
    pub languages: Vec<String>,
    pub formats: Vec<Format>,
    pub coverage: Vec<String>,
    pub places: Vec<Place>,
    pub phones: Vec<Phone>,
    pub email: Option<String>,
    /// Phones and mail are those of who gives it: it has none itself.
    pub by_organisation: bool,
    pub website: Option<String>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// The code for `/q/{code}`.
    pub code: Option<String>,
    pub provenance: Provenance,
    /// Locales that have their own name and summary: hreflang names only these.
    pub locales: Vec<Locale>,
    pub similar: Vec<FoundItem>,
    /// It meets a sensitive need: its name stays out of titles and history.
    pub sensitive: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrganisationPage {
    pub id: OrganisationId,
    /// `organisations/{id}/{slug}`.
    pub path: String,
    pub kind: OrganisationKind,
    pub name: Translation,
    pub alternate_name: Option<String>,
    pub summary: Option<Translation>,
    pub description: Option<Translation>,
    pub website: Option<String>,
    pub email: Option<String>,
    pub phones: Vec<Phone>,
    pub places: Vec<Place>,
    pub expertise: Vec<String>,
    /// At most 100, services before opportunities.
    pub services: Vec<FoundItem>,
    pub provenance: Provenance,
    pub locales: Vec<Locale>,
}

/// What a scanned code leads to. A need by its slug: slugs are permanent, they are on paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CodeTarget {
    Service(ServiceId),
    Organisation(OrganisationId),
    /// Narrowed by the search's filters where a list of that was printed.
    Need(String, SearchQuery),
    /// A need in a country, ISO 3166-1 alpha-2 in small letters.
    Card(String, String),
    Search(SearchQuery),
    /// Services and organisations that somebody kept, in their order.
    List(Vec<Uuid>),
}
