//! One national service posted by many branches is one service with many places.
//!
//! Two services of one source are branches of the same one when all that a person relies on is equal: kind, name,
//! summary and description (compared without case and punctuation), eligibility, ages, cost and fees,
//! audiences and dates. Across organisations the texts must also be specific: 40 letters of summary and description,
//! so that two repair shops which both write only "Repairs" stay two. Within one organisation a name of 12 letters
//! is enough.
//!
//! The service that is kept belongs to the organisation of the branch it was first read from. Each branch gives its
//! places (or, having none, those of its organisation) with its telephones, its mail as a contact point, its
//! coverage, needs and languages. A branch that changes its text is a service of its own again.

use super::check::{self, MAX_MERGED, extend};
use model::record::{ContactPointRecord, OrganisationRecord, PlaceRecord, ServiceRecord};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Letters of text that make a service recognisable across organisations.
const SPECIFIC_TEXT: usize = 40;
/// Letters of a name that make it recognisable within one organisation.
const SPECIFIC_NAME: usize = 12;

pub type Key = [u8; 32];

/// Equal keys are branches of one service; `None` is never a branch.
pub fn key(service: &ServiceRecord) -> Option<Key> {
    let text = |text: &Option<model::Text>| text.as_ref().map(|text| fold(text.source_value())).unwrap_or_default();
    let name = fold(service.name.source_value());
    let (summary, description) = (text(&service.summary), text(&service.description));
    let specific = letters(&summary) + letters(&description) >= SPECIFIC_TEXT;
    if !specific && letters(&name) < SPECIFIC_NAME {
        return None;
    }
    let mut audiences: Vec<&str> = service.audiences.iter().map(String::as_str).collect();
    audiences.sort_unstable();
    let parts = [
        service.kind.as_str(),
        service.name.source().as_str(),
        &name,
        &summary,
        &description,
        &text(&service.eligibility),
        &text(&service.fees),
        service.cost.map_or("", model::Cost::as_str),
        &format!("{:?} {:?} {:?} {:?}", service.minimum_age, service.maximum_age, service.starts_on, service.ends_on),
        &audiences.join(" "),
        if specific { "" } else { &service.organisation },
    ];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    Some(hash.finalize().into())
}

/// The service that stands for all of them, with the texts of the first.
pub fn compose(
    first: &ServiceRecord,
    others: &[&ServiceRecord],
    organisations: &HashMap<&str, &OrganisationRecord>,
) -> ServiceRecord {
    let mut kept = first.clone();
    let phones_differ = others.iter().any(|member| member.phones != first.phones);
    let mails_differ = others.iter().any(|member| member.email != first.email);
    kept.places.clear();
    kept.contact_points.clear();
    if mails_differ {
        kept.email = None;
    }
    for member in [first].iter().chain(others) {
        let mut places = places(member, organisations);
        if phones_differ && !places.is_empty() {
            for place in &mut places {
                extend(&mut place.phones, member.phones.iter().cloned(), MAX_MERGED);
            }
        } else {
            extend(&mut kept.phones, member.phones.iter().cloned(), MAX_MERGED);
        }
        extend(&mut kept.contact_points, member.contact_points.iter().cloned(), MAX_MERGED);
        if mails_differ && member.email.is_some() {
            let organisation = organisations.get(member.organisation.as_str());
            let point = ContactPointRecord {
                name: organisation.map(|organisation| organisation.name.source_value().to_owned()),
                title: None,
                department: places.first().and_then(|place| place.location.locality.clone()),
                email: member.email.clone(),
            };
            extend(&mut kept.contact_points, [point], MAX_MERGED);
        }
        kept.places.extend(places);
        // Of these there are only so many that are known.
        extend(&mut kept.coverage, member.coverage.iter().cloned(), usize::MAX);
        extend(&mut kept.needs, member.needs.iter().cloned(), usize::MAX);
        extend(&mut kept.languages, member.languages.iter().cloned(), usize::MAX);
        extend(&mut kept.formats, member.formats.iter().copied(), usize::MAX);
        for term in &member.source_terms {
            if !kept.source_terms.iter().any(|known| known.vocabulary == term.vocabulary && known.code == term.code) {
                kept.source_terms.push(term.clone());
            }
        }
    }
    if phones_differ && kept.places.iter().any(|place| !place.phones.is_empty()) {
        // The first branch's numbers stand at its place now: on top they would look like those of all branches.
        let at_places =
            |phone: &model::record::PhoneRecord| kept.places.iter().any(|place| place.phones.contains(phone));
        kept.phones.retain(|phone| !at_places(phone));
    }
    check::merge_places(&mut kept.places);
    // A branch that covers everywhere (none named) would be narrowed by the others.
    if [first].iter().chain(others).any(|member| member.coverage.is_empty()) {
        kept.coverage.clear();
    }
    kept
}

/// Where a branch is: its own places, else those of its organisation.
fn places(member: &ServiceRecord, organisations: &HashMap<&str, &OrganisationRecord>) -> Vec<PlaceRecord> {
    if !member.places.is_empty() {
        return member.places.clone();
    }
    organisations.get(member.organisation.as_str()).map_or(Vec::new(), |organisation| {
        let place = |location: &model::record::LocationRecord| PlaceRecord {
            location: location.clone(),
            schedules: Vec::new(),
            phones: Vec::new(),
        };
        organisation.locations.iter().map(place).collect()
    })
}

fn letters(folded: &str) -> usize {
    folded.chars().filter(|letter| *letter != ' ').count()
}

/// Lower case, letters and digits only, one space between words. Accents stay: they never differ between branches
/// of one national body, and folding every script costs more than it finds.
fn fold(value: &str) -> String {
    let mut folded = String::with_capacity(value.len());
    for letter in value.chars() {
        if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Equal texts under ever other telephones and no place at all: compared all with all they took hours, and then their
    /// positions did not fit.
    #[test]
    fn very_many_branches_are_merged_soon_and_fit() {
        let name = json!({ "source": "en", "values": { "en": "Telephone advice in every town" } });
        let branch = |number: usize| -> ServiceRecord {
            let phone = json!({ "number": format!("+351 200 {number:06}") });
            let fields =
                json!({ "source_id": format!("b{number}"), "organisation": "o", "name": name, "phones": [phone] });
            serde_json::from_value(fields).unwrap()
        };
        let records: Vec<ServiceRecord> = (0..40_000).map(branch).collect();
        let others: Vec<&ServiceRecord> = records.iter().skip(1).collect();
        let kept = compose(&records[0], &others, &HashMap::new());
        assert_eq!((kept.phones.len(), &kept.phones[..1]), (MAX_MERGED, &records[0].phones[..]));
    }
}
