//! Rows that belong to a service, an organisation, a location or a service at a location.

use super::{
    Tables,
    draft::{Draft, Owner, PlaceDraft},
    entity::Entity,
    schedule,
};
use crate::{row::Row, values};
use model::{
    Accessibility, Cost, PhoneKind, Text,
    record::{ContactPointRecord, CostOption, Identifier, PhoneRecord},
};
use std::collections::HashSet;

const NOBODY: &str = "belongs to nothing in the feed";

impl Draft<'_> {
    pub fn children(&mut self, tables: &mut Tables, phones: Vec<Row>) {
        let contacts = self.distinct(tables.take(Entity::Contact));
        contacts.iter().for_each(|row| self.contact(row));
        let phones = self.distinct(phones);
        phones.iter().for_each(|row| self.phone(row));
        let schedules = self.distinct(tables.take(Entity::Schedule));
        schedules.iter().for_each(|row| self.schedule(row));
        for row in self.distinct(tables.take(Entity::Language)) {
            self.language(&row);
        }
        for row in self.distinct(tables.take(Entity::Accessibility)) {
            self.accessibility(&row);
        }
        for row in self.distinct(tables.take(Entity::CostOption)) {
            self.cost_option(&row);
        }
        for (entity, column) in [
            (Entity::RequiredDocument, "document"),
            (Entity::ServiceArea, "name"),
            (Entity::Eligibility, "eligibility"),
        ] {
            for row in self.distinct(tables.take(entity)) {
                self.words(&row, entity, column);
            }
        }
        for row in self.distinct(tables.take(Entity::Identifier)) {
            self.identifier(&row);
        }
    }

    /// Without rows that repeat another one, as when two pages carry the same organisation.
    fn distinct(&mut self, rows: Vec<Row>) -> Vec<Row> {
        let mut seen: HashSet<String> = HashSet::new();
        let (mut kept, mut repeated) = (Vec::new(), Vec::new());
        for row in rows {
            let cells: Vec<String> = row
                .columns
                .names()
                .iter()
                .filter_map(|name| Some(format!("{name}={}", row.get(name)?)))
                .collect();
            let is_new = seen.insert(cells.join("\u{1f}"));
            if is_new { kept.push(row) } else { repeated.push(row) }
        }
        repeated.iter().for_each(|row| self.ledger.set_aside(row, "repeats what another row says"));
        kept
    }

    /// The most particular thing the row names and the feed has; ids that lead nowhere are reported.
    fn owner(&mut self, row: &Row) -> Option<Owner> {
        let place = row.text("service_at_location_id");
        let found = place.as_ref().and_then(|id| self.place_by_id.get(id).copied());
        if let (Some(id), None) = (&place, found) {
            self.ledger.doubt(row, "service_at_location_id", id, "no record of the feed has this id");
        }
        if let Some((service, place)) = found {
            return Some(Owner::Place(service, place));
        }
        if let Some(service) = self.follow(row, "service_id", |draft| &draft.service_by_id) {
            return Some(Owner::Service(service));
        }
        if let Some(location) = self.follow(row, "location_id", |draft| &draft.location_by_id) {
            return Some(Owner::Location(location));
        }
        if let Some(owner) = row.text("contact_id").and_then(|id| self.contact_by_id.get(&id).copied()) {
            return Some(owner);
        }
        self.follow(row, "organization_id", |draft| &draft.organisation_by_id).map(Owner::Organisation)
    }

    fn owner_or_refuse(&mut self, row: &Row) -> Option<Owner> {
        let owner = self.owner(row);
        match owner {
            Some(_) => self.ledger.used(row),
            None => self.ledger.refuse(row, "", &row.text("id").unwrap_or_default(), NOBODY),
        }
        owner
    }

    fn service_of(&mut self, row: &Row) -> Option<usize> {
        match self.owner(row) {
            Some(Owner::Service(service) | Owner::Place(service, _)) => {
                self.ledger.used(row);
                Some(service)
            }
            _ => {
                self.ledger.refuse(row, "service_id", &row.text("service_id").unwrap_or_default(), NOBODY);
                None
            }
        }
    }

    fn contact(&mut self, row: &Row) {
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

    fn phone(&mut self, row: &Row) {
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

    fn phones_of(&mut self, owner: Owner) -> &mut Vec<PhoneRecord> {
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

    fn schedule(&mut self, row: &Row) {
        let Some(owner) = self.owner_or_refuse(row) else { return };
        let record = schedule::read(row, self.locale, self.ledger);
        let location = row.text("location_id").and_then(|id| self.location_by_id.get(&id).copied());
        match owner {
            Owner::Location(at) => self.locations[at].record.schedules.push(record),
            Owner::Place(service, place) => self.services[service].places[place].schedules.push(record),
            Owner::Organisation(_) => {
                let id = row.text("id").unwrap_or_default();
                self.ledger.doubt(row, "organization_id", &id, "an organisation has no hours of its own");
            }
            Owner::Service(at) => {
                let places = &mut self.services[at].places;
                if places.is_empty() {
                    places.push(PlaceDraft::default());
                }
                let named = places.iter_mut().find(|place| location.is_some() && place.location == location);
                match named {
                    Some(place) => place.schedules.push(record),
                    None => places.iter_mut().for_each(|place| place.schedules.push(record.clone())),
                }
            }
        }
    }

    fn language(&mut self, row: &Row) {
        let Some((column, text)) = row.first(&["code", "language", "name"]) else {
            return self.ledger.refuse(row, "code", "", "no language is named");
        };
        let code = values::language(&text);
        let Some(code) = self.ledger.keep(row, column, &text, code) else {
            return self.ledger.refuse(row, column, &text, "no language code");
        };
        let phone = row.text("phone_id").and_then(|id| self.phone_by_id.get(&id).copied());
        // A row that names several things says it of each.
        let owner = self.owner(row);
        if let Some((owner, at)) = phone {
            if let Some(phone) = self.phones_of(owner).get_mut(at) {
                add(&mut phone.languages, &code);
            }
        }
        match owner {
            Some(Owner::Service(at) | Owner::Place(at, _)) => add(&mut self.services[at].record.languages, &code),
            Some(Owner::Location(at)) => add(&mut self.locations[at].languages, &code),
            _ if phone.is_none() => return self.ledger.refuse(row, "", &text, NOBODY),
            _ => {}
        }
        self.ledger.used(row);
    }

    fn accessibility(&mut self, row: &Row) {
        let Some(at) = self.follow(row, "location_id", |draft| &draft.location_by_id) else {
            return self.ledger.refuse(row, "location_id", &row.text("location_id").unwrap_or_default(), NOBODY);
        };
        let texts = ["description", "accessibility", "details"].map(|column| self.plain(row, column));
        let mut words: Vec<String> = Vec::new();
        for text in texts.into_iter().flatten() {
            let text = text.source_value().to_owned();
            if !words.contains(&text) {
                words.push(text);
            }
        }
        self.ledger.used(row);
        let record = &mut self.locations[at].record;
        if let Some(word) = words.first().and_then(|word| accessibility_word(word)) {
            record.accessibility.push(word);
        }
        if !words.is_empty() {
            let known = record.accessibility_note.as_ref().map_or("", Text::source_value);
            let whole = format!("{known}\n{}", words.join("\n"));
            record.accessibility_note = Some(Text::new(self.locale, whole.trim()));
        }
    }

    fn cost_option(&mut self, row: &Row) {
        let Some(at) = self.service_of(row) else { return };
        let amount = self.checked(row, "amount", values::decimal).filter(|amount| *amount >= 0.0);
        let currency = self.checked(row, "currency", |text| {
            let code = text.to_uppercase();
            let ok = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
            if ok { Ok(code) } else { Err("no currency code") }
        });
        let option = CostOption {
            option: self.line(row, "option"),
            amount,
            currency,
            description: self.line(row, "amount_description"),
        };
        let record = &mut self.services[at].record;
        let said = amount.map(|amount| if amount > 0.0 { Cost::Paid } else { Cost::Free });
        record.cost = match (record.cost, said) {
            (Some(known), Some(said)) if known != said => Some(Cost::Reduced),
            (known, said) => known.or(said),
        };
        record.cost_options.push(option);
    }

    fn words(&mut self, row: &Row, entity: Entity, column: &'static str) {
        let Some(at) = self.service_of(row) else { return };
        let second = if entity == Entity::ServiceArea { "service_area" } else { "name" };
        let Some((_, text)) = row.first(&[column, second, "description"]) else { return };
        let record = &mut self.services[at].record;
        let text = values::plain(&text);
        match entity {
            Entity::RequiredDocument => record.required_documents.push(Text::new(self.locale, text)),
            Entity::ServiceArea => record.coverage.push(values::line(&text)),
            _ => record.eligibility = record.eligibility.take().or_else(|| Some(Text::new(self.locale, text))),
        }
    }

    fn identifier(&mut self, row: &Row) {
        let Some(at) = self.follow(row, "organization_id", |draft| &draft.organisation_by_id) else {
            let id = row.text("organization_id").unwrap_or_default();
            return self.ledger.refuse(row, "organization_id", &id, NOBODY);
        };
        let Some(value) = self.line(row, "identifier") else {
            return self.ledger.refuse(row, "identifier", "", "the identifier is empty");
        };
        let scheme = row.first(&["identifier_scheme", "identifier_type"]).map_or_else(String::new, |(_, text)| text);
        self.organisations[at].identifiers.push(Identifier { scheme, value });
        self.ledger.used(row);
    }
}

fn add(list: &mut Vec<String>, value: &str) {
    if !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

/// Ohana's closed list; everything else stays words.
fn accessibility_word(text: &str) -> Option<Accessibility> {
    Some(match slug::slugify(text).as_str() {
        "ramp" | "wheelchair" | "wheelchair-accessible" => Accessibility::StepFree,
        "elevator" | "lift" => Accessibility::Lift,
        "restroom" => Accessibility::WheelchairToilet,
        "disabled-parking" => Accessibility::AccessibleParking,
        "interpreter-for-the-deaf" => Accessibility::SignLanguage,
        "tape-braille" => Accessibility::TactilePaths,
        _ => return None,
    })
}
