//! The opening hours of real feeds, when they are at hand beside the checkout: all are read rightly, or told by kind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use open_data::values::opening_hours;
use opening_hours::{OpeningHours, RuleKind};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

const FEEDS: [(&str, &str); 2] = [
    ("fr-data-inclusion/structures_numi_2023-04-05.json", "horaires_ouverture"),
    ("fr-mediation-numerique/lieux_2023-02-06.json", "horaires"),
];

/// All that a string may be instead of a rule. A new kind is looked at before it is listed here.
const KINDS: [&str; 4] =
    ["no OSM opening_hours", "a time without its end", "a span from a time to the same", "a span of three times"];

fn strings() -> Vec<String> {
    let mut all = Vec::new();
    for (path, column) in FEEDS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let values = rows.iter().filter_map(|row| row[column].as_str()).map(str::trim);
        all.extend(values.filter(|value| !value.is_empty()).map(str::to_owned));
    }
    all
}

#[test]
fn real_hours_are_read_or_told_by_kind() {
    let strings = strings();
    if strings.is_empty() {
        eprintln!("skipped: no feeds beside the checkout");
        return;
    }
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut compared = 0;
    let mut read = 0;
    let mut known: HashMap<String, bool> = HashMap::new();
    for text in &strings {
        match opening_hours(text) {
            Ok(rule) => {
                read += 1;
                let same = *known.entry(rule).or_insert_with_key(|rule| means_the_same(rule));
                compared += usize::from(same);
            }
            Err(reason) => kinds.entry(reason.split(':').next().unwrap()).or_default().push(text),
        }
    }
    println!("{} strings, {read} read, {compared} compared with a reading of our own", strings.len());
    for (kind, texts) in &kinds {
        println!("  {:>4} {kind}: {:?}", texts.len(), texts[0]);
        assert!(KINDS.contains(kind), "a kind nobody has looked at: {kind}: {:?}", texts[0]);
    }
    // What is written as OSM hours at all.
    let words = kinds.get("no OSM opening_hours").map_or(0, Vec::len);
    let written = strings.len() - words;
    assert!(read * 100 >= written * 98, "{read} of {written}");
    assert!(words * 100 <= strings.len() * 4, "{words} are words");
    assert!(compared * 100 >= read * 99, "{compared} of {read} compared");
}

/// A plain week is open when we ourselves read that it is, every so many minutes of a week without holidays. `false`: not plain.
fn means_the_same(rule: &str) -> bool {
    let Some(week) = plain_week(rule) else { return false };
    let hours: OpeningHours = rule.parse().unwrap();
    let monday: NaiveDateTime = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().into();
    for step in 0..104 {
        let at = monday + TimeDelta::minutes(step * 97);
        let (day, minute) = (at.weekday().num_days_from_monday() as usize, at.hour() * 60 + at.minute());
        let within = |day: usize, minute: u32| week[day].iter().any(|(from, to)| (*from..*to).contains(&minute));
        let expected = within(day, minute) || within((day + 6) % 7, minute + 1_440);
        let open = hours.state(at).0 == RuleKind::Open;
        assert_eq!(open, expected, "{rule} at {at}");
    }
    true
}

/// Minutes by weekday of rules like `Mo-Fr 09:00-12:00,14:00-17:00; We off`.
fn plain_week(rule: &str) -> Option<[Vec<(u32, u32)>; 7]> {
    const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let day = |name: &str| DAYS.iter().position(|known| *known == name);
    let minutes = |time: &str| -> Option<u32> {
        let (hours, minutes) = time.split_once(':')?;
        Some(hours.parse::<u32>().ok()? * 60 + minutes.parse::<u32>().ok()?)
    };
    let mut week: [Vec<(u32, u32)>; 7] = Default::default();
    for part in rule.split(';').map(str::trim) {
        let (days, times) = match part.split_once(' ') {
            Some((days, times)) => (days, times),
            None => ("Mo-Su", part),
        };
        let mut spans = Vec::new();
        for span in times.split(',').filter(|_| times != "off") {
            let (from, to) = span.split_once('-')?;
            let (from, to) = (minutes(from)?, minutes(to)?);
            spans.push((from, if to <= from { to + 1_440 } else { to }));
        }
        for range in days.split(',') {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let (first, last) = (day(first)?, day(last)?);
            let length = (last + 7 - first) % 7;
            (0..=length).for_each(|step| week[(first + step) % 7].clone_from(&spans));
        }
    }
    Some(week)
}
