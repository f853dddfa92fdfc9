//! What the words name: needs, audiences, territories, expertise.

use super::{
    ALIKE, BY_A_SERVICE, COVERED, Closeness, GUESSED, KIN, Meaning, NAMED, Need, Origin, Plan, Planner, SURELY_ALIKE,
    TAG,
};
use crate::{
    Error, Term, TermKind,
    query::{WordSet, Words},
    ranking::{Ranked, strength_of},
    snapshot::{NEED, Snapshot},
    tokens::{Token, is_weak_word, stem},
};
use model::Locale;

/// Words of the longest half-typed phrase, and how many terms it is taken for.
const MAX_COMPLETED: usize = 4;
const MAX_COMPLETED_TERMS: usize = 3;
/// A single half-typed word begins too much before it has so many letters.
const TELLING_LETTERS: usize = 4;

/// Strength of what answers all that was asked.
const ALL_OF_IT: f32 = 0.95;
/// What was found best, and the needs of it, that others are looked for by.
pub(crate) const EXAMPLES: usize = 3;
const MAX_ALIKE: usize = 2;

impl Planner<'_> {
    /// Phrases of the vocabulary among `tokens`; with `corrected` (positions of tokens) only those that need one of
    /// them. Returns the words that each speaks for.
    pub(super) fn add_phrases(
        &self,
        words: &Words,
        tokens: &[Token],
        corrected: &[usize],
        plan: &mut Plan,
    ) -> Result<Vec<WordSet>, Error> {
        let mut named = Vec::new();
        for found in self.vocabulary.matches(tokens, self.locale) {
            if !corrected.is_empty() && !corrected.iter().any(|at| (found.from..=found.to).contains(at)) {
                continue;
            }
            let set = words.within(found.from, found.to);
            named.push(set);
            if found.is_label_of_need {
                plan.labels |= set;
            }
            let (closeness, need) = match (corrected.is_empty(), found.own) {
                (true, true) => (Closeness::Exact, Need::Named),
                (true, false) => (Closeness::Exact, Need::Guessed),
                (false, _) => (Closeness::Typo, Need::Guessed),
            };
            for term in found.terms {
                self.add_term(term, set, closeness, need, plan)?;
            }
        }
        Ok(named)
    }

    /// Needs whose words the query shares without naming them.
    pub(super) fn add_kin(
        &self,
        words: &Words,
        tokens: &[Token],
        corrected: &[usize],
        plan: &mut Plan,
    ) -> Result<(), Error> {
        let stems = |locale: Locale| -> Vec<(usize, String)> {
            let text = |word: usize| tokens[words.words[word]].text.as_str();
            (0..words.words.len()).map(|word| (word, stem(text(word), locale))).collect()
        };
        let mut kin = self.vocabulary.kin(&stems(self.locale), self.locale);
        let is_telling = |word: usize| !is_weak_word(words.text(word), self.locale);
        if kin.is_empty() && plan.terms.is_empty() && (0..words.words.len()).any(is_telling) {
            // Perhaps the reader's language is not the query's.
            let others = Locale::ALL.into_iter().filter(|locale| *locale != self.locale);
            let foreign = others.map(|locale| self.vocabulary.kin(&stems(locale), locale));
            let score = |kin: &[crate::vocabulary::Kin]| kin.first().map_or(0.0, |best| best.score);
            kin = foreign.max_by(|a, b| score(a).total_cmp(&score(b))).unwrap_or_default();
        }
        let mistyped = corrected.iter().fold(0, |set, at| set | words.within(*at, *at));
        for one in kin {
            let closeness = if one.words & mistyped == 0 { Closeness::Exact } else { Closeness::Typo };
            self.add_term(one.term, one.words, closeness, Need::Kin, plan)?;
        }
        Ok(())
    }

    /// Names of which the query's end is a beginning. Not where it is the end of a longer one, of those `named`: a request
    /// stop is no request for asylum.
    pub(super) fn add_completions(&self, words: &Words, named: &[WordSet], plan: &mut Plan) -> Result<(), Error> {
        let last = words.words.len().checked_sub(1).filter(|last| words.is_last(*last));
        let Some(last) = last.map(|last| words.words[last]) else { return Ok(()) };
        for from in (0..=last).rev().take(MAX_COMPLETED) {
            let typed: Vec<&str> = words.tokens[from..=last].iter().map(|token| token.text.as_str()).collect();
            let typed = typed.join(" ");
            if from == last && typed.chars().count() < TELLING_LETTERS {
                continue;
            }
            let set = words.within(from, last);
            if named.iter().any(|longer| longer & set == set && *longer != set) {
                continue;
            }
            let terms = self.vocabulary.complete(&typed, self.locale, MAX_COMPLETED_TERMS, |_, completion| {
                completion.from_start && completion.locale == self.locale
            });
            for term in terms.into_iter().filter(|term| !plan.terms.contains(term)).collect::<Vec<_>>() {
                self.add_term(term, set, Closeness::Prefix, Need::Guessed, plan)?;
            }
        }
        Ok(())
    }

    /// Little was found: what meets the same needs as the `best` of it.
    pub fn add_alike(&self, words: &Words, snapshot: &Snapshot, best: &[Ranked], plan: &mut Plan) -> Result<(), Error> {
        let surely: Vec<&Ranked> = best.iter().filter(|(key, ..)| strength_of(*key) >= ALL_OF_IT).collect();
        let (best, worth) = if surely.is_empty() { (best.iter().collect(), ALIKE) } else { (surely, SURELY_ALIKE) };
        let mut met: Vec<(u32, u32)> = Vec::new();
        for (_, _, segment, doc) in best.into_iter().take(EXAMPLES) {
            for tag in snapshot.sheets[*segment].tags(*doc) {
                match met.iter_mut().find(|(known, _)| known == tag) {
                    Some((_, count)) => *count += 1,
                    None => met.push((*tag, 1)),
                }
            }
        }
        met.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let all = words.words.iter().enumerate().fold(0, |set, (word, _)| set | 1 << word);
        let specific = |tag: u32| {
            let (facet, slug) = snapshot.names.names.get(tag as usize)?;
            (*facet == NEED && self.vocabulary.is_specific(slug)).then_some((tag, slug))
        };
        for (tag, slug) in met.iter().filter_map(|(tag, _)| specific(*tag)).take(MAX_ALIKE) {
            let (postings, frequency) = self.look_up(self.fields.need, slug.as_bytes())?;
            let (closeness, need, origin) = (Closeness::Exact, Need::None, Origin::Alike(tag));
            let meaning = Meaning { words: all, closeness, need, worth, origin };
            self.add(postings, frequency, meaning, plan);
        }
        Ok(())
    }

    fn add_term(
        &self,
        position: u32,
        words: WordSet,
        closeness: Closeness,
        need: Need,
        plan: &mut Plan,
    ) -> Result<(), Error> {
        let Term { kind, key, above, .. } = &self.vocabulary.terms[position as usize];
        let field = match kind {
            TermKind::Need => self.fields.need,
            TermKind::Audience => self.fields.audience,
            TermKind::Territory => self.fields.territory,
            TermKind::Expertise => self.fields.expertise,
        };
        let need = if *kind == TermKind::Need { need } else { Need::None };
        let (postings, frequency) = self.look_up(field, key.as_bytes())?;
        let worth = match need {
            Need::Named => NAMED,
            Need::Guessed => GUESSED,
            Need::Kin => KIN,
            Need::None => TAG,
        };
        let meaning = Meaning { words, closeness, need, worth, origin: Origin::Term(position) };
        self.add(postings, frequency, meaning, plan);
        if *kind == TermKind::Need {
            let (postings, frequency) = self.look_up(self.fields.need_of_services, key.as_bytes())?;
            self.add(postings, frequency, Meaning { worth: BY_A_SERVICE, need: Need::None, ..meaning }, plan);
        }
        // Who serves the whole country serves the town.
        for id in above.iter().filter(|_| *kind == TermKind::Territory) {
            let (postings, _) = self.look_up(self.fields.coverage, id.as_bytes())?;
            self.add(postings, frequency.max(1), Meaning { worth: COVERED, ..meaning }, plan);
        }
        if !plan.terms.contains(&position) {
            plan.terms.push(position);
        }
        Ok(())
    }
}
