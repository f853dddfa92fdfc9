//! The joins: records under construction, found by their ids.

use super::{Tables, entity::Entity};
use crate::{blank, ledger::Ledger, mapping::first_good, row::Row, values};
use model::{
    Locale, Text,
    record::{LocationRecord, OrganisationRecord, PhoneRecord, PlaceRecord, Record, ScheduleRecord, ServiceRecord},
};
use std::collections::HashMap;

pub struct Draft<'a> {
    pub locale: Locale,
    pub ledger: &'a mut Ledger,
    pub organisations: Vec<OrganisationRecord>,
    pub locations: Vec<LocationDraft>,
    pub services: Vec<ServiceDraft>,
    pub organisation_by_id: HashMap<String, usize>,
    pub location_by_id: HashMap<String, usize>,
    pub service_by_id: HashMap<String, usize>,
    /// Service and place of each `service_at_location`.
    pub place_by_id: HashMap<String, (usize, usize)>,
    pub contact_by_id: HashMap<String, Owner>,
    pub phone_by_id: HashMap<String, (Owner, usize)>,
    /// Service, and ids of terms in its own row.
    pub own_terms: Vec<(usize, Vec<String>)>,
}

pub struct LocationDraft {
    pub record: LocationRecord,
    pub row: Row,
    pub organisation: Option<usize>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub languages: Vec<String>,
    pub has_street_address: bool,
    pub is_used: bool,
}

pub struct ServiceDraft {
    pub record: ServiceRecord,
    pub places: Vec<PlaceDraft>,
}

#[derive(Default)]
pub struct PlaceDraft {
    /// `None`: hours of a service that is given nowhere in particular.
    pub location: Option<usize>,
    pub schedules: Vec<ScheduleRecord>,
    pub phones: Vec<PhoneRecord>,
}

/// What a phone or contact belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Organisation(usize),
    Service(usize),
    Location(usize),
    Place(usize, usize),
}

impl<'a> Draft<'a> {
    pub fn new(locale: Locale, ledger: &'a mut Ledger) -> Self {
        Self {
            locale,
            ledger,
            organisations: Vec::new(),
            locations: Vec::new(),
            services: Vec::new(),
            organisation_by_id: HashMap::new(),
            location_by_id: HashMap::new(),
            service_by_id: HashMap::new(),
            place_by_id: HashMap::new(),
            contact_by_id: HashMap::new(),
            phone_by_id: HashMap::new(),
            own_terms: Vec::new(),
        }
    }

    /// In the order in which the tables refer to each other.
    pub fn build(&mut self, tables: &mut Tables) {
        self.organisations(tables.take(Entity::Organisation));
        self.locations(tables.take(Entity::Location));
        self.addresses(tables.take(Entity::Address), false);
        self.addresses(tables.take(Entity::MailAddress), true);
        let phones = tables.take(Entity::Phone);
        let places = tables.take(Entity::ServiceAtLocation);
        self.services(tables.take(Entity::Service), &places, &phones);
        self.places(places);
        self.children(tables, phones);
        self.terms(tables);
        for (entity, reason) in [
            (Entity::Program, "a programme is no record here"),
            (Entity::Funding, "funding is not shown"),
            (Entity::PaymentAccepted, "means of payment are not shown"),
            (Entity::Metadata, "describes the data, not a service"),
            (Entity::Taxonomy, "names a vocabulary"),
        ] {
            tables.take(entity).iter().for_each(|row| self.ledger.set_aside(row, reason));
        }
    }

    /// Services with their places put in, organisations with theirs before them.
    pub fn finish(mut self) -> Vec<Record> {
        let mut records = Vec::with_capacity(self.organisations.len() + self.services.len());
        for service in &self.services {
            for location in service.places.iter().filter_map(|place| place.location) {
                self.locations[location].is_used = true;
            }
        }
        for location in &self.locations {
            if let Some(organisation) = location.organisation {
                self.organisations[organisation].locations.push(location.record.clone());
            }
            if location.is_used || location.organisation.is_some() {
                self.ledger.used(&location.row);
            } else {
                let id = &location.record.source_id;
                self.ledger.refuse(&location.row, "id", id, "no service or organisation is at this location");
            }
        }
        records.extend(self.organisations.drain(..).map(Record::Organisation));
        for service in self.services.drain(..) {
            let mut record = service.record;
            for place in service.places {
                let location = match place.location {
                    Some(location) => self.locations[location].record.clone(),
                    None => blank::nowhere(&record.source_id),
                };
                record.places.push(PlaceRecord { location, schedules: place.schedules, phones: place.phones });
            }
            records.push(Record::Service(record));
        }
        records
    }

    /// The id of a row that is the first to have it; what repeats another row is set aside or refused.
    pub fn own_id(&mut self, row: &Row, known: Option<&Row>) -> bool {
        match known {
            None => true,
            Some(other) if row.path.is_some() || other.path.is_some() || says_no_more(row, other) => {
                self.ledger.set_aside(row, "repeats what another row says");
                false
            }
            Some(_) => {
                let id = row.text("id").unwrap_or_default();
                self.ledger.refuse(row, "id", &id, "another row has this id and says something else");
                false
            }
        }
    }

    pub fn line(&self, row: &Row, column: &str) -> Option<String> {
        row.text(column).map(|text| values::line(&text)).filter(|text| !text.is_empty())
    }

    pub fn plain(&self, row: &Row, column: &str) -> Option<Text> {
        let text = values::plain(&row.text(column)?);
        (!text.is_empty()).then(|| Text::new(self.locale, text))
    }

    pub fn web(&mut self, row: &Row, columns: &[&'static str]) -> Option<String> {
        let (column, value) = row.first(columns)?;
        first_good(self.ledger, row, column, &value, values::url)
    }

    pub fn email(&mut self, row: &Row, column: &str) -> Option<String> {
        first_good(self.ledger, row, column, &row.text(column)?, values::email)
    }

    pub fn checked<T>(&mut self, row: &Row, column: &str, read: fn(&str) -> Result<T, &'static str>) -> Option<T> {
        let value = row.text(column)?;
        self.ledger.keep(row, column, &value, read(&value))
    }

    pub fn find(&self, row: &Row, column: &str, by_id: &HashMap<String, usize>) -> Option<usize> {
        by_id.get(&row.text(column)?).copied()
    }

    /// The record a column points to; reports an id that nothing has.
    pub fn follow(&mut self, row: &Row, column: &str, by_id: fn(&Self) -> &HashMap<String, usize>) -> Option<usize> {
        let id = row.text(column)?;
        let found = by_id(self).get(&id).copied();
        if found.is_none() {
            self.ledger.doubt(row, column, &id, "no record of the feed has this id");
        }
        found
    }
}

/// Every filled cell of `row` is in `other` too.
fn says_no_more(row: &Row, other: &Row) -> bool {
    let mut filled = row.columns.names().iter().filter_map(|name| Some((name, row.get(name)?)));
    filled.all(|(name, value)| other.get(name) == Some(value))
}
