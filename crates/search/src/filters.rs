//! What a document must be, whatever its words: values of one filter are alternatives, filters narrow each other.

use crate::{
    Error, Index,
    bits::{any_of, each_of, keep},
    hours::Hours,
    near::Near,
    schema::days,
    snapshot::{Sheet, Snapshot},
    vocabulary::Vocabulary,
    whereabouts::{Around, AroundSegment, Placed, PlacedSegment, Where},
};
use chrono::{DateTime, Utc};
use model::SearchQuery;
use std::cell::Cell;
use tantivy::{DocId, SegmentReader, fastfield::AliveBitSet, schema::Field};

/// Rules worked out in one segment for one search that no other has worked out; those beyond count as unknown.
const MAX_EVALUATIONS: usize = 20_000;

/// Within a larger radius are so many places that it costs as much to find them as to ask what has the words.
const SMALL_M: u32 = 100_000;

pub(crate) struct Filters<'a> {
    pub hours: &'a Hours,
    /// Each: any of these terms.
    terms: Vec<Vec<(Field, String)>>,
    /// Those of `terms` that are in or below the territories asked for, not above.
    local: Vec<(Field, String)>,
    today: i32,
    pub near: Option<Near>,
    around: Option<Around>,
    /// A place that the words name.
    pub placed: Option<Placed>,
    pub open_at: Option<DateTime<Utc>>,
}

impl<'a> Filters<'a> {
    pub fn new(
        query: &SearchQuery,
        placed: Option<Placed>,
        index: &'a Index,
        vocabulary: &Vocabulary,
        now: DateTime<Utc>,
    ) -> Self {
        let fields = &index.inner.fields;
        let any =
            |field: Field, values: Vec<String>| values.into_iter().map(|value| (field, value)).collect::<Vec<_>>();
        let local = any(fields.territory, query.territories.clone());
        // Who serves the whole country serves the town.
        let above = query.territories.iter().flat_map(|id| vocabulary.above(id));
        let territories = local.iter().cloned().chain(above.map(|id| (fields.coverage, id.clone()))).collect();
        let terms = vec![
            any(fields.kind, query.kinds.iter().map(ToString::to_string).collect()),
            any(fields.need, query.needs.clone()),
            any(fields.audience, query.audiences.clone()),
            territories,
            any(fields.cost, query.costs.iter().map(ToString::to_string).collect()),
            any(fields.format, query.formats.iter().map(ToString::to_string).collect()),
            any(fields.language, query.languages.clone()),
        ];
        Self {
            hours: &index.inner.hours,
            local,
            terms: terms.into_iter().filter(|terms| !terms.is_empty()).collect(),
            today: i32::try_from(days(now.date_naive())).unwrap_or(i32::MAX),
            near: query.near.map(|point| Near::new(point, query.radius)),
            around: query.near.map(|near| Around::new(near, vocabulary, fields)),
            placed,
            open_at: query.open_at.or(query.open_now.then_some(now)),
        }
    }

    /// The terms of where, by which what has the words is told apart.
    pub fn places(&self) -> impl Iterator<Item = (Field, String)> {
        self.placed.iter().flat_map(Placed::terms)
    }

    /// The documents that have the terms asked for, a bit each; `None` when nothing was asked.
    pub fn with_terms(&self, segment: &SegmentReader) -> Result<Option<Vec<u64>>, Error> {
        let mut all: Option<Vec<u64>> = None;
        for terms in &self.terms {
            let any = any_of(segment, terms)?;
            match &mut all {
                Some(all) => all.iter_mut().zip(any).for_each(|(all, any)| *all &= any),
                None => all = Some(any),
            }
        }
        Ok(all)
    }

    /// The documents in or below the territories asked for: among those found they come before what covers these from
    /// above. `None` when none was asked for, or nearness orders.
    pub fn local(&self, segment: &SegmentReader) -> Result<Option<Vec<u64>>, Error> {
        if self.local.is_empty() || self.near.is_some() { Ok(None) } else { any_of(segment, &self.local).map(Some) }
    }

    /// By segment: to be made once for a search, since reading where things are costs more than asking for it.
    pub fn segments<'s>(&'s self, snapshot: &'s Snapshot) -> Result<Vec<SegmentFilter<'s>>, Error> {
        let segments = snapshot.searcher.segment_readers().iter().zip(&snapshot.sheets);
        segments.map(|(segment, sheet)| self.segment(segment, snapshot, sheet)).collect()
    }

    fn segment<'s>(
        &'s self,
        segment: &'s SegmentReader,
        snapshot: &'s Snapshot,
        sheet: &'s Sheet,
    ) -> Result<SegmentFilter<'s>, Error> {
        Ok(SegmentFilter {
            around: self.around.as_ref().map(|around| around.segment(segment, snapshot, sheet)).transpose()?,
            placed: self.placed.as_ref().map(|placed| placed.segment(segment, sheet)).transpose()?,
            filters: self,
            alive: segment.alive_bitset(),
            sheet,
            budget: Cell::new(MAX_EVALUATIONS),
        })
    }
}

/// The filters that look at one document at a time.
pub(crate) struct SegmentFilter<'a> {
    filters: &'a Filters<'a>,
    alive: Option<&'a AliveBitSet>,
    sheet: &'a Sheet,
    around: Option<AroundSegment<'a>>,
    placed: Option<PlacedSegment>,
    /// Rules that may still be worked out.
    budget: Cell<usize>,
}

