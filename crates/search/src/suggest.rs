//! What somebody who is still typing may be after.

use crate::{
    Error, Index, TermKind,
    clauses::{Planner, Scope},
    coverage::Demand,
    filters::Filters,
    find::{Asked, find},
    query::Words,
    vocabulary::{Completion, Vocabulary},
};
use chrono::DateTime;
use model::{ItemKind, Locale, SearchQuery};
use uuid::Uuid;

/// Phrases of the vocabulary looked at per keystroke.
const MAX_COMPLETIONS: usize = 400;
const MAX_SUGGESTIONS: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggested {
    /// `label` in the reader's language where there is one.
    Need {
        slug: String,
        label: String,
    },
    /// A service, opportunity or organisation; its name is the database's to tell.
    Item {
        kind: ItemKind,
        id: Uuid,
    },
    Place {
        territory: String,
        label: String,
    },
}

pub(crate) fn suggest(index: &Index, words: &str, locale: Locale, limit: usize) -> Result<Vec<Suggested>, Error> {
    let limit = limit.min(MAX_SUGGESTIONS);
    let words = Words::read(words, locale);
    if words.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let vocabulary = index.vocabulary();
    let typed: Vec<&str> = words.tokens.iter().map(|token| token.text.as_str()).collect();
    let typed = typed.join(" ");
    // Needs may fill half, so that a service known by name is still seen.
    let mut all = completions(&vocabulary, &typed, TermKind::Need, locale, limit.div_ceil(2));
    let room = (limit - all.len()).div_ceil(2);
    all.extend(items(index, &vocabulary, &words, locale, &["service", "opportunity"], room)?);
    let room = (limit - all.len()).div_ceil(2);
    all.extend(items(index, &vocabulary, &words, locale, &["organisation"], room)?);
    let room = limit - all.len();
    all.extend(completions(&vocabulary, &typed, TermKind::Territory, locale, room));
    Ok(all)
}

/// Terms with a phrase that begins with what was typed, or has a word that does: the reader's language first, then
/// beginnings, then labels, then the shortest.
fn completions(vocabulary: &Vocabulary, typed: &str, kind: TermKind, locale: Locale, limit: usize) -> Vec<Suggested> {
    let of_kind = |completion: &&Completion| vocabulary.kind(completion.term) == kind;
    let mut found: Vec<&Completion> = vocabulary.complete(typed, MAX_COMPLETIONS).filter(of_kind).collect();
    found.sort_by_key(|found| {
        (found.locale != locale, !found.from_start, !found.is_label, found.text.len(), found.term)
    });
    let mut seen: Vec<u32> = Vec::new();
    found.retain(|completion| {
        let new = !seen.contains(&completion.term);
        seen.push(completion.term);
        new
    });
    found.truncate(limit);
    found.into_iter().map(|completion| suggestion(vocabulary, completion.term, locale)).collect()
}

fn suggestion(vocabulary: &Vocabulary, term: u32, locale: Locale) -> Suggested {
    let (key, label) = (vocabulary.terms[term as usize].key.clone(), vocabulary.label(term, locale).to_owned());
    match vocabulary.kind(term) {
        TermKind::Territory => Suggested::Place { territory: key, label },
        _ => Suggested::Need { slug: key, label },
    }
}

fn items(
    index: &Index,
    vocabulary: &Vocabulary,
    words: &Words,
    locale: Locale,
    kinds: &[&str],
    limit: usize,
) -> Result<Vec<Suggested>, Error> {
    if limit == 0 || tokens_are_short(words) {
        return Ok(Vec::new());
    }
    let snapshot = index.snapshot();
    let planner = Planner {
        searcher: &snapshot.searcher,
        fields: &index.inner.fields,
        vocabulary,
        locale,
        scope: Scope::Names,
        asked: None,
    };
    let plan = planner.plan(words)?;
    let mut query = SearchQuery::default();
    kinds.iter().for_each(|kind| query.set("kind", kind));
    let now = DateTime::UNIX_EPOCH;
    let filters = Filters::new(&query, None, index, vocabulary, now);
    let demand = Demand::Most;
    let asked = Asked { words, plan: &plan, filters: &filters, locale, demand, elsewhere: true, limit, above: None };
    let matches = index.with_scratch(|scratch| {
        scratch.read(&snapshot.searcher, &plan.clauses, &[], words.words.len())?;
        let matches = find(&snapshot, &asked, scratch, now)?;
        scratch.clear();
        Ok(matches)
    })?;
    let hits = crate::hits::read(&snapshot, &filters, &matches.best)?;
    Ok(hits.into_iter().map(|hit| Suggested::Item { kind: hit.kind, id: hit.id }).collect())
}

/// One letter begins too many names to mean one.
fn tokens_are_short(words: &Words) -> bool {
    words.tokens.iter().all(|token| token.text.chars().nth(1).is_none())
}
