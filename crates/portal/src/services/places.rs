//! Places with their hours and telephones.

use crate::hours;
use chrono::{DateTime, NaiveDate, Utc};
use model::pages::{Phone, Place};
use model::{Accessibility, Locale, LocationId, LocationKind, PhoneKind, Point, Text};
use serde::Deserialize;

/// A location as a statement's `to_jsonb` gives it, with `schedules` and `phones`.
#[derive(Clone, Deserialize)]
pub(crate) struct PlaceRow {
    id: LocationId,
    kind: LocationKind,
    name: Option<Text>,
    street: Option<String>,
    extra: Option<String>,
    postal_code: Option<String>,
    locality: Option<String>,
    region: Option<String>,
    country: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    territory_id: Option<String>,
    time_zone: Option<String>,
    accessibility: Vec<String>,
    accessibility_note: Option<Text>,
    transport: Option<Text>,
    schedules: Vec<ScheduleRow>,
    phones: Vec<PhoneRow>,
}

#[derive(Clone, Deserialize, Default)]
pub(crate) struct ScheduleRow {
    pub opening_hours: Option<String>,
    pub rrule: Option<String>,
    pub opens_at: Option<String>,
    pub closes_at: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub note: Option<Text>,
}

#[derive(Clone, Deserialize)]
pub(crate) struct PhoneRow {
    number: String,
    extension: Option<String>,
    kind: PhoneKind,
    description: Option<Text>,
}

pub(crate) fn read(rows: Vec<PlaceRow>, locale: Locale, now: DateTime<Utc>) -> Vec<Place> {
    rows.into_iter().map(|row| row.into_place(locale, now)).collect()
}

impl PlaceRow {
    pub fn territory(&self) -> Option<String> {
        self.territory_id.clone()
    }

    pub fn has_phone(&self) -> bool {
        !self.phones.is_empty()
    }

    pub fn point(&self) -> Option<Point> {
        self.latitude.zip(self.longitude).and_then(|(latitude, longitude)| Point::new(latitude, longitude))
    }

    fn into_place(self, locale: Locale, now: DateTime<Utc>) -> Place {
        let town = [self.postal_code.as_deref(), self.locality.as_deref()];
        let town =
            town.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let lines = [self.street.clone(), self.extra.clone(), Some(town), self.region.clone()];
        let mut address: Vec<String> =
            lines.into_iter().flatten().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        // A region named like its town says nothing.
        address.dedup();
        let point = self.point();
        Place {
            id: self.id,
            kind: self.kind,
            hours: hours::read(&self.schedules, self.time_zone.as_deref(), self.country.as_deref(), locale, now),
            name: self.name.map(|name| name.read(locale)),
            address,
            locality: self.locality,
            country: self.country,
            point,
            phones: phones(&self.phones, locale),
            accessibility: self.accessibility.iter().filter_map(|value| value.parse::<Accessibility>().ok()).collect(),
            accessibility_note: self.accessibility_note.map(|note| note.read(locale)),
            transport: self.transport.map(|transport| transport.read(locale)),
        }
    }
}

/// In the order given, each number once.
pub(crate) fn phones(rows: &[PhoneRow], locale: Locale) -> Vec<Phone> {
    let mut phones: Vec<Phone> = Vec::with_capacity(rows.len());
    for row in rows {
        let phone = row.read(locale);
        if !phones.iter().any(|known| known.dial == phone.dial && known.kind == phone.kind) {
            phones.push(phone);
        }
    }
    phones
}

impl PhoneRow {
    fn read(&self, locale: Locale) -> Phone {
        let extension = self.extension.as_deref().map(str::trim).filter(|extension| !extension.is_empty());
        Phone {
            dial: dial(&self.number, extension),
            number: match extension {
                Some(extension) => format!("{} ({extension})", self.number.trim()),
                None => self.number.trim().to_owned(),
            },
            kind: self.kind,
            description: self.description.as_ref().map(|description| description.read(locale)),
        }
    }
}

/// What a telephone dials: a `+` in front (also written `00`), digits, and `,` (a pause) before an extension.
fn dial(number: &str, extension: Option<&str>) -> String {
    let digits = |text: &str| {
        text.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| char::from_digit(d, 10)).collect::<String>()
    };
    // (0) after a country code is dialled only inside the country.
    let international = number.trim_start().starts_with('+');
    let plain = digits(&if international { number.replace("(0)", "") } else { number.to_owned() });
    let plain = match plain.strip_prefix("00") {
        Some(rest) if !international => format!("+{rest}"),
        _ if international => format!("+{plain}"),
        _ => plain,
    };
    match extension.map(digits).filter(|extension| !extension.is_empty()) {
        Some(extension) => format!("{plain},{extension}"),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::dial;

    #[test]
    fn telephones_dial_what_is_meant() {
        for (number, extension, dialled) in [
            ("+351 266 000 000", None, "+351266000000"),
            ("00 39 091 000", None, "+39091000"),
            ("+44 (0)28 7100 0000", None, "+442871000000"),
            ("410-555-0100", Some("ext. 12"), "4105550100,12"),
            ("112", None, "112"),
            ("call us", None, ""),
        ] {
            assert_eq!(dial(number, extension), dialled, "{number}");
        }
    }
}