impl SegmentFilter<'_> {
    /// Whether there is anything to ask of documents that do not end.
    pub fn asks_all(&self) -> bool {
        self.alive.is_some() || self.filters.near.is_some_and(|near| near.has_radius()) || self.asks_open()
    }

    pub fn asks_open(&self) -> bool {
        self.filters.open_at.is_some()
    }

    pub fn passes(&self, doc: DocId) -> bool {
        self.alive.is_none_or(|alive| alive.is_alive(doc))
            && !self.sheet.has_ended(doc, self.filters.today)
            && self.filters.near.filter(Near::has_radius).is_none_or(|near| {
                self.sheet.points.of(doc).iter().any(|place| near.is_within(*place))
                    || self.served_as_from(doc).is_some_and(|metres| near.allows(metres))
            })
            && self.open(doc) != Some(false)
    }

    /// Without what does not pass, where that may be most.
    pub fn keep_passing(&self, bits: &mut [u64]) {
        if self.asks_open() || self.filters.near.is_some_and(|near| near.has_radius()) {
            let mut passing = vec![0; bits.len()];
            each_of(bits, |doc| passing[doc as usize / 64] |= u64::from(self.passes(doc)) << (doc % 64));
            bits.copy_from_slice(&passing);
        }
    }

    /// What is at the place that the words name, or near it; `None` when they name none.
    pub fn placed(&self) -> Option<&[u64]> {
        self.placed.as_ref().map(PlacedSegment::anywhere)
    }

    /// Without what is elsewhere than at the place that the words name; all stay when they name none.
    pub fn keep_placed(&self, among: &mut Option<Vec<u64>>) {
        if let Some(placed) = self.placed() {
            keep(among, placed);
        }
    }

    /// Without what is clearly beyond the radius, so that it need not be asked one by one; where there is a small one.
    pub fn keep_around(&self, among: &mut Option<Vec<u64>>) {
        if let Some(near) = self.filters.near.as_ref().filter(|near| near.allows_at_most(SMALL_M)) {
            let mut around = vec![0; self.sheet.len().div_ceil(64)];
            self.sheet.belts.within(near, &mut around);
            self.add_served(&mut around);
            keep(among, &around);
        }
    }

    /// About how many metres it is from the point asked for to the document's nearest place, or as from where it serves
    /// the point. Where the words name a place and the document is not there, from that.
    pub fn distance(&self, doc: DocId, whereabouts: Option<Where>) -> Option<u32> {
        let from = self.distance_from(whereabouts)?;
        let places = self.sheet.points.of(doc).iter().map(|place| from.about(*place));
        places.chain(self.served_as_from(doc)).min()
    }

    /// From where distances count.
    pub fn distance_from(&self, whereabouts: Option<Where>) -> Option<&Near> {
        self.filters.near.as_ref().or_else(|| self.middle_outside(whereabouts))
    }

    /// Sets the bits of the documents that are as near as what they serve.
    pub fn add_served(&self, bits: &mut [u64]) {
        let served = self.around.iter().flat_map(AroundSegment::served);
        bits.iter_mut().zip(served).for_each(|(bits, served)| *bits |= served);
    }

    fn served_as_from(&self, doc: DocId) -> Option<u32> {
        self.around.as_ref()?.serves_as_from(doc)
    }

    /// Where it is, seen from the place that the words name; `None` when they name none.
    pub fn whereabouts(&self, doc: DocId) -> Option<Where> {
        self.placed.as_ref().map(|placed| placed.of(doc))
    }

    /// Whether it is within reach of the point asked for, where the words name no place.
    pub fn is_close(&self, doc: DocId) -> bool {
        self.placed.is_none() && self.around.as_ref().is_some_and(|around| around.is_close(doc))
    }

    /// The nearest place by the number of its point, and how many metres away it is.
    pub fn nearest(&self, doc: DocId) -> Option<(usize, u32)> {
        self.nearest_to(&self.filters.near?, doc)
    }

    /// … to the place that the words name, when the document has none there.
    pub fn outside_place(&self, doc: DocId, whereabouts: Option<Where>) -> Option<(usize, u32)> {
        self.nearest_to(self.middle_outside(whereabouts)?, doc)
    }

    fn middle_outside(&self, whereabouts: Option<Where>) -> Option<&Near> {
        let is_outside = matches!(whereabouts, Some(Where::Near | Where::Elsewhere));
        self.filters.placed.as_ref()?.middle.as_ref().filter(|_| is_outside)
    }

    fn nearest_to(&self, near: &Near, doc: DocId) -> Option<(usize, u32)> {
        let metres = self.sheet.points.of(doc).iter().map(|place| near.exactly(*place));
        metres.enumerate().min_by_key(|(_, metres)| *metres)
    }

    /// Whether one of the places is open at the instant asked for; `None` when nothing was asked or nobody knows.
    pub fn open(&self, doc: DocId) -> Option<bool> {
        let at = self.filters.open_at?;
        let mut answer = Some(false);
        let rules = &self.sheet.rules;
        for rule in rules.of(doc) {
            match rules.is_open_at(*rule, self.filters.hours, at, &self.budget) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => answer = None,
            }
        }
        answer.filter(|_| !rules.of(doc).is_empty())
    }
}
