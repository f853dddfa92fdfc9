//! The rows of all tables to records: organisations, then stand-ins for those only named, then services.

use super::{Makes, Mapping, OrganisationRules, ServiceRules, hours, parts::Reading};
use crate::{ledger::Ledger, record_ids::fingerprint, row::Row, table::Table, values};
use model::{
    Cost, LocationKind, Locale, OrganisationKind, ServiceKind, Text,
    record::{
        ContactPointRecord, Identifier, LocationRecord, OrganisationRecord, PlaceRecord, Record, ServiceRecord,
        SourceTerm,
    },
};
use std::collections::{HashMap, HashSet};

struct Draft<'a> {
    mapping: &'a Mapping,
    row: &'a Row,
    id: String,
}

pub fn records(read: &[(&Mapping, Table)], locale: Locale, ledger: &mut Ledger) -> Vec<Record> {
    let drafts = drafts(read, ledger);
    let mut organisations: Vec<OrganisationRecord> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for draft in drafts.iter().filter(|draft| draft.mapping.makes.contains(&Makes::Organisation)) {
        let mut reading = Reading { row: draft.row, locale, ledger };
        if let Some(organisation) = organisation(&mut reading, draft) {
            known.insert(organisation.source_id.clone(), organisations.len());
            organisations.push(organisation);
            ledger.used(draft.row);
        }
    }
    let named: HashSet<String> = drafts.iter().filter_map(|draft| named_organisation(draft)).collect();
    let mut services: Vec<Record> = Vec::new();
    for draft in &drafts {
        let Some(rules) = &draft.mapping.service else { continue };
        let if_alone = draft.mapping.makes.contains(&Makes::ServiceIfAlone);
        if !(draft.mapping.makes.contains(&Makes::Service) || (if_alone && !named.contains(&draft.id))) {
            continue;
        }
        let own = draft.mapping.makes.contains(&Makes::Organisation);
        let owner = if own { known.contains_key(&draft.id).then(|| draft.id.clone()) } else { named_organisation(draft) };
        let Some(owner) = owner else {
            ledger.refuse(draft.row, "", "", "no organisation is named");
            continue;
        };
        let stand_in = (!known.contains_key(&owner)).then(|| placeholder(draft, &owner, locale, ledger));
        let mut reading = Reading { row: draft.row, locale, ledger };
        let home = known.get(&owner).and_then(|index| organisations.get(*index)?.locations.first());
        let Some(service) = service(&mut reading, draft, rules, &owner, home) else { continue };
        if if_alone && service.source_terms.is_empty() {
            continue;
        }
        if let Some(stand_in) = stand_in {
            known.insert(owner, organisations.len());
            organisations.push(stand_in);
        }
        ledger.used(draft.row);
        services.push(Record::Service(service));
    }
    let mut records: Vec<Record> = organisations.into_iter().map(Record::Organisation).collect();
    records.append(&mut services);
    records
}

