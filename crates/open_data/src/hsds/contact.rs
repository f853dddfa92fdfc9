//! `contact` and `phone` rows.

use super::{
    children::NOBODY,
    draft::{Draft, Owner},
};
use crate::{row::Row, values};
use model::{
    PhoneKind, Text,
    record::{ContactPointRecord, PhoneRecord},
};

impl Draft<'_> {
    pub fn contact(&mut self, row: &Row) {
        let Some(owner) = self.owner(row) else {
            return self.ledger.refuse(row, "", &row.text("id").unwrap_or_default(), NOBODY);
        };
        if let Some(id) = row.text("id") {
            self.contact_by_id.insert(id, owner);
        }
        let (Owner::Service(service) | Owner::Place(service, _)) = owner else {
            return self.ledger.set_aside(row, "a contact of an organisation or location: only services have any here");
        };
        let point = ContactPointRecord {
            name: self.line(row, "name"),
            title: self.line(row, "title"),
            department: self.line(row, "department"),
            email: self.email(row, "email"),
        };
        self.ledger.used(row);
        self.services[service].record.contact_points.push(point);
    }

    pub fn phone(&mut self, row: &Row) {
        let written = row.text("number").unwrap_or_default();
        let (mut numbers, bad) = values::phones(&written, self.locale);
        if numbers.is_empty() {
            return self.ledger.refuse(row, "number", &written, "no telephone number");
        }
        for part in bad {
            self.ledger.doubt(row, "number", &part, "no telephone number");
        }
        let Some(owner) = self.owner_or_refuse(row) else { return };
        let kind = self.phone_kind(row);
        let extension = row.text("extension");
        let description = ["description", "department"].into_iter().find_map(|column| self.line(row, column));
        for number in &mut numbers {
            number.kind = kind.unwrap_or(number.kind);
            number.extension = number.extension.take().or_else(|| extension.clone());
            if let Some(text) = &description {
                number.description = Some(Text::new(self.locale, text.clone()));
            }
        }
        if let Some(id) = row.text("id") {
            let at = self.phones_of(owner).len();
            self.phone_by_id.insert(id, (owner, at));
        }
        self.phones_of(owner).extend(numbers);
    }

    pub fn phones_of(&mut self, owner: Owner) -> &mut Vec<PhoneRecord> {
        match owner {
            Owner::Organisation(at) => &mut self.organisations[at].phones,
            Owner::Service(at) => &mut self.services[at].record.phones,
            Owner::Location(at) => &mut self.locations[at].record.phones,
            Owner::Place(service, place) => &mut self.services[service].places[place].phones,
        }
    }

    fn phone_kind(&mut self, row: &Row) -> Option<PhoneKind> {
        let (column, text) = row.first(&["type", "number_type"])?;
        let kind = match text.to_lowercase().as_str() {
            "cell" | "mobile" | "hotline" | "tollfree" | "toll-free" | "landline" | "video" | "pager" => {
                Ok(PhoneKind::Voice)
            }
            "sms" => Ok(PhoneKind::Text),
            "tty" | "tdd" => Ok(PhoneKind::Textphone),
            other => other.parse().map_err(|()| "not a kind of telephone"),
        };
        self.ledger.keep(row, column, &text, kind)
    }
}
