//! Whether a place is open, from its OSM `opening_hours` in its own time zone.

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use opening_hours::{
    Context, OpeningHours, RuleKind,
    localization::{Country, TzLocation},
};
use std::{
    collections::HashMap,
    panic::catch_unwind,
    sync::{Arc, PoisonError, RwLock},
};

/// Distinct rules kept parsed. Beyond it the cache starts afresh: rules are few, and a list that never ends is
/// somebody's mistake.
const MAX_RULES: usize = 20_000;

type Rule = Arc<OpeningHours<TzLocation<Tz>>>;

/// Too much would have to be worked out.
pub(crate) struct Spent;

/// Parsed rules by their entry in the index (rule, zone, country); `None` for those that cannot be read.
#[derive(Default)]
pub(crate) struct Hours {
    rules: RwLock<HashMap<String, Option<Rule>>>,
    /// What was worked out for the minute that runs.
    now: RwLock<(i64, HashMap<String, Option<bool>>)>,
}

impl Hours {
    /// `None`: nobody knows (no rule, an unreadable one, no time zone, or the rule itself says so).
    pub fn is_open(&self, entry: &str, at: DateTime<Utc>) -> Option<bool> {
        if entry.is_empty() || !(2000..2100).contains(&at.year()) {
            return None;
        }
        let rule = self.rule(entry)?;
        let local = at.with_timezone(&zone(entry)?);
        // The rule is a publisher's text and the evaluator young: a panic in it is an unknown, not an outage.
        match catch_unwind(std::panic::AssertUnwindSafe(|| rule.state(local).0)).ok()? {
            RuleKind::Open => Some(true),
            RuleKind::Closed => Some(false),
            RuleKind::Unknown => None,
        }
    }

    /// The same for the minute of `now`, which many searches ask about; works out what is not known yet while `budget`
    /// lasts. `Err` when it is spent.
    pub fn is_open_now(&self, entry: &str, now: DateTime<Utc>, budget: &mut usize) -> Result<Option<bool>, Spent> {
        if entry.is_empty() {
            return Ok(None);
        }
        let minute = now.timestamp().div_euclid(60);
        {
            let known = self.now.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(open) = known.1.get(entry).filter(|_| known.0 == minute) {
                return Ok(*open);
            }
        }
        *budget = budget.checked_sub(1).ok_or(Spent)?;
        let open = self.is_open(entry, now);
        let mut known = self.now.write().unwrap_or_else(PoisonError::into_inner);
        if known.0 != minute || known.1.len() >= MAX_RULES {
            *known = (minute, HashMap::new());
        }
        known.1.insert(entry.to_owned(), open);
        Ok(open)
    }

    fn rule(&self, entry: &str) -> Option<Rule> {
        if let Some(known) = self.rules.read().unwrap_or_else(PoisonError::into_inner).get(entry) {
            return known.clone();
        }
        let parsed = catch_unwind(|| parse(entry)).ok().flatten();
        let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        if rules.len() >= MAX_RULES {
            rules.clear();
        }
        rules.insert(entry.to_owned(), parsed.clone());
        parsed
    }
}

fn zone(entry: &str) -> Option<Tz> {
    entry.split('\u{1f}').nth(1)?.parse().ok()
}

