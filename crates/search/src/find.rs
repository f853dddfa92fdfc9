//! Which documents are found, how many, and which of them are best.

use crate::{
    Error, RawFacets,
    accumulator::{Fits, Scratch},
    clauses::{Need, Plan},
    coverage::{Coverage, Demand},
    facets::{Above, Facets},
    filters::{Filters, SegmentFilter, each_of},
    judge::Judge,
    opening::{self, Opening},
    query::Words,
    ranking::{Best, Ranked, Standing, behind, key, level, lot, rank, tier},
    scores,
    sieve::Sieve,
    snapshot::{Sheet, Snapshot},
};
use chrono::{DateTime, Utc};
use model::Locale;
use tantivy::{DocId, SegmentReader};

/// What only meets the same needs as the best of it follows where little is found: of the best so many, since it may be a
/// third of all there is, and nobody reads it to its end.
pub(crate) const MOST_ALIKE: usize = 200;

pub(crate) struct Matches {
    pub total: u64,
    pub best: Vec<Ranked>,
    pub facets: RawFacets,
    /// (segment, document) of the first of them, one more than are looked at for their hours.
    pub first: Vec<(u32, DocId)>,
    /// Where only the open ones and those of unknown hours were asked for.
    pub opening: Opening,
}

pub(crate) struct Asked<'a> {
    pub words: &'a Words,
    pub plan: &'a Plan,
    pub filters: &'a Filters<'a>,
    /// … by segment.
    pub segments: &'a [SegmentFilter<'a>],
    pub locale: Locale,
    pub demand: Demand,
    /// What is not where the words say is found, too, last.
    pub elsewhere: bool,
    pub limit: usize,
    /// How what is found for nothing but its needs answers the words: of that [`MOST_ALIKE`] count.
    pub alike: Option<Fits>,
    /// For counting facets; without it none are counted.
    pub above: Option<&'a Above>,
}

/// Visits every document that has enough of the words (all documents, when there are none) and passes the filters;
/// then scores those of them that may be among the best. `scratch`: has read the plan's clauses.
pub(crate) fn find(
    snapshot: &Snapshot,
    asked: &Asked<'_>,
    scratch: &mut Scratch,
    now: DateTime<Utc>,
) -> Result<Matches, Error> {
    let Asked { words, plan, filters, segments, locale, demand, elsewhere, limit, alike, above } = *asked;
    let day = now.timestamp().div_euclid(86_400);
    let coverage = Coverage::new(&plan.weights, plan.labels, demand);
    let facets = above.map(|_| Facets::new(snapshot, std::mem::take(&mut scratch.counters)));
    let mut tally = Tally { total: 0, first: Vec::new(), opening: Opening::default(), facets };
    let (mut best, mut sieve) = (Best::new(limit), Sieve::new(limit));
    let (mut only_alike, mut alike_sieve) = ((Vec::new(), Vec::new()), Sieve::new(MOST_ALIKE));
    let (mut documents, mut levels) = std::mem::take(&mut scratch.matches);
    let mut judge = Judge::new(&coverage);
    for (number, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let sheet = &*snapshot.sheets[number];
        let filter = &segments[number];
        let mut among = filters.with_terms(segment)?;
        if !elsewhere {
            filter.keep_placed(&mut among);
        }
        let asks_all = filter.asks_all();
        let passes = |doc| !(asks_all || sheet.ends(doc)) || filter.passes(doc);
        documents.clear();
        levels.clear();
        if words.is_empty() {
            let late = Late::new(filters, segment, sheet, day)?;
            each(segment.max_doc(), among.as_deref(), |doc| {
                let whereabouts = filter.whereabouts(doc);
                if passes(doc) {
                    documents.push(doc);
                    let level = level(0, Need::None, &coverage, sheet.is_readable(doc, locale));
                    let level = level + rank(true, whereabouts);
                    let standing = Standing { kind: Some(sheet.kind(doc)), ..late.standing(filter, doc) };
                    best.offer(key(level, &standing), number, doc, || late.lot(doc));
                }
            });
        } else if let Some(tallies) = scratch.segment(number) {
            tallies.visit(among.as_deref(), coverage.enough(), |doc, fits, need| {
                if !passes(doc) {
                    return;
                }
                let judgement = judge.judge(fits, need);
                let level = judgement.levels[usize::from(sheet.is_readable(doc, locale))];
                let level = level.saturating_sub(behind(sheet.kind(doc)));
                let level = level + rank(judgement.is_good, filter.whereabouts(doc));
                if alike == Some(fits) {
                    only_alike.0.push(doc);
                    only_alike.1.push(level);
                } else {
                    documents.push(doc);
                    levels.push(level);
                }
            });
        }
        tally.add(number, sheet, filter, &documents);
        sieve.offer(&documents, &levels);
        alike_sieve.offer(&only_alike.0, &only_alike.1);
        only_alike.0.clear();
        only_alike.1.clear();
    }
    scratch.matches = (documents, levels);
    let mut score = |sieve: Sieve, best: &mut Best| -> Result<(), Error> {
        for (number, candidates) in sieve.finish().into_iter().enumerate().filter(|(_, kept)| !kept.is_empty()) {
            let (segment, sheet) = (&snapshot.searcher.segment_readers()[number], &*snapshot.sheets[number]);
            let filter = &segments[number];
            let late = Late::new(filters, segment, sheet, day)?;
            let documents: Vec<DocId> = candidates.iter().map(|(_, doc)| *doc).collect();
            let shares: Vec<f32> = documents.iter().map(|doc| scores::share(sheet.needs(*doc))).collect();
            let scores = scores::of(segment, &plan.clauses[number], &documents, &shares, &mut scratch.slots)?;
            for ((level, doc), score) in candidates.into_iter().zip(scores) {
                let standing = Standing { score, ..late.standing(filter, doc) };
                best.offer(key(level, &standing), number, doc, || late.lot(doc));
            }
        }
        Ok(())
    };
    let mut alike_best = Best::new(MOST_ALIKE);
    score(alike_sieve, &mut alike_best)?;
    score(sieve, &mut best)?;
    let mut kept = alike_best.finish();
    kept.sort_unstable_by_key(|(_, _, segment, doc)| (*segment, *doc));
    for of_segment in kept.chunk_by(|(.., one, _), (.., other, _)| one == other) {
        let number = of_segment[0].2;
        let documents: Vec<DocId> = of_segment.iter().map(|(.., doc)| *doc).collect();
        tally.add(number, &snapshot.sheets[number], &segments[number], &documents);
        of_segment.iter().for_each(|(key, lot, _, doc)| best.offer(*key, number, *doc, || *lot));
    }
    let mut counted = RawFacets::default();
    if let Some((facets, above)) = tally.facets.zip(above) {
        (counted, scratch.counters) = facets.finish(above);
    }
    let Tally { total, first, opening, .. } = tally;
    Ok(Matches { total, best: best.finish(), facets: counted, first, opening })
}

