//! What a search, a need or an organisation lists.

use crate::{Icon, Mark, locale};
use i18n::{Label, distance, language_name, more_places, say};
use leptos::prelude::*;
use model::{FoundItem, ItemKind};

#[component]
pub fn FoundList(items: Vec<FoundItem>) -> impl IntoView {
    view! {
        <ol class="found">
            {items.into_iter().map(|item| view! { <ResultItem item=item /> }).collect_view()}
        </ol>
    }
}

#[component]
pub fn ResultItem(item: FoundItem) -> impl IntoView {
    let reader = locale();
    let mark = Mark::of(&item.language);
    let language = mark.lang.as_deref().and_then(|tag| language_name(reader, tag));
    let by = (item.kind != ItemKind::Organisation).then_some(item.organisation);
    // Each word isolated: it may run in the other direction.
    let isolated = |value: String| format!("\u{2068}{value}\u{2069}");
    let matched: Vec<String> = item.matched.into_iter().filter_map(|reason| reason.value).map(isolated).collect();
    let matched = (!matched.is_empty()).then(|| matched.join(", "));
    let places = (item.places > 0).then(|| more_places(reader, u64::from(item.places)));
    view! {
        <li class=format!("card {}", item.kind)>
            <p class="kind">{item.kind.label(reader)} {by.map(|by| view! { " · " <bdi>{by}</bdi> })}</p>
            <h3>
                <a href=item.path lang=mark.lang.clone() dir=mark.dir>{item.title}</a>
            </h3>
            {(!item.summary.is_empty())
                .then(|| view! { <p class="summary" lang=mark.lang dir=mark.dir>{item.summary}</p> })}
            {matched
                .map(|words| {
                    view! { <p class="hint">{say!(reader, explained.matched, words = words)}</p> }
                })}
            <ul class="facts">
                {item
                    .territory
                    .map(|territory| {
                        view! {
                            <li>
                                <Icon name="pin" />
                                <span><bdi>{territory}</bdi> {places.map(|more| format!(" {more}"))}</span>
                            </li>
                        }
                    })}
                {item.distance_m.map(|metres| view! { <li>{distance(reader, metres)}</li> })}
                {item
                    .open
                    .map(|open| {
                        let (class, label) = if open {
                            ("open", say!(reader, results.open))
                        } else {
                            ("shut", say!(reader, results.closed))
                        };
                        view! { <li class=class>{label}</li> }
                    })}
                {language.map(|name| view! { <li>{say!(reader, results.written_in, language = name)}</li> })}
            </ul>
        </li>
    }
}
