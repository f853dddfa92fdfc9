//! Needs that a sentence speaks of without naming them: *mum can't be left alone all day* shares telling words with
//! what people say of respite care. Each label and synonym is a small bag of stems.

use super::Vocabulary;
use crate::{
    Term, TermKind,
    query::WordSet,
    tokens::{is_weak_word, phrase},
};
use model::Locale;
use std::collections::{BTreeMap, HashMap};

/// A need whose words are partly in the query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kin {
    pub term: u32,
    /// The query's words that its phrases share.
    pub words: WordSet,
    pub score: f32,
}

/// Needs offered at most: more would mean nothing.
const MOST: usize = 3;
/// Share of the best score that others must reach.
const NEAR_BEST: f32 = 0.6;
/// Share of a phrase that must be in the query, by weight, when two of its words are.
const ENOUGH: f32 = 0.45;
/// … when one is: for each need that knows the word.
const ENOUGH_ALONE: f32 = 0.3;
const NEARLY_ALL: f32 = 0.99;
const WEAK: f32 = 0.2;
/// What it counts that a need's phrases, all taken together, have the words of the query, beside one phrase that has them.
const TOGETHER: f32 = 1.5;
/// Share of the query, by weight, that they must have for that.
const ENOUGH_TOGETHER: f32 = 0.5;
/// Weight of a word that no need knows: as of one that few know.
const UNKNOWN: f32 = 1.5;

#[derive(Default)]
pub(super) struct Bags {
    phrases: Vec<Phrase>,
    by_stem: HashMap<String, Stem>,
}

struct Phrase {
    term: u32,
    /// Sum over its stems.
    weight: f32,
}

#[derive(Default)]
struct Stem {
    phrases: Vec<u32>,
    weight: f32,
    /// Needs that have it.
    needs: usize,
}

/// What a phrase and a query have in common.
#[derive(Default)]
struct Shared {
    words: WordSet,
    weight: f32,
    /// Needs that have the word; where several are shared, one of them.
    needs: usize,
}

impl Bags {
    pub fn new(terms: &[Term], locale: Locale) -> Self {
        let mut all = Self::default();
        let mut stems_of: Vec<Vec<String>> = Vec::new();
        let mut needs_with: HashMap<String, Vec<u32>> = HashMap::new();
        for (position, term) in terms.iter().enumerate().filter(|(_, term)| term.kind == TermKind::Need) {
            let position = position as u32;
            for (_, words) in term.words.iter().filter(|(spoken, _)| *spoken == locale) {
                let mut stems = phrase(words, locale);
                stems.sort_unstable();
                stems.dedup();
                for stem in &stems {
                    let needs = needs_with.entry(stem.clone()).or_default();
                    if needs.last() != Some(&position) {
                        needs.push(position);
                    }
                    all.by_stem.entry(stem.clone()).or_default().phrases.push(all.phrases.len() as u32);
                }
                all.phrases.push(Phrase { term: position, weight: 0.0 });
                stems_of.push(stems);
            }
        }
        let needs = terms.iter().filter(|term| term.kind == TermKind::Need).count() as f32;
        for (text, stem) in &mut all.by_stem {
            stem.needs = needs_with.get(text).map_or(1, Vec::len);
            let with = stem.needs as f32;
            // A weak word's stem is mostly the word itself.
            stem.weight = (1.0 + needs / with).ln() * if is_weak_word(text, locale) { WEAK } else { 1.0 };
        }
        for (phrase, stems) in all.phrases.iter_mut().zip(stems_of) {
            phrase.weight = stems.iter().filter_map(|stem| all.by_stem.get(stem)).map(|stem| stem.weight).sum();
        }
        all
    }

    /// Needs that have most of the words, each perhaps in another phrase: *my boyfriend checks my phone and gives me no
    /// money* is nowhere said so, but all of it in pieces. A word counts more the more phrases of the need have it.
    fn together(&self, stems: &[(usize, String)]) -> BTreeMap<u32, (WordSet, f32)> {
        let mut found: BTreeMap<u32, (WordSet, f32)> = BTreeMap::new();
        let mut all = 0.0;
        for (word, text) in stems {
            let Some(stem) = self.by_stem.get(text) else {
                all += UNKNOWN;
                continue;
            };
            all += stem.weight;
            let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
            for phrase in &stem.phrases {
                *counts.entry(self.phrases[*phrase as usize].term).or_default() += 1.0;
            }
            for (term, count) in counts {
                let (words, score) = found.entry(term).or_default();
                *words |= 1 << word;
                *score += stem.weight * count / (count + 1.0);
            }
        }
        found.retain(|_, (words, score)| words.count_ones() > 1 && *score >= all * ENOUGH_TOGETHER);
        found.values_mut().for_each(|(_, score)| *score *= TOGETHER);
        found
    }
}

impl Vocabulary {
    /// `stems`: of the query's words in the language, with the words' numbers.
    pub fn kin(&self, stems: &[(usize, String)], locale: Locale) -> Vec<Kin> {
        let bags = &self.bags[locale as usize];
        let mut shared: BTreeMap<u32, Shared> = BTreeMap::new();
        for (word, text) in stems {
            let Some(stem) = bags.by_stem.get(text) else { continue };
            for phrase in &stem.phrases {
                let known = shared.entry(*phrase).or_default();
                known.words |= 1 << word;
                known.weight += stem.weight;
                known.needs = stem.needs;
            }
        }
        let mut kin: BTreeMap<u32, Kin> = BTreeMap::new();
        for (phrase, Shared { words, weight, needs }) in shared {
            let phrase = &bags.phrases[phrase as usize];
            let share = weight / phrase.weight.max(f32::EPSILON);
            // A word by itself tells a need only when few needs know it.
            let enough = if words.count_ones() > 1 { ENOUGH } else { (ENOUGH_ALONE * needs as f32).min(NEARLY_ALL) };
            if share < enough {
                continue;
            }
            let score = weight * share;
            let known = kin.entry(phrase.term).or_insert(Kin { term: phrase.term, words, score: 0.0 });
            if score > known.score {
                known.words = words;
            }
            // Several phrases that fit say more than one, but not as much as a better one.
            known.score = known.score.max(score) + 0.1 * known.score.min(score);
        }
        for (term, (words, score)) in bags.together(stems) {
            let known = kin.entry(term).or_insert(Kin { term, words, score: 0.0 });
            if score > known.score {
                known.words |= words;
            }
            known.score += score;
        }
        let mut kin: Vec<Kin> = kin.into_values().collect();
        kin.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.term.cmp(&b.term)));
        let best = kin.first().map_or(0.0, |best| best.score);
        kin.retain(|other| other.score >= best * NEAR_BEST);
        kin.truncate(MOST);
        kin
    }
}
