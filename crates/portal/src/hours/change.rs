//! When a place closes, or opens again.

use super::{MINUTES_OF_A_DAY, Week};
use chrono::{DateTime, Datelike, TimeDelta, Timelike};
use chrono_tz::Tz;
use model::pages::OpeningChange;

/// How far is looked: beyond a week, a day of the week would name another day.
pub(super) const AHEAD: TimeDelta = TimeDelta::days(7);
const DAY: u32 = MINUTES_OF_A_DAY as u32;

pub(super) fn between(now: DateTime<Tz>, then: DateTime<Tz>) -> OpeningChange {
    let days = (then.date_naive() - now.date_naive()).num_days();
    OpeningChange {
        days_ahead: u8::try_from(days).unwrap_or_default(),
        minute: minute(then) as u16,
        weekday: then.weekday().num_days_from_monday() as u8,
    }
}

/// The next change of a plain week.
pub(super) fn of_week(week: &Week, now: DateTime<Tz>) -> Option<OpeningChange> {
    let today = now.weekday().num_days_from_monday();
    // From the midnight before today's, so that what began yesterday is there.
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for day in 0..9 {
        let of_day = &week[((today + 6 + day) % 7) as usize];
        spans.extend(of_day.iter().map(|(from, to)| (day * DAY + u32::from(*from), day * DAY + u32::from(*to))));
    }
    spans.sort_unstable();
    let at = DAY + minute(now);
    let mut then = None;
    for (from, to) in spans {
        match then {
            // Open until the end of all spans that touch.
            Some(end) if from <= end => then = Some(to.max(end)),
            Some(_) => break,
            None if from <= at && at < to => then = Some(to),
            None if from > at => return change(from, at, today),
            None => {}
        }
    }
    change(then?, at, today)
}

fn change(then: u32, now: u32, today: u32) -> Option<OpeningChange> {
    let days = then / DAY - 1;
    (then < now + 7 * DAY).then_some(OpeningChange {
        days_ahead: days as u8,
        minute: (then % DAY) as u16,
        weekday: ((today + days) % 7) as u8,
    })
}

fn minute(time: DateTime<Tz>) -> u32 {
    time.hour() * 60 + time.minute()
}
