//! What a search gives back: the JSON of `/api/v1/search` and the data of the search page.

use crate::{ItemKind, Limited, Translation, pages::Phone};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchAnswer {
    /// All matches, also those beyond the reachable pages.
    pub total: u64,
    pub items: Vec<FoundItem>,
    pub facets: Facets,
    /// Another spelling that finds more.
    pub did_you_mean: Option<String>,
    /// Where few or none have most of the words: how many of `total` do. They come first; the others have part of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<u64>,
    /// What the words were understood to name, where it is not what was typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meant: Vec<Meant>,
    /// A place that the words name: what is there comes first, then what covers it, then what is near. The parameter
    /// `literal=1` takes the words as they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<MeantPlace>,
    /// How many of `total` are open: at the instant asked for, else now. `None` where they are too many to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// Ways on, where little or nothing was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<Instead>,
    /// Limits that what was asked goes beyond.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limited>,
    /// What was asked for names a need of somebody who may be in danger: whom to call stands before all that was found.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub danger: bool,
    /// The answer came from Postgres because the index is being rebuilt: plainer, without facets.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub degraded: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundItem {
    pub kind: ItemKind,
    pub id: Uuid,
    /// In the reader's language where there is one.
    pub title: String,
    /// Language of `title` and `summary`, a BCP 47 tag.
    pub language: String,
    pub summary: String,
    /// Starts with `/{locale}/`.
    pub path: String,
    /// Name of the organisation that gives it; for an organisation its own name.
    pub organisation: String,
    /// Where: name of the nearest place's locality, or of the territory covered.
    pub territory: Option<String>,
    /// Metres from `near` to the nearest place; without `near`, for what is not in the place that the words name, from
    /// that.
    pub distance_m: Option<u32>,
    pub updated_at: DateTime<Utc>,
    /// Further places of the same service.
    pub places: u32,
    /// At least one place was open at the instant asked for; `None` when hours are unknown or were not asked for.
    pub open: Option<bool>,
    /// Why it was found, the best reason first; only for `explain=1`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matched: Vec<Matched>,
}

/// One reason why something was found: words of the query, and what answers them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// The words as typed.
    pub typed: String,
    pub how: MatchedHow,
    pub field: MatchedField,
    /// What stands there instead of the words: a word, or the label of a need (audience, …) in the reader's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Slug or territory id, where `value` is the label of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchedHow {
    /// As typed, but for accents and case.
    Exact,
    /// Another form of the word.
    Stem,
    /// Half typed.
    Prefix,
    /// Misspelt.
    Typo,
    /// A word that means the same.
    Synonym,
    OtherLanguage,
    Need,
    Audience,
    Territory,
    Expertise,
    /// Meets the same need as what matched.
    Alike,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchedField {
    Name,
    Summary,
    Description,
    Organisation,
    Place,
    Need,
    Audience,
    Territory,
    Expertise,
}

/// A need, audience, territory or expertise that was searched for besides the words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meant {
    /// `need`, `audience`, `territory` or `expertise`.
    pub kind: String,
    pub value: String,
    /// In the reader's language.
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeantPlace {
    /// In the reader's language where it is a territory; else as it was written, or should have been.
    pub label: String,
    /// Ids; none for a locality that only the services themselves name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub territories: Vec<String>,
}

/// Those of unknown hours are never left out: a person can ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub open: u64,
    /// 0 where only open ones were asked for.
    pub closed: u64,
    pub unknown: u64,
}

/// Where a search finds little.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Instead {
    /// The same search without one of its filters, where that finds more.
    pub less: Vec<Less>,
    /// Beyond the radius or the territory asked for, with distances.
    pub nearest: Vec<FoundItem>,
    /// Organisations that cover the need and serve the area.
    pub call: Vec<Callable>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Less {
    /// Name of the parameter that is left out; `place` for the place among the words, `all` for all filters, where one less
    /// does not help.
    pub without: String,
    /// Its values in the reader's language; of a closed list (kind, cost, format, language) the value itself.
    pub label: String,
    pub total: u64,
    /// Starts with `/{locale}/`.
    pub path: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Callable {
    pub name: Translation,
    pub path: String,
    pub phone: Phone,
}

/// Counts over all matches, largest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facets {
    pub kind: Vec<FacetCount>,
    pub need: Vec<FacetCount>,
    pub audience: Vec<FacetCount>,
    pub territory: Vec<FacetCount>,
    pub cost: Vec<FacetCount>,
    pub format: Vec<FacetCount>,
    /// Spoken, ISO 639.
    pub language: Vec<FacetCount>,
}

impl Facets {
    /// The `most` largest of each, and those that are chosen.
    pub fn shortened(mut self, most: usize) -> Self {
        let Self { kind, need, audience, territory, cost, format, language } = &mut self;
        for counts in [kind, need, audience, territory, cost, format, language] {
            let mut index = 0;
            counts.retain(|count| {
                index += 1;
                index <= most || count.selected
            });
        }
        self
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The value to filter by: a slug, a territory id, a value of a closed list.
    pub value: String,
    /// In the reader's language; of a closed list (kind, cost, format, language) the value itself.
    pub label: String,
    pub count: u64,
    pub selected: bool,
}

/// `/api/v1/suggest`: at most eight, in the order to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    pub kind: SuggestionKind,
    pub label: String,
    /// Where choosing it leads; starts with `/{locale}/`.
    pub path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    Need,
    Service,
    Organisation,
    Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_facets_keep_what_is_chosen() {
        let count = |value: &str, selected| FacetCount { value: value.into(), label: value.into(), count: 1, selected };
        let need = vec![count("a", false), count("b", false), count("c", false), count("d", true)];
        let short = Facets { need, ..Facets::default() }.shortened(2);
        assert_eq!(short.need.iter().map(|count| count.value.as_str()).collect::<Vec<_>>(), ["a", "b", "d"]);
    }
}
