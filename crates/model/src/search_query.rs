//! A search, at once URL, form, argument of the API and input of the index.

mod read;

use crate::{Cost, Format, ItemKind, Limit, Locale, Point};
use chrono::{DateTime, Utc};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// Longer words are cut at a character boundary.
pub const MAX_QUERY_BYTES: usize = 256;
/// Words that count, of a longer sentence those that tell most.
pub const MAX_WORDS: usize = 8;
pub const MAX_PER_PAGE: u32 = 50;
/// The deepest result that paging reaches: nobody reads so far, and depth costs the server.
pub const MAX_OFFSET: u32 = 500;
const DEFAULT_PER_PAGE: u32 = 10;
pub const MAX_RADIUS_M: u32 = 200_000;
/// How many values of one filter, and how many unknown parameters, are read.
pub const MAX_VALUES: usize = 16;

/// Parses leniently: what cannot be read is left out and told of (`unread`), what is out of bounds is clamped, what is not
/// known is kept (`rest`) so that links made by other parts of the portal survive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchQuery {
    /// The words as typed, trimmed, at most [`MAX_QUERY_BYTES`].
    pub q: String,
    /// `None`: the locale of the page.
    pub lang: Option<Locale>,
    pub kinds: Vec<ItemKind>,
    /// Slugs. Values of one filter are alternatives; different filters narrow.
    pub needs: Vec<String>,
    pub audiences: Vec<String>,
    /// Territory ids or bare codes; a territory stands for all below it.
    pub territories: Vec<String>,
    pub costs: Vec<Cost>,
    pub formats: Vec<Format>,
    /// ISO 639 codes of languages spoken.
    pub languages: Vec<String>,
    pub near: Option<Point>,
    /// Territory id or bare code whose middle stands for `near`, also where that is given: nearness without telling where
    /// one is.
    pub around: Option<String>,
    /// Metres around `near` or `around`. `None`: they only order.
    pub radius: Option<u32>,
    /// RFC 3339 instant at which a place must be open; places with unknown hours stay.
    pub open_at: Option<DateTime<Utc>>,
    /// The same for the instant at which the search is answered, whenever its address is opened.
    pub open_now: bool,
    /// The words are taken as they stand: none of them is understood as a place.
    pub literal: bool,
    /// From 0; printed from 1.
    pub page: u32,
    pub per_page: Option<u32>,
    /// Tell of each result why it was found.
    pub explain: bool,
    pub rest: Vec<(String, String)>,
    /// What was cut while it was read; see [`Self::limits`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<Limit>,
    /// What could not be read and was left out, as `name=value`; the first [`MAX_VALUES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<String>,
}

impl SearchQuery {
    pub fn words(q: &str) -> Self {
        let mut query = Self::default();
        query.set("q", q);
        query
    }

    /// The limits that what was asked goes beyond, as far as the query itself can tell.
    pub fn limits(&self) -> Vec<Limit> {
        let beyond = self.page.saturating_mul(self.per_page()) > MAX_OFFSET;
        self.cut.iter().copied().chain(beyond.then_some(Limit::Offset)).collect()
    }

    pub fn per_page(&self) -> u32 {
        self.per_page.unwrap_or(DEFAULT_PER_PAGE).clamp(1, MAX_PER_PAGE)
    }

    /// The first result wanted, from 0, never beyond [`MAX_OFFSET`].
    pub fn offset(&self) -> u32 {
        self.page.saturating_mul(self.per_page()).min(MAX_OFFSET)
    }

    /// The same search at another page, counted from 0.
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// Neither words nor filters: there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.q.is_empty() && !self.is_filtered() && self.near.is_none() && self.around.is_none()
    }

    /// Tells somebody's words or whereabouts: nobody on the way, nor the device, should keep the answer.
    pub fn is_personal(&self) -> bool {
        !self.q.is_empty() || self.near.is_some()
    }

    pub fn asks_open(&self) -> bool {
        self.open_now || self.open_at.is_some()
    }

    pub fn is_filtered(&self) -> bool {
        !(self.kinds.is_empty()
            && self.needs.is_empty()
            && self.audiences.is_empty()
            && self.territories.is_empty()
            && self.costs.is_empty()
            && self.formats.is_empty()
            && self.languages.is_empty()
            && self.radius.is_none()
            && self.open_at.is_none()
            && !self.open_now)
    }

    /// The parameters that are not at their default, in a fixed order: equal searches have equal URLs.
    pub fn parameters(&self) -> Vec<(&str, String)> {
        let mut all: Vec<(&str, String)> = Vec::new();
        let mut one = |name: &'static str, value: Option<String>| all.extend(value.map(|value| (name, value)));
        one("q", (!self.q.is_empty()).then(|| self.q.clone()));
        one("lang", self.lang.map(|lang| lang.to_string()));
        let lists: [(&'static str, Vec<String>); 7] = [
            ("kind", self.kinds.iter().map(ToString::to_string).collect()),
            ("need", self.needs.clone()),
            ("audience", self.audiences.clone()),
            ("territory", self.territories.clone()),
            ("cost", self.costs.iter().map(ToString::to_string).collect()),
            ("format", self.formats.iter().map(ToString::to_string).collect()),
            ("language", self.languages.clone()),
        ];
        for (name, values) in lists {
            values.into_iter().for_each(|value| one(name, Some(value)));
        }
        one("near", self.near.map(|point| format!("{:.4},{:.4}", point.latitude, point.longitude)));
        one("around", self.around.clone());
        one("radius", self.radius.map(|metres| metres.to_string()));
        one("open_at", self.open_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)));
        one("open", self.open_now.then(|| "now".to_owned()));
        one("literal", self.literal.then(|| "1".to_owned()));
        one("page", (self.page > 0).then(|| (self.page + 1).to_string()));
        one("per_page", self.per_page.filter(|size| *size != DEFAULT_PER_PAGE).map(|size| size.to_string()));
        one("explain", self.explain.then(|| "1".to_owned()));
        all.extend(self.rest.iter().map(|(name, value)| (name.as_str(), value.clone())));
        all
    }

    /// The shortest query string that parses back to this search; empty for the empty search.
    pub fn to_query_string(&self) -> String {
        let mut out = String::new();
        for (name, value) in self.parameters() {
            let separator = if out.is_empty() { "" } else { "&" };
            let _ = write!(out, "{separator}{}={}", encode(name), encode(&value));
        }
        out
    }
}

