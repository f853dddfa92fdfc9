//! From words to the postings that answer them.

use crate::{
    Error, TermKind,
    dictionary::{self, Posting},
    query::{WordSet, Words},
    schema::{Fields, TextFields},
    tokens::stem,
    vocabulary::{Vocabulary, tolerance},
};
use model::Locale;
use std::collections::HashMap;
use tantivy::{Searcher, postings::TermInfo, schema::Field};

/// How a word was found, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closeness {
    Exact,
    Prefix,
    Typo,
}

/// What a match in a field is worth.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Worth {
    /// Place of the field in the order: name 5 > need 4 > summary and place 3 > body 2 > organisation 1.
    pub rank: u8,
    pub boost: f32,
    /// Usual number of tokens: longer fields weigh less. 0: length says nothing.
    /// A constant rather than the index's average, so that scores stand still while others write.
    pub usual_length: f32,
}

const NAME: Worth = Worth { rank: 5, boost: 3.0, usual_length: 5.0 };
const TAG: Worth = Worth { rank: 4, boost: 2.0, usual_length: 0.0 };
const PLACE: Worth = Worth { rank: 3, boost: 2.0, usual_length: 0.0 };
const SUMMARY: Worth = Worth { rank: 3, boost: 1.5, usual_length: 25.0 };
const BODY: Worth = Worth { rank: 2, boost: 1.0, usual_length: 100.0 };
const ORGANISATION: Worth = Worth { rank: 1, boost: 0.7, usual_length: 5.0 };

/// One list of documents and what standing in it means.
#[derive(Clone)]
pub(crate) struct Clause {
    pub field: Field,
    pub postings: TermInfo,
    pub words: WordSet,
    pub closeness: Closeness,
    pub is_need: bool,
    pub worth: Worth,
    /// Rarity times boost.
    pub weight: f32,
}

/// Where words are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Everything,
    /// For suggestions: names only, no vocabulary, no typing errors.
    Names,
}

#[derive(Default)]
pub(crate) struct Plan {
    /// By segment.
    pub clauses: Vec<Vec<Clause>>,
    /// Positions in [`Vocabulary::terms`].
    pub terms: Vec<u32>,
    /// (position in `Words::tokens`, better spelling).
    pub corrections: Vec<(usize, String)>,
}

pub(crate) struct Planner<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub vocabulary: &'a Vocabulary,
    pub locale: Locale,
    pub scope: Scope,
}

