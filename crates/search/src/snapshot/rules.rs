//! Hours of the places, and which of their rules say open in the minute that runs or is asked for.

use super::Lists;
use crate::{
    Error,
    hours::{Hours, Spent},
};
use chrono::{DateTime, Utc};
use std::{
    cell::Cell,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};
use tantivy::{DocId, SegmentReader};

/// Of one segment. Decoded: what is found is asked for its hours in every search, and the packed dictionary would have a
/// block unpacked for each rule.
pub(crate) struct Rules {
    /// Numbers of the places' rules.
    of: Lists<u32>,
    /// By number: rule, time zone and country, see `schema`.
    entries: Vec<Box<str>>,
    /// By number, what was worked out last: the minute, and below it one of the verdicts. Each is true of the minute that it
    /// bears, whoever wrote it. Several, since now and next Monday at nine are asked for side by side.
    known: Vec<[AtomicU32; MINUTES]>,
}

const MINUTES: usize = 4;

const VERDICT_BITS: u32 = 2;
const UNKNOWN: u32 = 1;
const CLOSED: u32 = 2;
const OPEN: u32 = 3;

impl Rules {
    pub(super) fn read(segment: &SegmentReader) -> Result<Self, Error> {
        let column = segment.fast_fields().str("hours")?;
        let mut entries = Vec::new();
        if let Some(column) = &column {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                entries.push(String::from_utf8_lossy(terms.key()).into());
            }
        }
        let of = Lists::collect(segment.max_doc(), |doc| {
            column.iter().flat_map(move |column| column.ords().values_for_doc(doc)).map(|number| number as u32)
        });
        Ok(Self { of, known: entries.iter().map(|_| Default::default()).collect(), entries })
    }

    pub fn of(&self, doc: DocId) -> &[u32] {
        self.of.of(doc)
    }

    pub fn is_open_now(
        &self,
        rule: u32,
        hours: &Hours,
        now: DateTime<Utc>,
        budget: &mut usize,
    ) -> Result<Option<bool>, Spent> {
        let Some(known) = self.known(rule, now) else { return Ok(None) };
        if let Some(open) = known.verdict() {
            return Ok(open);
        }
        let open = hours.is_open_now(&self.entries[rule as usize], now, budget)?;
        known.remember(open);
        Ok(open)
    }

    /// The same for any instant. Works out no more than `budget` allows: beyond it nobody knows.
    pub fn is_open_at(&self, rule: u32, hours: &Hours, at: DateTime<Utc>, budget: &Cell<usize>) -> Option<bool> {
        let known = self.known(rule, at)?;
        if let Some(open) = known.verdict() {
            return open;
        }
        budget.set(budget.get().checked_sub(1)?);
        let open = hours.is_open(&self.entries[rule as usize], at);
        known.remember(open);
        open
    }

    /// What is known of the rule at the minute: none in times that have no minute here. Without looking at the rule itself,
    /// which is in another place of the memory.
    fn known(&self, rule: u32, at: DateTime<Utc>) -> Option<Known<'_>> {
        let minute =
            u32::try_from(at.timestamp().div_euclid(60)).ok().filter(|minute| minute >> (32 - VERDICT_BITS) == 0)?;
        // Whole hours are asked for most, which are all alike below the hour.
        let place = (minute / 60 + minute) as usize % MINUTES;
        let known = &self.known.get(rule as usize)?[place];
        Some(Known { minute: minute << VERDICT_BITS, known })
    }
}

struct Known<'a> {
    /// Above the bits of the verdict.
    minute: u32,
    known: &'a AtomicU32,
}

impl Known<'_> {
    /// None when it has to be worked out.
    fn verdict(&self) -> Option<Option<bool>> {
        match self.known.load(Relaxed).wrapping_sub(self.minute) {
            UNKNOWN => Some(None),
            CLOSED => Some(Some(false)),
            OPEN => Some(Some(true)),
            _ => None,
        }
    }

    fn remember(&self, open: Option<bool>) {
        let verdict = match open {
            None => UNKNOWN,
            Some(false) => CLOSED,
            Some(true) => OPEN,
        };
        self.known.store(self.minute | verdict, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_worked_out_for_an_instant_is_known() {
        let rules = Rules {
            of: Lists::collect(1, |_| std::iter::once(0)),
            entries: vec!["Mo 09:00-17:00\u{1f}Europe/Paris\u{1f}FR".into()],
            known: vec![Default::default()],
        };
        let (hours, budget) = (Hours::default(), Cell::new(2));
        let at = |time: &str| rules.is_open_at(0, &hours, format!("2026-07-06T{time}Z").parse().unwrap(), &budget);
        for _ in 0..3 {
            assert_eq!((at("07:30:20"), at("16:00:00")), (Some(true), Some(false)));
        }
        assert_eq!((budget.get(), at("06:59:00"), at("07:30:59")), (0, None, Some(true)));
        let now = "2026-07-06T16:00:30Z".parse().unwrap();
        assert!(
            matches!(rules.is_open_now(0, &hours, now, &mut 0), Ok(Some(false))),
            "the same for the minute that runs"
        );
    }
}
