//! OSM `opening_hours`.

use super::{MINUTES_OF_A_DAY, Week, change, tidy};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Weekday};
use chrono_tz::Tz;
use model::pages::OpeningChange;
use open_data::values::doubt;
use opening_hours::localization::{Country, TzLocation};
use opening_hours::{Context, OpeningHours, RuleKind};
use opening_hours_syntax::rules::day::WeekDayRange;
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleOperator};
use std::{ops::RangeInclusive, panic::catch_unwind};

/// Longer rules are written by machines for machines; reading them takes too long.
const LONGEST: usize = 1000;
/// Days told of a rule that no week can show, and how far they are looked for.
const MOST_DAYS: usize = 7;
const LOOKED_AHEAD: TimeDelta = TimeDelta::days(60);

/// What is known of a rule.
type Reading = (Option<Week>, Option<bool>, Option<OpeningChange>);

/// The week, whether it is open at `local` and when that changes; all unknown when the rule cannot be read.
pub(super) fn read(rule: &str, country: Option<&str>, local: Option<DateTime<Tz>>) -> Reading {
    if rule.len() > LONGEST || doubt(rule).is_some() {
        return Reading::default();
    }
    // The rule is a publisher's text and its reader young: a panic in it is an unknown, not a page that always fails.
    catch_unwind(|| evaluate(rule, country, local)).unwrap_or_default()
}

fn evaluate(rule: &str, country: Option<&str>, local: Option<DateTime<Tz>>) -> Reading {
    let Ok(hours) = rule.parse::<OpeningHours>() else { return Reading::default() };
    let week = week(&hours.get_expression());
    let Some(local) = local else { return (week, None, None) };
    let hours = hours.with_context(context(country, local));
    let open = match hours.state(local).0 {
        RuleKind::Open => Some(true),
        RuleKind::Closed => Some(false),
        RuleKind::Unknown => None,
    };
    let end = local + change::AHEAD;
    // Bounded: a rule that never changes would be looked through to the end of time.
    let mut ahead = hours.iter_range(local, end);
    let next = match open {
        Some(true) => ahead.next().map(|now| now.range.end),
        Some(false) => ahead.find(|later| later.kind == RuleKind::Open).map(|later| later.range.start),
        None => None,
    };
    (week, open, next.filter(|next| *next < end).map(|next| change::between(local, next)))
}

fn context(country: Option<&str>, local: DateTime<Tz>) -> Context<TzLocation<Tz>> {
    let holidays =
        country.and_then(|country| country.parse::<Country>().ok()).map(Country::holidays).unwrap_or_default();
    Context::default().with_holidays(holidays).with_locale(TzLocation::new(local.timezone()))
}

/// The days from the `first` on that the rule opens, with their hours: at most seven, within two months. `local`: an instant
/// at the place.
pub(super) fn coming(
    rule: &str,
    country: Option<&str>,
    local: DateTime<Tz>,
    first: NaiveDate,
) -> Vec<(NaiveDate, Vec<(u16, u16)>)> {
    if rule.len() > LONGEST || doubt(rule).is_some() {
        return Vec::new();
    }
    let evaluate = || {
        let Ok(hours) = rule.parse::<OpeningHours>() else { return Vec::new() };
        let hours = hours.with_context(context(country, local));
        let mut days: Vec<(NaiveDate, Vec<(u16, u16)>)> = Vec::new();
        // All of the first day: hours that have begun are told as they are.
        let begin = local.timezone().from_local_datetime(&first.and_time(NaiveTime::MIN)).earliest().unwrap_or(local);
        for open in hours.iter_range(begin, begin + LOOKED_AHEAD).filter(|one| one.kind == RuleKind::Open) {
            let (mut from, until) = (open.range.start.naive_local(), open.range.end.naive_local());
            while from < until {
                let (day, midnight) = (from.date(), from.date().and_time(NaiveTime::MIN));
                // A night belongs to the day that it begins on; more than that to each of its days.
                let to = if until - from > TimeDelta::days(1) { midnight + TimeDelta::days(1) } else { until };
                let minutes = |time: NaiveDateTime| u16::try_from((time - midnight).num_minutes()).unwrap_or(u16::MAX);
                let span = (minutes(from), minutes(to));
                let known = days.len();
                match days.last_mut() {
                    Some((last, spans)) if *last == day => spans.push(span),
                    _ if known == MOST_DAYS => return days,
                    _ => days.push((day, vec![span])),
                }
                from = to;
            }
        }
        days
    };
    catch_unwind(evaluate).unwrap_or_default()
}

/// A week as a rule; `None` when it has no hours.
pub(super) fn write(week: &Week) -> Option<String> {
    const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let day = |(day, spans): (&str, &Vec<(u16, u16)>)| {
        let spans: Vec<String> = spans.iter().map(|(from, to)| format!("{}-{}", time(*from), time(*to))).collect();
        format!("{day} {}", spans.join(","))
    };
    let days: Vec<String> = DAYS.into_iter().zip(week).filter(|(_, spans)| !spans.is_empty()).map(day).collect();
    (!days.is_empty()).then(|| days.join("; "))
}

/// The rule as a table of one week; `None` when it says more than such a table can (seasons, dates, every other
/// week, sunset, words). Closing on public holidays is left out of the table.
fn week(expression: &OpeningHoursExpression) -> Option<Week> {
    let mut week = Week::default();
    for rule in &expression.rules {
        let days = &rule.day_selector;
        let plain = days.year.is_empty() && days.monthday.is_empty() && days.week.is_empty() && rule.comment.is_empty();
        if !plain || rule.kind == RuleKind::Unknown || rule.operator == RuleOperator::Fallback {
            return None;
        }
        let mut on = [days.weekday.is_empty(); 7];
        let mut only_holidays = !days.weekday.is_empty();
        for range in &days.weekday {
            let WeekDayRange::Fixed { range, offset, nth_from_start, nth_from_end } = range else { continue };
            if *offset != 0 || nth_from_start.contains(&false) || nth_from_end.contains(&false) {
                return None;
            }
            only_holidays = false;
            mark(&mut on, range);
        }
        if only_holidays && rule.kind == RuleKind::Open {
            return None;
        }
        let spans: Vec<(u16, u16)> = rule.time_selector.spans.iter().map(span).collect::<Option<_>>()?;
        for (_, day) in week.iter_mut().enumerate().filter(|(day, _)| on[*day]) {
            match (rule.kind, rule.operator) {
                // Closed for a part of the day: not what a list of spans is made for.
                (RuleKind::Closed, _) if spans != [(0, MINUTES_OF_A_DAY)] => return None,
                (RuleKind::Closed, _) => day.clear(),
                (_, RuleOperator::Additional) => day.extend(&spans),
                _ => day.clone_from(&spans),
            }
            tidy(day);
        }
    }
    Some(week)
}

fn mark(on: &mut [bool; 7], range: &RangeInclusive<Weekday>) {
    let mut day = *range.start();
    for _ in 0..7 {
        on[day.num_days_from_monday() as usize] = true;
        if day == *range.end() {
            return;
        }
        day = day.succ();
    }
}

fn span(span: &TimeSpan) -> Option<(u16, u16)> {
    let (Time::Fixed(from), Time::Fixed(to)) = (span.range.start, span.range.end) else { return None };
    if span.open_end || span.repeats.is_some() {
        return None;
    }
    let (from, to) = (from.mins_from_midnight(), to.mins_from_midnight());
    Some((from, if to <= from { to + MINUTES_OF_A_DAY } else { to }))
}
