mod planner;

use super::{check::Checked, known::Known, report::Report};
use crate::{Error, Ids};
use chrono::{DateTime, Utc};
use model::record::{LocationRecord, OrganisationRecord, Refusal, ServiceRecord, Source};
use planner::Planner;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Create,
    Update,
    Leave,
}

pub struct PlannedOrganisation {
    pub id: Uuid,
    pub record: OrganisationRecord,
    pub hash: Vec<u8>,
    pub action: Action,
}

pub struct PlannedService {
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub record: ServiceRecord,
    /// Source ids of the other branches it stands for.
    pub branches: Vec<String>,
    pub hash: Vec<u8>,
    pub action: Action,
}

/// What a run will write, decided before the first row is written.
pub struct Plan {
    pub organisations: Vec<PlannedOrganisation>,
    pub services: Vec<PlannedService>,
    /// Place -> the organisation that lists it.
    pub owners: HashMap<String, Uuid>,
    /// Place -> its row, known or new.
    pub locations: HashMap<String, (Uuid, Action)>,
    pub vanished_organisations: Vec<Uuid>,
    pub vanished_services: Vec<Uuid>,
    pub refused: Vec<Refusal>,
    places: usize,
}

pub enum Write<'a> {
    Organisation(&'a PlannedOrganisation),
    Service(&'a PlannedService),
}

impl Plan {
    pub fn make(
        source: &Source,
        ids: &Ids,
        now: DateTime<Utc>,
        known: &Known,
        mut checked: Checked,
        complete: bool,
    ) -> Result<Self, Error> {
        let owners_by_record = agree_on_places(&mut checked);
        let mut refused = Vec::new();
        let mut planner =
            Planner { source, ids, now, known, complete, refused: &mut refused, homeless: HashSet::new() };
        let organisation_ids = planner.organisation_ids(&checked);
        let services = planner.services(&checked, &organisation_ids)?;
        checked.refused_services.extend(std::mem::take(&mut planner.homeless));
        let organisations = planner.organisations(checked.organisations, &organisation_ids)?;
        let owners = owners_by_record
            .into_iter()
            .filter_map(|(place, organisation)| Some((place, *organisation_ids.get(organisation.as_str())?)))
            .collect();

        let mut locations = HashMap::new();
        let places = (organisations.iter().flat_map(|organisation| &organisation.record.locations))
            .chain(services.iter().flat_map(|service| service.record.places.iter().map(|place| &place.location)));
        for place in places {
            if !locations.contains_key(&place.source_id) {
                let row = match known.locations.get(&place.source_id) {
                    Some(id) => (*id, Action::Update),
                    None => (ids.uuid(now), Action::Create),
                };
                locations.insert(place.source_id.clone(), row);
            }
        }

        let claimed: HashSet<Uuid> = services.iter().map(|service| service.id).collect();
        let in_branches: HashSet<&str> =
            services.iter().flat_map(|service| &service.branches).map(String::as_str).collect();
        let vanished_services = (known.services.iter())
            .filter(|(record, row)| {
                let listed = checked.refused_services.contains(*record);
                !row.vanished
                    && !row.withdrawn
                    && !claimed.contains(&row.id)
                    && (in_branches.contains(record.as_str()) || (complete && !listed))
            })
            .map(|(_, row)| row.id)
            .collect();
        // An organisation whose services are still listed is still there.
        let giving: HashSet<Uuid> = services.iter().map(|service| service.organisation_id).collect();
        let listed: HashSet<Uuid> = organisations.iter().map(|organisation| organisation.id).collect();
        let vanished_organisations = (known.organisations.iter())
            .filter(|(record, row)| {
                complete
                    && !row.vanished
                    && !row.withdrawn
                    && !listed.contains(&row.id)
                    && !giving.contains(&row.id)
                    && !checked.refused_organisations.contains(*record)
            })
            .map(|(_, row)| row.id)
            .collect();
        let places = locations.len();
        Ok(Self {
            organisations,
            services,
            owners,
            locations,
            vanished_organisations,
            vanished_services,
            refused,
            places,
        })
    }

    /// Everything to write, organisations first: their services refer to them.
    pub fn writes(&self) -> Vec<Write<'_>> {
        let organisations = self.organisations.iter().filter(|organisation| organisation.action != Action::Leave);
        let services = self.services.iter().filter(|service| service.action != Action::Leave);
        organisations.map(Write::Organisation).chain(services.map(Write::Service)).collect()
    }

    pub fn writes_nothing(&self) -> bool {
        self.vanished_organisations.is_empty()
            && self.vanished_services.is_empty()
            && self.organisations.iter().all(|organisation| organisation.action == Action::Leave)
            && self.services.iter().all(|service| service.action == Action::Leave)
    }

    pub fn report(&self, source: &Source, records: usize, mut refused: Vec<Refusal>) -> Report {
        refused.extend(self.refused.iter().cloned());
        let actions = (self.organisations.iter().map(|organisation| organisation.action))
            .chain(self.services.iter().map(|service| service.action));
        let mut report = Report {
            source: source.key.clone(),
            records,
            merged: self.services.iter().map(|service| service.branches.len()).sum(),
            vanished: self.vanished_organisations.len() + self.vanished_services.len(),
            organisations: self.organisations.len(),
            services: self.services.len(),
            places: self.places,
            refused,
            ..Report::default()
        };
        for action in actions {
            match action {
                Action::Create => report.created += 1,
                Action::Update => report.updated += 1,
                Action::Leave => report.unchanged += 1,
            }
        }
        report
    }
}

/// Equal ids are one place: whatever record mentions it gets the first mention's values, so that what is written does
/// not depend on which record was written last. Returns which organisation lists each place.
fn agree_on_places(checked: &mut Checked) -> HashMap<String, String> {
    let mut first: HashMap<String, LocationRecord> = HashMap::new();
    let mut owners = HashMap::new();
    let mut agree = |place: &mut LocationRecord| match first.get(&place.source_id) {
        Some(agreed) if agreed == place => {}
        Some(agreed) => *place = agreed.clone(),
        None => drop(first.insert(place.source_id.clone(), place.clone())),
    };
    for organisation in &mut checked.organisations {
        for place in &mut organisation.locations {
            agree(place);
            owners.entry(place.source_id.clone()).or_insert_with(|| organisation.source_id.clone());
        }
    }
    checked
        .services
        .iter_mut()
        .flat_map(|(_, service)| &mut service.places)
        .for_each(|place| agree(&mut place.location));
    owners
}
