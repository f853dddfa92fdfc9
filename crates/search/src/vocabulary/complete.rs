//! Phrases that begin with what was typed.

use super::{MAX_PHRASE, Vocabulary, distance_to_beginning, tolerance};
use crate::{
    TermKind,
    tokens::{Token, is_stop_word, without_article},
};
use model::Locale;

/// Words that a misspelt beginning is taken for.
const MAX_RESPELLED: usize = 6;

/// A phrase from one of its words on.
pub(crate) struct Completion {
    pub text: String,
    pub term: u32,
    pub locale: Locale,
    /// The label rather than a synonym.
    pub is_label: bool,
    /// From the phrase's first word on.
    pub from_start: bool,
}

pub(super) fn of_phrase(folded: &[Token], term: u32, locale: Locale, is_label: bool) -> Vec<Completion> {
    let texts: Vec<&str> = folded.iter().map(|token| token.text.as_str()).collect();
    let mut all = Vec::new();
    for start in 0..texts.len().min(MAX_PHRASE) {
        if start > 0 && is_stop_word(texts[start], locale) {
            continue;
        }
        let from_start = start == 0;
        let mut add = |text| all.push(Completion { text, term, locale, is_label, from_start });
        add(texts[start..].join(" "));
        // Nobody should have to type the article for the noun to be offered.
        let bare = if locale == Locale::Ar { without_article(texts[start]) } else { texts[start] };
        if bare != texts[start] {
            add(std::iter::once(&bare).chain(&texts[start + 1..]).copied().collect::<Vec<_>>().join(" "));
        }
    }
    all
}

impl Vocabulary {
    /// Terms with a phrase, or a word of one, that begins with `typed` and is `wanted`, the best first: the reader's
    /// language, then beginnings of phrases, labels, wide places, short phrases. All of them are looked at, since
    /// those that come first in the alphabet are not those that are meant.
    pub fn complete(
        &self,
        typed: &str,
        locale: Locale,
        limit: usize,
        wanted: impl Fn(TermKind, &Completion) -> bool,
    ) -> Vec<u32> {
        let from = self.completions.partition_point(|completion| completion.text.as_str() < typed);
        let beginning = self.completions[from..].iter().take_while(|completion| completion.text.starts_with(typed));
        let mut best = Vec::with_capacity(limit + 1);
        for found in beginning {
            let term = &self.terms[found.term as usize];
            if !wanted(term.kind, found) {
                continue;
            }
            let depth = if term.kind == TermKind::Territory { term.above.len() } else { 0 };
            let rank =
                (found.locale != locale, !found.from_start, !found.is_label, depth, found.text.len(), found.term);
            offer(&mut best, rank, limit);
        }
        best.into_iter().map(|rank| rank.5).collect()
    }

    /// Known words that `typed` may be the misspelt beginning of, nearest first, then the shortest.
    pub fn respelled(&self, typed: &str) -> Vec<&str> {
        let limit = tolerance(typed);
        let (Some(first), true) = (typed.chars().next(), limit > 0) else { return Vec::new() };
        let length_of_typed = typed.chars().count();
        let mut found: Vec<(usize, usize, &str)> = Vec::new();
        let can_be = |letter: char, length: usize| letter == first && length + limit >= length_of_typed;
        let words = self.by_shape.iter().filter(|((letter, length), _)| can_be(*letter, *length));
        for word in words.flat_map(|(_, words)| words) {
            let errors = distance_to_beginning(typed, word);
            if errors <= limit {
                found.push((errors, word.len(), word));
            }
        }
        found.sort_unstable();
        let least = found.first().map_or(0, |(errors, ..)| *errors);
        let nearest = found.into_iter().take_while(|(errors, ..)| *errors == least);
        nearest.take(MAX_RESPELLED).map(|(_, _, word)| word).collect()
    }
}

type Rank = (bool, bool, bool, usize, usize, u32);

/// Keeps the best `limit`, each term once, in order.
fn offer(best: &mut Vec<Rank>, rank: Rank, limit: usize) {
    if limit == 0 || best.len() >= limit && best.last().is_some_and(|worst| rank >= *worst) {
        return;
    }
    match best.iter().position(|known| known.5 == rank.5) {
        Some(at) if rank >= best[at] => return,
        Some(at) => drop(best.remove(at)),
        None => {}
    }
    let at = best.partition_point(|known| *known < rank);
    best.insert(at, rank);
    best.truncate(limit);
}
