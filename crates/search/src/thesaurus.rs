//! Everyday words across languages: *bicicletta*, *vélo* and *bike* are one concept. Documents are indexed with the
//! concepts of their texts, so that a query's word costs one list however many languages know it.
//!
//! The words are in `thesaurus/*.toml`: concept -> language -> words or fixed phrases.

use crate::tokens::{Token, is_stop_word, stem, tokens};
use model::Locale;
use std::{
    collections::{BTreeMap, HashMap},
    hash::Hasher,
    sync::LazyLock,
};

const FILES: [&str; 3] = [
    include_str!("../thesaurus/work-and-things.toml"),
    include_str!("../thesaurus/people-and-life.toml"),
    include_str!("../thesaurus/what-happens.toml"),
];

/// Groups of concepts that answer for each other.
const RELATED: &str = include_str!("../thesaurus/related.toml");

/// Words of the longest phrase.
const MAX_PHRASE: usize = 3;

pub(crate) static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(|| Thesaurus::read(&FILES, RELATED));

type Concepts = BTreeMap<String, BTreeMap<String, Vec<String>>>;

#[derive(Default, serde::Deserialize)]
struct Related {
    groups: Vec<Vec<String>>,
}

#[derive(Default)]
pub(crate) struct Thesaurus {
    /// By locale: folded phrase -> numbers of concepts.
    written: [HashMap<String, Vec<u16>>; 7],
    /// … and stemmed phrase.
    stemmed: [HashMap<String, Vec<u16>>; 7],
    /// By concept and locale: its commonest word, as it is written.
    spelled: Vec<[String; 7]>,
    /// By concept: others that answer for it, a little less well.
    related: HashMap<u16, Vec<u16>>,
    /// Of the words: an index made with other ones is out of date.
    pub fingerprint: u64,
}

/// A word of a text or query as it is looked up.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub folded: String,
    pub stem: String,
}

/// A run of words that stands for a concept.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub from: usize,
    pub to: usize,
    pub concept: u16,
}

impl Thesaurus {
    /// A file that cannot be read, which a test forbids, costs its concepts and nothing else.
    fn read(files: &[&str], related: &str) -> Self {
        let mut all = Self::default();
        let mut concept = 0_u16;
        let mut named: HashMap<String, u16> = HashMap::new();
        let mut hasher = fnv::FnvHasher::default();
        for file in files {
            hasher.write(file.as_bytes());
            for (name, languages) in toml::from_str::<Concepts>(file).unwrap_or_default() {
                named.insert(name, concept);
                let mut spelled: [String; 7] = Default::default();
                for (locale, words) in languages {
                    let Ok(locale) = locale.parse::<Locale>() else { continue };
                    spelled[locale as usize] = words.first().cloned().unwrap_or_default();
                    for words in words {
                        all.add(&words, locale, concept);
                    }
                }
                all.spelled.push(spelled);
                concept = concept.saturating_add(1);
            }
        }
        for group in toml::from_str::<Related>(related).unwrap_or_default().groups {
            let group: Vec<u16> = group.iter().filter_map(|name| named.get(name).copied()).collect();
            for concept in &group {
                let known = all.related.entry(*concept).or_default();
                known.extend(group.iter().filter(|other| *other != concept));
            }
        }
        all.fingerprint = hasher.finish();
        all
    }

    /// Concepts that a search for this one is also answered by.
    pub fn related(&self, concept: u16) -> &[u16] {
        self.related.get(&concept).map(Vec::as_slice).unwrap_or_default()
    }

    /// The concept's word in the reader's language where a text is in it, else in one of the text's languages.
    pub fn spelled(&self, concept: u16, reader: Locale, is_in: impl Fn(Locale) -> bool) -> &str {
        let Some(words) = self.spelled.get(usize::from(concept)) else { return "" };
        let mut locales = std::iter::once(reader).chain(Locale::ALL);
        &words[locales.find(|locale| is_in(*locale)).unwrap_or(reader) as usize]
    }

