//! Dates, days and hours as each language writes them. All countries served count hours to 24.

use crate::say;
use chrono::{Datelike, NaiveDate};
use model::Locale;

/// `22 November 2026`
pub fn date(locale: Locale, date: NaiveDate) -> String {
    let day = match (locale, date.day()) {
        (Locale::Fr, 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    };
    say!(locale, date, day = day, month = month(locale, date.month()), year = date.year().to_string())
}

/// Name of a day of the week, 0 = Monday.
pub fn day(locale: Locale, index: usize) -> &'static str {
    match index {
        0 => say!(locale, day.d1),
        1 => say!(locale, day.d2),
        2 => say!(locale, day.d3),
        3 => say!(locale, day.d4),
        4 => say!(locale, day.d5),
        5 => say!(locale, day.d6),
        _ => say!(locale, day.d7),
    }
}

/// Minutes from midnight, also past the end of the day: 90 and 1530 are `01:30`.
pub fn clock(minutes: u16) -> String {
    if minutes == 1440 {
        return "24:00".to_owned();
    }
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// `09:00–17:00`; the whole day in words.
pub fn span(locale: Locale, (from, to): (u16, u16)) -> String {
    if from == 0 && to == 1440 {
        return say!(locale, place.all_day).to_owned();
    }
    // Numbers run left to right in Arabic too: the isolate keeps the dash from turning them round.
    format!("\u{2066}{}–{}\u{2069}", clock(from), clock(to))
}

fn month(locale: Locale, month: u32) -> &'static str {
    match month {
        1 => say!(locale, month.m1),
        2 => say!(locale, month.m2),
        3 => say!(locale, month.m3),
        4 => say!(locale, month.m4),
        5 => say!(locale, month.m5),
        6 => say!(locale, month.m6),
        7 => say!(locale, month.m7),
        8 => say!(locale, month.m8),
        9 => say!(locale, month.m9),
        10 => say!(locale, month.m10),
        11 => say!(locale, month.m11),
        _ => say!(locale, month.m12),
    }
}
