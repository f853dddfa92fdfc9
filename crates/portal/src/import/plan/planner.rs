use super::{Action, PlannedOrganisation, PlannedService};
use crate::{
    Error, Ids,
    import::{
        branches,
        check::{self, Checked},
        known::{Existing, Known},
    },
};
use chrono::{DateTime, Utc};
use model::record::{OrganisationRecord, Refusal, ServiceRecord, Source};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Raised when the writer writes an equal record differently, so that the next run writes everything again.
const WRITER: u8 = 1;

/// Matches checked records with the rows of earlier runs.
pub struct Planner<'a> {
    pub source: &'a Source,
    pub ids: &'a Ids,
    pub now: DateTime<Utc>,
    pub known: &'a Known,
    pub complete: bool,
    pub refused: &'a mut Vec<Refusal>,
    /// Services refused for their unknown organisation.
    pub homeless: HashSet<String>,
}

impl Planner<'_> {
    /// Of the feed, and of earlier runs: one that had vanished comes back with its services.
    pub fn organisation_ids(&self, checked: &Checked) -> HashMap<String, Uuid> {
        let earlier = self.known.organisations.iter().map(|(record, row)| (record.clone(), row.id));
        let mut ids: HashMap<String, Uuid> = earlier.collect();
        for organisation in &checked.organisations {
            ids.entry(organisation.source_id.clone()).or_insert_with(|| self.ids.uuid(self.now));
        }
        ids
    }

    pub fn organisations(
        &self,
        records: Vec<OrganisationRecord>,
        ids: &HashMap<String, Uuid>,
    ) -> Result<Vec<PlannedOrganisation>, Error> {
        (records.into_iter())
            .map(|record| {
                let id = ids.get(&record.source_id).copied().unwrap_or_else(|| self.ids.uuid(self.now));
                let hash = hash(&record)?;
                let action = match self.known.organisations.get(&record.source_id) {
                    // A name made up from an id says less than what was known.
                    Some(row) if record.stand_in && !row.stand_in => Action::Leave,
                    row => action(row, &hash),
                };
                Ok(PlannedOrganisation { id, record, hash, action })
            })
            .collect()
    }

    pub fn services(
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
        for (position, service) in &checked.services {
            listed.insert(service.source_id.as_str());
            if !organisation_ids.contains_key(&service.organisation) {
                let reason = "its organisation is neither in the feed nor known from earlier";
                let (source, record, value) = (&self.source.key, &service.source_id, &service.organisation);
                self.refused.push(check::refusal(source, *position, record, "organisation", value, reason, false));
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
