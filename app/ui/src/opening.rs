//! Whether a place is open, and until when or when next.

use crate::locale;
use i18n::{clock, day, say};
use leptos::prelude::*;
use model::{
    Locale,
    pages::{Hours, OpeningChange},
};

/// Small hours still belong to the evening before: "until 02:00" needs no day.
const NIGHT_ENDS: u16 = 6 * 60;

/// Nothing where it is unknown.
#[component]
pub fn OpenState(hours: Vec<Hours>) -> impl IntoView {
    state(locale(), &hours).map(|(open, text)| {
        let class = if open { "state open" } else { "state shut" };
        view! { <span class=class>{text}</span> }
    })
}

/// Of all hours of one place: open where any of them says so. `None` where none is known.
fn state(reader: Locale, hours: &[Hours]) -> Option<(bool, String)> {
    let open = hours.iter().filter_map(|hours| hours.open_now).reduce(|any, open| any || open)?;
    let mut changes: Vec<OpeningChange> =
        hours.iter().filter(|hours| hours.open_now == Some(open)).filter_map(|hours| hours.changes).collect();
    changes.sort_unstable();
    let text = if open { until(reader, changes.last()) } else { opens(reader, changes.first()) };
    Some((open, text))
}

fn until(reader: Locale, change: Option<&OpeningChange>) -> String {
    match change {
        Some(at) if at.days_ahead == 0 || (at.days_ahead == 1 && at.minute <= NIGHT_ENDS) => {
            // Midnight is the end of the day, not its beginning.
            let minute = if at.minute == 0 { 1440 } else { at.minute };
            say!(reader, glance.until, time = clock(minute))
        }
        _ => say!(reader, place.open).to_owned(),
    }
}

fn opens(reader: Locale, change: Option<&OpeningChange>) -> String {
    let Some(at) = change else { return say!(reader, place.closed).to_owned() };
    let time = clock(at.minute);
    match at.days_ahead {
        0 => say!(reader, glance.opens_today, time = time),
        1 => say!(reader, glance.opens_tomorrow, time = time),
        _ => say!(reader, glance.opens_on, day = day(reader, usize::from(at.weekday)), time = time),
    }
}

pub(crate) fn specimen() -> AnyView {
    let change = |days_ahead, minute| Some(OpeningChange { days_ahead, minute, weekday: 3 });
    let all = [(true, change(0, 1020)), (true, None), (false, change(0, 840)), (false, change(3, 540))];
    all.map(|(open, changes)| {
        let hours = vec![crate::hours::sample(None, Some(open), changes)];
        view! {
            <p>
                <OpenState hours=hours />
            </p>
        }
    })
    .collect_view()
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(open_now: Option<bool>, change: Option<(u8, u16, u8)>) -> Hours {
        let changes = change.map(|(days_ahead, minute, weekday)| OpeningChange { days_ahead, minute, weekday });
        crate::hours::sample(None, open_now, changes)
    }

    fn said(all: &[Hours]) -> Option<String> {
        state(Locale::En, all).map(|(_, text)| text)
    }

    #[test]
    fn a_sentence_for_each_state() {
        for (open, change, expected) in [
            (true, Some((0, 1020, 0)), "Open now, until 17:00"),
            (true, Some((1, 120, 1)), "Open now, until 02:00"),
            (true, Some((1, 0, 1)), "Open now, until 24:00"),
            (true, Some((3, 1020, 3)), "Open now"),
            (true, None, "Open now"),
            (false, Some((0, 840, 0)), "Closed now, opens today at 14:00"),
            (false, Some((1, 540, 1)), "Closed now, opens tomorrow at 09:00"),
            (false, Some((3, 540, 3)), "Closed now, opens on Thursday at 09:00"),
            (false, None, "Closed now"),
        ] {
            assert_eq!(said(&[hours(Some(open), change)]).as_deref(), Some(expected));
        }
        assert_eq!(said(&[hours(None, None)]), None);
    }

    #[test]
    fn one_open_rule_opens_the_place_and_the_soonest_opening_counts() {
        let all = [hours(Some(false), Some((0, 900, 0))), hours(Some(true), Some((0, 1020, 0))), hours(None, None)];
        assert_eq!(said(&all).as_deref(), Some("Open now, until 17:00"));
        let all = [hours(Some(false), Some((2, 540, 2))), hours(Some(false), Some((1, 600, 1)))];
        assert_eq!(said(&all).as_deref(), Some("Closed now, opens tomorrow at 10:00"));
    }
}
