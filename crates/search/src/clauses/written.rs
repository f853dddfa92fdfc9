//! Words as they are written in the documents: whole, stemmed, begun, misspelt, or in another language.

use super::{
    BODY, CONCEPTS, Closeness, Corrected, Meaning, NAME, Need, ORGANISATION, Origin, PLACE, Plan, Planner, RELATED,
    SUMMARY, Scope, Worth,
};
use crate::{
    Error,
    dictionary::{self, Variant},
    query::{WordSet, Words},
    schema::TextFields,
    thesaurus::{self, THESAURUS, Word},
    tokens::stem,
    vocabulary::{distance, tolerance},
};
use model::Locale;
use tantivy::schema::Field;

/// A beginning that texts are searched by, not only names.
const TELLING_LETTERS: usize = 4;

type FieldWorths = Vec<(Field, Worth)>;

fn of_word(words: WordSet, origin: Origin, worth: Worth) -> Meaning {
    let closeness = match origin {
        Origin::Prefix(_) => Closeness::Prefix,
        Origin::Typo(_) => Closeness::Typo,
        _ => Closeness::Exact,
    };
    Meaning { words, closeness, need: Need::None, worth, origin }
}

impl Planner<'_> {
    /// Returns whether any document has the word, and whether one of the reader's language has.
    pub(super) fn add_word(&self, words: &Words, word: usize, plan: &mut Plan) -> Result<(bool, bool), Error> {
        let (text, set) = (words.text(word), 1 << word);
        let frequency = self.add_each(&self.folded_fields(), text, set, Origin::Written, plan)?;
        let own = self.add_stemmed(text, self.locale, set, plan)?;
        let mut known = frequency > 0 || own;
        if !known {
            for locale in Locale::ALL.into_iter().filter(|locale| *locale != self.locale) {
                known |= self.add_stemmed(text, locale, set, plan)?;
            }
        }
        if words.is_last(word) && text.chars().nth(1).is_some() {
            known |= self.add_prefixed(text, set, frequency, known, plan)?;
        }
        Ok((known, own))
    }

    fn text_fields(&self, fields: TextFields) -> FieldWorths {
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

    fn folded_fields(&self) -> FieldWorths {
        let mut fields = self.text_fields(self.fields.folded);
        if self.scope == Scope::Everything {
            fields.push((self.fields.place, PLACE));
        }
        fields
    }

    fn add_stemmed(&self, text: &str, locale: Locale, set: WordSet, plan: &mut Plan) -> Result<bool, Error> {
        let fields = self.text_fields(self.fields.stemmed(locale));
        Ok(self.add_each(&fields, &stem(text, locale), set, Origin::Stem(locale), plan)? > 0)
    }

    /// Returns the most documents that one of the fields has the word in; 0: unknown.
    fn add_each(
        &self,
        fields: &[(Field, Worth)],
        text: &str,
        set: WordSet,
        origin: Origin,
        plan: &mut Plan,
    ) -> Result<u64, Error> {
        let mut most = 0;
        for (field, worth) in fields {
            let (postings, frequency) = self.look_up(*field, text.as_bytes())?;
            most = most.max(frequency);
            self.add(postings, frequency, of_word(set, origin, *worth), plan);
        }
        Ok(most)
    }

    /// A longer word is never rarer than `frequency`, that of the word itself: else the beginning of a rare word would
    /// outdo the whole word.
    fn add_prefixed(
        &self,
        text: &str,
        set: WordSet,
        frequency: u64,
        is_whole: bool,
        plan: &mut Plan,
    ) -> Result<bool, Error> {
        let mut fields = self.folded_fields();
        if is_whole || text.chars().count() < TELLING_LETTERS {
            // So short a beginning says something of names only, and a whole word is seldom meant for another.
            fields.truncate(1);
        }
        let names: Vec<Field> = fields.iter().map(|(field, _)| *field).collect();
        let variants = dictionary::prefixed(self.searcher, &names, text)?;
        let commonest = variants.iter().map(|variant| variant.frequency).max().unwrap_or_default().max(frequency);
        let found = !variants.is_empty();
        for variant in variants {
            self.add_variant(variant, commonest, set, Origin::Prefix, &fields, plan);
        }
        Ok(found)
    }

    /// Concepts of the words, in whatever language documents speak of them. `foreign`: words that no document of the
    /// reader's language has; they may be another language's. Returns the words that have one.
    pub(super) fn add_concepts(&self, words: &Words, foreign: &[usize], plan: &mut Plan) -> Result<WordSet, Error> {
        let all = |locale| -> Vec<Word> {
            let texts = (0..words.words.len()).map(|word| words.text(word));
            texts.map(|text| Word { folded: text.to_owned(), stem: stem(text, locale) }).collect()
        };
        let mut meant = THESAURUS.meanings(&all(self.locale), self.locale);
        let has_own: WordSet = meant.iter().flat_map(|one| one.from..=one.to).fold(0, |set, word| set | 1 << word);
        if foreign.iter().any(|word| has_own >> word & 1 == 0) {
            for locale in Locale::ALL.into_iter().filter(|locale| *locale != self.locale) {
                let theirs = THESAURUS.meanings(&all(locale), locale);
                meant.extend(
                    theirs.into_iter().filter(|one| {
                        (one.from..=one.to).all(|word| has_own >> word & 1 == 0 && foreign.contains(&word))
                    }),
                );
            }
        }
        let mut known = 0;
        for one in meant {
            let set = (one.from..=one.to).fold(0, |set: WordSet, word| set | 1 << word);
            let related = THESAURUS.related(one.concept).iter().map(|concept| (*concept, RELATED));
            for (concept, worths) in std::iter::once((one.concept, CONCEPTS)).chain(related) {
                let key = thesaurus::key(concept);
                for (field, worth) in self.fields.concepts.into_iter().zip(worths) {
                    let (postings, frequency) = self.look_up(field, key.as_bytes())?;
                    if frequency > 0 {
                        known |= set;
                        self.add(postings, frequency, of_word(set, Origin::Concept(concept), worth), plan);
                    }
                }
            }
        }
        Ok(known)
    }

    /// Words that nothing knows: what may have been meant. Returns the tokens with the better words.
    pub(super) fn add_near(&self, words: &Words, known: WordSet, plan: &mut Plan) -> Result<Corrected, Error> {
        let mut tokens = words.tokens.clone();
        for word in (0..words.words.len()).filter(|word| known >> word & 1 == 0) {
            let (text, at) = (words.text(word), words.words[word]);
            // A word that only the vocabulary knows is spelled well, and its own nearest.
            if let Some(better) = self.nearest(text, 1 << word, false, plan)?.filter(|better| better != text) {
                let spelled = self.vocabulary.spelling(&better).map_or(better.clone(), str::to_owned);
                plan.corrections.push((at, spelled));
                tokens[at].text = better;
            }
        }
        Ok(tokens)
    }

    /// For suggestions: names with words like those that nothing knows, the last one perhaps half typed.
    pub(super) fn add_near_names(&self, words: &Words, known: WordSet, plan: &mut Plan) -> Result<(), Error> {
        for word in (0..words.words.len()).filter(|word| known >> word & 1 == 0) {
            self.nearest(words.text(word), 1 << word, words.is_last(word), plan)?;
        }
        Ok(())
    }

    fn nearest(&self, text: &str, set: WordSet, half_typed: bool, plan: &mut Plan) -> Result<Option<String>, Error> {
        let limit = tolerance(text);
        let fields = self.folded_fields();
        let names: Vec<Field> = fields.iter().map(|(field, _)| *field).collect();
        let variants = dictionary::near(self.searcher, &names, text, limit, half_typed)?;
        let commonest = variants.iter().map(|variant| variant.frequency).max().unwrap_or_default();
        let indexed = variants.first().map(|variant| variant.text.clone());
        let frequency =
            |word: &str| variants.iter().find(|variant| variant.text == word).map_or(0, |variant| variant.frequency);
        let named = self.vocabulary.near(text, limit, self.locale, frequency).filter(|_| limit > 0);
        for variant in variants {
            self.add_variant(variant, commonest, set, Origin::Typo, &fields, plan);
        }
        Ok(match (indexed, named) {
            (Some(indexed), Some((_, named_distance))) if distance(text, &indexed) < named_distance => Some(indexed),
            (indexed, named) => named.map(|(near, _)| near.to_owned()).or(indexed),
        })
    }

    fn note_variant(&self, variant: &Variant) {
        let mut noted: Vec<Field> = Vec::new();
        for (_, field, _) in &variant.postings {
            if !noted.contains(field) {
                noted.push(*field);
                self.note(*field, variant.text.as_bytes());
            }
        }
    }

    fn add_variant(
        &self,
        variant: Variant,
        frequency: u64,
        set: WordSet,
        origin: fn(u32) -> Origin,
        fields: &[(Field, Worth)],
        plan: &mut Plan,
    ) {
        self.note_variant(&variant);
        let origin = origin(plan.variants.len() as u32);
        plan.variants.push(variant.text);
        for posting in variant.postings {
            if let Some((_, worth)) = fields.iter().find(|(field, _)| *field == posting.1) {
                self.add(vec![posting], frequency, of_word(set, origin, *worth), plan);
            }
        }
    }
}
