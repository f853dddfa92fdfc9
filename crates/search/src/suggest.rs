//! What somebody who is still typing may be after.

use crate::{
    Error, Index, TermKind,
    clauses::{Planner, Scope},
    coverage::Demand,
    filters::Filters,
    find::{Asked, find},
    query::Words,
    vocabulary::Vocabulary,
};
use chrono::DateTime;
use model::{ItemKind, Locale, SearchQuery};
use uuid::Uuid;

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
    let [services, organisations] = items(index, &vocabulary, &words, locale, limit)?;
    let mut groups = [
        completions(&vocabulary, &words, TermKind::Need, locale, limit),
        services,
        organisations,
        completions(&vocabulary, &words, TermKind::Territory, locale, limit),
    ];
    let sizes = share(limit, groups.each_ref().map(Vec::len));
    groups.iter_mut().zip(sizes).for_each(|(group, size)| group.truncate(size));
    Ok(groups.into_iter().flatten().collect())
}

/// How many of each group are shown: the first may fill half, the others half of what is left, so that a service known
/// by name is still seen; room that one leaves is for the others.
fn share<const N: usize>(limit: usize, found: [usize; N]) -> [usize; N] {
    let (mut sizes, mut room) = ([0; N], limit);
    for (size, found) in sizes.iter_mut().zip(found) {
        *size = found.min(room.div_ceil(2));
        room -= *size;
    }
    for (size, found) in sizes.iter_mut().zip(found) {
        let more = (found - *size).min(room);
        *size += more;
        room -= more;
    }
    sizes
}

/// Terms with a phrase that begins with what was typed, or has a word that does; when none has, as if it were misspelt.
fn completions(vocabulary: &Vocabulary, words: &Words, kind: TermKind, locale: Locale, limit: usize) -> Vec<Suggested> {
    let mut typed: Vec<&str> = words.tokens.iter().map(|token| token.text.as_str()).collect();
    let complete = |typed: &[&str]| vocabulary.complete(&typed.join(" "), locale, limit, |of, _| of == kind);
    let mut terms = complete(&typed);
    if let (true, Some((last, whole))) = (terms.is_empty(), typed.split_last_mut()) {
        for word in whole {
            *word = vocabulary.corrected(word, locale);
        }
        let mut endings = vec![*last];
        endings.extend(vocabulary.respelled(last));
        for ending in endings {
            if let Some(last) = typed.last_mut() {
                *last = ending;
            }
            terms = complete(&typed);
            if !terms.is_empty() {
                break;
            }
        }
    }
    terms.into_iter().map(|term| suggestion(vocabulary, term, locale)).collect()
}

fn suggestion(vocabulary: &Vocabulary, term: u32, locale: Locale) -> Suggested {
    let (key, label) = (vocabulary.terms[term as usize].key.clone(), vocabulary.label(term, locale).to_owned());
    match vocabulary.kind(term) {
        TermKind::Territory => Suggested::Place { territory: key, label },
        _ => Suggested::Need { slug: key, label },
    }
}

/// Services with opportunities, and organisations, by their names.
fn items(
    index: &Index,
    vocabulary: &Vocabulary,
    words: &Words,
    locale: Locale,
    limit: usize,
) -> Result<[Vec<Suggested>; 2], Error> {
    if tokens_are_short(words) {
        return Ok(Default::default());
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
    let now = DateTime::UNIX_EPOCH;
    index.with_scratch(|scratch| {
        scratch.read(&snapshot.searcher, &plan.clauses, words.words.len())?;
        let mut found: [Vec<Suggested>; 2] = Default::default();
        for (found, kinds) in found.iter_mut().zip(["service,opportunity", "organisation"]) {
            let mut query = SearchQuery::default();
            query.set("kind", kinds);
            let filters = Filters::new(&query, None, index, vocabulary, now);
            let segments = filters.segments(&snapshot)?;
            let demand = Demand::Most;
            let elsewhere = true;
            let asked = Asked {
                words,
                plan: &plan,
                filters: &filters,
                segments: &segments,
                locale,
                demand,
                elsewhere,
                limit,
                alike: None,
                above: None,
            };
            let matches = find(&snapshot, &asked, scratch, now)?;
            let hits = crate::hits::read(&snapshot, &segments, &matches.best);
            found.extend(hits.into_iter().map(|hit| Suggested::Item { kind: hit.kind, id: hit.id }));
        }
        scratch.clear();
        Ok(found)
    })
}

/// One letter begins too many names to mean one.
fn tokens_are_short(words: &Words) -> bool {
    words.tokens.iter().all(|token| token.text.chars().nth(1).is_none())
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn every_group_is_seen_and_no_room_is_left() {
        assert_eq!(share(8, [9, 9, 9, 9]), [4, 2, 1, 1]);
        assert_eq!(share(8, [9, 0, 0, 0]), [8, 0, 0, 0]);
        assert_eq!(share(8, [1, 0, 9, 1]), [1, 0, 6, 1]);
        assert_eq!(share(3, [0, 1, 0, 1]), [0, 1, 0, 1]);
        assert_eq!(share(1, [5, 5, 5, 5]), [1, 0, 0, 0]);
    }
}
