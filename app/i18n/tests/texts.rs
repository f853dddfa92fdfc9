//! The files of texts, and how the languages write.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use chrono::NaiveDate;
use i18n::{Label, clock, date, direction_of, distance, language_name, number, services};
use model::{Locale, OrganisationKind};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path};

/// Every text of a locale file by its dotted key.
fn texts(locale: Locale) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{locale}.json"));
    let mut found = BTreeMap::new();
    collect(&serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap(), String::new(), &mut found);
    found
}

fn collect(value: &Value, key: String, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                collect(value, if key.is_empty() { name.clone() } else { format!("{key}.{name}") }, found);
            }
        }
        Value::String(text) => drop(found.insert(key, text.clone())),
        other => panic!("{key} is {other}"),
    }
}

const PLURALS: [&str; 6] = ["_zero", "_one", "_two", "_few", "_many", "_other"];

fn without_plural(key: &str) -> &str {
    PLURALS.iter().find_map(|form| key.strip_suffix(form)).unwrap_or(key)
}

fn variables(text: &str) -> Vec<&str> {
    let mut found: Vec<_> =
        text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()).map(str::trim).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn every_language_has_the_same_keys_and_none_is_empty() {
    let english = texts(Locale::En);
    let names = |texts: &BTreeMap<String, String>| {
        let mut names: Vec<_> = texts.keys().map(|key| without_plural(key).to_owned()).collect();
        names.dedup();
        names
    };
    for locale in Locale::ALL {
        let theirs = texts(locale);
        assert_eq!(names(&theirs), names(&english), "{locale}");
        for (key, text) in &theirs {
            assert!(!text.trim().is_empty(), "{locale} {key} is empty");
            if PLURALS.iter().all(|form| !key.ends_with(form)) {
                assert_eq!(variables(text), variables(&english[key]), "{locale} {key}");
            }
        }
    }
}

#[test]
fn every_language_has_its_plural_forms() {
    for (locale, forms) in [
        (Locale::En, &["_one", "_other"][..]),
        (Locale::El, &["_one", "_other"]),
        (Locale::Fr, &["_one", "_many", "_other"]),
        (Locale::It, &["_one", "_many", "_other"]),
        (Locale::Es, &["_one", "_many", "_other"]),
        (Locale::Pt, &["_one", "_many", "_other"]),
        (Locale::Ar, &PLURALS),
    ] {
        let texts = texts(locale);
        for group in ["results", "services", "organisations", "more_places"] {
            for form in forms {
                assert!(texts.contains_key(&format!("count.{group}{form}")), "{locale} {group}{form}");
            }
        }
    }
}

#[test]
fn texts_are_translated() {
    let english = texts(Locale::En);
    for locale in Locale::ALL.into_iter().skip(1) {
        let theirs = texts(locale);
        // A short word may well be the same, and so may a text that is all values.
        let is_sentence = |text: &str| text.len() > 24 && !text.starts_with("{{");
        let same = english.iter().filter(|(key, text)| is_sentence(text) && theirs.get(*key) == Some(*text));
        assert_eq!(same.map(|(key, _)| key).collect::<Vec<_>>(), Vec::<&String>::new(), "{locale} repeats English");
    }
}

#[test]
fn counts_take_the_form_of_their_number() {
    assert_eq!(services(Locale::En, 1), "1 service");
    assert_eq!(services(Locale::En, 1234), "1,234 services");
    assert_eq!(services(Locale::Fr, 0), "0 service");
    let arabic: Vec<_> = [0, 1, 2, 3, 11, 100].map(|n| services(Locale::Ar, n)).into();
    let mut different = arabic.clone();
    different.dedup();
    assert_eq!(different.len(), 6, "{arabic:?}");
}

#[test]
fn dates_and_numbers_are_written_as_each_language_does() {
    let first = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
    assert_eq!(date(Locale::En, first), "1 May 2026");
    assert_eq!(date(Locale::Fr, first), "1er mai 2026");
    assert_eq!(date(Locale::Pt, first), "1 de maio de 2026");
    assert_eq!(date(Locale::El, first), "1 Μαΐου 2026");
    assert_eq!(number(Locale::Pt, 1234), "1234");
    assert_eq!(number(Locale::It, 1_234_567), "1.234.567");
    assert_eq!(distance(Locale::En, 996), "1 km away");
    assert!(distance(Locale::Pt, 1540).contains("1,5"));
    assert_eq!((clock(1530), clock(1440)), ("01:30".to_owned(), "24:00".to_owned()));
}

#[test]
fn languages_and_kinds_have_names() {
    assert_eq!(language_name(Locale::En, "pt-PT"), Some("Portuguese"));
    assert_eq!(language_name(Locale::En, "ara"), Some("Arabic"));
    assert_eq!(language_name(Locale::En, "xx"), None);
    assert_eq!(direction_of("ur-PK"), "rtl");
    assert_eq!(OrganisationKind::Company.label(Locale::En), "Company");
}
