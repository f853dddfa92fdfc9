//! Counted things, each with the plural forms of its language.

use crate::{number, say};
use model::Locale;

pub fn results(locale: Locale, n: u64) -> String {
    say!(locale, count.results, count = n, number = number(locale, n))
}

pub fn services(locale: Locale, n: u64) -> String {
    say!(locale, count.services, count = n, number = number(locale, n))
}

pub fn organisations(locale: Locale, n: u64) -> String {
    say!(locale, count.organisations, count = n, number = number(locale, n))
}

pub fn more_places(locale: Locale, n: u64) -> String {
    say!(locale, count.more_places, count = n, number = number(locale, n))
}
