//! What was found, and how the words were understood.

use super::address;
use i18n::say;
use leptos::prelude::*;
use model::{FoundItem, Meant, Opening, SearchQuery};
use ui::FoundList;

/// The items; behind the first `before`, which have all that was asked, those that have part of it.
#[component]
pub fn Found(items: Vec<FoundItem>, before: Option<u64>, asks_open: bool) -> impl IntoView {
    let locale = ui::locale();
    let all = items.len();
    let mut complete = items;
    let before = before.map_or(all, |before| usize::try_from(before).unwrap_or(all).min(all));
    let partly = complete.split_off(before);
    let partly = (!partly.is_empty()).then(|| {
        view! {
            <h3 class="partly">{say!(locale, results.partly)}</h3>
            <FoundList items=partly asks_open=asks_open save=true />
        }
    });
    view! {
        {(!complete.is_empty()).then(|| view! { <FoundList items=complete asks_open=asks_open save=true /> })}
        {partly}
    }
}

/// How many are open where that was asked: those of unknown hours are in the list, too, and it says so.
#[component]
pub fn Hours(query: SearchQuery, opening: Option<Opening>) -> impl IntoView {
    let locale = ui::locale();
    opening.filter(|_| query.asks_open()).map(|opening| {
        let (open, number) = (i18n::number(locale, opening.open), i18n::number(locale, opening.unknown));
        let note = match query.open_at {
            Some(_) => say!(locale, find.unknown_then, open = open, number = number),
            None => say!(locale, find.unknown_note, open = open, number = number),
        };
        view! { <p class="hint">{note}</p> }
    })
}

/// What was searched for besides the words, each a search of its own.
#[component]
pub fn Understood(meant: Vec<Meant>, query: SearchQuery) -> impl IntoView {
    let locale = ui::locale();
    let link = |meant: Meant| {
        let mut other = SearchQuery { q: String::new(), page: 0, ..query.clone() };
        match meant.kind.as_str() {
            "need" => other.needs = vec![meant.value],
            "audience" => other.audiences = vec![meant.value],
            "territory" => other.territories = vec![meant.value],
            _ => other.q.clone_from(&meant.label),
        }
        view! {
            <li>
                <a href=address(locale, &other)>{meant.label}</a>
            </li>
        }
    };
    view! {
        <div class="understood">
            <span id="understood">{say!(locale, results.meant)} ": "</span>
            <ul aria-labelledby="understood">{meant.into_iter().map(link).collect_view()}</ul>
        </div>
    }
}
