//! How many of what was found are open.

use crate::{Error, filters::Filters, find::Matches, hours::Spent, snapshot::Snapshot};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use tantivy::columnar::StrColumn;

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
) -> Result<Option<Opening>, Error> {
    if filters.open_at.is_some() {
        return Ok(Some(matches.opening));
    }
    if matches.first.len() > MOST {
        return Ok(None);
    }
    let (mut opening, mut budget) = (Opening::default(), BUDGET);
    for (number, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let column: Option<StrColumn> = segment.fast_fields().str("hours")?;
        let mut known: HashMap<u64, Option<bool>> = HashMap::new();
        let mut entry = String::new();
        for (_, doc) in matches.first.iter().filter(|(segment, _)| *segment as usize == number) {
            let mut rules: Vec<Option<bool>> = Vec::new();
            for ordinal in column.iter().flat_map(|column| column.ords().values_for_doc(*doc)) {
                let open = match known.get(&ordinal) {
                    Some(open) => *open,
                    None => {
                        entry.clear();
                        let read = column
                            .as_ref()
                            .is_some_and(|column| column.ord_to_str(ordinal, &mut entry).unwrap_or(false));
                        let rule = if read { entry.as_str() } else { "" };
                        let open = match filters.hours.is_open_now(rule, now, &mut budget) {
                            Ok(open) => open,
                            Err(Spent) => return Ok(None),
                        };
                        known.insert(ordinal, open);
                        open
                    }
                };
                rules.push(open);
            }
            opening.add(of_all(&rules));
        }
    }
    Ok(Some(opening))
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
