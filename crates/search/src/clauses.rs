//! From words to the postings that answer them.

mod named;
mod written;

pub(crate) use named::EXAMPLES;

use crate::{
    Error,
    dictionary::{self, Posting},
    query::{MAX_WORDS, WordSet, Words},
    schema::Fields,
    tokens::{Token, is_weak_word},
    vocabulary::Vocabulary,
};
use model::Locale;
use std::cell::RefCell;
use tantivy::{Searcher, postings::TermInfo, schema::Field};

/// How a word was found, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closeness {
    Exact,
    Prefix,
    Typo,
}

/// Whether a clause is a need, and how surely it is the one meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    #[default]
    None,
    /// Its words are among the query's.
    Kin,
    /// Named in another language, misspelt or half typed.
    Guessed,
    Named,
}

/// How a clause came to be asked for: for explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// As typed.
    Written,
    /// By its stem in the language.
    Stem(Locale),
    /// A longer or similar word: position in [`Plan::variants`].
    Prefix(u32),
    Typo(u32),
    /// A concept of the thesaurus.
    Concept(u16),
    /// A term: position in [`Vocabulary::terms`].
    Term(u32),
    /// What meets the same need as that which matched: number of the need's tag.
    Alike(u32),
}

/// What a match in a field is worth.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Worth {
    /// How well a word is answered by standing there, of [`PERFECT`].
    pub fit: u8,
    pub boost: f32,
    /// Usual number of tokens: longer fields weigh less. 0: length says nothing.
    /// A constant rather than the index's average, so that scores stand still while others write.
    pub usual_length: f32,
}

pub(crate) const PERFECT: u8 = 15;

const NAME: Worth = Worth { fit: 15, boost: 3.0, usual_length: 5.0 };
const NAMED: Worth = Worth { fit: 14, boost: 2.0, usual_length: 0.0 };
const GUESSED: Worth = Worth { fit: 14, boost: 2.0, usual_length: 0.0 };
const KIN: Worth = Worth { fit: 12, boost: 1.5, usual_length: 0.0 };
/// Of an organisation one of whose services meets the need: behind these services.
const BY_A_SERVICE: Worth = Worth { fit: 8, boost: 0.5, usual_length: 0.0 };
const TAG: Worth = Worth { fit: 13, boost: 2.0, usual_length: 0.0 };
const PLACE: Worth = Worth { fit: 13, boost: 2.0, usual_length: 0.0 };
const SUMMARY: Worth = Worth { fit: 12, boost: 1.5, usual_length: 25.0 };
const BODY: Worth = Worth { fit: 9, boost: 1.0, usual_length: 100.0 };
const ORGANISATION: Worth = Worth { fit: 6, boost: 0.7, usual_length: 5.0 };
/// Meets the need of what answers all that was asked, or of what answers some of it.
const SURELY_ALIKE: Worth = Worth { fit: 6, boost: 0.6, usual_length: 0.0 };
const ALIKE: Worth = Worth { fit: 3, boost: 0.5, usual_length: 0.0 };
/// A territory covered from above.
const COVERED: Worth = Worth { fit: 11, boost: 1.0, usual_length: 0.0 };
/// Of the thesaurus, in name, summary and body: below the word itself.
const CONCEPTS: [Worth; 3] = [
    Worth { fit: 13, boost: 2.0, usual_length: 0.0 },
    Worth { fit: 11, boost: 1.0, usual_length: 0.0 },
    Worth { fit: 7, boost: 0.6, usual_length: 0.0 },
];
/// Of a related concept.
const RELATED: [Worth; 3] = [
    Worth { fit: 8, boost: 1.0, usual_length: 0.0 },
    Worth { fit: 4, boost: 0.5, usual_length: 0.0 },
    Worth { fit: 2, boost: 0.3, usual_length: 0.0 },
];
/// What a word loses that is only the beginning of one, or like one.
const PREFIX_LOSS: u8 = 3;
const TYPO_LOSS: u8 = 2;

/// A word that says little weighs this part of what its rarity would have it.
const WEAK: f32 = 0.2;

/// The commonest word of all still says something.
const LEAST_RARITY: f32 = 0.3;

/// One list of documents and what standing in it means.
#[derive(Clone)]
pub(crate) struct Clause {
    pub field: Field,
    pub postings: TermInfo,
    pub words: WordSet,
    pub need: Need,
    /// Says what a document is tagged with, not what is written in it.
    pub is_tag: bool,
    /// Of [`PERFECT`].
    pub fit: u8,
    pub usual_length: f32,
    /// Rarity times boost.
    pub weight: f32,
    pub origin: Origin,
}

/// What all lists of one term have in common.
#[derive(Clone, Copy)]
struct Meaning {
    words: WordSet,
    closeness: Closeness,
    need: Need,
    worth: Worth,
    origin: Origin,
}

