//! Which documents are found, how many, and which of them are best.

use crate::{
    Error, RawFacets,
    accumulator::Scratch,
    alike::Alike,
    bits::each_of,
    clauses::{Need, Plan},
    coverage::{Coverage, Demand},
    facets::{Above, Facets},
    filters::{Filters, SegmentFilter},
    judge::{Judge, rank_of},
    late::Late,
    nearest::keep_nearest,
    opening::{self, Opening},
    query::Words,
    ranking::{Best, Ranked, Standing, key, level},
    scores,
    sieve::Sieve,
    snapshot::{Sheet, Snapshot},
};
use chrono::{DateTime, Utc};
use model::Locale;
use tantivy::DocId;

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
    /// What is found for its needs, too: of what is for nothing else the best count.
    pub alike: Option<&'a Alike>,
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
    let mut only_alike = Vec::new();
    let (mut documents, mut levels) = std::mem::take(&mut scratch.matches);
    let mut judge = Judge::new(&coverage);
    for (number, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let sheet = &*snapshot.sheets[number];
        let filter = &segments[number];
        let mut among = filters.with_terms(segment)?;
        filter.keep_around(&mut among);
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
                if passes(doc) {
                    documents.push(doc);
                    let level = level(0, Need::None, &coverage, sheet.is_readable(doc, locale));
                    let level = level + rank_of(true, doc, filter);
                    let standing = Standing { kind: Some(sheet.kind(doc)), ..late.standing(filter, doc) };
                    best.offer(key(level, &standing), number, doc, || late.lot(doc));
                }
            });
        } else if let Some(tallies) = scratch.segment(number) {
            let mut of_needs = alike.map(|alike| (alike, alike.among(number, among.as_deref())));
            tallies.visit(among.as_deref(), coverage.enough(), |doc, fits, need| {
                if !passes(doc) {
                    return;
                }
                let with = of_needs.as_mut().and_then(|(alike, others)| take(others, doc).then_some(*alike));
                let fits = with.map_or(fits, |alike| alike.with(fits));
                documents.push(doc);
                levels.push(judge.judge(fits, need).level_of(doc, sheet, filter, locale));
            });
            only_alike.extend(of_needs.map(|(_, others)| others));
        }
        tally.add(number, sheet, filter, &documents);
        sieve.offer(&documents, &levels);
    }
    scratch.matches = (documents, levels);
    let readers = snapshot.searcher.segment_readers();
    let late = readers.iter().zip(&snapshot.sheets).map(|(segment, sheet)| Late::new(filters, segment, sheet, day));
    let late: Vec<Late<'_>> = late.collect::<Result<_, Error>>()?;
    let mut candidates = sieve.finish();
    keep_nearest(&mut candidates, limit, snapshot, segments);
    for (number, candidates) in candidates.into_iter().enumerate().filter(|(_, candidates)| !candidates.is_empty()) {
        let (late, clauses) = (&late[number], &plan.clauses[number]);
        let documents: Vec<DocId> = candidates.iter().map(|(_, doc)| *doc).collect();
        let scores = scores::of(&readers[number], late.sheet, clauses, &documents, &mut scratch.slots)?;
        for ((level, doc), score) in candidates.into_iter().zip(scores) {
            let standing = Standing { score, ..late.standing(&segments[number], doc) };
            best.offer(key(level, &standing), number, doc, || late.lot(doc));
        }
    }
    let mut kept = alike.map_or_else(Vec::new, |alike| {
        let judgement = judge.judge(alike.with(0), Need::None);
        alike.best(only_alike, judgement, locale, snapshot, segments, &late)
    });
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

fn each(documents: u32, among: Option<&[u64]>, visit: impl FnMut(DocId)) {
    match among {
        Some(among) => each_of(among, visit),
        None => (0..documents).for_each(visit),
    }
}

/// Whether the document was in the set, which it is no longer.
fn take(bits: &mut [u64], doc: DocId) -> bool {
    let (block, bit) = (doc as usize / 64, 1 << (doc % 64));
    let had = bits.get(block).is_some_and(|bits| bits & bit != 0);
    if had {
        bits[block] &= !bit;
    }
    had
}
