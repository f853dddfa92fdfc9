mod values;

use super::known::Slugs;
use crate::{
    Error,
    territories::{Address, Territories},
};
use model::{
    Point,
    record::{
        LocationRecord, OrganisationRecord, PhoneRecord, PlaceRecord, Record, Refusal, ScheduleRecord, ServiceRecord,
        Source,
    },
};
use std::collections::HashSet;
pub use values::refusal;
use values::{Checker, keep_first, tidy};

/// Refuses a source whose key could not be stored.
pub fn source(source: &Source) -> Result<(), Error> {
    let fits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if source.key.len() <= 100 && source.key.split(['-', '_', '.']).all(fits) {
        return Ok(());
    }
    Err(Error::Invalid(format!(
        "the source key {:?} must be small letters and digits, parted by single - _ or ., at most 100",
        source.key.chars().take(100).collect::<String>()
    )))
}

/// A record as it will be written: every value fits its column, slugs exist, territories are ids.
pub struct Checked {
    pub organisations: Vec<OrganisationRecord>,
    /// With its position among the records.
    pub services: Vec<(usize, ServiceRecord)>,
    /// Ids of records that were refused whole: they are still listed, so what was read from them before stays.
    pub refused_organisations: HashSet<String>,
    pub refused_services: HashSet<String>,
}

pub fn records(
    source: &Source,
    records: Vec<Record>,
    territories: &Territories,
    slugs: &Slugs,
) -> (Checked, Vec<Refusal>) {
    let mut checked = Checked {
        organisations: Vec::new(),
        services: Vec::new(),
        refused_organisations: HashSet::new(),
        refused_services: HashSet::new(),
    };
    let mut refused = Vec::new();
    let (mut organisation_ids, mut service_ids) = (HashSet::new(), HashSet::new());
    for (index, record) in records.into_iter().enumerate() {
        let mut checker = Checker::new(&source.key, index, &mut refused, territories, slugs);
        match record {
            Record::Organisation(mut record) => {
                // As the row of an earlier run has it.
                tidy(&mut record.source_id);
                let id = record.source_id.clone();
                match organisation(&mut checker, record, &mut organisation_ids) {
                    Some(record) => checked.organisations.push(record),
                    None => drop(checked.refused_organisations.insert(id)),
                }
            }
            Record::Service(mut record) => {
                tidy(&mut record.source_id);
                let id = record.source_id.clone();
                match service(&mut checker, record, &mut service_ids) {
                    Some(record) => checked.services.push((index, record)),
                    None => drop(checked.refused_services.insert(id)),
                }
            }
        }
    }
    (checked, refused)
}

fn organisation(
    check: &mut Checker<'_>,
    mut record: OrganisationRecord,
    seen: &mut HashSet<String>,
) -> Option<OrganisationRecord> {
    check.id(&mut record.source_id, seen)?;
    check.name(&mut record.name)?;
    check.string("alternate_name", &mut record.alternate_name, 300);
    check.text("summary", &mut record.summary, 1_000);
    check.text("description", &mut record.description, 20_000);
    check.website("website", &mut record.website);
    check.website("source_url", &mut record.source_url);
    check.email(&mut record.email);
    check.string("legal_status", &mut record.legal_status, 300);
    check.year(&mut record.year_incorporated);
    check.time("assured_at", &mut record.assured_at);
    check.slugs("expertise", &mut record.expertise, |slugs| &slugs.expertise);
    check.limit("identifiers", &mut record.identifiers, 20);
    for identifier in &mut record.identifiers {
        check.required_string("identifiers", &mut identifier.scheme, 100);
        check.required_string("identifiers", &mut identifier.value, 300);
    }
    phones(check, &mut record.phones);
    check.limit("locations", &mut record.locations, 500);
    record.locations.retain_mut(|place| location(check, place));
    keep_first(&mut record.locations, |place| place.source_id.clone());
    Some(record)
}

