//! Why something was found, in the reader's words.

use crate::names::Names;
use ::search::{MatchedBy, TermKind};
use model::{FoundItem, Locale, Matched};

/// Reasons beside one result on the page.
const MOST_NEWS: usize = 3;

pub(super) fn of(names: &Names, matched: &[::search::Matched], locale: Locale) -> Vec<Matched> {
    let label = |kind: TermKind, key: &str| match kind {
        TermKind::Need => names.need_label(key, locale),
        TermKind::Audience => names.audience_label(key, locale),
        TermKind::Territory => names.territory_label(key, locale),
        TermKind::Expertise => names.expertise_label(key, locale),
    };
    let one = |matched: &::search::Matched| {
        let (value, key) = match &matched.by {
            MatchedBy::Itself => (None, None),
            MatchedBy::Word(word) | MatchedBy::Synonym(word) => (Some(word.clone()), None),
            MatchedBy::Term(kind, key) => (Some(label(*kind, key)), Some(key.clone())),
        };
        Matched { typed: matched.typed.clone(), how: matched.how, field: matched.field, value, key }
    };
    matched.iter().map(one).collect()
}

/// What the page tells beside a result: only what stands there instead of what was typed.
pub(super) fn keep_news(items: &mut [FoundItem], q: &str, locale: Locale) {
    for item in items {
        let mut told: Vec<String> = Vec::new();
        item.matched.retain(|matched| {
            let value = matched.value.as_deref().filter(|value| ::search::is_news(q, value, locale));
            let new = value.filter(|value| told.len() < MOST_NEWS && !told.iter().any(|known| known == value));
            told.extend(new.map(str::to_owned));
            new.is_some()
        });
    }
}