fn parse(entry: &str) -> Option<Rule> {
    let mut parts = entry.split('\u{1f}');
    let rule: OpeningHours = parts.next()?.parse().ok()?;
    let zone: Tz = parts.next()?.parse().ok()?;
    let context = Context::default().with_locale(TzLocation::new(zone));
    let holidays = parts.next().and_then(|code| code.parse::<Country>().ok()).map(Country::holidays);
    let context = match holidays {
        Some(holidays) => context.with_holidays(holidays),
        None => context,
    };
    Some(Arc::new(rule.with_context(context)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(entry: &str, at: &str) -> Option<bool> {
        Hours::default().is_open(entry, at.parse().unwrap())
    }

    #[test]
    fn hours_count_in_the_time_zone_of_the_place() {
        // 07:30 UTC on a Monday in July: 09:30 in Paris, 08:30 in Lisbon.
        assert_eq!(open("Mo-Fr 09:00-17:00\u{1f}Europe/Paris\u{1f}FR", "2026-07-06T07:30:00Z"), Some(true));
        assert_eq!(open("Mo-Fr 09:00-17:00\u{1f}Europe/Lisbon\u{1f}PT", "2026-07-06T07:30:00Z"), Some(false));
    }

    #[test]
    fn public_holidays_of_the_country_close() {
        let rule = "Mo-Su 09:00-17:00; PH off\u{1f}Europe/Paris\u{1f}FR";
        assert_eq!(open(rule, "2026-07-14T10:00:00Z"), Some(false));
        assert_eq!(open(rule, "2026-07-15T10:00:00Z"), Some(true));
    }

    #[test]
    fn a_span_that_passes_midnight_belongs_to_the_day_it_began() {
        let rule = "Fr 22:00-02:00\u{1f}Europe/Madrid\u{1f}ES";
        // 2026-07-10 is a Friday; Madrid is two hours ahead in summer.
        for (at, expected) in [
            ("2026-07-10T19:59:00Z", false),
            ("2026-07-10T20:00:00Z", true),
            ("2026-07-10T23:59:00Z", true),
            ("2026-07-11T00:00:00Z", false),
            ("2026-07-09T23:30:00Z", false),
        ] {
            assert_eq!(open(rule, at), Some(expected), "{at}");
        }
        // The night of New Year, across the year and a public holiday.
        let night = "Mo-Su 20:00-08:00\u{1f}Europe/Lisbon\u{1f}PT";
        assert_eq!(open(night, "2027-01-01T03:00:00Z"), Some(true));
        assert_eq!(open(night, "2027-01-01T12:00:00Z"), Some(false));
    }

    #[test]
    fn seasons_have_their_hours() {
        let rule = "Jun-Sep Mo-Fr 08:00-13:00; Oct-May Mo-Fr 09:00-17:00\u{1f}Europe/Athens\u{1f}GR";
        assert_eq!(open(rule, "2026-07-06T12:00:00Z"), Some(false)); // 15:00 in summer
        assert_eq!(open(rule, "2026-11-23T14:30:00Z"), Some(true)); // 16:30 in winter
        let dated = "2026 Jun 15-2026 Sep 15 Mo-Su 10:00-18:00\u{1f}Europe/Rome\u{1f}IT";
        assert_eq!(open(dated, "2026-06-14T10:00:00Z"), Some(false));
        assert_eq!(open(dated, "2026-06-15T10:00:00Z"), Some(true));
        assert_eq!(open(dated, "2026-09-15T15:59:00Z"), Some(true));
        assert_eq!(open(dated, "2027-07-01T10:00:00Z"), Some(false));
        // Over the turn of the year.
        let winter = "Nov-Mar Mo-Su 19:00-09:00\u{1f}Europe/Paris\u{1f}FR";
        assert_eq!(open(winter, "2026-12-31T23:30:00Z"), Some(true));
        assert_eq!(open(winter, "2026-07-01T20:00:00Z"), Some(false));
    }

    #[test]
    fn movable_and_national_holidays_are_the_countrys_own() {
        let rule = |zone: &str, country: &str| format!("Mo-Fr 09:00-17:00; PH off\u{1f}{zone}\u{1f}{country}");
        // Easter Monday: the western one, and a week later the orthodox one.
        assert_eq!(open(&rule("Europe/Rome", "IT"), "2026-04-06T10:00:00Z"), Some(false));
        assert_eq!(open(&rule("Europe/Athens", "GR"), "2026-04-06T10:00:00Z"), Some(true));
        assert_eq!(open(&rule("Europe/Athens", "GR"), "2026-04-13T10:00:00Z"), Some(false));
        // Immaculate Conception: in Portugal, not in France.
        assert_eq!(open(&rule("Europe/Lisbon", "PT"), "2026-12-08T10:00:00Z"), Some(false));
        assert_eq!(open(&rule("Europe/Paris", "FR"), "2026-12-08T10:00:00Z"), Some(true));
        // Open on holidays only.
        assert_eq!(open("PH 10:00-12:00\u{1f}Europe/Paris\u{1f}FR", "2026-07-14T08:30:00Z"), Some(true));
        assert_eq!(open("PH 10:00-12:00\u{1f}Europe/Paris\u{1f}FR", "2026-07-15T08:30:00Z"), Some(false));
    }

    /// On the last Sunday of March clocks go from 01:00 UTC an hour ahead, on that of October back.
    #[test]
    fn hours_hold_on_the_days_that_clocks_change() {
        for (rule, at, expected) in [
            // Rome jumps from 02:00 to 03:00.
            ("Su 02:30-04:00\u{1f}Europe/Rome\u{1f}IT", "2026-03-29T00:59:00Z", false),
            ("Su 02:30-04:00\u{1f}Europe/Rome\u{1f}IT", "2026-03-29T01:00:00Z", true),
            ("Su 02:30-04:00\u{1f}Europe/Rome\u{1f}IT", "2026-03-29T01:59:00Z", true),
            ("Su 02:30-04:00\u{1f}Europe/Rome\u{1f}IT", "2026-03-29T02:00:00Z", false),
            // The night is an hour shorter, and no less open.
            ("Mo-Su 22:00-06:00\u{1f}Europe/Lisbon\u{1f}PT", "2026-03-29T00:30:00Z", true),
            ("Mo-Su 22:00-06:00\u{1f}Europe/Lisbon\u{1f}PT", "2026-03-29T04:59:00Z", true),
            ("Mo-Su 22:00-06:00\u{1f}Europe/Lisbon\u{1f}PT", "2026-03-29T05:00:00Z", false),
            // 09:00 is at 09:00 on both sides of the change.
            ("Mo-Su 09:00-17:00\u{1f}Europe/London\u{1f}GB", "2026-03-28T08:30:00Z", false),
            ("Mo-Su 09:00-17:00\u{1f}Europe/London\u{1f}GB", "2026-03-29T08:30:00Z", true),
            ("Mo-Su 09:00-17:00\u{1f}Europe/London\u{1f}GB", "2026-10-24T08:30:00Z", true),
            ("Mo-Su 09:00-17:00\u{1f}Europe/London\u{1f}GB", "2026-10-25T08:30:00Z", false),
            // Paris has the hour from 02:00 to 03:00 twice.
            ("Su 02:00-03:00\u{1f}Europe/Paris\u{1f}FR", "2026-10-24T23:59:00Z", false),
            ("Su 02:00-03:00\u{1f}Europe/Paris\u{1f}FR", "2026-10-25T00:30:00Z", true),
            ("Su 02:00-03:00\u{1f}Europe/Paris\u{1f}FR", "2026-10-25T01:30:00Z", true),
            ("Su 02:00-03:00\u{1f}Europe/Paris\u{1f}FR", "2026-10-25T02:00:00Z", false),
            // Jordan no longer changes.
            ("Su 09:00-10:00\u{1f}Asia/Amman\u{1f}JO", "2026-03-29T06:30:00Z", true),
            ("Su 09:00-10:00\u{1f}Asia/Amman\u{1f}JO", "2026-01-04T06:30:00Z", true),
        ] {
            assert_eq!(open(rule, at), Some(expected), "{rule} {at}");
        }
    }

    #[test]
    fn a_minute_is_worked_out_once_and_within_a_budget() {
        let hours = Hours::default();
        let at: DateTime<Utc> = "2026-07-06T07:30:20Z".parse().unwrap();
        let rule = "Mo 09:00-17:00\u{1f}Europe/Paris\u{1f}FR";
        let mut budget = 1;
        let mut ask = |rule: &str, at| hours.is_open_now(rule, at, &mut budget).ok();
        assert_eq!(ask(rule, at), Some(Some(true)));
        assert_eq!(ask(rule, at + chrono::TimeDelta::seconds(30)), Some(Some(true)));
        assert_eq!(ask("", at), Some(None));
        assert_eq!(ask("24/7\u{1f}Europe/Paris\u{1f}", at), None, "the budget is spent");
        assert_eq!(ask(rule, at + chrono::TimeDelta::minutes(1)), None, "another minute");
    }

    #[test]
    fn what_cannot_be_known_is_unknown() {
        for entry in ["", "whenever\u{1f}Europe/Paris\u{1f}FR", "24/7\u{1f}\u{1f}", "24/7\u{1f}Moon/Base\u{1f}", "24/7"]
        {
            assert_eq!(open(entry, "2026-07-15T10:00:00Z"), None, "{entry:?}");
        }
        assert_eq!(open("24/7\u{1f}Europe/Paris\u{1f}", "+200000-07-15T10:00:00Z"), None);
    }
}