/// Where words are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Everything,
    /// For suggestions: names only, no vocabulary.
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
    /// How telling each word is; 0 for one that nothing has.
    pub weights: Vec<f32>,
    /// Words that are the label of a need.
    pub labels: WordSet,
    /// Words of the index that words of the query were taken for.
    pub variants: Vec<String>,
    /// Documents by word: that have it written, and that are tagged with what it names.
    written: [u64; MAX_WORDS],
    tagged: [u64; MAX_WORDS],
}

/// A term and the field it is looked for in.
pub(crate) type AskedTerm = (Field, Vec<u8>);

pub(crate) struct Planner<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub vocabulary: &'a Vocabulary,
    pub locale: Locale,
    pub scope: Scope,
    /// When given, the terms asked for are noted here.
    pub asked: Option<RefCell<Vec<AskedTerm>>>,
}

impl Planner<'_> {
    /// The term in each segment that has it, and in how many documents.
    fn look_up(&self, field: Field, term: &[u8]) -> Result<(Vec<Posting>, u64), Error> {
        let found = dictionary::exact(self.searcher, field, term)?;
        if !found.0.is_empty() {
            self.note(field, term);
        }
        Ok(found)
    }

    fn note(&self, field: Field, term: &[u8]) {
        if let Some(asked) = &self.asked {
            asked.borrow_mut().push((field, term.to_vec()));
        }
    }

    pub fn plan(&self, words: &Words) -> Result<Plan, Error> {
        let mut plan = Plan { clauses: vec![Vec::new(); self.searcher.segment_readers().len()], ..Plan::default() };
        let everything = self.scope == Scope::Everything;
        let named = if everything { self.add_phrases(words, &words.tokens, &[], &mut plan)? } else { Vec::new() };
        let mut known = named.iter().fold(0, |known, set| known | set);
        let mut foreign = Vec::new();
        for word in 0..words.words.len() {
            let (written, own) = self.add_word(words, word, &mut plan)?;
            known |= WordSet::from(written) << word;
            if !own {
                foreign.push(word);
            }
        }
        if everything {
            known |= self.add_concepts(words, &foreign, &mut plan)?;
            let tokens = self.add_near(words, known, &mut plan)?;
            let corrected: Vec<usize> = plan.corrections.iter().map(|(at, _)| *at).collect();
            if !corrected.is_empty() {
                self.add_phrases(words, &tokens, &corrected, &mut plan)?;
            }
            self.add_kin(words, &tokens, &corrected, &mut plan)?;
            self.add_completions(words, &named, &mut plan)?;
        } else {
            self.add_near_names(words, known, &mut plan)?;
        }
        plan.weights = (0..words.words.len()).map(|word| self.weight(words, word, &plan)).collect();
        Ok(plan)
    }

    fn weight(&self, words: &Words, word: usize, plan: &Plan) -> f32 {
        let frequency = if plan.written[word] > 0 { plan.written[word] } else { plan.tagged[word] };
        if frequency == 0 {
            return 0.0;
        }
        let rarity = rarity(self.searcher, frequency).max(LEAST_RARITY);
        if is_weak_word(words.text(word), self.locale) { rarity * WEAK } else { rarity }
    }

    fn add(&self, postings: Vec<Posting>, frequency: u64, meaning: Meaning, plan: &mut Plan) {
        let Meaning { words, closeness, need, worth, origin } = meaning;
        let (share, loss) = match closeness {
            Closeness::Exact => (1.0, 0),
            Closeness::Prefix => (0.6, PREFIX_LOSS),
            Closeness::Typo => (0.4, TYPO_LOSS),
        };
        let fit = worth.fit.saturating_sub(loss).max(1);
        let weight = worth.boost * share * rarity(self.searcher, frequency);
        let tag = need != Need::None || words.count_ones() > 1;
        let frequencies = if tag { &mut plan.tagged } else { &mut plan.written };
        for (word, most) in frequencies.iter_mut().enumerate() {
            if words >> word & 1 == 1 {
                *most = (*most).max(frequency);
            }
        }
        let is_tag = matches!(origin, Origin::Term(_) | Origin::Alike(_));
        for (segment, field, postings) in postings {
            let usual_length = worth.usual_length;
            plan.clauses[segment].push(Clause {
                field,
                postings,
                words,
                need,
                is_tag,
                fit,
                usual_length,
                weight,
                origin,
            });
        }
    }
}

/// BM25's inverse document frequency.
fn rarity(searcher: &Searcher, frequency: u64) -> f32 {
    let all: u64 = searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum();
    let (all, frequency) = (all.max(frequency) as f32, frequency as f32);
    (1.0 + (all - frequency + 0.5) / (frequency + 0.5)).ln()
}

/// Text of each token, corrected.
type Corrected = Vec<Token>;
