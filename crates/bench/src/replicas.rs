//! Makes many services of few, in parts that an import can hold in memory.

use crate::{
    feeds::Base,
    vary::{Pool, numbered},
};
use model::record::{Record, ServiceRecord};
use std::collections::HashSet;

/// A part is whole copies of the base, of so many services together or a little more.
const PART: usize = 100_000;

/// `wanted` services, or all that are kept apart by an import if the base alone has more branches of one service.
/// The first copy is the base itself; of a base that is too large a share from everywhere in it. Nothing in a part
/// refers to another part.
pub struct Replicas<'a> {
    base: &'a Base,
    pool: Pool,
    /// What is copied.
    first: Vec<&'a ServiceRecord>,
    distinct: HashSet<String>,
    copy: u32,
    kept: usize,
    wanted: usize,
}

impl<'a> Replicas<'a> {
    pub fn new(base: &'a Base, wanted: usize) -> Self {
        let (demonstration, real) = base.services.split_at(base.demonstration.min(base.services.len()));
        // The first of every `stride` real ones.
        let stride = real.len().div_ceil(wanted.saturating_sub(demonstration.len()).max(1)).max(1);
        let first = demonstration.iter().chain(real.iter().step_by(stride)).collect();
        Self { base, pool: Pool::of(base), first, distinct: HashSet::new(), copy: 0, kept: 0, wanted }
    }

    /// One copy of the base, or as much of it as is still wanted; says how many services it adds.
    fn copy(&mut self, records: &mut Vec<Record>) -> usize {
        let before = self.kept;
        let mut organisations = HashSet::new();
        for service in &self.first {
            if self.kept >= self.wanted {
                break;
            }
            // What the import recognises as a branch of another service is not one more.
            let texts = (&service.name, &service.summary, &service.description);
            let is_new = self.copy > 0 || self.distinct.insert(serde_json::to_string(&texts).unwrap_or_default());
            self.kept += usize::from(is_new);
            if let Some(original) = self.base.organisations.get(&service.organisation)
                && organisations.insert(numbered(&service.organisation, self.copy))
            {
                records.push(Record::Organisation(self.pool.organisation(original, self.copy)));
            }
            records.push(Record::Service(self.pool.service(service, self.copy)));
        }
        self.copy += 1;
        self.kept - before
    }
}

impl Iterator for Replicas<'_> {
    type Item = Vec<Record>;

    fn next(&mut self) -> Option<Vec<Record>> {
        let (mut records, mut services) = (Vec::new(), 0);
        while services < PART && self.kept < self.wanted {
            let added = self.copy(&mut records);
            if added == 0 {
                break;
            }
            services += added;
        }
        (!records.is_empty()).then_some(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Locale, Text};
    use std::collections::BTreeMap;

    fn replicate(base: &Base, wanted: usize) -> Vec<Record> {
        Replicas::new(base, wanted).flatten().collect()
    }

    fn base() -> Base {
        let mut base = Base::default();
        for number in 0..3 {
            let service = serde_json::json!({
                "source_id": format!("s{number}"), "organisation": "o",
                "name": Text::new(Locale::En, format!("Soup kitchen {number}")),
                "places": [{ "location": { "source_id": "l", "locality": "Derry", "latitude": 55.0, "longitude": -7.3 } }],
            });
            base.services.push(serde_json::from_value(service).unwrap());
        }
        let organisation = serde_json::json!({ "source_id": "o", "name": Text::new(Locale::En, "Kettle") });
        base.organisations.insert("o".to_owned(), serde_json::from_value(organisation).unwrap());
        base
    }

    fn services(records: &[Record]) -> usize {
        records.iter().filter(|record| matches!(record, Record::Service(_))).count()
    }

    #[test]
    fn copies_are_apart_and_the_same_in_every_run() {
        let records = replicate(&base(), 10);
        assert_eq!(records, replicate(&base(), 10));
        let mut ids = HashSet::new();
        let mut places = BTreeMap::new();
        for record in &records {
            match record {
                Record::Organisation(organisation) => assert!(ids.insert(organisation.source_id.clone())),
                Record::Service(service) => {
                    assert!(ids.insert(service.source_id.clone()));
                    assert!(ids.contains(&service.organisation), "its organisation stands before it");
                    let place = &service.places[0].location;
                    let first = places.entry(place.source_id.clone()).or_insert_with(|| place.clone());
                    assert_eq!(first, place, "one id is one place");
                }
            }
        }
        assert_eq!(services(&records), 10);
    }

    #[test]
    fn a_large_base_is_thinned_out() {
        assert_eq!(services(&replicate(&base(), 2)), 2);
    }

    #[test]
    fn parts_hold_their_own_organisations_and_end() {
        let wanted = PART + PART / 2;
        let (base, mut counts, mut known) = (base(), Vec::new(), HashSet::new());
        for part in Replicas::new(&base, wanted) {
            let organisations: HashSet<&str> = part.iter().filter_map(organisation).collect();
            counts.push(services(&part));
            for record in &part {
                match record {
                    Record::Service(service) => assert!(organisations.contains(service.organisation.as_str())),
                    Record::Organisation(organisation) => assert!(known.insert(organisation.source_id.clone())),
                }
            }
        }
        assert_eq!(counts.iter().sum::<usize>(), wanted);
        assert_eq!(counts.len(), 2);
    }

    fn organisation(record: &Record) -> Option<&str> {
        match record {
            Record::Organisation(organisation) => Some(&organisation.source_id),
            Record::Service(_) => None,
        }
    }
}
