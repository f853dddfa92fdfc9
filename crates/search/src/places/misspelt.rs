//! A place whose name is misspelt: *logement Toulose*, *food Derri*. Only a word that nothing knows is taken for one, so that
//! no word of documents or needs is ever read as a place; and only where nothing else is as likely meant.

use super::{Place, recognise_in};
use crate::{
    Error, TermKind, dictionary,
    query::Words,
    schema::Fields,
    snapshot::Snapshot,
    thesaurus::{THESAURUS, Word},
    tokens::{is_weak_word, stem},
    vocabulary::{Completion, Match, Vocabulary, distance, tolerance},
};
use model::Locale;
use std::cmp::Reverse;
use tantivy::schema::Field;

/// Spellings that are tried for all words of a query: each costs a look at the whole sentence.
const MOST_TRIED: usize = 12;
/// … and for one of them, the nearest and commonest.
const MOST_SPELLINGS: usize = 6;

pub(super) struct Reader<'a> {
    pub words: &'a Words,
    pub locale: Locale,
    pub vocabulary: &'a Vocabulary,
    pub snapshot: &'a Snapshot,
    pub fields: &'a Fields,
}

/// Fewer typing errors, then what more documents are in.
type Likelihood = (Reverse<usize>, u64);

impl Reader<'_> {
    /// The likeliest place that the words name with one of them misspelt.
    pub fn read(&self) -> Result<Option<Place>, Error> {
        let mut best: Option<(Likelihood, Place)> = None;
        let mut tried = 0;
        for (word, at) in self.words.words.iter().copied().enumerate() {
            let text = self.words.text(word);
            if !is_long_word(text) || self.is_written(text)? || self.has_meaning(text, at) {
                continue;
            }
            for (errors, spelling) in self.spellings(text)? {
                if self.is_form(text, &spelling)? {
                    continue;
                }
                tried += 1;
                if tried > MOST_TRIED {
                    return Ok(best.map(|(_, place)| place));
                }
                let mut tokens = self.words.tokens.clone();
                tokens[at].text = spelling;
                let Some(place) = recognise_in(&tokens, self.locale, self.vocabulary, self.snapshot) else { continue };
                let likelihood = (Reverse(errors), self.documents(&place)?);
                let is_likelier = best.as_ref().is_none_or(|(least, _)| likelihood > *least);
                if is_likelier && place.holds(at) && !self.is_other(word, &place, likelihood)? {
                    best = Some((likelihood, Place { is_misspelt: true, ..place }));
                }
            }
        }
        Ok(best.map(|(_, place)| place))
    }

    /// Whether it means something else than a place.
    fn has_meaning(&self, text: &str, at: usize) -> bool {
        let means = |locale: &Locale| {
            let word = Word { folded: text.to_owned(), stem: stem(text, *locale) };
            !THESAURUS.meanings(&[word], *locale).is_empty()
        };
        // A place whose stem it has is not named by it: *Derri*, *Derry*.
        let is_else = |term: &u32| self.vocabulary.kind(*term) != TermKind::Territory;
        let names = |found: &Match| (found.from..=found.to).contains(&at) && found.terms.iter().any(is_else);
        is_weak_word(text, self.locale)
            || self.vocabulary.spelling(text).is_some()
            || Locale::ALL.iter().any(means)
            || self.vocabulary.matches(&self.words.tokens, self.locale).iter().any(names)
    }

    /// Whether a document has the word.
    fn is_written(&self, text: &str) -> Result<bool, Error> {
        for field in self.texts().into_iter().chain([self.fields.place]) {
            if self.count(field, text)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a document has another form of the word that is none of `spelling`, in whatever language.
    fn is_form(&self, text: &str, spelling: &str) -> Result<bool, Error> {
        for locale in Locale::ALL {
            let (stemmed, form) = (self.fields.stemmed(locale), stem(text, locale));
            if form == stem(spelling, locale) {
                continue;
            }
            for field in [stemmed.name, stemmed.summary, stemmed.body, stemmed.organisation] {
                if self.count(field, &form)? > 0 {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The documents that have the term.
    fn count(&self, field: Field, term: &str) -> Result<u64, Error> {
        Ok(dictionary::exact(&self.snapshot.searcher, field, term.as_bytes())?.1)
    }

    fn texts(&self) -> [Field; 4] {
        let folded = self.fields.folded;
        [folded.name, folded.summary, folded.body, folded.organisation]
    }

    /// Words of names of places that are like it, with the number of typing errors.
    fn spellings(&self, text: &str) -> Result<Vec<(usize, String)>, Error> {
        let limit = tolerance(text);
        let near = dictionary::near(&self.snapshot.searcher, &[self.fields.place], text, limit, false)?;
        let mut all: Vec<(usize, Reverse<u64>, String)> =
            near.into_iter().map(|of| (distance(text, &of.text), Reverse(of.frequency), of.text)).collect();
        for (errors, word) in self.vocabulary.all_near(text, limit, |spelling| spelling.is_of_place) {
            if !all.iter().any(|(.., known)| known == word) {
                all.push((errors, Reverse(0), word.to_owned()));
            }
        }
        all.sort_unstable();
        Ok(all.into_iter().take(MOST_SPELLINGS).map(|(errors, _, word)| (errors, word)).collect())
    }

    /// How many there are in the place.
    fn documents(&self, place: &Place) -> Result<u64, Error> {
        let mut within = 0;
        for term in &place.territories {
            within += self.count(self.fields.territory, &self.vocabulary.terms[*term as usize].key)?;
        }
        let mut called = u64::MAX;
        for word in &place.words {
            called = called.min(self.count(self.fields.place, word)?);
        }
        Ok(within.max(called))
    }

    /// Whether the word is as likely another one, or the beginning of one, that documents or needs have.
    fn is_other(&self, word: usize, place: &Place, (Reverse(errors), documents): Likelihood) -> Result<bool, Error> {
        let (text, is_last) = (self.words.text(word), self.words.is_last(word));
        if !place.is_said() && !self.vocabulary.all_near(text, errors, |spelling| spelling.is_of_other).is_empty() {
            return Ok(true);
        }
        let is_else = |kind: TermKind, _: &Completion| kind != TermKind::Territory;
        if is_last && !self.vocabulary.complete(text, self.locale, 1, is_else).is_empty() {
            return Ok(true);
        }
        let searcher = &self.snapshot.searcher;
        let mut others = dictionary::near(searcher, &self.texts(), text, errors, false)?;
        if is_last {
            others.extend(dictionary::prefixed(searcher, &self.texts(), text)?);
        }
        Ok(others.iter().any(|other| other.frequency >= documents && !place.words.contains(&other.text)))
    }
}

impl Place {
    fn holds(&self, at: usize) -> bool {
        (self.name.0..=self.name.1).contains(&at)
    }

    /// By a preposition before it.
    fn is_said(&self) -> bool {
        self.eaten.iter().any(|(from, to)| *from < self.name.0 && *to == self.name.1)
    }

    /// Whether it is all that `other` is and a place in that: *Derri, Northern Ireland* for *Northern Ireland*.
    pub(super) fn is_within(&self, other: &Place) -> bool {
        self.name != other.name && other.eaten.iter().all(|run| self.eaten.contains(run))
    }
}

/// Short words are like too many others; numbers are never like one another.
pub(super) fn is_long_word(text: &str) -> bool {
    tolerance(text) > 0 && text.chars().all(char::is_alphabetic)
}