fn service(check: &mut Checker<'_>, mut record: ServiceRecord, seen: &mut HashSet<String>) -> Option<ServiceRecord> {
    check.id(&mut record.source_id, seen)?;
    check.name(&mut record.name)?;
    check.string("alternate_name", &mut record.alternate_name, 300);
    check.text("summary", &mut record.summary, 1_000);
    check.text("description", &mut record.description, 20_000);
    for (column, text) in [
        ("eligibility", &mut record.eligibility),
        ("application_process", &mut record.application_process),
        ("fees", &mut record.fees),
        ("wait_time", &mut record.wait_time),
        ("interpretation", &mut record.interpretation),
    ] {
        check.text(column, text, 5_000);
    }
    check.ages(&mut record.minimum_age, &mut record.maximum_age);
    check.days(&mut record.starts_on, &mut record.ends_on);
    check.time("assured_at", &mut record.assured_at);
    check.website("website", &mut record.website);
    check.website("source_url", &mut record.source_url);
    check.email(&mut record.email);
    check.texts("required_documents", &mut record.required_documents, 50);
    check.languages(&mut record.languages);
    keep_first(&mut record.formats, |format| *format);
    check.slugs("needs", &mut record.needs, |slugs| &slugs.needs);
    check.slugs("audiences", &mut record.audiences, |slugs| &slugs.audiences);
    check.territories(&mut record.coverage);
    check.limit("source_terms", &mut record.source_terms, 300);
    for term in &mut record.source_terms {
        check.required_string("source_terms", &mut term.vocabulary, 100);
        check.required_string("source_terms", &mut term.code, 300);
        check.string("source_terms", &mut term.label, 1_000);
    }
    keep_first(&mut record.source_terms, |term| (term.vocabulary.clone(), term.code.clone()));
    check.limit("cost_options", &mut record.cost_options, 50);
    record.cost_options.iter_mut().for_each(|option| check.cost_option(option));
    check.limit("contact_points", &mut record.contact_points, 50);
    for contact in &mut record.contact_points {
        check.string("contact_points", &mut contact.name, 300);
        check.string("contact_points", &mut contact.title, 300);
        check.string("contact_points", &mut contact.department, 300);
        check.email(&mut contact.email);
    }
    record
        .contact_points
        .retain(|c| c.name.is_some() || c.title.is_some() || c.department.is_some() || c.email.is_some());
    phones(check, &mut record.phones);
    check.limit("places", &mut record.places, 2_000);
    record.places.retain_mut(|place| {
        schedules(check, &mut place.schedules);
        phones(check, &mut place.phones);
        location(check, &mut place.location)
    });
    merge_places(&mut record.places);
    Some(record)
}

/// Of one kind, at one place or of one service, from however many mentions: their positions must fit a column, and
/// comparing all with all must end.
pub const MAX_MERGED: usize = 200;

/// Adds those that are not there yet, up to `limit` in all.
pub fn extend<T: PartialEq>(values: &mut Vec<T>, more: impl IntoIterator<Item = T>, limit: usize) {
    for value in more {
        if values.len() >= limit {
            return;
        }
        if !values.contains(&value) {
            values.push(value);
        }
    }
}

/// A service stands once at a place; what a second mention adds is kept.
pub fn merge_places(places: &mut Vec<PlaceRecord>) {
    let mut positions = std::collections::HashMap::new();
    let mut merged: Vec<PlaceRecord> = Vec::with_capacity(places.len());
    for place in places.drain(..) {
        match positions.get(&place.location.source_id) {
            Some(&at) => {
                let kept: &mut PlaceRecord = &mut merged[at];
                extend(&mut kept.schedules, place.schedules, MAX_MERGED);
                extend(&mut kept.phones, place.phones, MAX_MERGED);
            }
            None => {
                positions.insert(place.location.source_id.clone(), merged.len());
                merged.push(place);
            }
        }
    }
    *places = merged;
}

/// Whether the place can be kept at all.
fn location(check: &mut Checker<'_>, place: &mut LocationRecord) -> bool {
    if !check.place_id(&mut place.source_id) {
        return false;
    }
    check.text("location.name", &mut place.name, 300);
    for (column, value) in [
        ("location.street", &mut place.street),
        ("location.extra", &mut place.extra),
        ("location.postal_code", &mut place.postal_code),
        ("location.locality", &mut place.locality),
        ("location.region", &mut place.region),
    ] {
        check.string(column, value, 300);
    }
    check.country(&mut place.country);
    check.time_zone(&mut place.time_zone);
    let point = check.point(&mut place.latitude, &mut place.longitude);
    check.text("location.accessibility_note", &mut place.accessibility_note, 5_000);
    check.text("location.transport", &mut place.transport, 5_000);
    keep_first(&mut place.accessibility, |feature| *feature);
    check.territory(place.country.as_deref(), &mut place.territory);
    if place.territory.is_none() {
        place.territory = locate(check.territories, place, point);
    }
    schedules(check, &mut place.schedules);
    phones(check, &mut place.phones);
    true
}

fn locate(territories: &Territories, place: &LocationRecord, point: Option<Point>) -> Option<String> {
    let address = Address {
        country: place.country.as_deref(),
        postal_code: place.postal_code.as_deref(),
        locality: place.locality.as_deref(),
        point,
    };
    territories.locate(address).map(str::to_owned)
}

fn phones(check: &mut Checker<'_>, phones: &mut Vec<PhoneRecord>) {
    check.limit("phones", phones, 50);
    phones.retain_mut(|phone| {
        check.string("phones.extension", &mut phone.extension, 30);
        check.text("phones.description", &mut phone.description, 1_000);
        check.languages(&mut phone.languages);
        check.number(&mut phone.number)
    });
}

fn schedules(check: &mut Checker<'_>, schedules: &mut Vec<ScheduleRecord>) {
    check.limit("schedules", schedules, 100);
    schedules.retain_mut(|schedule| {
        check.string("schedules.opening_hours", &mut schedule.opening_hours, 2_000);
        check.string("schedules.rrule", &mut schedule.rrule, 500);
        check.hour("schedules.opens_at", &mut schedule.opens_at);
        check.hour("schedules.closes_at", &mut schedule.closes_at);
        check.day("schedules.valid_from", &mut schedule.valid_from);
        check.day("schedules.valid_to", &mut schedule.valid_to);
        check.text("schedules.note", &mut schedule.note, 5_000);
        schedule.opening_hours.is_some() || schedule.rrule.is_some() || schedule.note.is_some()
    });
}
