//! What runs in the browser. An island gets finished texts; without it its HTML is a plain form field.

mod look_up;
mod search_box;

use i18n::{Label, say};
use leptos::prelude::*;
use model::{ItemKind, SearchQuery};
use search_box::SearchBox;
use ui::Button;

/// The search form: works as it is; the island inside suggests while typing. Filters in force are kept. Where there is an
/// answer, what to write is no longer the question: only the button beside the field says what it is, and screen readers.
#[component]
pub fn SearchForm(query: SearchQuery) -> impl IntoView {
    let locale = ui::locale();
    let kept = query.parameters().into_iter().filter(|(name, _)| !matches!(*name, "q" | "page" | "literal"));
    let kept: Vec<_> = kept.map(|(name, value)| (name.to_owned(), value)).collect();
    let words = [
        say!(locale, form.suggestions),
        say!(locale, form.found),
        say!(locale, form.none),
        say!(locale, results.need),
        ItemKind::Service.label(locale),
        ItemKind::Organisation.label(locale),
        say!(locale, results.territory),
    ];
    let is_answered = !query.is_empty();
    let (label, hint) = (is_answered.then_some("quiet"), if is_answered { "quiet" } else { "hint" });
    view! {
        <form class="search" role="search" action=format!("/{locale}/search")>
            <label for="q" class=label>{say!(locale, form.label)}</label>
            <div class="row">
                <SearchBox value=query.q lang=locale.as_str().to_owned() words=words.join("\n") />
                <Button label=say!(locale, form.submit) icon="search" />
            </div>
            <p class=hint id="q-hint">{say!(locale, form.hint)}</p>
            {kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
        </form>
    }
}
