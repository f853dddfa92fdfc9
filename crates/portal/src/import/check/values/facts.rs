use super::{Checker, keep_first, tidy};
use crate::import::known::Slugs;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use model::{Point, record::CostOption};
use std::collections::HashSet;

/// Values with a shape of their own: addresses, dates, numbers, codes.
impl Checker<'_> {
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
}
