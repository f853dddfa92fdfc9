//! Hours of the places, and which of their rules say open in the minute that runs.

use super::Lists;
use crate::{
    Error,
    hours::{Hours, Spent},
};
use chrono::{DateTime, Utc};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use tantivy::{DocId, SegmentReader};

/// Of one segment. Decoded: what is found is asked for its hours in every search, and the packed dictionary would have a
/// block unpacked for each rule.
pub(crate) struct Rules {
    /// Numbers of the places' rules.
    of: Lists<u32>,
    /// By number: rule, time zone and country, see `schema`.
    entries: Vec<Box<str>>,
    /// By number, what was worked out last: the minute, and below it one of the verdicts. Each is true of the minute that it
    /// bears, whoever wrote it.
    known: Vec<AtomicU32>,
}

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
        Ok(Self { of, known: entries.iter().map(|_| AtomicU32::new(0)).collect(), entries })
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
        let Some((known, entry)) = self.known.get(rule as usize).zip(self.entries.get(rule as usize)) else {
            return Ok(None);
        };
        let minute = (now.timestamp().div_euclid(60) as u32) << VERDICT_BITS;
        match known.load(Relaxed).wrapping_sub(minute) {
            UNKNOWN => return Ok(None),
            CLOSED => return Ok(Some(false)),
            OPEN => return Ok(Some(true)),
            _ => {}
        }
        let open = hours.is_open_now(entry, now, budget)?;
        let verdict = match open {
            None => UNKNOWN,
            Some(false) => CLOSED,
            Some(true) => OPEN,
        };
        known.store(minute | verdict, Relaxed);
        Ok(open)
    }
}
