//! Rules to typed values. What does not read is reported with its column, and left out.

use super::{rule::Rule, sections::LocationRules};
use crate::{ledger::Ledger, row::Row, values};
use chrono::{DateTime, Utc};
use model::{
    Accessibility, Locale, LocationKind, Point, Text,
    record::{LocationRecord, PhoneRecord},
};
use std::str::FromStr;

/// One row being read in one language.
pub struct Reading<'a> {
    pub row: &'a Row,
    pub locale: Locale,
    pub ledger: &'a mut Ledger,
}

impl Reading<'_> {
    /// All values of a rule; reports those its map does not know.
    pub fn all(&mut self, rule: Option<&Rule>) -> Vec<(String, String)> {
        let Some(cells) = rule.map(|rule| rule.read(self.row)) else { return Vec::new() };
        for value in &cells.unknown {
            self.ledger.doubt(self.row, &cells.column, value, "the mapping does not know this value");
        }
        cells.values.into_iter().map(|value| (cells.column.clone(), value)).collect()
    }

    pub fn one(&mut self, rule: Option<&Rule>) -> Option<(String, String)> {
        self.all(rule).into_iter().next()
    }

    pub fn line(&mut self, rule: Option<&Rule>) -> Option<String> {
        let (_, value) = self.one(rule)?;
        Some(values::line(&value)).filter(|line| !line.is_empty())
    }

    pub fn name(&mut self, rule: Option<&Rule>) -> Option<Text> {
        Some(Text::new(self.locale, self.line(rule)?))
    }

    pub fn text(&mut self, rule: Option<&Rule>) -> Option<Text> {
        let whole: Vec<String> = self.all(rule).into_iter().map(|(_, value)| value).collect();
        let whole = values::plain(&whole.join("\n"));
        (!whole.is_empty()).then(|| Text::new(self.locale, whole))
    }

    pub fn texts(&mut self, rule: Option<&Rule>) -> Vec<Text> {
        let all = self.all(rule);
        all.iter().map(|(_, value)| Text::new(self.locale, values::plain(value))).collect()
    }

    pub fn checked<T>(&mut self, rule: Option<&Rule>, read: fn(&str) -> Result<T, &'static str>) -> Option<T> {
        let (column, value) = self.one(rule)?;
        self.ledger.keep(self.row, &column, &value, read(&value))
    }

    /// The first good one of several written in one cell.
    pub fn web(&mut self, rule: Option<&Rule>) -> Option<String> {
        let (column, value) = self.one(rule)?;
        first_good(self.ledger, self.row, &column, &value, values::url)
    }

    pub fn email(&mut self, rule: Option<&Rule>) -> Option<String> {
        let (column, value) = self.one(rule)?;
        first_good(self.ledger, self.row, &column, &value, values::email)
    }

    pub fn phones(&mut self, rule: Option<&Rule>) -> Vec<PhoneRecord> {
        let mut all = Vec::new();
        for (column, value) in self.all(rule) {
            let (good, bad) = values::phones(&value, self.locale);
            all.extend(good);
            for part in bad {
                self.ledger.doubt(self.row, &column, &part, "no telephone number");
            }
        }
        all
    }

    pub fn instant(&mut self, rule: Option<&Rule>) -> Option<DateTime<Utc>> {
        self.checked(rule, values::instant)
    }

    /// Values of a closed list.
    pub fn kinds<T: FromStr + PartialEq>(&mut self, rule: Option<&Rule>) -> Vec<T> {
        let mut kinds = Vec::new();
        for (column, value) in self.all(rule) {
            match value.parse() {
                Ok(kind) if kinds.contains(&kind) => {}
                Ok(kind) => kinds.push(kind),
                Err(_) => self.ledger.doubt(self.row, &column, &value, "not a value we know"),
            }
        }
        kinds
    }

    /// `None` when the row names no address, point or place.
    pub fn location(&mut self, rules: &LocationRules, id: &str, country: Option<&str>) -> Option<LocationRecord> {
        let own = rules.id.as_ref().and_then(|rule| self.line(Some(rule)));
        let point = self.point(rules);
        let mut location = LocationRecord {
            source_id: own.unwrap_or_else(|| id.to_owned()),
            kind: LocationKind::Physical,
            name: self.name(rules.name.as_ref()),
            street: self.line(rules.street.as_ref()),
            extra: self.line(rules.extra.as_ref()),
            postal_code: self.line(rules.postal_code.as_ref()),
            locality: self.line(rules.locality.as_ref()),
            region: self.line(rules.region.as_ref()),
            country: None,
            latitude: point.map(|point| point.latitude),
            longitude: point.map(|point| point.longitude),
            territory: self.line(rules.territory.as_ref()),
            time_zone: None,
            accessibility: self.kinds::<Accessibility>(rules.accessibility.as_ref()),
            accessibility_note: self.text(rules.accessibility_note.as_ref()),
            transport: None,
            schedules: Vec::new(),
            phones: Vec::new(),
        };
        let somewhere = point.is_some() || location.street.is_some() || location.locality.is_some();
        location.country = country.map(str::to_owned);
        (somewhere || location.postal_code.is_some() || location.territory.is_some()).then_some(location)
    }

    fn point(&mut self, rules: &LocationRules) -> Option<Point> {
        let latitude = self.one(rules.latitude.as_ref())?;
        let longitude = self.one(rules.longitude.as_ref())?;
        let read = |value: &(String, String)| values::decimal(&value.1);
        let column = format!("{},{}", latitude.0, longitude.0);
        let value = format!("{},{}", latitude.1, longitude.1);
        let point = match (read(&latitude), read(&longitude)) {
            (Ok(y), Ok(x)) => Point::new(y, x).ok_or("not a point on earth"),
            _ => Err("no coordinates"),
        };
        self.ledger.keep(self.row, &column, &value, point)
    }
}

/// Several addresses in one cell stand apart by spaces, `;`, `,` or `|`: the first good one is kept and the
/// others are reported.
pub fn first_good(
    ledger: &mut Ledger,
    row: &Row,
    column: &str,
    value: &str,
    read: fn(&str) -> Result<String, &'static str>,
) -> Option<String> {
    let whole = read(value);
    if whole.is_ok() {
        return whole.ok();
    }
    let mut kept = None;
    for part in value.split([' ', ';', ',', '|', '\n', '\t']).map(str::trim).filter(|part| !part.is_empty()) {
        match read(part) {
            Ok(good) if kept.is_none() => kept = Some(good),
            Ok(_) => ledger.doubt(row, column, part, "one more in the same cell: only the first is kept"),
            Err(_) => {}
        }
    }
    kept.or_else(|| ledger.keep(row, column, value, whole))
}
