//! The words people use for needs, audiences, territories and expertise, in all languages.

mod complete;
mod kin;

pub(crate) use complete::Completion;
pub(crate) use kin::Kin;

use crate::{
    Term, TermKind,
    tokens::{Token, is_stop_word, phrase, stem, tokens},
};
use model::Locale;
use std::{cmp::Reverse, collections::HashMap};

/// Words of the longest phrase that is matched.
const MAX_PHRASE: usize = 6;

#[derive(Default)]
pub(crate) struct Vocabulary {
    pub terms: Vec<Term>,
    /// Position in `terms` by territory id.
    territories: HashMap<String, u32>,
    /// … and by slug.
    needs: HashMap<String, u32>,
    /// By locale and what it is, stemmed.
    phrases: [HashMap<String, Phrase>; 7],
    /// By folded word.
    spellings: HashMap<String, Spelling>,
    /// (first letter, number of letters) -> folded words.
    by_shape: HashMap<(char, usize), Vec<String>>,
    /// By locale: the words of needs, for sentences that name none.
    bags: [kin::Bags; 7],
    /// Folded phrases from each of their words on, sorted: what completes a half-typed one.
    completions: Vec<Completion>,
}

#[derive(Default)]
struct Phrase {
    /// Positions in [`Vocabulary::terms`].
    terms: Vec<u32>,
    is_label_of_need: bool,
}

pub(crate) struct Spelling {
    /// In small letters, with its accents.
    written: String,
    /// Whether names of places have it, and whether anything else has.
    pub is_of_place: bool,
    pub is_of_other: bool,
    /// The languages that have it, a bit each.
    spoken: u8,
}

/// A run of tokens that names terms.
#[derive(Debug)]
pub(crate) struct Match {
    pub from: usize,
    pub to: usize,
    pub terms: Vec<u32>,
    /// In the reader's language.
    pub own: bool,
    pub is_label_of_need: bool,
}

impl Vocabulary {
    pub fn new(terms: Vec<Term>) -> Self {
        let mut all = Self { terms, ..Self::default() };
        for (position, term) in all.terms.iter().enumerate() {
            let position = position as u32;
            if term.kind == TermKind::Territory {
                all.territories.insert(term.key.clone(), position);
            }
            if term.kind == TermKind::Need {
                all.needs.insert(term.key.clone(), position);
            }
            let mut labelled = [false; 7];
            for (locale, words) in &term.words {
                let is_label = !std::mem::replace(&mut labelled[*locale as usize], true);
                let key = phrase(words, *locale);
                if !key.is_empty() && key.len() <= MAX_PHRASE {
                    let known = all.phrases[*locale as usize].entry(key.join(" ")).or_default();
                    known.is_label_of_need |= is_label && term.kind == TermKind::Need;
                    if !known.terms.contains(&position) {
                        known.terms.push(position);
                    }
                }
                let folded = tokens(words);
                for token in &folded {
                    let spelling = all.spellings.entry(token.text.clone()).or_insert_with(|| Spelling {
                        written: words[token.start..token.end].to_lowercase(),
                        is_of_place: false,
                        is_of_other: false,
                        spoken: 0,
                    });
                    spelling.spoken |= 1 << *locale as u8;
                    spelling.is_of_place |= term.kind == TermKind::Territory;
                    spelling.is_of_other |= term.kind != TermKind::Territory;
                }
                all.completions.extend(complete::of_phrase(&folded, position, *locale, is_label));
            }
        }
        all.bags = Locale::ALL.map(|locale| kin::Bags::new(&all.terms, locale));
        all.completions.sort_by(|a, b| a.text.cmp(&b.text));
        for word in all.spellings.keys() {
            if let Some(first) = word.chars().next() {
                all.by_shape.entry((first, word.chars().count())).or_default().push(word.clone());
            }
        }
        all
    }

    pub fn spelling(&self, folded: &str) -> Option<&str> {
        self.spellings.get(folded).map(|spelling| spelling.written.as_str())
    }

    /// Phrases among the tokens: longest first, the reader's language before others, none overlapping.
    pub fn matches(&self, tokens: &[Token], locale: Locale) -> Vec<Match> {
        let mut found: Vec<(usize, bool, Match)> = Vec::new();
        for spoken in Locale::ALL {
            let phrases = &self.phrases[spoken as usize];
            if phrases.is_empty() {
                continue;
            }
            let mut telling: Vec<usize> =
                (0..tokens.len()).filter(|at| !is_stop_word(&tokens[*at].text, spoken)).collect();
            if telling.is_empty() {
                telling = (0..tokens.len()).collect();
            }
            let stems: Vec<String> = telling.iter().map(|at| stem(&tokens[*at].text, spoken)).collect();
            for from in 0..stems.len() {
                let mut key = String::new();
                for to in from..stems.len().min(from + MAX_PHRASE) {
                    if to > from {
                        key.push(' ');
                    }
                    key.push_str(&stems[to]);
                    if let Some(Phrase { terms, is_label_of_need }) = phrases.get(&key) {
                        let found_here = Match {
                            from: telling[from],
                            to: telling[to],
                            terms: terms.clone(),
                            own: spoken == locale,
                            is_label_of_need: *is_label_of_need,
                        };
                        found.push((to + 1 - from, spoken == locale, found_here));
                    }
                }
            }
        }
        found.sort_by_key(|(length, own, found)| (Reverse(*length), !own, found.from));
        let mut chosen: Vec<(bool, Match)> = Vec::new();
        for (_, own, candidate) in found {
            let twin = chosen.iter_mut().find(|(_, other)| candidate.from <= other.to && other.from <= candidate.to);
            match twin {
                None => chosen.push((own, candidate)),
                // The same words in two foreign languages: both may be meant.
                Some((false, other)) if (other.from, other.to) == (candidate.from, candidate.to) => {
                    other.terms.extend(candidate.terms);
                    other.terms.sort_unstable();
                    other.terms.dedup();
                }
                Some(_) => {}
            }
        }
        chosen.into_iter().map(|(_, found)| found).collect()
    }

