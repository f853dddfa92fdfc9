//! Numbers and lists as each language writes them.

use crate::say;
use model::Locale;

/// Whole numbers with the language's thousands mark. Spanish, Portuguese and Italian leave four digits whole.
pub fn number(locale: Locale, n: u64) -> String {
    let (mark, smallest) = match locale {
        Locale::En | Locale::Ar => (",", 4),
        Locale::El => (".", 4),
        Locale::It => (".", 5),
        Locale::Es | Locale::Pt => ("\u{a0}", 5),
        Locale::Fr => ("\u{202f}", 4),
    };
    let digits = n.to_string();
    if digits.len() < smallest {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() + 6);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(mark);
        }
        out.push(digit);
    }
    out
}

/// Metres up to a kilometre in tens, then kilometres, with one decimal below ten.
pub fn distance(locale: Locale, metres: u32) -> String {
    if metres < 995 {
        let tens = (u64::from(metres) + 5) / 10 * 10;
        return say!(locale, results.distance_m, number = number(locale, tens.max(10)));
    }
    let text = if metres < 9_950 {
        let tenths = (metres + 50) / 100;
        let point = if matches!(locale, Locale::En | Locale::Ar) { '.' } else { ',' };
        if tenths.is_multiple_of(10) {
            (tenths / 10).to_string()
        } else {
            format!("{}{point}{}", tenths / 10, tenths % 10)
        }
    } else {
        number(locale, (u64::from(metres) + 500) / 1000)
    };
    say!(locale, results.distance_km, number = text)
}

/// How far something is from a point that is known to about a kilometre: whole ones.
pub fn far(locale: Locale, metres: f64) -> String {
    let kilometres = (metres / 1000.0).round().max(1.0);
    say!(locale, place.far, number = number(locale, kilometres as u64))
}

/// Joins with the language's comma.
pub fn list<T: AsRef<str>>(locale: Locale, parts: impl IntoIterator<Item = T>) -> String {
    let comma = if locale == Locale::Ar { "، " } else { ", " };
    let mut out = String::new();
    for part in parts {
        if !out.is_empty() {
            out.push_str(comma);
        }
        out.push_str(part.as_ref());
    }
    out
}
