//! The organisation and the place of a row.

use super::{apply::Draft, hours, parts::Reading};
use crate::blank;
use model::record::{Identifier, LocationRecord, OrganisationRecord};

pub fn organisation(reading: &mut Reading<'_>, draft: &Draft<'_>) -> Option<OrganisationRecord> {
    let rules = &draft.mapping.organisation;
    let Some(name) = reading.name(rules.name.as_ref()) else {
        reading.ledger.refuse_organisation(draft.row, draft.own_id(), "name", "the organisation has no name");
        return None;
    };
    let mut record = blank::organisation(draft.id.clone(), name);
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
pub fn place(
    reading: &mut Reading<'_>,
    draft: &Draft<'_>,
    fallback: Option<&LocationRecord>,
) -> Option<LocationRecord> {
    let country = draft.mapping.source.country.as_deref();
    let rules = draft.mapping.location.as_ref();
    let mut location =
        rules.and_then(|rules| reading.location(rules, &draft.id, country)).or_else(|| fallback.cloned());
    let schedules = hours::schedules(&draft.mapping.hours, draft.row, reading.locale, reading.ledger);
    if let (None, false) = (&location, schedules.is_empty()) {
        location = Some(blank::nowhere(&draft.id));
    }
    let mut location = location?;
    if !schedules.is_empty() {
        location.schedules = schedules;
    }
    Some(location)
}
