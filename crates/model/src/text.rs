//! A value in several languages that knows which of its translations have gone stale.

use crate::Locale;
use fnv::FnvHasher;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, hash::Hasher};

/// One field's text: values by locale, the locale it was written in, and for each translation the hash of
/// the source value it was made from. Stored as JSON:
/// `{"source":"pt","values":{"pt":"Banco alimentar","en":"Food bank"},"made_from":{"en":"9f2c…"}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    source: Locale,
    values: BTreeMap<Locale, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    made_from: BTreeMap<Locale, String>,
}

/// What a reader is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    pub value: String,
    /// The language of `value`: mark it with `lang` and `dir` where it is not the reader's.
    pub locale: Locale,
    /// The source has changed since this translation was made.
    pub outdated: bool,
}

impl Text {
    pub fn new(source: Locale, value: impl Into<String>) -> Self {
        Self { source, values: BTreeMap::from([(source, value.into())]), made_from: BTreeMap::new() }
    }

    /// Adds translations made from the present source value.
    pub fn with(mut self, locale: Locale, value: impl Into<String>) -> Self {
        self.translate(locale, value);
        self
    }

    pub fn source(&self) -> Locale {
        self.source
    }

    pub fn source_value(&self) -> &str {
        self.values.get(&self.source).map_or("", String::as_str)
    }

    pub fn value(&self, locale: Locale) -> Option<&str> {
        self.values.get(&locale).map(String::as_str)
    }

    pub fn values(&self) -> impl Iterator<Item = (Locale, &str)> {
        self.values.iter().map(|(locale, value)| (*locale, value.as_str()))
    }

    /// Changes the source value. Translations made from another value become outdated; setting the value it
    /// already has changes nothing, and setting an earlier value back makes its translations good again.
    pub fn set_source(&mut self, value: impl Into<String>) {
        self.values.insert(self.source, value.into());
    }

    /// Sets the translation into `locale`, made from the present source value. An empty value removes it.
    pub fn translate(&mut self, locale: Locale, value: impl Into<String>) {
        let value = value.into();
        if locale == self.source {
            return self.set_source(value);
        }
        if value.trim().is_empty() {
            self.values.remove(&locale);
            self.made_from.remove(&locale);
        } else {
            self.made_from.insert(locale, hash(self.source_value()));
            self.values.insert(locale, value);
        }
    }

    /// The reader's locale, else the source locale.
    pub fn read(&self, locale: Locale) -> Translation {
        match self.values.get(&locale) {
            Some(value) => Translation { value: value.clone(), locale, outdated: self.is_outdated(locale) },
            None => Translation { value: self.source_value().to_owned(), locale: self.source, outdated: false },
        }
    }

    pub fn is_outdated(&self, locale: Locale) -> bool {
        locale != self.source
            && self.values.contains_key(&locale)
            && self.made_from.get(&locale) != Some(&hash(self.source_value()))
    }

    /// Locales whose value was made from another source value, in order.
    pub fn outdated(&self) -> Vec<Locale> {
        self.values.keys().copied().filter(|locale| self.is_outdated(*locale)).collect()
    }

    /// Interface locales without a value, in order.
    pub fn missing(&self) -> Vec<Locale> {
        Locale::ALL.into_iter().filter(|locale| !self.values.contains_key(locale)).collect()
    }
}

/// FNV-1a 64 as hex: stable across releases, which the standard hasher is not, and never used against malice.
fn hash(value: &str) -> String {
    let mut hasher = FnvHasher::default();
    hasher.write(value.as_bytes());
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pantry() -> Text {
        Text::new(Locale::Pt, "Banco alimentar").with(Locale::En, "Food bank").with(Locale::Es, "Banco de alimentos")
    }

    #[test]
    fn a_changed_source_makes_exactly_its_translations_outdated() {
        let mut text = pantry();
        text.set_source("Cabaz alimentar");
        assert_eq!(text.outdated(), [Locale::En, Locale::Es]);
        text.translate(Locale::En, "Food parcel");
        assert_eq!(text.outdated(), [Locale::Es]);
        assert!(text.read(Locale::Es).outdated);
    }

    #[test]
    fn saving_without_a_change_makes_nothing_outdated() {
        let mut text = pantry();
        text.set_source("Banco alimentar");
        assert_eq!(text, pantry());
        assert!(text.outdated().is_empty());
    }

    #[test]
    fn a_reader_without_translation_gets_the_source_marked() {
        let read = pantry().read(Locale::Ar);
        assert_eq!((read.value.as_str(), read.locale, read.outdated), ("Banco alimentar", Locale::Pt, false));
    }

    #[test]
    fn json_keeps_everything() {
        let mut text = pantry();
        text.set_source("x");
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), text);
    }
}
