//! What people type, with facets and half-typed words, against raw tantivy.
//!
//! The rival is a disjunction of the same whole words over the same fields, its 20 best by BM25 and their number. It
//! is not asked for facets, filters, order by buckets, phrases of the taxonomies, typing errors or beginnings of words:
//! where the last word is half typed it gets the whole one. A second rival also completes the last word, as ours does.
//! A third is asked for the very terms that ours asks for (needs, concepts, other spellings, places, and where little was found
//! what meets the same needs): the same lists, scored. A fourth is asked for these and for the same facets: what ours
//! answers, as far as tantivy answers it by itself.

use super::{
    compare,
    raw::{Raw, any},
};
use crate::{
    Options,
    ground::Ground,
    queries::Query,
    table::{Aim, Line, median, percentile},
};
use anyhow::Result;
use model::SearchQuery;
use search::Index;
use tantivy::query::BooleanQuery;

/// Queries named on the way, for whoever wants to know why.
const SLOWEST: usize = 8;

struct Subject<'a> {
    query: &'a Query,
    ours: SearchQuery,
    words: BooleanQuery,
    completing: BooleanQuery,
    same: BooleanQuery,
}

pub fn measure(ground: &Ground, options: &Options, index: &Index, raw: &Raw, queries: &[&Query]) -> Result<Vec<Line>> {
    let mut subjects = Vec::with_capacity(queries.len());
    for query in queries.iter().copied() {
        let ours = SearchQuery::words(&query.typed);
        let same = raw.same(&index.asked_for(&ours, query.locale, ground.now)?);
        let words = BooleanQuery::new(any(raw.terms(query)));
        subjects.push(Subject { ours, words, completing: raw.completing(query), same, query });
    }
    let compared = compare(
        options.rounds,
        &subjects,
        &[
            &|subject| Ok(index.search(&subject.ours, subject.query.locale, ground.now)?.total),
            &|subject| raw.search(&subject.words),
            &|subject| raw.search(&subject.completing),
            &|subject| raw.search(&subject.same),
        ],
    )?;
    let [ours, words, completing, same] = [0, 1, 2, 3].map(|work| compared.times[work].as_slice());
    // By itself: it leaves little of what others keep in the processor's caches.
    let counting = compare(
        options.rounds,
        &subjects,
        &[&|subject| Ok(index.search(&subject.ours, subject.query.locale, ground.now)?.total), &|subject| {
            raw.search_counted(&subject.same)
        }],
    )?;
    let [beside, counted] = [0, 1].map(|work| counting.times[work].as_slice());
    ground.say(format!(
        "  as typed, found on average: ours {}, raw {}, raw asked for the same {}",
        compared.found[0], compared.found[1], compared.found[3]
    ));
    let mut slowest: Vec<usize> = (0..subjects.len()).collect();
    slowest.sort_unstable_by(|a, b| ours[*b].total_cmp(&ours[*a]));
    for at in slowest.into_iter().take(SLOWEST) {
        let Query { typed, locale, .. } = subjects[at].query;
        ground.say(format!(
            "  slowest: {typed:?} ({locale}): {:.0} us, raw {:.0} us, raw asked for the same {:.0} us",
            ours[at], words[at], same[at]
        ));
    }
    let (p50, p95) = (|times: &[f64]| median(times), |times: &[f64]| percentile(times, 0.95));
    Ok(vec![
        Line::new("as typed, facets, p95 / raw tantivy asked for the same terms", "us", p95(ours))
            .against(p95(same))
            .aim(Aim::RatioAtMost(1.5)),
        Line::new("as typed, facets, p50 / raw tantivy asked for the same terms", "us", p50(ours)).against(p50(same)),
        Line::new("as typed, facets, p95 / raw tantivy asked for the same terms and facets", "us", p95(beside))
            .against(p95(counted))
            .aim(Aim::RatioAtMost(1.5)),
        Line::new("as typed, facets, p50 / raw tantivy asked for the same terms and facets", "us", p50(beside))
            .against(p50(counted)),
        Line::new("as typed, facets, p95 / raw tantivy, words as typed", "us", p95(ours))
            .against(p95(words))
            .aim(Aim::RatioAtMost(1.5)),
        Line::new("as typed, facets, p50 / raw tantivy, words as typed", "us", p50(ours)).against(p50(words)),
        Line::new("as typed, facets, p95 / raw tantivy completing the last word too", "us", p95(ours))
            .against(p95(completing)),
    ])
}
