//! How many of what was found are open.

use crate::{filters::Filters, find::Matches, hours::Spent, snapshot::Snapshot};
use chrono::{DateTime, Utc};

/// More matches are not looked at for their hours, unless the search asks for open ones.
pub(crate) const MOST: usize = 5_000;
/// Rules worked out for one search that no other has worked out in this minute.
const BUDGET: usize = 2_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    pub open: u64,
    pub closed: u64,
    /// Nobody knows their hours.
    pub unknown: u64,
}

impl Opening {
    pub(crate) fn add(&mut self, open: Option<bool>) {
        match open {
            Some(true) => self.open += 1,
            Some(false) => self.closed += 1,
            None => self.unknown += 1,
        }
    }
}

/// Exact, or `None`.
pub(crate) fn count(
    snapshot: &Snapshot,
    filters: &Filters<'_>,
    matches: &Matches,
    now: DateTime<Utc>,
) -> Option<Opening> {
    if filters.open_at.is_some() {
        return Some(matches.opening);
    }
    if matches.first.len() > MOST {
        return None;
    }
    let (mut opening, mut budget) = (Opening::default(), BUDGET);
    let mut places: Vec<Option<bool>> = Vec::new();
    for (number, doc) in &matches.first {
        let rules = &snapshot.sheets[*number as usize].rules;
        places.clear();
        for rule in rules.of(*doc) {
            match rules.is_open_now(*rule, filters.hours, now, &mut budget) {
                Ok(open) => places.push(open),
                Err(Spent) => return None,
            }
        }
        opening.add(of_all(&places));
    }
    Some(opening)
}

/// Of all places of one document: open where one is, closed where all are.
pub(crate) fn of_all(places: &[Option<bool>]) -> Option<bool> {
    if places.contains(&Some(true)) {
        Some(true)
    } else if places.is_empty() || places.contains(&None) {
        None
    } else {
        Some(false)
    }
}
