//! The rows of all tables to records: organisations, then stand-ins for those only named, then services.

use super::{Makes, Mapping, organisation::organisation, parts::Reading, service::service};
use crate::{blank, ledger::Ledger, record_ids::fingerprint, row::Row, table::Table, values};
use model::{
    Locale, Text,
    record::{OrganisationRecord, Record},
};
use std::collections::{HashMap, HashSet};

pub struct Draft<'a> {
    pub mapping: &'a Mapping,
    pub row: &'a Row,
    pub id: String,
    /// The id was made of what the row says: another text is another id.
    pub id_is_made: bool,
}

impl Draft<'_> {
    /// The id by which an earlier import knew this row, were it refused now.
    pub fn own_id(&self) -> Option<&str> {
        (!self.id_is_made).then_some(&self.id)
    }
}

pub fn records(read: &[(&Mapping, Table)], locale: Locale, ledger: &mut Ledger) -> Vec<Record> {
    let drafts = drafts(read, ledger);
    let mut organisations: Vec<OrganisationRecord> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for draft in drafts.iter().filter(|draft| draft.mapping.makes.contains(&Makes::Organisation)) {
        let mut reading = Reading { row: draft.row, locale, ledger };
        if let Some(organisation) = organisation(&mut reading, draft) {
            known.insert(organisation.source_id.clone(), organisations.len());
            ledger.made_organisation(draft.row, &organisation.source_id);
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
        let owner =
            if own { known.contains_key(&draft.id).then(|| draft.id.clone()) } else { named_organisation(draft) };
        let Some(owner) = owner else {
            ledger.refuse_service(draft.row, draft.own_id(), "", "no organisation is named");
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
            ledger.made_organisation(draft.row, &stand_in.source_id);
            known.insert(owner, organisations.len());
            organisations.push(stand_in);
        }
        ledger.used(draft.row);
        ledger.made_service(draft.row, &service.source_id);
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
            if mapping.recognise.ignore.as_ref().is_some_and(|column| row.get(column).is_some()) {
                ledger.set_aside(row, "marked to be ignored");
                continue;
            }
            let cells = mapping.record.id.read(row);
            let mut id = cells.values.into_iter().next().map(|id| values::line(&id)).unwrap_or_default();
            let mut id_is_made = id.is_empty();
            if id_is_made {
                id = fingerprint(row);
            }
            if let Some(other) = seen.get(&(is_organisation, id.clone())) {
                if other.says_the_same_as(row) {
                    ledger.set_aside(row, "repeats another row in every value");
                    continue;
                }
                ledger.doubt(row, &cells.column, &id, "another row has this id: kept under a longer one");
                id = format!("{id}~{}", fingerprint(row));
                id_is_made = true;
                if seen.contains_key(&(is_organisation, id.clone())) {
                    ledger.set_aside(row, "repeats another row in every value");
                    continue;
                }
            }
            seen.insert((is_organisation, id.clone()), row);
            drafts.push(Draft { mapping, row, id, id_is_made });
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
    blank::stand_in(id.to_owned(), Text::new(locale, name))
}
