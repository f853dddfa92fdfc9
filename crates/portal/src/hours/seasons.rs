//! Schedules that hold from one day to another, as one OSM rule.

use crate::services::places::ScheduleRow;
use chrono::{Datelike, NaiveDate};

/// Each part of each rule with its dates in front; `None` where a rule says more than days of the week and times, so that
/// dates cannot be put there.
pub(super) fn write(schedules: &[&ScheduleRow]) -> Option<String> {
    let mut parts = Vec::new();
    for schedule in schedules {
        let dates = dates(schedule.valid_from, schedule.valid_to);
        for part in schedule.opening_hours.as_deref()?.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            if !is_plain(part) {
                return None;
            }
            parts.push(format!("{dates}{part}"));
        }
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Days of the week, holidays, times.
fn is_plain(part: &str) -> bool {
    let words = part.split([' ', ',', '-', '+']).filter(|word| !word.is_empty());
    let known = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH", "off", "closed", "open", "24/7"];
    words
        .into_iter()
        .all(|word| known.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':'))
}

/// `2026 Jun 01-2026 Sep 30 `; nothing where it holds always.
fn dates(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let day = |day: NaiveDate| format!("{} {} {:02}", day.year(), MONTHS[day.month0() as usize], day.day());
    match (from, to) {
        (None, None) => String::new(),
        (from, to) => {
            let from = from.map_or_else(|| "2000 Jan 01".to_owned(), day);
            let to = to.map_or_else(|| "2099 Dec 31".to_owned(), day);
            format!("{from}-{to} ")
        }
    }
}
