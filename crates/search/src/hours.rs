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

/// Parsed rules by their entry in the index (rule, zone, country); `None` for those that cannot be read.
#[derive(Default)]
pub(crate) struct Hours {
    rules: RwLock<HashMap<String, Option<Rule>>>,
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
    fn what_cannot_be_known_is_unknown() {
        for entry in ["", "whenever\u{1f}Europe/Paris\u{1f}FR", "24/7\u{1f}\u{1f}", "24/7\u{1f}Moon/Base\u{1f}", "24/7"]
        {
            assert_eq!(open(entry, "2026-07-15T10:00:00Z"), None, "{entry:?}");
        }
        assert_eq!(open("24/7\u{1f}Europe/Paris\u{1f}", "+200000-07-15T10:00:00Z"), None);
    }
}
