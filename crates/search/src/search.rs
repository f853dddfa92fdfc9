//! One search, from query to answer.

use crate::{
    Error, Index, TermKind, Weight,
    accumulator::Scratch,
    alike::Alike,
    clauses::{AskedTerm, EXAMPLES, Plan, Planner, Scope},
    coverage::Demand,
    explain::{Explainer, Matched, of_place},
    filters::Filters,
    find::{Asked, find},
    hits,
    opening::{self, Opening},
    places::{self, FoundPlace},
    query::Words,
    vocabulary::Vocabulary,
    whereabouts::Where,
};
use chrono::{DateTime, Utc};
use model::{ItemKind, Locale, SearchQuery};
use std::{cell::RefCell, ops::Range, sync::Arc};
use uuid::Uuid;

/// Fewer matches than this, and those that have only some of the words are shown after them.
const FEW: u64 = 14;

#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// All matches.
    pub total: u64,
    /// When few or none had most of the words: how many of `total` do. They come first.
    pub complete: Option<u64>,
    /// The page asked for, best first.
    pub hits: Vec<Hit>,
    pub facets: RawFacets,
    /// The query with words that nothing knows replaced by near ones.
    pub did_you_mean: Option<String>,
    /// What the query's words name: needs, audiences, territories, expertise.
    pub matched_terms: Vec<(TermKind, String)>,
    /// A place that the words name: it says where and is looked for no longer.
    pub place: Option<FoundPlace>,
    /// How many of the matches are open, at the instant asked for or now; `None` where they are too many to look at.
    pub opening: Option<Opening>,
    /// Words that were too many.
    pub left_out: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub kind: ItemKind,
    pub id: Uuid,
    /// Metres from `near` to the nearest place; without `near`, for what is not in the place that the words name, from
    /// that.
    pub distance_m: Option<u32>,
    /// A place is open at `open_at`; `None` when nobody knows or nobody asked.
    pub open: Option<bool>,
    /// Number of places.
    pub places: u32,
    /// Of the nearest place; without `near` of one of them.
    pub locality: Option<String>,
    /// Why it was found, the best reason first; empty unless the query asks.
    pub matched: Vec<Matched>,
}

/// Counts over all matches: (value, count), largest first, then by value; at most the 200 largest of each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawFacets {
    pub kind: Vec<Counted>,
    pub need: Vec<Counted>,
    pub audience: Vec<Counted>,
    /// In or below the territory, or covering it from above.
    pub territory: Vec<Counted>,
    pub cost: Vec<Counted>,
    pub format: Vec<Counted>,
    pub language: Vec<Counted>,
}

pub type Counted = (Arc<str>, u64);

/// Which of what is found stand on the page asked for.
pub(crate) fn page(query: &SearchQuery) -> Range<usize> {
    let first = query.offset() as usize;
    first..first + query.per_page() as usize
}

/// `window`: which of what is found, best first; `counted`: with facets.
pub(crate) fn search(
    index: &Index,
    query: &SearchQuery,
    locale: Locale,
    now: DateTime<Utc>,
    window: Range<usize>,
    counted: bool,
) -> Result<Found, Error> {
    let (found, _) = answer(index, query, locale, now, window, counted, None)?;
    Ok(found)
}

