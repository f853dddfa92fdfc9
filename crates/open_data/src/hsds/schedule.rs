//! `schedule` rows of 2.0 and 3.0 and `regular_schedule` rows of 1.x.

use crate::{ledger::Ledger, row::Row, values};
use model::{Locale, Text, record::ScheduleRecord};

const DAY_CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

pub fn read(row: &Row, locale: Locale, ledger: &mut Ledger) -> ScheduleRecord {
    let mut date = |column: &str| {
        let text = row.text(column)?;
        ledger.keep(row, column, &text, values::date(&text))
    };
    let (valid_from, valid_to) = (date("valid_from"), date("valid_to"));
    let (start, until) = (date("dtstart"), date("until"));
    let opens_at = clock(row, "opens_at", ledger);
    let closes_at = clock(row, "closes_at", ledger);
    let days = weekdays(row, ledger);
    let rrule = rule(row, &days, until);
    let weekly = rrule.as_deref() == Some(&format!("FREQ=WEEKLY;BYDAY={}", codes(&days)));
    let opening_hours = match (&opens_at, &closes_at) {
        (Some(opens), Some(closes)) if weekly && !days.is_empty() => week(&days, opens, closes),
        _ => None,
    };
    let words: Vec<String> = ["description", "original_text", "notes"]
        .into_iter()
        .filter_map(|column| row.text(column))
        .map(|text| values::plain(&text))
        .collect();
    ScheduleRecord {
        opening_hours,
        rrule,
        opens_at,
        closes_at,
        valid_from: valid_from.or(start),
        valid_to,
        note: (!words.is_empty()).then(|| Text::new(locale, words.join("\n"))),
    }
}

/// `HH:MM` from `9:00`, `10:00:00`, `10:00Z`.
fn clock(row: &Row, column: &str, ledger: &mut Ledger) -> Option<String> {
    let text = row.text(column)?;
    let bare = text.trim_end_matches('Z');
    let mut parts = bare.split(['+', ':']);
    let mut number = || parts.next().and_then(|part| part.trim().parse::<u8>().ok());
    let time = match (number(), number()) {
        (Some(hours), Some(minutes)) if minutes < 60 && (hours < 24 || (hours, minutes) == (24, 0)) => {
            Ok(format!("{hours:02}:{minutes:02}"))
        }
        _ => Err("no time of day"),
    };
    ledger.keep(row, column, &text, time)
}

/// `byday` without ordinals, or 1.x `weekday`.
fn weekdays(row: &Row, ledger: &mut Ledger) -> Vec<usize> {
    let mut days = Vec::new();
    let Some((column, text)) = row.first(&["byday", "weekday"]) else { return days };
    for part in text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty()) {
        let ordinal = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
        match values::day(if column == "byday" { ordinal } else { part }) {
            Some(day) if days.contains(&day) => {}
            Some(day) => days.push(day),
            None => ledger.doubt(row, column, part, "no weekday"),
        }
    }
    days.sort_unstable();
    days
}

fn codes(days: &[usize]) -> String {
    days.iter().filter_map(|day| DAY_CODES.get(*day)).copied().collect::<Vec<_>>().join(",")
}

/// The recurrence rule of the row's columns; a bare weekday of 1.x is a weekly rule.
fn rule(row: &Row, days: &[usize], until: Option<chrono::NaiveDate>) -> Option<String> {
    let freq = row.text("freq").map(|text| text.to_uppercase());
    let freq = freq.filter(|freq| ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].contains(&freq.as_str()));
    let freq = match freq {
        Some(freq) => freq,
        None if !days.is_empty() && row.text("weekday").is_some() => "WEEKLY".to_owned(),
        None => return None,
    };
    let mut parts = vec![format!("FREQ={freq}")];
    let number = |column: &str| row.text(column).and_then(|text| text.parse::<u32>().ok()).filter(|n| *n > 0);
    parts.extend(number("interval").filter(|n| *n > 1).map(|n| format!("INTERVAL={n}")));
    // COUNT and UNTIL exclude each other.
    match (number("count"), until) {
        (_, Some(until)) => parts.push(format!("UNTIL={}", until.format("%Y%m%d"))),
        (Some(count), None) => parts.push(format!("COUNT={count}")),
        _ => {}
    }
    let with_ordinals = ["MONTHLY", "YEARLY"].contains(&freq.as_str()).then(|| ordinals(row)).flatten();
    match with_ordinals {
        Some(list) => parts.push(format!("BYDAY={list}")),
        None if !days.is_empty() => parts.push(format!("BYDAY={}", codes(days))),
        None => {}
    }
    // RFC 5545 allows each part only beside some frequencies; readers refuse a rule with one too many.
    for (column, allowed) in
        [("byweekno", freq == "YEARLY"), ("bymonthday", freq != "WEEKLY"), ("byyearday", freq == "YEARLY")]
    {
        let list = row.text(column).filter(|_| allowed).map(|text| text.replace([' ', ';'], ","));
        let is_list = |text: &String| text.split(',').all(|part| part.parse::<i16>().is_ok());
        parts.extend(list.filter(is_list).map(|list| format!("{}={list}", column.to_uppercase())));
    }
    let wkst = row.text("wkst").map(|text| text.to_uppercase()).filter(|day| DAY_CODES.contains(&day.as_str()));
    parts.extend(wkst.filter(|day| day != "MO").map(|day| format!("WKST={day}")));
    Some(parts.join(";"))
}

/// `2SA,-1MO`: only where every part is a weekday and one has a number.
fn ordinals(row: &Row) -> Option<String> {
    let text = row.text("byday")?.to_uppercase().replace(' ', "");
    let is_day = |part: &str| {
        let day = part.trim_start_matches(['+', '-']).trim_start_matches(|c: char| c.is_ascii_digit());
        DAY_CODES.contains(&day) && part.len() <= 5
    };
    (text.chars().any(|c| c.is_ascii_digit()) && text.split(',').all(is_day)).then_some(text)
}

fn week(days: &[usize], opens: &str, closes: &str) -> Option<String> {
    let minutes = |text: &str| {
        let (hours, minutes) = text.split_once(':')?;
        Some(hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?)
    };
    let (opens, closes) = (minutes(opens)?, minutes(closes)?);
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    // A span past midnight is written with an end before its start, which OSM reads as such.
    days.iter().filter(|_| opens != closes).for_each(|day| week[*day].push((opens, closes)));
    values::opening_hours_of(&week).filter(|text| values::opening_hours(text).is_ok())
}
