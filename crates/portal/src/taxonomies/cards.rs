//! The shipped cards: one file for a need in a country, in the country's language, English, and others where written.

use super::shipped::parse;
use crate::Error;
use chrono::NaiveDate;
use model::{Locale, Text};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

macro_rules! cards {
    ($($country:literal: [$($need:literal),* $(,)?]),* $(,)?) => {
        &[$($(($country, $need, include_str!(concat!("../../taxonomies/cards/", $country, "/", $need, ".toml")))),*),*]
    };
}

/// Country, need, file. A test compares them with the folder.
const CARDS: &[(&str, &str, &str)] = cards![
    "es": ["bank-account", "housing-rights", "minimum-income", "recognition-of-diplomas", "unemployment-benefit"],
    "fr": ["bank-account", "debt", "energy-bills", "eviction", "postal-address", "pregnancy-and-birth", "social-housing"],
    "gb": ["disability-allowance", "discrimination", "emergency-shelter"],
    "gr": ["discrimination", "rights-at-work"],
    "it": ["civil-registration", "disability-recognition", "legal-aid", "residence-permit", "rights-at-work", "seeing-a-doctor"],
    "jo": ["disability-recognition", "rights-at-work"],
    "pt": ["domestic-violence", "eviction", "family-allowance", "legal-aid", "minimum-income", "respite-for-carers"],
];

pub struct Card {
    pub need: String,
    pub country: String,
    pub written_on: NaiveDate,
    pub what_exists: Text,
    pub gives: Text,
    pub decides: Text,
    pub object: Text,
    pub law: Text,
    pub bring: Vec<Text>,
    pub first_step: Text,
    pub easy_exists: Text,
    pub easy_right: Text,
    pub easy_first_step: Text,
}

#[derive(Deserialize)]
struct File {
    written_on: NaiveDate,
    source: Locale,
    #[serde(flatten)]
    languages: BTreeMap<Locale, Words>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    exists: String,
    gives: String,
    decides: String,
    object: String,
    law: String,
    bring: Vec<String>,
    first_step: String,
    easy: Easy,
}

/// A line is a sentence.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Easy {
    exists: Vec<String>,
    right: Vec<String>,
    first_step: Vec<String>,
}

/// All cards, and the hash of their files.
pub fn read() -> Result<(Vec<Card>, Vec<u8>), Error> {
    let mut hash = Sha256::new();
    let mut cards = Vec::with_capacity(CARDS.len());
    for (country, need, text) in CARDS {
        for part in [country, need, text] {
            hash.update(part);
            hash.update([0]);
        }
        let name = format!("cards/{country}/{need}.toml");
        cards.push(card(&name, country, need, parse(&name, text)?)?);
    }
    Ok((cards, hash.finalize().to_vec()))
}

