mod facts;

use super::super::known::Slugs;
use crate::territories::Territories;
use model::{Text, record::Refusal};
use std::{collections::HashSet, hash::Hash};

/// Mends what can be mended without changing what it says, and takes out, with a word about it, what cannot be kept.
pub struct Checker<'a> {
    source: &'a str,
    index: usize,
    refused: &'a mut Vec<Refusal>,
    pub territories: &'a Territories,
    slugs: &'a Slugs,
    record: String,
}

const TOO_LONG: &str = "longer than fits: cut";

impl<'a> Checker<'a> {
    pub fn new(
        source: &'a str,
        index: usize,
        refused: &'a mut Vec<Refusal>,
        territories: &'a Territories,
        slugs: &'a Slugs,
    ) -> Self {
        Self { source, index, refused, territories, slugs, record: String::new() }
    }

    fn refuse(&mut self, column: &str, value: &str, reason: &str, partial: bool) {
        self.refused.push(refusal(self.source, self.index, &self.record, column, value, reason, partial));
    }

    fn partial(&mut self, column: &str, value: &str, reason: &str) {
        self.refuse(column, value, reason, true);
    }

    /// The record's id; `None`, refused whole, when it has none or stands twice.
    pub fn id(&mut self, id: &mut String, seen: &mut HashSet<String>) -> Option<()> {
        tidy(id);
        let reason = match id.chars().count() {
            0 => "no id",
            301.. => "the id is longer than 300 characters",
            _ if !seen.insert(id.clone()) => "the id stands twice: the first record is kept",
            _ => {
                self.record = id.clone();
                return Some(());
            }
        };
        let id = id.clone();
        self.refuse("source_id", &id, reason, false);
        None
    }

    pub fn place_id(&mut self, id: &mut String) -> bool {
        tidy(id);
        let fits = (1..=300).contains(&id.chars().count());
        if !fits {
            let id = id.clone();
            self.partial("location.source_id", &id, "a place needs an id of 1 to 300 characters");
        }
        fits
    }

    pub fn name(&mut self, name: &mut Text) -> Option<()> {
        let mut text = Some(name.clone());
        self.text("name", &mut text, 300);
        match text {
            Some(text) => *name = text,
            None => {
                self.refuse("name", "", "no name", false);
                return None;
            }
        }
        Some(())
    }

    pub fn text(&mut self, column: &str, text: &mut Option<Text>, limit: usize) {
        let Some(present) = text else { return };
        let needs_care = |value: &str| value.contains('\0') || value.trim().len() != value.len() || value.len() > limit;
        if !present.values().any(|(_, value)| value.is_empty() || needs_care(value))
            && !present.source_value().is_empty()
        {
            return;
        }
        let mut mended: Option<Text> = None;
        let source = present.source();
        let mut values: Vec<_> = present.values().map(|(locale, value)| (locale, value.to_owned())).collect();
        values.sort_by_key(|(locale, _)| *locale != source);
        for (locale, mut value) in values {
            tidy(&mut value);
            if value.chars().count() > limit {
                value = value.chars().take(limit).collect();
                self.partial(column, &value, TOO_LONG);
            }
            if value.is_empty() {
                continue;
            }
            match &mut mended {
                None => mended = Some(Text::new(locale, value)),
                Some(text) => text.translate(locale, value),
            }
        }
        *text = mended;
    }

    pub fn texts(&mut self, column: &str, texts: &mut Vec<Text>, limit: usize) {
        self.limit(column, texts, limit);
        let present = std::mem::take(texts);
        for text in present {
            let mut text = Some(text);
            self.text(column, &mut text, 1_000);
            texts.extend(text);
        }
    }

    pub fn string(&mut self, column: &str, value: &mut Option<String>, limit: usize) {
        if let Some(text) = value {
            self.required_string(column, text, limit);
            if text.is_empty() {
                *value = None;
            }
        }
    }

    pub fn required_string(&mut self, column: &str, value: &mut String, limit: usize) {
        tidy(value);
        if value.len() > limit && value.chars().count() > limit {
            *value = value.chars().take(limit).collect();
            let value = value.clone();
            self.partial(column, &value, TOO_LONG);
        }
    }

    pub fn limit<T>(&mut self, column: &str, values: &mut Vec<T>, limit: usize) {
        if values.len() > limit {
            let count = values.len();
            values.truncate(limit);
            self.partial(column, &count.to_string(), &format!("more than {limit}: the rest is left out"));
        }
    }

    fn drop_value(&mut self, column: &str, value: &mut Option<String>, reason: &str) {
        if let Some(value) = value.take().filter(|value| !value.is_empty()) {
            self.partial(column, &value, reason);
        }
    }
}

/// A refusal by the writer. It sees records, not files: `file` names the source, `row` the record's position.
pub fn refusal(
    source: &str,
    index: usize,
    record: &str,
    column: &str,
    value: &str,
    reason: &str,
    partial: bool,
) -> Refusal {
    let value = if record.is_empty() || record == value { value.to_owned() } else { format!("{record}: {value}") };
    Refusal {
        file: source.to_owned(),
        row: index as u64 + 1,
        column: Some(column.to_owned()),
        value: value.chars().take(200).collect(),
        reason: reason.to_owned(),
        partial,
    }
}

/// Postgres holds no NUL, and space around a value says nothing.
pub fn tidy(value: &mut String) {
    if value.contains('\0') {
        value.retain(|letter| letter != '\0');
    }
    let trimmed = value.trim();
    if trimmed.len() != value.len() {
        *value = trimmed.to_owned();
    }
}

/// Drops later values that are equal by `key`.
pub fn keep_first<T, K: Hash + Eq>(values: &mut Vec<T>, key: impl Fn(&T) -> K) {
    if values.len() > 1 {
        let mut seen = HashSet::with_capacity(values.len());
        values.retain(|value| seen.insert(key(value)));
    }
}
