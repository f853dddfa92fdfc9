mod planner;
mod vanishing;

use super::{
    check::Checked,
    known::Known,
    report::{ImportOptions, Report},
};
use crate::{Error, Ids};
use chrono::{DateTime, Utc};
use model::record::{LocationRecord, OrganisationRecord, Refusal, ServiceRecord, Source};
use planner::Planner;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;
use vanishing::Vanishing;

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
    /// Had vanished, and gives services again that are no record of it.
    pub returned_organisations: Vec<Uuid>,
    pub vanishing: Vanishing,
    pub refused: Vec<Refusal>,
    places: usize,
}

pub enum Write<'a> {
    Organisation(&'a PlannedOrganisation),
    Return(Uuid),
    Service(&'a PlannedService),
}

impl Plan {
    pub fn make(
        source: &Source,
        ids: &Ids,
        now: DateTime<Utc>,
        known: &Known,
        mut checked: Checked,
        options: &ImportOptions,
    ) -> Result<Self, Error> {
        let owners_by_record = agree_on_places(&mut checked);
        let mut refused = Vec::new();
        let complete = options.mark_vanished;
        checked.refused_organisations.extend(options.still_listed.organisations.iter().cloned());
        checked.refused_services.extend(options.still_listed.services.iter().cloned());
        let mut planner =
            Planner { source, ids, now, known, complete, refused: &mut refused, homeless: HashSet::new() };
        let organisation_ids = planner.organisation_ids(&checked);
        let services = planner.services(&checked, &organisation_ids)?;
        checked.refused_services.extend(std::mem::take(&mut planner.homeless));
        let organisations = planner.organisations(std::mem::take(&mut checked.organisations), &organisation_ids)?;
        let mut owners: HashMap<String, Uuid> = owners_by_record
            .into_iter()
            .filter_map(|(place, organisation)| Some((place, *organisation_ids.get(organisation.as_str())?)))
            .collect();
        // An organisation of which this feed says nothing new keeps its places, though services at them are written.
        let described: HashSet<Uuid> = (organisations.iter())
            .filter(|organisation| !organisation.record.stand_in)
            .map(|organisation| organisation.id)
            .collect();
        for (place, (_, owner)) in &known.locations {
            if let Some(owner) = owner.filter(|owner| !described.contains(owner)) {
                owners.entry(place.clone()).or_insert(owner);
            }
        }

        let mut locations = HashMap::new();
        let places = (organisations.iter().flat_map(|organisation| &organisation.record.locations))
            .chain(services.iter().flat_map(|service| service.record.places.iter().map(|place| &place.location)));
        for place in places {
            if !locations.contains_key(&place.source_id) {
                let row = match known.locations.get(&place.source_id) {
                    Some((id, _)) => (*id, Action::Update),
                    None => (ids.uuid(now), Action::Create),
                };
                locations.insert(place.source_id.clone(), row);
            }
        }

        let vanishing = Vanishing::find(known, &checked, &organisations, &services, options);
        let giving: HashSet<Uuid> = services.iter().map(|service| service.organisation_id).collect();
        let written: HashSet<Uuid> = (organisations.iter())
            .filter(|organisation| organisation.action != Action::Leave)
            .map(|organisation| organisation.id)
            .collect();
        let returned_organisations = (known.organisations.values())
            .filter(|row| row.vanished && giving.contains(&row.id) && !written.contains(&row.id))
            .map(|row| row.id)
            .collect();
        let places = locations.len();
        Ok(Self { organisations, services, owners, locations, returned_organisations, vanishing, refused, places })
    }

    /// Everything to write, organisations first: their services refer to them.
    pub fn writes(&self) -> Vec<Write<'_>> {
        let organisations = self.organisations.iter().filter(|organisation| organisation.action != Action::Leave);
        let services = self.services.iter().filter(|service| service.action != Action::Leave);
        let returned = self.returned_organisations.iter().copied();
        (organisations.map(Write::Organisation))
            .chain(returned.map(Write::Return))
            .chain(services.map(Write::Service))
            .collect()
    }

    pub fn writes_nothing(&self) -> bool {
        self.vanishing.organisations.is_empty()
            && self.vanishing.services.is_empty()
            && self.returned_organisations.is_empty()
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
            vanished: self.vanishing.organisations.len() + self.vanishing.services.len(),
            spared: self.vanishing.spared,
            spared_because: self.vanishing.spared_because,
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
