//! What was asked for and not done.

use i18n::{number, say};
use leptos::prelude::*;
use model::{Limit, Limited, Locale};

/// Words told of; a pasted page would fill the screen.
const MOST_WORDS: usize = 8;

#[component]
pub fn Limits(limits: Vec<Limited>) -> impl IntoView {
    let locale = ui::locale();
    let said = limits.into_iter().map(|limited| view! { <p class="hint">{sentence(locale, limited)}</p> });
    said.collect_view()
}

fn sentence(locale: Locale, limited: Limited) -> String {
    let Limited { limit, most, left_out } = limited;
    let most = |part: u32| number(locale, u64::from(most / part));
    match limit {
        Limit::QueryBytes => say!(locale, limits.query_bytes).to_owned(),
        Limit::Words => say!(locale, limits.words, most = most(1), words = named(left_out)),
        // Names and values as they stand in an address, left to right.
        Limit::Unread => {
            let each = left_out.into_iter().map(|each| format!("\u{2066}{each}\u{2069}"));
            say!(locale, limits.unread, words = named(each.collect()))
        }
        Limit::Values => say!(locale, limits.values, most = most(1)),
        Limit::Radius => say!(locale, limits.radius, most = most(1_000)),
        Limit::PerPage => say!(locale, limits.per_page, most = most(1)),
        Limit::Offset => say!(locale, limits.offset).to_owned(),
    }
}

fn named(left_out: Vec<String>) -> String {
    let more = if left_out.len() > MOST_WORDS { " …" } else { "" };
    left_out.into_iter().take(MOST_WORDS).collect::<Vec<_>>().join(", ") + more
}
