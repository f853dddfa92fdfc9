//! RFC 5545 recurrence rules: those that are a plain week.

use super::{MINUTES_OF_A_DAY, Week};

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// `None` for every rule that is not the same each week, and without both times.
pub(super) fn week(rule: &str, opens_at: Option<&str>, closes_at: Option<&str>) -> Option<Week> {
    let (from, to) = (minutes(opens_at?)?, minutes(closes_at?)?);
    let span = (from, if to <= from { to + MINUTES_OF_A_DAY } else { to });
    let (mut repeats, mut days) = (None, None);
    for part in rule.trim_start_matches("RRULE:").split(';').filter(|part| !part.is_empty()) {
        match part.split_once('=')? {
            ("FREQ", frequency @ ("WEEKLY" | "DAILY")) => repeats = Some(frequency),
            ("INTERVAL", "1") | ("WKST", _) => {}
            ("BYDAY", list) => {
                let numbers: Option<Vec<usize>> =
                    list.split(',').map(|day| DAYS.iter().position(|known| *known == day.trim())).collect();
                days = Some(numbers?);
            }
            _ => return None,
        }
    }
    let days = match (repeats?, days) {
        (_, Some(days)) => days,
        ("DAILY", None) => (0..7).collect(),
        _ => return None,
    };
    let mut week = Week::default();
    days.into_iter().for_each(|day| week[day] = vec![span]);
    Some(week)
}

/// Of `HH:MM`, with or without what follows.
fn minutes(time: &str) -> Option<u16> {
    let (hour, rest) = time.trim().split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, rest.get(..2)?.parse().ok()?);
    (hour <= 24 && minute < 60).then_some(hour * 60 + minute).filter(|minutes| *minutes <= MINUTES_OF_A_DAY)
}
