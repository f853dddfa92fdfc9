use leptos::prelude::*;
use std::sync::Arc;

/// Address of the icon sprite.
#[derive(Clone)]
pub struct Sprite(pub Arc<str>);

/// A picture beside words that say the same: never alone.
#[component]
pub fn Icon(#[prop(into)] name: String) -> impl IntoView {
    let sprite = use_context::<Sprite>().map(|sprite| sprite.0).unwrap_or_default();
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("{sprite}#{name}")></use>
        </svg>
    }
}

const ALL: [&str; 28] = [
    "rose",
    "bowl",
    "house",
    "briefcase",
    "book",
    "document",
    "coins",
    "heart",
    "family",
    "shield",
    "hands",
    "bag",
    "people",
    "search",
    "phone",
    "mail",
    "globe",
    "clock",
    "pin",
    "map",
    "arrow",
    "back",
    "exit",
    "check",
    "cross",
    "warning",
    "sound",
    "external",
];

pub(crate) fn specimen() -> AnyView {
    let all = ALL.map(|name| view! { <li><Icon name=name /> <span>{name}</span></li> });
    view! { <ul class="facts">{all.collect_view()}</ul> }.into_any()
}
