//! A need in one country: for its page and for paper.

use crate::*;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a person is told of one need; with `card` also what the law of one country gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeedCard {
    pub slug: String,
    pub label: String,
    /// Titles stay neutral where this is set.
    pub sensitive: bool,
    /// Two or three sentences. `None` for a retired need that never had any.
    pub about: Option<Translation>,
    /// `None` where no country was asked for, or none has been written for it.
    pub card: Option<CountryCard>,
    /// Services that meet the need, in the country where one was asked for; the first few.
    pub services: Vec<FoundItem>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountryCard {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub country_name: String,
    /// The country as a territory: what a search in it names.
    pub territory: Option<String>,
    /// Without the locale: `needs/eviction/pt`.
    pub path: String,
    /// Law changes: the day on which all of this was last written or looked through.
    pub written_on: NaiveDate,
    pub exists: Translation,
    /// What the law gives.
    pub gives: Translation,
    pub decides: Translation,
    /// How to object, and within what time.
    pub object: Translation,
    /// The usual public names of the laws.
    pub law: Translation,
    pub bring: Vec<Translation>,
    pub first_step: Translation,
    pub easy: EasyCard,
    /// Of the texts above, in the language in which they are shown.
    pub readability: Readability,
    /// Locales in which the card is written.
    pub locales: Vec<Locale>,
}

/// The same in short sentences, one idea each; a line is a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EasyCard {
    pub exists: Translation,
    pub right: Translation,
    pub first_step: Translation,
    pub readability: Readability,
}

/// A country for which a need has a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardLink {
    pub country: String,
    pub label: String,
    /// With the locale.
    pub path: String,
}