fn card(name: &str, country: &str, need: &str, file: File) -> Result<Card, Error> {
    let invalid = |what: &str| Error::Invalid(format!("taxonomies/{name}: {what}"));
    let source = file.languages.get(&file.source).ok_or_else(|| invalid("nothing in its source language"))?;
    let others = || file.languages.iter().filter(|(locale, _)| **locale != file.source);
    if others().any(|(_, words)| words.bring.len() != source.bring.len()) {
        return Err(invalid("things to bring differ by language"));
    }
    let text = |of: &dyn Fn(&Words) -> String| {
        others().fold(Text::new(file.source, of(source)), |text, (locale, words)| text.with(*locale, of(words)))
    };
    Ok(Card {
        need: need.to_owned(),
        country: country.to_ascii_uppercase(),
        written_on: file.written_on,
        what_exists: text(&|words| words.exists.clone()),
        gives: text(&|words| words.gives.clone()),
        decides: text(&|words| words.decides.clone()),
        object: text(&|words| words.object.clone()),
        law: text(&|words| words.law.clone()),
        bring: (0..source.bring.len())
            .map(|at| text(&|words| words.bring.get(at).cloned().unwrap_or_default()))
            .collect(),
        first_step: text(&|words| words.first_step.clone()),
        easy_exists: text(&|words| words.easy.exists.join("\n")),
        easy_right: text(&|words| words.easy.right.join("\n")),
        easy_first_step: text(&|words| words.easy.first_step.join("\n")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Readability;
    use std::{collections::BTreeSet, fs, path::Path};

    fn texts(card: &Card) -> Vec<(&'static str, &Text)> {
        let named = [
            ("exists", &card.what_exists),
            ("gives", &card.gives),
            ("decides", &card.decides),
            ("object", &card.object),
            ("law", &card.law),
            ("first step", &card.first_step),
            ("easy: exists", &card.easy_exists),
            ("easy: right", &card.easy_right),
            ("easy: first step", &card.easy_first_step),
        ];
        named.into_iter().chain(card.bring.iter().map(|text| ("bring", text))).collect()
    }

    fn name(card: &Card) -> String {
        format!("{} in {}", card.need, card.country)
    }

    fn measured(texts: &[&Text], locale: Locale) -> Readability {
        let lines: Vec<&str> = texts.iter().map(|text| text.value(locale).unwrap()).collect();
        Readability::of(&lines.join("\n"), locale)
    }

    #[test]
    fn every_card_in_the_folder_is_shipped_once() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("taxonomies/cards");
        let mut there = BTreeSet::new();
        for country in fs::read_dir(folder).unwrap() {
            let country = country.unwrap();
            if !country.path().is_dir() {
                continue;
            }
            for file in fs::read_dir(country.path()).unwrap() {
                let file = file.unwrap().file_name().into_string().unwrap();
                let need = file.strip_suffix(".toml").unwrap().to_owned();
                there.insert((country.file_name().into_string().unwrap(), need));
            }
        }
        let shipped: Vec<_> =
            CARDS.iter().map(|(country, need, _)| ((*country).to_owned(), (*need).to_owned())).collect();
        assert_eq!(shipped.iter().cloned().collect::<BTreeSet<_>>(), there);
        assert_eq!(shipped.len(), there.len());
    }

    #[test]
    fn twenty_needs_have_a_card_and_every_demonstration_country_has_some() {
        let (cards, _) = read().unwrap();
        let needs: BTreeSet<&str> = cards.iter().map(|card| card.need.as_str()).collect();
        let countries: BTreeSet<&str> = cards.iter().map(|card| card.country.as_str()).collect();
        assert!(needs.len() >= 20, "{}", needs.len());
        assert_eq!(countries, ["ES", "FR", "GB", "GR", "IT", "JO", "PT"].into());
        let known: BTreeSet<String> =
            super::super::shipped::read().unwrap().needs.into_iter().map(|need| need.slug).collect();
        for card in &cards {
            assert!(known.contains(&card.need), "{} is no need", card.need);
        }
    }

    #[test]
    fn every_card_says_all_in_the_countrys_language_and_in_english() {
        for card in read().unwrap().0 {
            let source = match card.country.as_str() {
                "PT" => Locale::Pt,
                "IT" => Locale::It,
                "FR" => Locale::Fr,
                "ES" => Locale::Es,
                "GR" => Locale::El,
                "JO" => Locale::Ar,
                _ => Locale::En,
            };
            assert!((3..=6).contains(&card.bring.len()), "{}", name(&card));
            for (what, text) in texts(&card) {
                assert_eq!(text.source(), source, "{}, {what}", name(&card));
                assert!(text.outdated().is_empty(), "{}, {what}", name(&card));
                for locale in [source, Locale::En] {
                    let value = text.value(locale).unwrap_or_default();
                    let length = value.chars().count();
                    assert!((10..=900).contains(&length), "{}, {what} in {locale}: {length}", name(&card));
                    assert_eq!(value, value.trim(), "{}, {what} in {locale}", name(&card));
                }
            }
            let object = card.object.source_value();
            assert!(
                object.chars().any(|c| c.is_numeric()) || names_a_time(object, source),
                "{} does not say within what time one objects",
                name(&card)
            );
        }
    }

    /// Times written in words.
    fn names_a_time(text: &str, locale: Locale) -> bool {
        let words: &[&str] = match locale {
            Locale::En => &["month", "day"],
            Locale::It => &["giorni", "mesi"],
            Locale::Pt => &["dias", "meses"],
            Locale::Es => &["días", "meses", "mes"],
            Locale::Fr => &["jours", "mois"],
            Locale::El => &["μήνες", "μέρες"],
            Locale::Ar => &["يوم", "شهر", "سنتين"],
        };
        words.iter().any(|word| text.contains(word))
    }

    #[test]
    fn the_easy_version_is_short_and_easier_by_the_measure_of_its_language() {
        let mut problems = Vec::new();
        for card in read().unwrap().0 {
            for (locale, _) in card.what_exists.values() {
                let easy = [&card.easy_exists, &card.easy_right, &card.easy_first_step];
                let full = [&card.what_exists, &card.gives, &card.decides, &card.object, &card.first_step];
                let (easy_measured, full_measured) = (measured(&easy, locale), measured(&full, locale));
                if !easy_measured.is_easier_than(full_measured) {
                    problems.push(format!("{} in {locale}: {easy_measured:?}, {full_measured:?}", name(&card)));
                }
                for line in easy.iter().flat_map(|text| text.value(locale).unwrap().lines()) {
                    let words = model::words_of(line).count();
                    if !(1..=13).contains(&words) || !line.ends_with(['.', '?', '!', ';', '؟']) {
                        problems.push(format!("{} in {locale}: {line}", name(&card)));
                    }
                }
            }
        }
        assert_eq!(problems, [""; 0]);
    }
}
