//! A search from its address.

use super::{MAX_PER_PAGE, MAX_QUERY_BYTES, MAX_RADIUS_M, MAX_VALUES, SearchQuery};
use crate::Limit;
use percent_encoding::percent_decode_str;
use std::str::FromStr;

/// Parameters that are read.
const MAX_PARAMETERS: usize = 128;

impl SearchQuery {
    /// Reads an URL query string (`application/x-www-form-urlencoded`), with or without `?`.
    pub fn parse(query_string: &str) -> Self {
        let mut query = Self::default();
        let pairs = query_string.strip_prefix('?').unwrap_or(query_string).split('&').filter(|pair| !pair.is_empty());
        for (index, pair) in pairs.take(MAX_PARAMETERS + MAX_VALUES).enumerate() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name), decode(value));
            if index < MAX_PARAMETERS {
                query.set(&name, &value);
            } else {
                query.leave_out(&name, &value);
            }
        }
        query
    }

    /// Sets one parameter by its name in the URL; a repeated list parameter adds a value.
    pub fn set(&mut self, name: &str, value: &str) {
        let (name, value) = (name.trim(), value.trim());
        if value.is_empty() {
            return;
        }
        match name {
            "q" => {
                self.q = cut(value, MAX_QUERY_BYTES).to_owned();
                self.note(Limit::QueryBytes, value.len() > MAX_QUERY_BYTES);
            }
            "lang" => self.lang = self.one(name, value).or(self.lang),
            "kind" | "need" | "audience" | "territory" | "cost" | "format" | "language" => {
                let mut unread = Vec::new();
                let all = match name {
                    "kind" => add_each(&mut self.kinds, value, &mut unread),
                    "need" => add_slugs(&mut self.needs, value),
                    "audience" => add_slugs(&mut self.audiences, value),
                    "territory" => add_slugs(&mut self.territories, value),
                    "cost" => add_each(&mut self.costs, value, &mut unread),
                    "format" => add_each(&mut self.formats, value, &mut unread),
                    _ => add_slugs(&mut self.languages, value),
                };
                self.note(Limit::Values, !all);
                unread.into_iter().for_each(|value| self.leave_out(name, value));
            }
            "near" => self.near = self.one(name, value).or(self.near),
            "around" => self.around = Some(cut(value, 64).to_owned()),
            "radius" => {
                let metres: Option<u32> = self.one(name, value);
                self.radius = metres.map(|metres| metres.clamp(1, MAX_RADIUS_M));
                self.note(Limit::Radius, metres > Some(MAX_RADIUS_M));
            }
            "open_at" => self.open_at = self.one(name, value).or(self.open_at),
            "open" if value == "now" => self.open_now = true,
            "open" => self.leave_out(name, value),
            "literal" => self.literal |= matches!(value, "1" | "true"),
            "page" => self.page = self.one(name, value).unwrap_or(1_u32).saturating_sub(1),
            "per_page" => {
                let size: Option<u32> = self.one(name, value);
                self.per_page = size.map(|size| size.clamp(1, MAX_PER_PAGE));
                self.note(Limit::PerPage, size > Some(MAX_PER_PAGE));
            }
            "explain" => self.explain = value == "1",
            _ if self.rest.len() < MAX_VALUES => {
                self.rest.push((cut(name, 64).to_owned(), cut(value, MAX_QUERY_BYTES).to_owned()));
            }
            _ => {}
        }
    }

    fn one<T: FromStr>(&mut self, name: &str, value: &str) -> Option<T> {
        let read = value.parse().ok();
        if read.is_none() {
            self.leave_out(name, value);
        }
        read
    }

    fn leave_out(&mut self, name: &str, value: &str) {
        let said = format!("{}={}", cut(name, 64), cut(value, 64));
        if self.unread.len() < MAX_VALUES && !self.unread.contains(&said) {
            self.unread.push(said);
        }
    }

    /// A parameter said again is believed as it was said last.
    fn note(&mut self, limit: Limit, is_met: bool) {
        match limit {
            // Each value may be one too many.
            Limit::Values => {}
            _ => self.cut.retain(|known| *known != limit),
        }
        if is_met && !self.cut.contains(&limit) {
            self.cut.push(limit);
        }
    }
}

/// Says whether there was room for all.
fn add_each<'a, T: FromStr + PartialEq>(list: &mut Vec<T>, values: &'a str, unread: &mut Vec<&'a str>) -> bool {
    let values = values.split(',').map(str::trim).filter(|value| !value.is_empty());
    let read = values.filter_map(|value| value.parse().map_err(|_| unread.push(value)).ok());
    add(list, read)
}

fn add_slugs(list: &mut Vec<String>, values: &str) -> bool {
    let values = values.split(',').map(|value| cut(value.trim(), 64)).filter(|value| !value.is_empty());
    add(list, values.map(str::to_owned))
}

fn add<T: PartialEq>(list: &mut Vec<T>, values: impl Iterator<Item = T>) -> bool {
    let mut all = true;
    for value in values {
        if list.contains(&value) {
            continue;
        }
        all &= list.len() < MAX_VALUES;
        if list.len() < MAX_VALUES {
            list.push(value);
        }
    }
    all
}

/// At most `bytes`, ending with a whole character that is no space: what is printed is then read as the same.
fn cut(text: &str, bytes: usize) -> &str {
    text[..text.floor_char_boundary(bytes)].trim_end()
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().replace('\0', "")
}
