//! Opening hours: a table of the week, days that are alike in one row.

use crate::{Prose, locale};
use chrono::{Datelike, NaiveDate};
use i18n::{clock, date, day, list, say, span};
use leptos::prelude::*;
use model::{
    Locale,
    pages::{Hours, OpeningChange},
};

#[component]
pub fn HoursTable(hours: Hours) -> impl IntoView {
    let reader = locale();
    let limits = [
        hours.valid_from.map(|from| say!(reader, place.valid_from, date = date(reader, from))),
        hours.valid_to.map(|to| say!(reader, place.valid_to, date = date(reader, to))),
    ];
    let limits = list(reader, limits.into_iter().flatten());
    // What cannot be read as hours is shown as it was written.
    let plain = (hours.week.is_none() && hours.days.is_empty()).then_some(hours.rule).flatten();
    view! {
        {hours.week.map(|week| view! { <Week week=week /> })}
        {(!hours.days.is_empty()).then(|| view! { <Days days=hours.days /> })}
        {plain.map(|rule| view! { <p><code dir="ltr">{rule}</code></p> })}
        {hours.note.map(|note| view! { <Prose text=note /> })}
        {(!limits.is_empty()).then(|| view! { <p class="hint">{limits}</p> })}
    }
}

#[component]
fn Week(week: [Vec<(u16, u16)>; 7]) -> impl IntoView {
    let reader = locale();
    view! {
        <table class="hours">
            <caption class="quiet">{say!(reader, place.hours)}</caption>
            <tbody>
                {rows(&week)
                    .into_iter()
                    .map(|(first, last)| {
                        let times = times(reader, &week[first]);
                        view! {
                            <tr>
                                <th scope="row">{days(reader, first, last)}</th>
                                <td>{times}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

/// Where every week is another one: the coming days.
#[component]
fn Days(days: Vec<(NaiveDate, Vec<(u16, u16)>)>) -> impl IntoView {
    let reader = locale();
    let row = |(on, spans): (NaiveDate, Vec<(u16, u16)>)| {
        let weekday = day(reader, on.weekday().num_days_from_monday() as usize);
        view! {
            <tr>
                <th scope="row">{list(reader, [weekday.to_owned(), date(reader, on)])}</th>
                <td>{times(reader, &spans)}</td>
            </tr>
        }
    };
    view! {
        <table class="hours">
            <caption class="quiet">{say!(reader, place.hours)}</caption>
            <tbody>{days.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// First and last day of each run of days with the same hours.
fn rows(week: &[Vec<(u16, u16)>; 7]) -> Vec<(usize, usize)> {
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for index in 0..7 {
        match rows.last_mut() {
            Some((first, last)) if week[*first] == week[index] => *last = index,
            _ => rows.push((index, index)),
        }
    }
    rows
}

fn days(reader: Locale, first: usize, last: usize) -> String {
    match last - first {
        0 => day(reader, first).to_owned(),
        1 => list(reader, [day(reader, first), day(reader, last)]),
        _ => say!(reader, place.to, from = day(reader, first), to = day(reader, last)),
    }
}

fn times(reader: Locale, spans: &[(u16, u16)]) -> String {
    if spans.is_empty() {
        return say!(reader, place.shut).to_owned();
    }
    list(reader, spans.iter().map(|each| span(reader, *each)))
}

/// The days that are open with their hours, in words; days that are alike together.
pub fn open_days(reader: Locale, week: &[Vec<(u16, u16)>; 7]) -> Vec<(String, String)> {
    let open = rows(week).into_iter().filter(|(first, _)| !week[*first].is_empty());
    open.map(|(first, last)| (days(reader, first, last), times(reader, &week[first]))).collect()
}

/// Opening hours for machines: schema.org's `openingHours`, one entry per run of days.
pub fn schema_hours(week: &[Vec<(u16, u16)>; 7]) -> Vec<String> {
    const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let mut out = Vec::new();
    for (first, last) in rows(week) {
        let days = if first == last { DAYS[first].to_owned() } else { format!("{}-{}", DAYS[first], DAYS[last]) };
        out.extend(week[first].iter().map(|(from, to)| format!("{days} {}-{}", clock(*from), clock(*to))));
    }
    out
}

pub(crate) fn specimen() -> AnyView {
    let open = vec![(540, 780), (840, 1020)];
    let week = [open.clone(), open.clone(), open.clone(), open, vec![(0, 1440)], vec![], vec![]];
    view! { <HoursTable hours=sample(Some(week), Some(true), None) /> }.into_any()
}

pub(crate) fn sample(
    week: Option<[Vec<(u16, u16)>; 7]>,
    open_now: Option<bool>,
    changes: Option<OpeningChange>,
) -> Hours {
    Hours {
        week,
        days: Vec::new(),
        rule: None,
        note: None,
        valid_from: None,
        valid_to: None,
        open_now,
        changes,
        time_zone: "Europe/Lisbon".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> [Vec<(u16, u16)>; 7] {
        let open = vec![(540, 780), (840, 1020)];
        [open.clone(), open.clone(), open.clone(), open.clone(), vec![(540, 780)], vec![], vec![]]
    }

    #[test]
    fn days_alike_share_a_row() {
        assert_eq!(rows(&office()), [(0, 3), (4, 4), (5, 6)]);
    }

    #[test]
    fn machines_get_each_span() {
        let spans = schema_hours(&office());
        assert_eq!(spans, ["Mo-Th 09:00-13:00", "Mo-Th 14:00-17:00", "Fr 09:00-13:00"]);
    }
}
