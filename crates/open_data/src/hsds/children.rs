//! Rows that belong to a service, an organisation, a location or a service at a location.

use super::{
    Tables,
    draft::{Draft, Owner, PlaceDraft},
    entity::Entity,
    schedule,
};
use crate::{row::Row, values};
use model::{
    Accessibility, Cost, Text,
    record::{CostOption, Identifier},
};
use std::collections::HashSet;

pub const NOBODY: &str = "belongs to nothing in the feed";

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
            let cells: Vec<String> =
                row.columns.names().iter().filter_map(|name| Some(format!("{name}={}", row.get(name)?))).collect();
            let is_new = seen.insert(cells.join("\u{1f}"));
            if is_new { kept.push(row) } else { repeated.push(row) }
        }
        repeated.iter().for_each(|row| self.ledger.set_aside(row, "repeats what another row says"));
        kept
    }

    /// The most particular thing the row names and the feed has. Ids before it that lead nowhere are reported.
    pub fn owner(&mut self, row: &Row) -> Option<Owner> {
        let found = |column: &'static str| (row.text(column), column);
        let mut missed: Vec<(&'static str, String)> = Vec::new();
        let columns = ["service_at_location_id", "service_id", "location_id", "contact_id", "organization_id"];
        for (id, column) in columns.map(found) {
            let Some(id) = id else { continue };
            let owner = match column {
                "service_at_location_id" => self.place_by_id.get(&id).map(|(service, at)| Owner::Place(*service, *at)),
                "service_id" => self.service_by_id.get(&id).map(|at| Owner::Service(*at)),
                "location_id" => self.location_by_id.get(&id).map(|at| Owner::Location(*at)),
                "contact_id" => self.contact_by_id.get(&id).copied(),
                _ => self.organisation_by_id.get(&id).map(|at| Owner::Organisation(*at)),
            };
            if owner.is_some() {
                for (column, id) in missed {
                    self.ledger.doubt(row, column, &id, "no record of the feed has this id");
                }
                return owner;
            }
            // Contacts are often left out for privacy: their ids then say nothing.
            if column != "contact_id" {
                missed.push((column, id));
            }
        }
        None
    }

    pub fn owner_or_refuse(&mut self, row: &Row) -> Option<Owner> {
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
        if let Some((owner, at)) = phone
            && let Some(phone) = self.phones_of(owner).get_mut(at)
        {
            add(&mut phone.languages, &code);
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
        let Some(at) = self.find(row, "location_id", &self.location_by_id) else {
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
            Entity::ServiceArea if text.len() <= 120 => record.coverage.push(values::line(&text)),
            Entity::ServiceArea => {
                self.ledger.doubt(row, column, &text, "a text, not the name of a territory");
            }
            _ => record.eligibility = record.eligibility.take().or_else(|| Some(Text::new(self.locale, text))),
        }
    }

    fn identifier(&mut self, row: &Row) {
        let Some(at) = self.find(row, "organization_id", &self.organisation_by_id) else {
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
