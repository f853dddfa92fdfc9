//! Opening hours as people read them: a week of spans where the rule is one, and whether it is open now.

mod change;
mod osm;
mod recurrence;
mod seasons;
mod zones;

use crate::services::places::ScheduleRow;
use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use model::Locale;
use model::pages::Hours;
use open_data::values::doubt;

/// Seven rows from Monday: minutes from midnight.
type Week = [Vec<(u16, u16)>; 7];

const MINUTES_OF_A_DAY: u16 = 1440;

/// The schedules of a place that are in force now or will be. `time_zone` is an IANA name; without a readable one the
/// zone of the country counts, and where a country has several it is unknown whether the place is open.
pub(crate) fn read(
    schedules: &[ScheduleRow],
    time_zone: Option<&str>,
    country: Option<&str>,
    locale: Locale,
    now: DateTime<Utc>,
) -> Vec<Hours> {
    let zone = zones::zone(time_zone, country);
    let local = zone.map(|zone| now.with_timezone(&zone));
    let today = local.map_or_else(|| now.date_naive(), |local| local.date_naive());
    let in_force = schedules.iter().filter(|schedule| schedule.valid_to.is_none_or(|last| last >= today));
    let mut all: Vec<Hours> = Vec::new();
    for schedule in in_force {
        let hours = one(schedule, zone, country, locale, now);
        // Feeds write one recurrence for each day of the week: they are read as one table.
        let same = |known: &&mut Hours| {
            (known.valid_from, known.valid_to) == (hours.valid_from, hours.valid_to)
                && known.note.is_none()
                && known.week.is_some()
        };
        match (&hours.week, all.last_mut().filter(same)) {
            (Some(week), Some(known)) if schedule.rrule.is_some() && hours.note.is_none() => {
                add(known, week, hours.open_now, local)
            }
            _ => all.push(hours),
        }
    }
    all
}

/// The one OSM rule the index evaluates: the first there is, all of them where they are for different seasons, or the
/// recurrences written as one. `None` where nobody can say what is meant.
pub(crate) fn as_rule(schedules: &[ScheduleRow]) -> Option<String> {
    let rules: Vec<&ScheduleRow> = schedules.iter().filter(|schedule| schedule.opening_hours.is_some()).collect();
    if let Some(first) = rules.first() {
        let seasons = rules.iter().any(|rule| rule.valid_from.is_some() || rule.valid_to.is_some());
        let rule = if seasons { seasons::write(&rules) } else { first.opening_hours.clone() };
        return rule.filter(|rule| doubt(rule).is_none());
    }
    let weeks = schedules.iter().filter_map(|schedule| {
        recurrence::week(schedule.rrule.as_deref()?, schedule.opens_at.as_deref(), schedule.closes_at.as_deref())
    });
    let mut all = Week::default();
    weeks.for_each(|week| all.iter_mut().zip(week).for_each(|(day, spans)| day.extend(spans)));
    osm::write(&all)
}

pub(crate) fn zone_name(time_zone: Option<&str>, country: Option<&str>) -> Option<String> {
    zones::zone(time_zone, country).map(|zone| zone.name().to_owned())
}

fn one(schedule: &ScheduleRow, zone: Option<Tz>, country: Option<&str>, locale: Locale, now: DateTime<Utc>) -> Hours {
    let local = zone.map(|zone| now.with_timezone(&zone));
    let mut days = Vec::new();
    let (week, open_now, changes) = if let Some(rule) = &schedule.opening_hours {
        let read = osm::read(rule, country, local);
        if let (None, Some(local)) = (&read.0, local) {
            let first = schedule.valid_from.unwrap_or_default().max(local.date_naive());
            days = osm::coming(rule, country, local, first);
            days.retain(|(day, _)| schedule.valid_to.is_none_or(|last| *day <= last));
        }
        read
    } else if let Some(rule) = &schedule.rrule {
        let week = recurrence::week(rule, schedule.opens_at.as_deref(), schedule.closes_at.as_deref());
        let open = week.as_ref().zip(local).map(|(week, local)| is_open(week, local));
        let changes = week.as_ref().zip(local).and_then(|(week, local)| change::of_week(week, local));
        (week, open, changes)
    } else {
        (None, None, None)
    };
    let begun = local.is_some_and(|local| schedule.valid_from.is_none_or(|first| first <= local.date_naive()));
    Hours {
        week,
        days,
        rule: schedule.opening_hours.clone().or_else(|| schedule.rrule.clone()),
        note: schedule.note.as_ref().map(|note| note.read(locale)),
        valid_from: schedule.valid_from,
        valid_to: schedule.valid_to,
        open_now: open_now.filter(|_| begun),
        changes: changes.filter(|_| begun),
        time_zone: zone.map(|zone| zone.name().to_owned()).unwrap_or_default(),
    }
}

fn add(known: &mut Hours, week: &Week, open: Option<bool>, local: Option<DateTime<Tz>>) {
    if let Some(kept) = &mut known.week {
        for (day, spans) in kept.iter_mut().zip(week) {
            day.extend(spans);
            tidy(day);
        }
        known.changes = local.and_then(|local| change::of_week(kept, local)).filter(|_| open.is_some());
    }
    known.open_now = match (known.open_now, open) {
        (Some(a), Some(b)) => Some(a || b),
        _ => None,
    };
    // One rule would say less than the table does.
    known.rule = None;
}

fn is_open(week: &Week, local: DateTime<Tz>) -> bool {
    let day = local.weekday().num_days_from_monday() as usize;
    let minute = (local.hour() * 60 + local.minute()) as u16;
    let within = |spans: &[(u16, u16)], minute: u16| spans.iter().any(|(from, to)| (*from..*to).contains(&minute));
    within(&week[day], minute) || within(&week[(day + 6) % 7], minute + MINUTES_OF_A_DAY)
}

/// In order, overlapping and touching spans as one.
fn tidy(spans: &mut Vec<(u16, u16)>) {
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let joins = next.0 <= kept.1;
        if joins {
            kept.1 = kept.1.max(next.1);
        }
        joins
    });
}

#[cfg(test)]
mod tests;
