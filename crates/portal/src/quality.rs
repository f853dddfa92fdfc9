//! How much a record helps whoever finds it: between equal matches the better one comes first.

/// What is known of a record that is shown.
pub(crate) struct Facts {
    pub says_what: bool,
    pub says_who: bool,
    pub is_classified: bool,
    pub can_be_reached: bool,
    pub has_place: bool,
    pub has_hours: bool,
    /// Since somebody last confirmed or changed it.
    pub age_days: f64,
}

/// A record confirmed within this time is as good as new …
const FRESH_DAYS: f64 = 180.0;
/// … and after this one its age says nothing good any more.
const STALE_DAYS: f64 = 3.0 * 365.0;

/// 0..=1: seven tenths for completeness, three for freshness.
pub(crate) fn judge(facts: &Facts) -> f32 {
    let weights = [
        (facts.says_what, 0.20),
        (facts.can_be_reached, 0.20),
        (facts.is_classified, 0.10),
        (facts.has_place, 0.10),
        (facts.has_hours, 0.05),
        (facts.says_who, 0.05),
    ];
    let complete: f64 = weights.iter().filter(|(there, _)| *there).map(|(_, weight)| weight).sum();
    let age = ((facts.age_days - FRESH_DAYS) / (STALE_DAYS - FRESH_DAYS)).clamp(0.0, 1.0);
    (complete + 0.3 * (1.0 - age)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(all: bool, age_days: f64) -> Facts {
        Facts {
            says_what: all,
            says_who: all,
            is_classified: all,
            can_be_reached: all,
            has_place: all,
            has_hours: all,
            age_days,
        }
    }

    #[test]
    fn complete_and_fresh_is_one_empty_and_old_is_nothing() {
        assert!((judge(&facts(true, 0.0)) - 1.0).abs() < 1e-6);
        assert!(judge(&facts(false, 5000.0)).abs() < 1e-6);
        assert!(judge(&facts(true, 5000.0)) < judge(&facts(true, 400.0)));
        assert!((0.0..=1.0).contains(&judge(&facts(true, -3.0))));
    }
}
