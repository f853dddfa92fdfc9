use super::super::known::Slugs;
use crate::territories::Territories;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use model::{
    Point, Text,
    record::{CostOption, Refusal},
};
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

    /// Only http and https: anything else in a link could run in the reader's browser.
    pub fn website(&mut self, column: &str, value: &mut Option<String>) {
        let Some(url) = value else { return };
        tidy(url);
        let lower = url.to_ascii_lowercase();
        if !lower.contains(':') && lower.contains('.') {
            url.insert_str(0, "https://");
        }
        let lower = url.to_ascii_lowercase();
        let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        let fits = rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['))
            && url.len() <= 2_000
            && !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'));
        if !fits {
            self.drop_value(column, value, "not an http or https address");
        }
    }

    pub fn email(&mut self, value: &mut Option<String>) {
        let Some(email) = value else { return };
        tidy(email);
        let fits = email.len() <= 254
            && !email.contains(|c: char| {
                c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ',' | ';' | ':' | '?' | '&')
            })
            && email.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty()
                    && !host.contains('@')
                    && host.contains('.')
                    && !host.starts_with('.')
                    && !host.ends_with('.')
            });
        if !fits {
            self.drop_value("email", value, "not a mail address");
        }
    }

    pub fn year(&mut self, value: &mut Option<i32>) {
        if let Some(year) = value.take_if(|year| !(1..=2200).contains(year)) {
            self.partial("year_incorporated", &year.to_string(), "not a year");
        }
    }

    pub fn time(&mut self, column: &str, value: &mut Option<DateTime<Utc>>) {
        if let Some(time) = value.take_if(|time| !(1900..=2200).contains(&time.year())) {
            self.partial(column, &time.to_string(), "not a time of these centuries");
        }
    }

    pub fn day(&mut self, column: &str, value: &mut Option<NaiveDate>) {
        if let Some(day) = value.take_if(|day| !(1900..=2200).contains(&day.year())) {
            self.partial(column, &day.to_string(), "not a day of these centuries");
        }
    }

    pub fn days(&mut self, starts: &mut Option<NaiveDate>, ends: &mut Option<NaiveDate>) {
        self.day("starts_on", starts);
        self.day("ends_on", ends);
        if starts.zip(*ends).is_some_and(|(starts, ends)| starts > ends) {
            let value = starts.take().map(|day| day.to_string()).unwrap_or_default();
            self.partial("starts_on", &value, "later than the last day");
        }
    }

    pub fn ages(&mut self, minimum: &mut Option<u8>, maximum: &mut Option<u8>) {
        for (column, age) in [("minimum_age", &mut *minimum), ("maximum_age", &mut *maximum)] {
            if let Some(age) = age.take_if(|age| *age > 150) {
                self.partial(column, &age.to_string(), "not an age");
            }
        }
        if let Some((low, high)) = minimum.zip(*maximum).filter(|(low, high)| low > high) {
            (*minimum, *maximum) = (None, None);
            self.partial("minimum_age", &format!("{low}-{high}"), "the minimum age is above the maximum age");
        }
    }

    pub fn languages(&mut self, values: &mut Vec<String>) {
        self.limit("languages", values, 50);
        values.iter_mut().for_each(|value| *value = value.trim().to_ascii_lowercase());
        let fits = |value: &String| (2..=3).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_lowercase());
        for value in values.iter().filter(|value| !fits(value)).cloned().collect::<Vec<_>>() {
            self.partial("languages", &value, "not an ISO 639 code");
        }
        values.retain(fits);
        keep_first(values, Clone::clone);
    }

    pub fn slugs(&mut self, column: &str, values: &mut Vec<String>, of: fn(&Slugs) -> &HashSet<String>) {
        self.limit(column, values, 50);
        let slugs = self.slugs;
        let known = of(slugs);
        for value in values.iter().filter(|value| !known.contains(*value)).cloned().collect::<Vec<_>>() {
            self.partial(column, &value, "not in our taxonomy");
        }
        values.retain(|value| known.contains(value));
        keep_first(values, Clone::clone);
    }

    pub fn territory(&mut self, country: Option<&str>, value: &mut Option<String>) {
        let Some(code) = value else { return };
        match self.territories.holding(country, code) {
            Some(id) => *code = id.to_owned(),
            None => self.drop_value("territory", value, "unknown territory"),
        }
    }

    pub fn territories(&mut self, values: &mut Vec<String>) {
        self.limit("coverage", values, 5_000);
        let codes = std::mem::take(values);
        for code in codes {
            match self.territories.resolve(&code) {
                Some(id) => values.push(id.to_owned()),
                None => self.partial("coverage", &code, "unknown territory"),
            }
        }
        keep_first(values, Clone::clone);
    }

    pub fn country(&mut self, value: &mut Option<String>) {
        let Some(country) = value else { return };
        *country = country.trim().to_uppercase();
        if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
            self.drop_value("location.country", value, "not an ISO 3166-1 code of two letters");
        }
    }

    pub fn time_zone(&mut self, value: &mut Option<String>) {
        if value.as_deref().is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
            self.drop_value("location.time_zone", value, "not an IANA time zone");
        }
    }

    /// Both or neither.
    pub fn point(&mut self, latitude: &mut Option<f64>, longitude: &mut Option<f64>) -> Option<Point> {
        let point = latitude.zip(*longitude).and_then(|(latitude, longitude)| Point::new(latitude, longitude));
        if point.is_none() && (latitude.is_some() || longitude.is_some()) {
            let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
            let value = format!("{},{}", number(*latitude), number(*longitude));
            (*latitude, *longitude) = (None, None);
            self.partial("location.latitude", &value, "not a point on earth");
        }
        point
    }

    /// Whether there is a number to call.
    pub fn number(&mut self, number: &mut String) -> bool {
        tidy(number);
        if number.is_empty() {
            return false;
        }
        let fits = number.chars().count() <= 60 && number.contains(|c: char| c.is_ascii_digit());
        if !fits {
            let number = number.clone();
            self.partial("phones.number", &number, "not a telephone number");
        }
        fits
    }

    pub fn hour(&mut self, column: &str, value: &mut Option<String>) {
        let fits = |hour: &str| {
            let Some((hours, minutes)) = hour.split_once(':') else { return false };
            let within =
                |part: &str, limit: u8| part.len() == 2 && part.parse::<u8>().is_ok_and(|number| number <= limit);
            within(hours, 24) && within(minutes, 59)
        };
        if value.as_deref().is_some_and(|hour| !fits(hour)) {
            self.drop_value(column, value, "not an hour as HH:MM");
        }
    }

    pub fn cost_option(&mut self, option: &mut CostOption) {
        self.string("cost_options.option", &mut option.option, 300);
        self.string("cost_options.description", &mut option.description, 1_000);
        if let Some(amount) = option.amount.take_if(|amount| !amount.is_finite() || amount.abs() >= 1e9) {
            self.partial("cost_options.amount", &amount.to_string(), "not an amount");
        }
        let fits = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic());
        match &mut option.currency {
            Some(code) if fits(code) => code.make_ascii_uppercase(),
            Some(_) => self.drop_value("cost_options.currency", &mut option.currency, "not an ISO 4217 code"),
            None => {}
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
fn tidy(value: &mut String) {
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
