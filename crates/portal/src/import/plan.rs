use super::{
    branches,
    check::{self, Checked},
    known::{Existing, Known},
    report::Report,
};
use crate::{Error, Ids};
use chrono::{DateTime, Utc};
use model::record::{LocationRecord, OrganisationRecord, Refusal, ServiceRecord, Source};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Raised when the writer writes an equal record differently, so that the next run writes everything again.
const WRITER: u8 = 1;

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
    checked.services.iter_mut().flat_map(|service| &mut service.places).for_each(|place| agree(&mut place.location));
    owners
}

struct Planner<'a> {
    source: &'a Source,
    ids: &'a Ids,
    now: DateTime<Utc>,
    known: &'a Known,
    complete: bool,
    refused: &'a mut Vec<Refusal>,
    /// Services refused for their unknown organisation.
    homeless: HashSet<String>,
}

impl Planner<'_> {
    /// Of the feed, and of earlier runs unless they have vanished.
    fn organisation_ids(&self, checked: &Checked) -> HashMap<String, Uuid> {
        let earlier = self.known.organisations.iter().map(|(record, row)| (record.clone(), row.id));
        let mut ids: HashMap<String, Uuid> = earlier.collect();
        for organisation in &checked.organisations {
            ids.entry(organisation.source_id.clone()).or_insert_with(|| self.ids.uuid(self.now));
        }
        ids
    }

    fn organisations(
        &self,
        records: Vec<OrganisationRecord>,
        ids: &HashMap<String, Uuid>,
    ) -> Result<Vec<PlannedOrganisation>, Error> {
        (records.into_iter())
            .map(|record| {
                let id = ids.get(&record.source_id).copied().unwrap_or_else(|| self.ids.uuid(self.now));
                let hash = hash(&record)?;
                let action = action(self.known.organisations.get(&record.source_id), &hash);
                Ok(PlannedOrganisation { id, record, hash, action })
            })
            .collect()
    }

    fn services(
        &mut self,
        checked: &Checked,
        organisation_ids: &HashMap<String, Uuid>,
    ) -> Result<Vec<PlannedService>, Error> {
        let (groups, listed) = self.groups(checked, organisation_ids);
        let organisations: HashMap<&str, &OrganisationRecord> =
            checked.organisations.iter().map(|organisation| (organisation.source_id.as_str(), organisation)).collect();
        let row_records: HashMap<Uuid, &str> =
            self.known.services.iter().map(|(record, row)| (row.id, record.as_str())).collect();
        let torn = if self.complete { HashSet::new() } else { self.with_absent_branches(&listed) };
        let mut claimed = HashSet::new();
        let mut planned = Vec::with_capacity(groups.len());
        for members in groups {
            let (kept, row) = self.choose(&members, &listed, &row_records, &claimed);
            let id = row.map_or_else(|| self.ids.uuid(self.now), |row| row.id);
            claimed.insert(id);
            let Some(first) = members.get(kept).copied() else { continue };
            // Ordered by id: the order of the feed must not make a difference.
            let mut others = members;
            others.remove(kept);
            others.sort_by(|a, b| a.source_id.cmp(&b.source_id));
            let record =
                if others.is_empty() { first.clone() } else { branches::compose(first, &others, &organisations) };
            let branches: Vec<String> = others.iter().map(|member| member.source_id.clone()).collect();
            let hash = hash(&(&record, &branches))?;
            let action = match row {
                Some(row) if torn.contains(&row.id) => {
                    let reason = "part of a feed: other branches of this service are not in it, so it is left as it is";
                    let refusal = check::refusal(&self.source.key, 0, "", "source_id", &record.source_id, reason, true);
                    self.refused.push(refusal);
                    Action::Leave
                }
                row => action(row, &hash),
            };
            let Some(organisation_id) = organisation_ids.get(&record.organisation).copied() else { continue };
            planned.push(PlannedService { id, organisation_id, record, branches, hash, action });
        }
        Ok(planned)
    }

    /// Branches of one service together, in the order of the feed. Refuses services of an unknown organisation.
    fn groups<'r>(
        &mut self,
        checked: &'r Checked,
        organisation_ids: &HashMap<String, Uuid>,
    ) -> (Vec<Vec<&'r ServiceRecord>>, HashSet<&'r str>) {
        let mut groups: Vec<Vec<&ServiceRecord>> = Vec::new();
        let mut positions: HashMap<branches::Key, usize> = HashMap::new();
        let mut listed = HashSet::new();
        for (index, service) in checked.services.iter().enumerate() {
            listed.insert(service.source_id.as_str());
            if !organisation_ids.contains_key(&service.organisation) {
                let reason = "its organisation is neither in the feed nor known from earlier";
                let (source, record, value) = (&self.source.key, &service.source_id, &service.organisation);
                self.refused.push(check::refusal(source, index, record, "organisation", value, reason, false));
                self.homeless.insert(record.clone());
                continue;
            }
            match branches::key(service) {
                Some(key) => match positions.get(&key) {
                    Some(&at) => groups[at].push(service),
                    None => {
                        positions.insert(key, groups.len());
                        groups.push(vec![service]);
                    }
                },
                None => groups.push(vec![service]),
            }
        }
        (groups, listed)
    }

    /// Which member is kept, and in which row of earlier runs: its own living row; else the row that stood for these
    /// branches when its own record is no longer listed; else a row that had vanished; else none.
    fn choose(
        &self,
        members: &[&ServiceRecord],
        listed: &HashSet<&str>,
        row_records: &HashMap<Uuid, &str>,
        claimed: &HashSet<Uuid>,
    ) -> (usize, Option<&Existing>) {
        let row = |member: &ServiceRecord| {
            self.known.services.get(&member.source_id).filter(|row| !claimed.contains(&row.id))
        };
        let own = |wanted: fn(&Existing) -> bool| {
            members.iter().enumerate().find_map(|(at, member)| Some((at, row(member).filter(|row| wanted(row))?)))
        };
        if let Some((at, row)) = own(|row| !row.vanished) {
            return (at, Some(row));
        }
        for member in members {
            let Some(id) = self.known.merged.get(&member.source_id).filter(|id| !claimed.contains(*id)) else {
                continue;
            };
            let Some(record) = row_records.get(id).filter(|record| !listed.contains(**record)) else { continue };
            // The row takes over the id of a branch that has no row of its own.
            let heir = members.iter().position(|member| !self.known.services.contains_key(&member.source_id));
            if let Some(heir) = heir {
                return (heir, self.known.services.get(*record));
            }
        }
        own(|row| row.vanished).map_or((0, None), |(at, row)| (at, Some(row)))
    }

    /// Services that stand for records which this part of a feed does not hold.
    fn with_absent_branches(&self, listed: &HashSet<&str>) -> HashSet<Uuid> {
        let standing: HashSet<Uuid> = self.known.merged.values().copied().collect();
        let absent =
            (self.known.merged.iter()).filter(|(branch, _)| !listed.contains(branch.as_str())).map(|(_, id)| *id);
        let own = (self.known.services.iter())
            .filter(|(record, row)| standing.contains(&row.id) && !listed.contains(record.as_str()))
            .map(|(_, row)| row.id);
        absent.chain(own).collect()
    }
}

fn action(row: Option<&Existing>, hash: &[u8]) -> Action {
    match row {
        None => Action::Create,
        Some(row) if row.vanished || row.hash != hash => Action::Update,
        Some(_) => Action::Leave,
    }
}

fn hash(record: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut hash = Sha256::new();
    hash.update([WRITER]);
    hash.update(serde_json::to_vec(record).map_err(anyhow::Error::from)?);
    Ok(hash.finalize().to_vec())
}
