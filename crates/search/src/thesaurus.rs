//! Everyday words across languages: *bicicletta*, *vélo* and *bike* are one concept. Documents are indexed with the
//! concepts of their texts, so that a query's word costs one list however many languages know it.
//!
//! The words are in `thesaurus/*.toml`: concept -> language -> words or fixed phrases.

use crate::tokens::phrase;
use model::Locale;
use std::{
    collections::{BTreeMap, HashMap},
    hash::Hasher,
    sync::LazyLock,
};

const FILES: [&str; 2] =
    [include_str!("../thesaurus/work-and-things.toml"), include_str!("../thesaurus/people-and-life.toml")];

/// Words of the longest phrase.
const MAX_PHRASE: usize = 3;

pub(crate) static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(|| Thesaurus::read(&FILES));

type Concepts = BTreeMap<String, BTreeMap<String, Vec<String>>>;

#[derive(Default)]
pub(crate) struct Thesaurus {
    /// By locale: stemmed phrase -> numbers of concepts.
    phrases: [HashMap<String, Vec<u16>>; 7],
    /// Of the words: an index made with other ones is out of date.
    pub fingerprint: u64,
}

/// A run of stems that stands for a concept.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub from: usize,
    pub to: usize,
    pub concept: u16,
}

impl Thesaurus {
    /// A file that cannot be read, which a test forbids, costs its concepts and nothing else.
    fn read(files: &[&str]) -> Self {
        let mut all = Self::default();
        let mut concept = 0_u16;
        let mut hasher = fnv::FnvHasher::default();
        for file in files {
            hasher.write(file.as_bytes());
            for languages in toml::from_str::<Concepts>(file).unwrap_or_default().into_values() {
                for (locale, words) in languages {
                    let Ok(locale) = locale.parse::<Locale>() else { continue };
                    for words in words {
                        all.add(&words, locale, concept);
                    }
                }
                concept = concept.saturating_add(1);
            }
        }
        all.fingerprint = hasher.finish();
        all
    }

    fn add(&mut self, words: &str, locale: Locale, concept: u16) {
        let stems = phrase(words, locale);
        if stems.is_empty() || stems.len() > MAX_PHRASE {
            return;
        }
        let concepts = self.phrases[locale as usize].entry(stems.join(" ")).or_default();
        if !concepts.contains(&concept) {
            concepts.push(concept);
        }
    }

    /// Concepts in a text of the language, by its stems without stop words: the longest phrase at each place.
    pub fn meanings<S: AsRef<str>>(&self, stems: &[S], locale: Locale) -> Vec<Meaning> {
        let phrases = &self.phrases[locale as usize];
        let mut found = Vec::new();
        let mut from = 0;
        while from < stems.len() {
            let mut next = from + 1;
            for to in (from..stems.len().min(from + MAX_PHRASE)).rev() {
                let known = if from == to {
                    phrases.get(stems[from].as_ref())
                } else {
                    let words: Vec<&str> = stems[from..=to].iter().map(AsRef::as_ref).collect();
                    phrases.get(&words.join(" "))
                };
                if let Some(concepts) = known {
                    found.extend(concepts.iter().map(|concept| Meaning { from, to, concept: *concept }));
                    next = to + 1;
                    break;
                }
            }
            from = next;
        }
        found
    }
}

/// As a term of the index.
pub(crate) fn key(concept: u16) -> String {
    format!("{concept:x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Thesaurus {
        Thesaurus::read(&["[bicycle]\nen = [\"bicycle\", \"bike\"]\nit = [\"bicicletta\"]\npt = [\"bicicleta\"]\n\
                           [sewing-machine]\nen = [\"sewing machine\"]\npt = [\"máquina de costura\"]\n\
                           [sewing]\nen = [\"sewing\"]\npt = [\"costura\"]"])
    }

    fn concepts(text: &str, locale: Locale) -> Vec<u16> {
        small().meanings(&phrase(text, locale), locale).into_iter().map(|meaning| meaning.concept).collect()
    }

    #[test]
    fn languages_meet_in_concepts_and_the_longest_phrase_wins() {
        assert_eq!(concepts("cheap bikes", Locale::En), concepts("biciclette usate", Locale::It));
        assert_eq!(concepts("máquinas de costura e bicicletas", Locale::Pt), [2, 0]);
        assert_eq!(concepts("Sewing", Locale::En), concepts("costura", Locale::Pt));
        assert!(concepts("bicicletta", Locale::Pt).is_empty() && concepts("", Locale::El).is_empty());
    }

    #[test]
    fn every_concept_has_words_in_every_language() {
        let mut seen = std::collections::HashSet::new();
        for file in FILES {
            let concepts: Concepts = toml::from_str(file).unwrap_or_else(|error| panic!("{error}"));
            for (name, languages) in concepts {
                for locale in Locale::ALL {
                    let words = languages.get(locale.as_str()).map(Vec::as_slice).unwrap_or_default();
                    let readable = |words: &String| (1..=MAX_PHRASE).contains(&phrase(words, locale).len());
                    assert!(!words.is_empty() && words.iter().all(readable), "{name} {locale} {words:?}");
                }
                assert!(seen.insert(name.clone()), "{name} stands in two files");
            }
        }
        assert!(seen.len() > 300, "{}", seen.len());
    }
}