/// What a query string needs escaped; letters of other scripts are escaped by the encoder itself.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'\'')
    .add(b'`');

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string().replace(' ', "+")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_it_prints() {
        for url in [
            "",
            "q=apoio+alimentar",
            "q=50%25+%26+more%2B",
            "q=%D8%B7%D8%B9%D8%A7%D9%85&kind=service&need=food-parcel&need=rent&near=38.5710,-7.9130&radius=5000&page=3",
            "q=x&open_at=2026-11-22T10:00:00Z&per_page=50&explain=1&utm=poster",
            "q=reading&around=bussola:pt-evora&radius=5000&open=now&literal=1&page=2",
        ] {
            assert_eq!(SearchQuery::parse(url).to_query_string(), url);
        }
    }

    proptest! {
        #[test]
        fn whatever_it_was_made_of_it_is_read_as_it_was_printed(url in r"([&?=+%;, 0-9a-fq\x00\x0bé\u{a0}\u{2003}]|q=|q[+]=|[&][+]page=|need=|page=|per_page=|utm=|explain=1|near=1,2|%00|%3F|%20){0,24}") {
            let printed = SearchQuery::parse(&url).to_query_string();
            prop_assert_eq!(SearchQuery::parse(&printed).to_query_string(), printed);
        }
    }

    #[test]
    fn is_lenient_and_bounded() {
        let query =
            SearchQuery::parse("?page=0&per_page=9999&radius=-3&near=abc&kind=service,nonsense&q=%FF%00a&page=99999");
        assert_eq!(query.per_page(), MAX_PER_PAGE);
        assert_eq!(query.offset(), MAX_OFFSET);
        assert_eq!(query.kinds, [ItemKind::Service]);
        assert!(query.near.is_none() && query.radius.is_none());
        assert!(!query.q.contains('\0'));
        assert!(SearchQuery::words(&"é".repeat(400)).q.len() <= MAX_QUERY_BYTES);
        assert!(SearchQuery::parse(&"need=a&".repeat(1000)).needs.len() == 1);
    }

    #[test]
    fn what_was_cut_is_said() {
        let limits = |url: &str| SearchQuery::parse(url).limits();
        assert_eq!(limits(&format!("q={}", "e".repeat(257))), [Limit::QueryBytes]);
        assert_eq!(limits(&format!("q={}&q=short", "e".repeat(257))), []);
        assert_eq!(limits(&format!("q={}", "e".repeat(256))), []);
        assert_eq!(limits("per_page=51&radius=200001"), [Limit::PerPage, Limit::Radius]);
        assert_eq!(limits("page=26&per_page=20"), []);
        assert_eq!(limits("page=27&per_page=20"), [Limit::Offset]);
        let many: Vec<String> = (0..17).map(|number| format!("need=n{number}")).collect();
        assert_eq!(limits(&many.join("&")), [Limit::Values]);
        assert_eq!(limits(&many[..16].join("&")), []);
        assert_eq!(SearchQuery::parse(&many.join("&")).needs.len(), MAX_VALUES);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let unread = |url: &str| SearchQuery::parse(url).unread;
        assert_eq!(
            unread("cost=chaep,free&kind=x&near=here&page=two&open=later&lang=xx&per_page=&cost=,"),
            ["cost=chaep", "kind=x", "near=here", "page=two", "open=later", "lang=xx"]
        );
        assert_eq!(unread("cost=free&near=38.5,-7.9&page=2&utm=poster&need=anything"), [""; 0]);
        let many = "cost=free&".repeat(128) + &"need=late&".repeat(3);
        assert_eq!(unread(&many), ["need=late"]);
        assert_eq!(unread(&(0..99).map(|number| format!("cost=n{number}&")).collect::<String>()).len(), MAX_VALUES);
    }

    #[test]
    fn default_values_are_not_printed() {
        assert_eq!(SearchQuery::parse("q=+x+&page=1&per_page=10&kind=").to_query_string(), "q=x");
    }
}