    /// The word, or the nearest known one when it is not known and one is near.
    pub fn corrected<'a>(&'a self, folded: &'a str, locale: Locale) -> &'a str {
        if self.spellings.contains_key(folded) {
            return folded;
        }
        self.near(folded, tolerance(folded), locale, |_| 0).map_or(folded, |(near, _)| near)
    }

    /// The nearest known word: (folded, distance). Of those as near one of the reader's language, and then the commonest.
    pub fn near(
        &self,
        folded: &str,
        limit: usize,
        locale: Locale,
        frequency: impl Fn(&str) -> u64,
    ) -> Option<(&str, usize)> {
        let is_own = |word: &str| self.spellings.get(word).is_some_and(|known| known.spoken >> locale as u8 & 1 == 1);
        let likely = |(errors, word): &(usize, &str)| (*errors, !is_own(word), Reverse(frequency(word)));
        let near = self.all_near(folded, limit, |_| true).into_iter();
        near.min_by_key(|near| (likely(near), near.1)).map(|(errors, word)| (word, errors))
    }

    /// Known words that begin alike and are at most `limit` typing errors away, with how many.
    pub fn all_near(&self, folded: &str, limit: usize, wanted: fn(&Spelling) -> bool) -> Vec<(usize, &str)> {
        let Some(first) = folded.chars().next() else { return Vec::new() };
        let length = folded.chars().count();
        let lengths = length.saturating_sub(limit)..=length + limit;
        let alike = lengths.filter_map(|length| self.by_shape.get(&(first, length))).flatten();
        let near = alike.map(|word| (distance(folded, word), word.as_str())).filter(|(errors, _)| *errors <= limit);
        near.filter(|(_, word)| self.spellings.get(*word).is_some_and(wanted)).collect()
    }

    pub fn label(&self, term: u32, locale: Locale) -> &str {
        let words = &self.terms[term as usize].words;
        let label = words.iter().find(|(spoken, _)| *spoken == locale).or_else(|| words.first());
        label.map_or(self.terms[term as usize].key.as_str(), |(_, words)| words)
    }

    pub fn territory(&self, id: &str) -> Option<&Term> {
        self.territories.get(id).and_then(|position| self.terms.get(*position as usize))
    }

    /// The territories above one, from the country down; none when it is not known.
    pub fn above(&self, territory: &str) -> &[String] {
        self.territory(territory).map_or(&[], |term| &term.above)
    }

    /// Whether a need is one of the second level.
    pub fn is_specific(&self, need: &str) -> bool {
        self.needs
            .get(need)
            .and_then(|position| self.terms.get(*position as usize))
            .is_some_and(|term| !term.above.is_empty())
    }

    pub fn kind(&self, term: u32) -> TermKind {
        self.terms[term as usize].kind
    }
}

/// Typing errors between two words: letters changed, missing, added or swapped with their neighbour.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    errors(&a, &b).last().copied().unwrap_or_default()
}

/// The fewest typing errors between `typed` and a beginning of `word`.
pub(crate) fn distance_to_beginning(typed: &str, word: &str) -> usize {
    let typed: Vec<char> = typed.chars().collect();
    let beginning: Vec<char> = word.chars().take(typed.len() + MOST_ERRORS).collect();
    errors(&typed, &beginning).into_iter().min().unwrap_or(typed.len())
}

/// Those between `a` and each beginning of `b`, the empty one first.
fn errors(a: &[char], b: &[char]) -> Vec<usize> {
    let mut rows = [vec![0; b.len() + 1], (0..=b.len()).collect::<Vec<usize>>(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2][0] = i;
        for j in 1..=b.len() {
            let change = rows[1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = least;
        }
        rows.rotate_left(1);
    }
    let [_, last, _] = rows;
    last
}

/// How many typing errors a word may have.
pub(crate) fn tolerance(word: &str) -> usize {
    match word.chars().count() {
        0..=4 => 0,
        5..=8 => 1,
        _ => MOST_ERRORS,
    }
}

const MOST_ERRORS: usize = 2;

#[cfg(test)]
mod tests;