/// The terms that a query asks the index for: whole words and expansions alike, those asked for because little was found,
/// and those of the place that the words name: (number of the field, term).
pub(crate) fn asked_for(
    index: &Index,
    query: &SearchQuery,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<(u32, Vec<u8>)>, Error> {
    let (_, asked) = answer(index, query, locale, now, page(query), false, Some(RefCell::default()))?;
    Ok(asked.into_iter().map(|(field, term)| (field.field_id(), term)).collect())
}

/// With the terms asked for, when there is a place to note them.
fn answer(
    index: &Index,
    query: &SearchQuery,
    locale: Locale,
    now: DateTime<Utc>,
    window: Range<usize>,
    counted: bool,
    asked: Option<RefCell<Vec<AskedTerm>>>,
) -> Result<(Found, Vec<AskedTerm>), Error> {
    let snapshot = index.snapshot();
    let vocabulary = index.vocabulary();
    let (words, placed, place) = places::read(index, &snapshot, &vocabulary, query, locale)?;
    let planner = Planner {
        searcher: &snapshot.searcher,
        fields: &index.inner.fields,
        vocabulary: &vocabulary,
        locale,
        scope: Scope::Everything,
        asked,
    };
    let mut plan = planner.plan(&words)?;
    let filters = Filters::new(query, placed, index, &vocabulary, now);
    let segments = filters.segments(&snapshot)?;
    let segments = segments.as_slice();
    // What is alike follows from the best, which must not depend on the page that is asked for.
    let limit = window.end.max(EXAMPLES);
    let above = index.above(&snapshot.names, &vocabulary);
    let mut complete = None;
    let matches = index.with_scratch(|scratch| {
        scratch.read(&snapshot.searcher, &plan.clauses, words.words.len())?;
        let above = counted.then_some(&*above);
        let look = |plan: &Plan, demand, alike, scratch: &mut Scratch| {
            let (words, filters) = (&words, &filters);
            // Where part of the words is enough, another place is, too.
            let elsewhere = demand == Demand::Some;
            let asked = Asked { words, plan, filters, segments, locale, demand, elsewhere, limit, alike, above };
            find(&snapshot, &asked, scratch, now)
        };
        let mut matches = look(&plan, Demand::Most, None, scratch)?;
        if matches.total < FEW && !words.is_empty() {
            planner.add_alike(&words, &snapshot, &matches.best, &mut plan)?;
            let alike = Alike::new(&snapshot.searcher, &words, &plan)?;
            let wider = look(&plan, Demand::Some, alike.as_ref(), scratch)?;
            if wider.total > matches.total {
                complete = Some(matches.total);
                matches = wider;
            }
        }
        scratch.clear();
        Ok(matches)
    })?;
    let page = matches.best.get(window.start..window.end.min(matches.best.len())).unwrap_or_default();
    let opening = opening::count(&snapshot, &filters, &matches, now);
    let mut hits = hits::read(&snapshot, segments, page);
    if query.explain {
        let (fields, vocabulary) = (&index.inner.fields, &*vocabulary);
        let explainer =
            Explainer { snapshot: &snapshot, fields, vocabulary, q: &query.q, words: &words, plan: &plan, locale };
        let of_place = place.as_ref().and_then(of_place);
        for ((hit, matched), ranked) in hits.iter_mut().zip(explainer.explain(page)?).zip(page) {
            let is_there = segments[ranked.2].whereabouts(ranked.3) == Some(Where::Within);
            hit.matched = matched.into_iter().chain(of_place.clone().filter(|_| is_there)).collect();
        }
    }
    let found = Found {
        total: matches.total,
        complete,
        hits,
        facets: matches.facets,
        did_you_mean: did_you_mean(&query.q, &words, &plan),
        matched_terms: named(&vocabulary, &plan),
        place,
        opening,
        left_out: words
            .left_out
            .iter()
            .filter_map(|token| query.q.get(token.start..token.end))
            .map(str::to_owned)
            .collect(),
    };
    let asked = planner.asked.map(|asked| {
        let places = filters.places().map(|(field, term)| (field, term.into_bytes()));
        asked.into_inner().into_iter().chain(places).collect()
    });
    Ok((found, asked.unwrap_or_default()))
}

pub(crate) fn weigh(index: &Index, query: &SearchQuery, locale: Locale) -> Result<Weight, Error> {
    let (snapshot, vocabulary) = (index.snapshot(), index.vocabulary());
    let planner = Planner {
        searcher: &snapshot.searcher,
        fields: &index.inner.fields,
        vocabulary: &vocabulary,
        locale,
        scope: Scope::Everything,
        asked: None,
    };
    let (words, ..) = places::read(index, &snapshot, &vocabulary, query, locale)?;
    let plan = planner.plan(&words)?;
    let clauses = || plan.clauses.iter().flatten();
    Ok(Weight { lists: clauses().count(), entries: clauses().map(|clause| u64::from(clause.postings.doc_freq)).sum() })
}

fn did_you_mean(q: &str, words: &Words, plan: &Plan) -> Option<String> {
    if plan.corrections.is_empty() {
        return None;
    }
    let mut better = String::new();
    let mut copied = 0;
    for (at, spelling) in &plan.corrections {
        let token = &words.tokens[*at];
        better.push_str(q.get(copied..token.start)?);
        better.push_str(spelling);
        copied = token.end;
    }
    better.push_str(q.get(copied..)?);
    Some(better)
}

fn named(vocabulary: &Vocabulary, plan: &Plan) -> Vec<(TermKind, String)> {
    plan.terms.iter().map(|term| &vocabulary.terms[*term as usize]).map(|term| (term.kind, term.key.clone())).collect()
}
