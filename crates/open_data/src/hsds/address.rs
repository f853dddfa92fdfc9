//! `location` and `address` rows.

use super::draft::{Draft, LocationDraft};
use crate::{blank, row::Row, values};
use model::{LocationKind, Point, Text};
use std::collections::HashMap;

impl Draft<'_> {
    pub fn locations(&mut self, rows: Vec<Row>) {
        let mut first: HashMap<String, usize> = HashMap::new();
        for row in rows {
            let Some(id) = self.line(&row, "id") else {
                self.ledger.refuse(&row, "id", "", "the location has no id");
                continue;
            };
            let known = first.get(&id).map(|index: &usize| self.locations[*index].row.clone());
            if !self.own_id(&row, known.as_ref()) {
                continue;
            }
            first.insert(id.clone(), self.locations.len());
            self.location(row, id);
        }
    }

    fn location(&mut self, row: Row, id: String) {
        let organisation = self.follow(&row, "organization_id", |draft| &draft.organisation_by_id);
        let mut record = blank::nowhere(&id);
        record.source_id.clone_from(&id);
        record.kind = self.location_kind(&row);
        record.name = self.line(&row, "name").map(|name| Text::new(self.locale, name));
        record.transport = self.plain(&row, "transportation");
        if let Some(point) = self.point(&row) {
            (record.latitude, record.longitude) = (Some(point.latitude), Some(point.longitude));
        }
        record.accessibility_note = self.plain(&row, "accessibility");
        let draft = LocationDraft {
            email: self.email(&row, "email"),
            website: self.web(&row, &["website", "url"]),
            languages: row.text("languages").map(|text| values::languages_of_text(&text).0).unwrap_or_default(),
            record,
            organisation,
            has_street_address: false,
            is_used: false,
            row,
        };
        self.location_by_id.insert(id, self.locations.len());
        self.locations.push(draft);
    }

    fn location_kind(&mut self, row: &Row) -> LocationKind {
        if row.text("virtual").is_some_and(|text| text.eq_ignore_ascii_case("true") || text == "1") {
            return LocationKind::Virtual;
        }
        let Some(text) = row.text("location_type") else { return LocationKind::Physical };
        let kind = text.to_lowercase().parse().map_err(|()| "not a location_type");
        self.ledger.keep(row, "location_type", &text, kind).unwrap_or(LocationKind::Physical)
    }

    fn point(&mut self, row: &Row) -> Option<Point> {
        let (latitude, longitude) = (row.text("latitude")?, row.text("longitude")?);
        let point = match (values::decimal(&latitude), values::decimal(&longitude)) {
            (Ok(y), Ok(x)) => Point::new(y, x).ok_or("not a point on earth"),
            _ => Err("no coordinates"),
        };
        self.ledger.keep(row, "latitude,longitude", &format!("{latitude},{longitude}"), point)
    }

    /// A location has one address: the first, a street address before a postal one.
    pub fn addresses(&mut self, rows: Vec<Row>, mail: bool) {
        let mut first: HashMap<String, Row> = HashMap::new();
        for row in rows {
            let id = row.text("id").unwrap_or_default();
            if !id.is_empty() && !self.own_id(&row, first.get(&id)) {
                continue;
            }
            let Some(at) = self.find(&row, "location_id", &self.location_by_id) else {
                let id = row.text("location_id").unwrap_or_default();
                self.ledger.refuse(&row, "location_id", &id, "the address is of no location");
                continue;
            };
            if self.locations[at].has_street_address {
                self.ledger.set_aside(&row, "a further address of a location");
                continue;
            }
            self.address(&row, at);
            self.locations[at].has_street_address = !mail;
            self.ledger.used(&row);
            first.insert(id, row);
        }
    }

    fn address(&mut self, row: &Row, at: usize) {
        let country = self.checked(row, "country", values::country);
        let take = |names: &[&'static str]| {
            row.first(names).map(|(_, text)| values::line(&text)).filter(|text| !text.is_empty())
        };
        let (street, extra) =
            (take(&["address_1", "street_1", "address1"]), take(&["address_2", "street_2", "address2"]));
        let (locality, region) = (take(&["city"]), take(&["state_province", "region"]));
        let postal_code = take(&["postal_code", "postcode"]);
        let record = &mut self.locations[at].record;
        (record.street, record.extra) = (street, extra);
        (record.locality, record.region) = (locality, region);
        (record.postal_code, record.country) = (postal_code, country);
    }
}
