//! The hours of a row, in whichever of three ways the source gives them.

use super::sections::HoursRules;
use crate::{ledger::Ledger, row::Row, values};
use model::{Locale, Text, record::ScheduleRecord};

pub fn schedules(rules: &HoursRules, row: &Row, locale: Locale, ledger: &mut Ledger) -> Vec<ScheduleRecord> {
    let mut schedules = Vec::new();
    if let Some(cells) = rules.osm.as_ref().map(|rule| rule.read(row)) {
        for text in &cells.values {
            let hours = values::opening_hours(text).or_else(|reason| values::week_hours(text).ok_or(reason));
            schedules.push(match ledger.keep(row, &cells.column, text, hours) {
                Some(hours) => ScheduleRecord { opening_hours: Some(hours), ..ScheduleRecord::default() },
                None => note(text, locale),
            });
        }
    }
    schedules.extend(by_weekday(rules, row, locale, ledger));
    schedules.extend(by_days_and_times(rules, row, locale, ledger));
    for text in rules.note.iter().flat_map(|rule| rule.read(row).values) {
        schedules.push(note(&text, locale));
    }
    schedules
}

fn note(text: &str, locale: Locale) -> ScheduleRecord {
    ScheduleRecord { note: Some(Text::new(locale, values::plain(text))), ..ScheduleRecord::default() }
}

fn by_weekday(rules: &HoursRules, row: &Row, locale: Locale, ledger: &mut Ledger) -> Option<ScheduleRecord> {
    let mut texts: [Option<String>; 7] = Default::default();
    let mut columns: [String; 7] = Default::default();
    for (day, rule) in &rules.weekday {
        let cells = rule.read(row);
        if let (Some(day), Some(text)) = (values::day(day), cells.values.into_iter().next()) {
            (texts[day], columns[day]) = (Some(text), cells.column);
        }
    }
    let (opening_hours, unread) = values::weekday_hours(&texts);
    let mut words = Vec::new();
    for day in unread {
        let text = texts[day].clone().unwrap_or_default();
        ledger.doubt(row, &columns[day], &text, "no opening times: kept as words");
        words.push(format!("{} : {text}", columns[day].trim_start_matches("h_")));
    }
    let note = (!words.is_empty()).then(|| Text::new(locale, values::plain(&words.join("\n"))));
    (opening_hours.is_some() || note.is_some()).then(|| ScheduleRecord {
        opening_hours,
        note,
        ..ScheduleRecord::default()
    })
}

fn by_days_and_times(rules: &HoursRules, row: &Row, locale: Locale, ledger: &mut Ledger) -> Option<ScheduleRecord> {
    let times = rules.times.as_ref()?.read(row);
    let text = times.values.join(", ");
    if text.is_empty() {
        return None;
    }
    if let Some(hours) = values::week_hours(&text) {
        return Some(ScheduleRecord { opening_hours: Some(hours), ..ScheduleRecord::default() });
    }
    let days = rules.days.as_ref().map(|rule| rule.read(row).values).unwrap_or_default();
    let spans = values::times(&text).filter(|spans| !spans.is_empty());
    let numbers: Option<Vec<usize>> = days.iter().map(|name| values::day(name)).collect();
    if let (Some(spans), Some(numbers)) = (spans, numbers.filter(|numbers| !numbers.is_empty())) {
        let mut week: [Vec<(u16, u16)>; 7] = Default::default();
        numbers.into_iter().for_each(|day| week[day] = spans.clone());
        return Some(ScheduleRecord { opening_hours: values::opening_hours_of(&week), ..ScheduleRecord::default() });
    }
    ledger.doubt(row, &times.column, &text, "no opening times: kept as words");
    // Words mostly name their days themselves.
    let names_days = text.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| values::day(word).is_some());
    let whole = if days.is_empty() || names_days { text } else { format!("{} : {text}", days.join(", ")) };
    Some(note(&whole, locale))
}
