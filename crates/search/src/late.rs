//! What only those are asked for that may be among the best.

use crate::{
    Error,
    bits::has,
    filters::{Filters, SegmentFilter},
    ranking::{Standing, lot, tier},
    snapshot::Sheet,
};
use tantivy::{DocId, SegmentReader};

/// Of one segment.
pub(crate) struct Late<'a> {
    pub sheet: &'a Sheet,
    local: Option<Vec<u64>>,
    near: bool,
    /// Number of today.
    pub day: i64,
}

impl<'a> Late<'a> {
    pub fn new(filters: &Filters<'_>, segment: &SegmentReader, sheet: &'a Sheet, day: i64) -> Result<Self, Error> {
        let near = filters.near.is_some() || filters.placed.is_some();
        Ok(Self { sheet, local: if near { None } else { filters.local(segment)? }, near, day })
    }

    /// Without a score.
    pub fn standing(&self, filter: &SegmentFilter<'_>, doc: DocId) -> Standing {
        let is_local = || self.local.as_deref().is_some_and(|local| has(local, doc));
        Standing {
            tier: if self.near { tier(filter.distance(doc, filter.whereabouts(doc))) } else { is_local().into() },
            score: 0.0,
            kind: None,
            quality: self.sheet.qualities[doc as usize],
            age: self.sheet.age(doc, self.day),
        }
    }

    pub fn lot(&self, doc: DocId) -> u64 {
        lot(self.sheet.shown.id_low.first(doc).unwrap_or_default(), self.day)
    }
}
