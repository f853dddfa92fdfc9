//! The service of a row.

use super::{Makes, apply::Draft, organisation::place, parts::Reading, sections::ServiceRules};
use crate::{blank, values};
use model::{
    Cost,
    record::{ContactPointRecord, LocationRecord, PlaceRecord, ServiceRecord, SourceTerm},
};

pub fn service(
    reading: &mut Reading<'_>,
    draft: &Draft<'_>,
    rules: &ServiceRules,
    owner: &str,
    home: Option<&LocationRecord>,
) -> Option<ServiceRecord> {
    let Some(name) = reading.name(Some(&rules.name)) else {
        reading.ledger.refuse_service(draft.row, draft.own_id(), "name", "the service has no name");
        return None;
    };
    let mut record = blank::service(draft.id.clone(), owner.to_owned(), name);
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