/// Gives every row its id; what repeats another row is set aside.
fn drafts<'a>(read: &'a [(&'a Mapping, Table)], ledger: &mut Ledger) -> Vec<Draft<'a>> {
    let mut drafts: Vec<Draft<'a>> = Vec::new();
    let mut seen: HashMap<(bool, String), &Row> = HashMap::new();
    for (mapping, table) in read {
        let is_organisation = mapping.makes.contains(&Makes::Organisation);
        for row in &table.rows {
            let cells = mapping.record.id.read(row);
            let mut id = cells.values.into_iter().next().map(|id| values::line(&id)).unwrap_or_default();
            if id.is_empty() {
                id = fingerprint(row);
            }
            if let Some(other) = seen.get(&(is_organisation, id.clone())) {
                if other.says_the_same_as(row) {
                    ledger.set_aside(row, "repeats another row in every value");
                    continue;
                }
                ledger.doubt(row, &cells.column, &id, "another row has this id: kept under a longer one");
                id = format!("{id}~{}", fingerprint(row));
                if seen.contains_key(&(is_organisation, id.clone())) {
                    ledger.set_aside(row, "repeats another row in every value");
                    continue;
                }
            }
            seen.insert((is_organisation, id.clone()), row);
            drafts.push(Draft { mapping, row, id });
        }
    }
    drafts
}

fn named_organisation(draft: &Draft<'_>) -> Option<String> {
    let rule = draft.mapping.service.as_ref()?.organisation.as_ref()?;
    rule.read(draft.row).values.into_iter().next().map(|id| values::line(&id)).filter(|id| !id.is_empty())
}

/// For an organisation that services name and no row describes.
fn placeholder(draft: &Draft<'_>, id: &str, locale: Locale, ledger: &mut Ledger) -> OrganisationRecord {
    let mut reading = Reading { row: draft.row, locale, ledger };
    let name = reading.line(draft.mapping.organisation.placeholder.as_ref()).unwrap_or_else(|| id.to_owned());
    empty_organisation(id.to_owned(), Text::new(locale, name))
}

pub fn empty_organisation(source_id: String, name: Text) -> OrganisationRecord {
    OrganisationRecord {
        source_id,
        kind: OrganisationKind::SocialEconomy,
        name,
        alternate_name: None,
        summary: None,
        description: None,
        website: None,
        email: None,
        legal_status: None,
        year_incorporated: None,
        identifiers: Vec::new(),
        expertise: Vec::new(),
        phones: Vec::new(),
        locations: Vec::new(),
        status: None,
        assured_at: None,
        source_url: None,
    }
}

fn organisation(reading: &mut Reading<'_>, draft: &Draft<'_>) -> Option<OrganisationRecord> {
    let rules: &OrganisationRules = &draft.mapping.organisation;
    let Some(name) = reading.name(rules.name.as_ref()) else {
        reading.ledger.refuse(draft.row, "name", "", "the organisation has no name");
        return None;
    };
    let mut record = empty_organisation(draft.id.clone(), name);
    record.kind = reading.kinds(rules.kind.as_ref()).into_iter().next().unwrap_or(record.kind);
    record.alternate_name = reading.line(rules.alternate_name.as_ref());
    record.summary = reading.text(rules.summary.as_ref());
    record.description = reading.text(rules.description.as_ref());
    record.legal_status = reading.line(rules.legal_status.as_ref());
    record.website = reading.web(rules.website.as_ref());
    record.email = reading.email(rules.email.as_ref());
    record.phones = reading.phones(rules.phone.as_ref());
    for (scheme, rule) in &rules.identifiers {
        if let Some((column, value)) = reading.one(Some(rule)) {
            // A French establishment has 14 digits, its company 9; other schemes are not checked.
            let digits = |count: usize| value.len() == count && value.bytes().all(|b| b.is_ascii_digit());
            let (scheme, good) = match scheme.as_str() {
                "siret" if digits(9) => ("siren", true),
                "siret" => ("siret", digits(14)),
                other => (other, true),
            };
            if good {
                record.identifiers.push(Identifier { scheme: scheme.to_owned(), value });
            } else {
                reading.ledger.doubt(draft.row, &column, &value, "not an identifier of this scheme");
            }
        }
    }
    if rules.location {
        record.locations.extend(place(reading, draft, None));
    }
    record.assured_at = reading.instant(draft.mapping.record.assured_at.as_ref());
    record.source_url = reading.web(draft.mapping.record.source_url.as_ref());
    Some(record)
}

/// The row's place with its hours; `kind` when a service is known to have no doors.
fn place(reading: &mut Reading<'_>, draft: &Draft<'_>, fallback: Option<&LocationRecord>) -> Option<LocationRecord> {
    let country = draft.mapping.source.country.as_deref();
    let rules = draft.mapping.location.as_ref();
    let mut location =
        rules.and_then(|rules| reading.location(rules, &draft.id, country)).or_else(|| fallback.cloned());
    let schedules = hours::schedules(&draft.mapping.hours, draft.row, reading.locale, reading.ledger);
    if let (None, false) = (&location, schedules.is_empty()) {
        location = Some(nowhere(&draft.id));
    }
    let mut location = location?;
    if !schedules.is_empty() {
        location.schedules = schedules;
    }
    Some(location)
}

/// Hours without an address still need something to stand on.
pub fn nowhere(id: &str) -> LocationRecord {
    LocationRecord {
        source_id: format!("{id}/nowhere"),
        kind: LocationKind::Virtual,
        name: None,
        street: None,
        extra: None,
        postal_code: None,
        locality: None,
        region: None,
        country: None,
        latitude: None,
        longitude: None,
        territory: None,
        time_zone: None,
        accessibility: Vec::new(),
        accessibility_note: None,
        transport: None,
        schedules: Vec::new(),
        phones: Vec::new(),
    }
}

fn service(
    reading: &mut Reading<'_>,
    draft: &Draft<'_>,
    rules: &ServiceRules,
    owner: &str,
    home: Option<&LocationRecord>,
) -> Option<ServiceRecord> {
    let Some(name) = reading.name(Some(&rules.name)) else {
        reading.ledger.refuse(draft.row, "name", "", "the service has no name");
        return None;
    };
    let own = rules.id.as_ref().and_then(|rule| reading.line(Some(rule)));
    let mut record = empty_service(own.unwrap_or_else(|| draft.id.clone()), owner.to_owned(), name);
    record.summary = reading.text(rules.summary.as_ref());
    record.description = reading.text(rules.description.as_ref());
    record.eligibility = reading.text(rules.eligibility.as_ref());
    record.application_process = reading.text(rules.application_process.as_ref());
    record.required_documents = reading.texts(rules.required_documents.as_ref());
    record.cost = cost(reading.kinds(rules.cost.as_ref()));
    record.fees = reading.text(rules.fees.as_ref());
    record.formats = reading.kinds(rules.formats.as_ref());
    for (column, value) in reading.all(rules.languages.as_ref()) {
        let code = reading.ledger.keep(draft.row, &column, &value, values::language(&value));
        record.languages.extend(code);
    }
    record.needs.clone_from(&rules.needs);
    record.audiences.clone_from(&rules.audiences);
    for (vocabulary, rule) in &rules.terms {
        for (_, code) in reading.all(Some(rule)) {
            let code = values::line(&code);
            let term = SourceTerm { vocabulary: vocabulary.clone(), code, label: None };
            if !record.source_terms.contains(&term) {
                record.source_terms.push(term);
            }
        }
    }
    record.coverage = reading.all(rules.coverage.as_ref()).into_iter().map(|(_, code)| code).collect();
    record.website = reading.web(rules.website.as_ref());
    record.email = reading.email(rules.email.as_ref());
    record.phones = reading.phones(rules.phone.as_ref());
    if let Some(name) = reading.line(rules.contact_point.as_ref()) {
        let point = ContactPointRecord { name: Some(name), title: None, department: None, email: None };
        record.contact_points.push(point);
    }
    record.status = reading.kinds(rules.status.as_ref()).into_iter().next();
    record.ends_on = reading.checked(rules.ends_on.as_ref(), values::date);
    record.assured_at = reading.instant(draft.mapping.record.assured_at.as_ref());
    record.source_url = reading.web(draft.mapping.record.source_url.as_ref());
    // An organisation's place read from this very row is that place, hours and refusals included.
    let own_row = draft.mapping.makes.contains(&Makes::Organisation) && draft.mapping.organisation.location;
    let location = if own_row { home.cloned() } else { place(reading, draft, home) };
    record.places = location
        .map(|mut location| {
            let schedules = std::mem::take(&mut location.schedules);
            PlaceRecord { location, schedules, phones: Vec::new() }
        })
        .into_iter()
        .collect();
    Some(record)
}

/// Free beside anything else is free for some.
fn cost(costs: Vec<Cost>) -> Option<Cost> {
    match costs.as_slice() {
        [] => None,
        [one] => Some(*one),
        many if many.contains(&Cost::Free) || many.contains(&Cost::Reduced) => Some(Cost::Reduced),
        _ => Some(Cost::Paid),
    }
}

pub fn empty_service(source_id: String, organisation: String, name: Text) -> ServiceRecord {
    ServiceRecord {
        source_id,
        organisation,
        kind: ServiceKind::Service,
        name,
        alternate_name: None,
        summary: None,
        description: None,
        eligibility: None,
        minimum_age: None,
        maximum_age: None,
        application_process: None,
        required_documents: Vec::new(),
        cost: None,
        fees: None,
        cost_options: Vec::new(),
        wait_time: None,
        interpretation: None,
        languages: Vec::new(),
        formats: Vec::new(),
        needs: Vec::new(),
        audiences: Vec::new(),
        source_terms: Vec::new(),
        coverage: Vec::new(),
        places: Vec::new(),
        phones: Vec::new(),
        contact_points: Vec::new(),
        website: None,
        email: None,
        starts_on: None,
        ends_on: None,
        status: None,
        assured_at: None,
        source_url: None,
    }
}
