//! A search, at once URL, form, argument of the API and input of the index.

use crate::{Cost, Format, ItemKind, Locale, Point};
use chrono::{DateTime, Utc};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use std::{fmt::Write, str::FromStr};

/// Longer words are cut at a character boundary.
pub const MAX_QUERY_BYTES: usize = 256;
pub const MAX_PER_PAGE: u32 = 50;
/// The deepest result that paging reaches: nobody reads so far, and depth costs the server.
pub const MAX_OFFSET: u32 = 500;
const DEFAULT_PER_PAGE: u32 = 20;
const MAX_RADIUS_M: u32 = 200_000;
/// How many values of one filter, and how many unknown parameters, are read.
const MAX_VALUES: usize = 16;

/// Parses leniently: what cannot be read is dropped, what is out of bounds is clamped, what is not known is
/// kept (`rest`) so that links made by other parts of the portal survive.
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
    /// Metres around `near`. `None`: near only orders.
    pub radius: Option<u32>,
    /// RFC 3339 instant at which a place must be open; places with unknown hours stay.
    pub open_at: Option<DateTime<Utc>>,
    /// From 0; printed from 1.
    pub page: u32,
    pub per_page: Option<u32>,
    /// Tell of each result why it was found.
    pub explain: bool,
    pub rest: Vec<(String, String)>,
}

impl SearchQuery {
    pub fn words(q: &str) -> Self {
        let mut query = Self::default();
        query.set("q", q);
        query
    }

    /// Reads an URL query string (`application/x-www-form-urlencoded`), with or without `?`.
    pub fn parse(query_string: &str) -> Self {
        let mut query = Self::default();
        for pair in query_string.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()).take(128) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            query.set(&decode(name), &decode(value));
        }
        query
    }

    /// Sets one parameter by its name in the URL; a repeated list parameter adds a value.
    pub fn set(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        match name {
            "q" => self.q = cut(value, MAX_QUERY_BYTES).trim_end().to_owned(),
            "lang" => self.lang = value.parse().ok().or(self.lang),
            "kind" => add_each(&mut self.kinds, value),
            "need" => add_slugs(&mut self.needs, value),
            "audience" => add_slugs(&mut self.audiences, value),
            "territory" => add_slugs(&mut self.territories, value),
            "cost" => add_each(&mut self.costs, value),
            "format" => add_each(&mut self.formats, value),
            "language" => add_slugs(&mut self.languages, value),
            "near" => self.near = value.parse().ok().or(self.near),
            "radius" => self.radius = value.parse().ok().map(|metres: u32| metres.clamp(1, MAX_RADIUS_M)),
            "open_at" => self.open_at = value.parse().ok().or(self.open_at),
            "page" => self.page = value.parse::<u32>().unwrap_or(1).saturating_sub(1),
            "per_page" => self.per_page = value.parse().ok().map(|size: u32| size.clamp(1, MAX_PER_PAGE)),
            "explain" => self.explain = value == "1",
            _ if self.rest.len() < MAX_VALUES => {
                self.rest.push((cut(name, 64).to_owned(), cut(value, MAX_QUERY_BYTES).to_owned()));
            }
            _ => {}
        }
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
        self.q.is_empty() && !self.is_filtered() && self.near.is_none()
    }

    /// Tells somebody's words or whereabouts: nobody on the way, nor the device, should keep the answer.
    pub fn is_personal(&self) -> bool {
        !self.q.is_empty() || self.near.is_some()
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
            && self.open_at.is_none())
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
        one("radius", self.radius.map(|metres| metres.to_string()));
        one("open_at", self.open_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)));
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

fn add_each<T: FromStr + PartialEq>(list: &mut Vec<T>, values: &str) {
    for value in values.split(',').filter_map(|value| value.trim().parse().ok()) {
        if list.len() < MAX_VALUES && !list.contains(&value) {
            list.push(value);
        }
    }
}

fn add_slugs(list: &mut Vec<String>, values: &str) {
    for value in values.split(',').map(|value| cut(value.trim(), 64)).filter(|value| !value.is_empty()) {
        if list.len() < MAX_VALUES && !list.iter().any(|known| known == value) {
            list.push(value.to_owned());
        }
    }
}

/// At most `bytes`, ending at a character boundary.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().replace('\0', "")
}

/// What a query string needs escaped; letters of other scripts are escaped by the encoder itself.
const RESERVED: &AsciiSet =
    &CONTROLS.add(b'"').add(b'#').add(b'%').add(b'&').add(b'+').add(b'<').add(b'=').add(b'>').add(b'\'').add(b'`');

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string().replace(' ', "+")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_prints() {
        for url in [
            "",
            "q=apoio+alimentar",
            "q=50%25+%26+more%2B",
            "q=%D8%B7%D8%B9%D8%A7%D9%85&kind=service&need=food-parcel&need=rent&near=38.5710,-7.9130&radius=5000&page=3",
            "q=x&open_at=2026-11-22T10:00:00Z&per_page=50&explain=1&utm=poster",
        ] {
            assert_eq!(SearchQuery::parse(url).to_query_string(), url);
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
    fn default_values_are_not_printed() {
        assert_eq!(SearchQuery::parse("q=+x+&page=1&per_page=20&kind=").to_query_string(), "q=x");
    }
}