/// What is told of all that is found.
struct Tally<'a> {
    total: u64,
    first: Vec<(u32, DocId)>,
    opening: Opening,
    facets: Option<Facets<'a>>,
}

impl Tally<'_> {
    /// `documents`: of one segment, in order.
    fn add(&mut self, number: usize, sheet: &Sheet, filter: &SegmentFilter<'_>, documents: &[DocId]) {
        self.total += documents.len() as u64;
        let room = (opening::MOST + 1).saturating_sub(self.first.len());
        self.first.extend(documents.iter().take(room).map(|doc| (number as u32, *doc)));
        if filter.asks_open() {
            documents.iter().for_each(|doc| self.opening.add(filter.open(*doc)));
        }
        if let Some(facets) = &mut self.facets {
            facets.count(sheet, documents);
        }
    }
}

/// What only those of one segment are asked for that may be among the best.
struct Late<'a> {
    sheet: &'a Sheet,
    local: Option<Vec<u64>>,
    near: bool,
    day: i64,
}

impl<'a> Late<'a> {
    fn new(filters: &Filters<'_>, segment: &SegmentReader, sheet: &'a Sheet, day: i64) -> Result<Self, Error> {
        Ok(Self {
            sheet,
            local: filters.local(segment)?,
            near: filters.near.is_some() || filters.placed.is_some(),
            day,
        })
    }

    fn standing(&self, filter: &SegmentFilter<'_>, doc: DocId) -> Standing {
        let is_local = || self.local.as_deref().is_some_and(|local| has(local, doc));
        Standing {
            tier: if self.near { tier(filter.distance(doc, filter.whereabouts(doc))) } else { u8::from(is_local()) },
            score: 0.0,
            kind: None,
            quality: self.sheet.qualities[doc as usize],
            age: self.sheet.age(doc, self.day),
        }
    }

    fn lot(&self, doc: DocId) -> u64 {
        lot(self.sheet.shown.id_low.first(doc).unwrap_or_default(), self.day)
    }
}

fn each(documents: u32, among: Option<&[u64]>, visit: impl FnMut(DocId)) {
    match among {
        Some(among) => each_of(among, visit),
        None => (0..documents).for_each(visit),
    }
}

fn has(bits: &[u64], doc: u32) -> bool {
    bits.get(doc as usize / 64).is_some_and(|bits| bits >> (doc % 64) & 1 == 1)
}