    fn add(&mut self, text: &str, locale: Locale, concept: u16) {
        let words = words(text, locale);
        if words.is_empty() || words.len() > MAX_PHRASE {
            return;
        }
        let add = |phrases: &mut [HashMap<String, Vec<u16>>; 7], key: String| {
            let concepts = phrases[locale as usize].entry(key).or_default();
            if !concepts.contains(&concept) {
                concepts.push(concept);
            }
        };
        add(&mut self.written, joined(&words, |word| &word.folded));
        // Short stems join words that have nothing to do with each other.
        let shortest = if locale == Locale::Ar { 3 } else { 4 };
        if words.iter().all(|word| word.stem.chars().count() >= shortest) {
            add(&mut self.stemmed, joined(&words, |word| &word.stem));
        }
    }

    /// Concepts in a text of the language, its stop words left out: at each place the longest phrase, as it is
    /// written or else by its stems.
    pub fn meanings(&self, words: &[Word], locale: Locale) -> Vec<Meaning> {
        let (written, stemmed) = (&self.written[locale as usize], &self.stemmed[locale as usize]);
        let look_up = |words: &[Word]| match words {
            [word] => written.get(&word.folded).or_else(|| stemmed.get(&word.stem)),
            words => written
                .get(&joined(words, |word| &word.folded))
                .or_else(|| stemmed.get(&joined(words, |word| &word.stem))),
        };
        let mut found = Vec::new();
        let mut from = 0;
        while from < words.len() {
            let ends = (from..words.len().min(from + MAX_PHRASE)).rev();
            let longest = ends.filter_map(|to| Some((to, look_up(&words[from..=to])?))).next();
            if let Some((to, concepts)) = longest {
                found.extend(concepts.iter().map(|concept| Meaning { from, to, concept: *concept }));
            }
            from = longest.map_or(from, |(to, _)| to) + 1;
        }
        found
    }
}

/// The telling words of a text; all of them when none tells anything.
pub(crate) fn words(text: &str, locale: Locale) -> Vec<Word> {
    let all = tokens(text);
    let word = |token: &Token| Word { stem: stem(&token.text, locale), folded: token.text.clone() };
    let telling: Vec<Word> = all.iter().filter(|token| !is_stop_word(&token.text, locale)).map(word).collect();
    if telling.is_empty() { all.iter().map(word).collect() } else { telling }
}

fn joined(words: &[Word], form: impl Fn(&Word) -> &String) -> String {
    words.iter().map(|word| form(word).as_str()).collect::<Vec<_>>().join(" ")
}

/// As a term of the index.
pub(crate) fn key(concept: u16) -> String {
    format!("{concept:x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Thesaurus {
        Thesaurus::read(
            &["[bicycle]\nen = [\"bicycle\", \"bike\"]\nit = [\"bicicletta\"]\npt = [\"bicicleta\"]\n\
                           [sewing-machine]\nen = [\"sewing machine\"]\npt = [\"máquina de costura\"]\n\
                           [sewing]\nen = [\"sewing\"]\npt = [\"costura\"]"],
            "groups = [[\"sewing\", \"sewing-machine\"]]",
        )
    }

    fn concepts(text: &str, locale: Locale) -> Vec<u16> {
        small().meanings(&words(text, locale), locale).into_iter().map(|meaning| meaning.concept).collect()
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
                    let entries = languages.get(locale.as_str()).map(Vec::as_slice).unwrap_or_default();
                    let readable = |entry: &String| (1..=MAX_PHRASE).contains(&words(entry, locale).len());
                    assert!(!entries.is_empty() && entries.iter().all(readable), "{name} {locale} {entries:?}");
                }
                assert!(seen.insert(name.clone()), "{name} stands in two files");
            }
        }
        assert!(seen.len() > 300, "{}", seen.len());
        let related: Related = toml::from_str(RELATED).unwrap_or_else(|error| panic!("{error}"));
        for name in related.groups.iter().flatten() {
            assert!(seen.contains(name), "{name} is no concept");
        }
    }
}