impl Planner<'_> {
    pub fn plan(&self, words: &Words) -> Result<Plan, Error> {
        let mut plan = Plan { clauses: vec![Vec::new(); self.searcher.segment_readers().len()], ..Plan::default() };
        let named = match self.scope {
            Scope::Everything => self.add_phrases(words, &mut plan)?,
            Scope::Names => 0,
        };
        for word in 0..words.words.len() {
            let set: WordSet = 1 << word;
            let text = words.text(word);
            let frequency = self.add_each(&self.folded_fields(), text, set, &mut plan)?;
            let mut known = frequency > 0;
            known |= self.add_stemmed(text, self.locale, set, &mut plan)?;
            if !known {
                for locale in Locale::ALL.into_iter().filter(|locale| *locale != self.locale) {
                    known |= self.add_stemmed(text, locale, set, &mut plan)?;
                }
            }
            if words.is_last(word) && text.chars().nth(1).is_some() {
                known |= self.add_prefixed(text, set, frequency, &mut plan)?;
            }
            if !known && named & set == 0 && self.scope == Scope::Everything {
                self.add_near(words, word, &mut plan)?;
            }
        }
        Ok(plan)
    }

    /// Taxonomy clauses; returns the words they speak for.
    fn add_phrases(&self, words: &Words, plan: &mut Plan) -> Result<WordSet, Error> {
        let mut named = 0;
        for found in self.vocabulary.matches(&words.tokens, self.locale) {
            let set = words.within(found.from, found.to);
            named |= set;
            self.add_terms(&found.terms, set, Closeness::Exact, plan)?;
        }
        Ok(named)
    }

    fn add_terms(&self, terms: &[u32], set: WordSet, closeness: Closeness, plan: &mut Plan) -> Result<(), Error> {
        for position in terms {
            let term = &self.vocabulary.terms[*position as usize];
            let field = match term.kind {
                TermKind::Need => self.fields.need,
                TermKind::Audience => self.fields.audience,
                TermKind::Territory => self.fields.territory,
                TermKind::Expertise => self.fields.expertise,
            };
            let (postings, frequency) = dictionary::exact(self.searcher, field, term.key.as_bytes())?;
            let is_need = term.kind == TermKind::Need;
            self.add(postings, frequency, set, closeness, is_need, TAG, plan);
            if !plan.terms.contains(position) {
                plan.terms.push(*position);
            }
        }
        Ok(())
    }

    fn text_fields(&self, fields: TextFields) -> Vec<(Field, Worth)> {
        match self.scope {
            Scope::Names => vec![(fields.name, NAME)],
            Scope::Everything => {
                vec![
                    (fields.name, NAME),
                    (fields.summary, SUMMARY),
                    (fields.body, BODY),
                    (fields.organisation, ORGANISATION),
                ]
            }
        }
    }

    fn folded_fields(&self) -> Vec<(Field, Worth)> {
        let mut fields = self.text_fields(self.fields.folded);
        if self.scope == Scope::Everything {
            fields.push((self.fields.place, PLACE));
        }
        fields
    }

    fn add_stemmed(&self, text: &str, locale: Locale, set: WordSet, plan: &mut Plan) -> Result<bool, Error> {
        Ok(self.add_each(&self.text_fields(self.fields.stemmed(locale)), &stem(text, locale), set, plan)? > 0)
    }

    /// Returns the most documents that one of the fields has the word in; 0: unknown.
    fn add_each(&self, fields: &[(Field, Worth)], text: &str, set: WordSet, plan: &mut Plan) -> Result<u64, Error> {
        let mut most = 0;
        for (field, worth) in fields {
            let (postings, frequency) = dictionary::exact(self.searcher, *field, text.as_bytes())?;
            most = most.max(frequency);
            self.add(postings, frequency, set, Closeness::Exact, false, *worth, plan);
        }
        Ok(most)
    }

    /// A longer word is never rarer than `frequency`, that of the word itself: else the beginning of a rare word would
    /// outdo the whole word.
    fn add_prefixed(&self, text: &str, set: WordSet, frequency: u64, plan: &mut Plan) -> Result<bool, Error> {
        let fields = self.folded_fields();
        let names: Vec<Field> = fields.iter().map(|(field, _)| *field).collect();
        let variants = dictionary::prefixed(self.searcher, &names, text)?;
        let commonest = variants.iter().map(|variant| variant.frequency).max().unwrap_or_default().max(frequency);
        let found = !variants.is_empty();
        for variant in variants {
            self.add_variant(variant.postings, commonest, set, Closeness::Prefix, &fields, plan);
        }
        Ok(found)
    }

    /// A word that nothing knows: what may have been meant.
    fn add_near(&self, words: &Words, word: usize, plan: &mut Plan) -> Result<(), Error> {
        let (text, set, at) = (words.text(word), 1 << word, words.words[word]);
        let limit = tolerance(text);
        let fields = self.folded_fields();
        let names: Vec<Field> = fields.iter().map(|(field, _)| *field).collect();
        let variants = dictionary::near(self.searcher, &names, text, limit)?;
        let commonest = variants.iter().map(|variant| variant.frequency).max().unwrap_or_default();
        let indexed = variants.first().map(|variant| variant.text.clone());
        for variant in variants {
            self.add_variant(variant.postings, commonest, set, Closeness::Typo, &fields, plan);
        }
        let named = self.vocabulary.near(text, limit).filter(|_| limit > 0);
        if let Some((near, _)) = named {
            let mut corrected = words.tokens.clone();
            corrected[at].text = near.to_owned();
            for found in self.vocabulary.matches(&corrected, self.locale) {
                if (found.from..=found.to).contains(&at) {
                    self.add_terms(&found.terms, words.within(found.from, found.to), Closeness::Typo, plan)?;
                }
            }
        }
        let distance = |near: &str| crate::vocabulary::distance(text, near);
        let better = match (indexed, named) {
            (Some(indexed), Some((_, named_distance))) if distance(&indexed) < named_distance => Some(indexed),
            (indexed, named) => named.map(|(near, _)| near.to_owned()).or(indexed),
        };
        if let Some(better) = better {
            let spelled = self.vocabulary.spelling(&better).map_or(better.clone(), str::to_owned);
            plan.corrections.push((at, spelled));
        }
        Ok(())
    }

    fn add_variant(
        &self,
        postings: Vec<Posting>,
        frequency: u64,
        set: WordSet,
        closeness: Closeness,
        fields: &[(Field, Worth)],
        plan: &mut Plan,
    ) {
        let worths: HashMap<Field, Worth> = fields.iter().copied().collect();
        for posting in postings {
            if let Some(worth) = worths.get(&posting.1) {
                self.add(vec![posting], frequency, set, closeness, false, *worth, plan);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a clause, once")]
    fn add(
        &self,
        postings: Vec<Posting>,
        frequency: u64,
        words: WordSet,
        closeness: Closeness,
        is_need: bool,
        worth: Worth,
        plan: &mut Plan,
    ) {
        let share = match closeness {
            Closeness::Exact => 1.0,
            Closeness::Prefix => 0.6,
            Closeness::Typo => 0.4,
        };
        let weight = worth.boost * share * rarity(self.searcher, frequency);
        for (segment, field, postings) in postings {
            plan.clauses[segment].push(Clause { field, postings, words, closeness, is_need, worth, weight });
        }
    }
}

/// BM25's inverse document frequency.
fn rarity(searcher: &Searcher, frequency: u64) -> f32 {
    let all: u64 = searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum();
    let (all, frequency) = (all.max(frequency) as f32, frequency as f32);
    (1.0 + (all - frequency + 0.5) / (frequency + 0.5)).ln()
}
