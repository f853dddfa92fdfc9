//! Ways on, where little or nothing was found.

use i18n::{Label, say};
use leptos::prelude::*;
use model::{Callable, Cost, Format, Instead, ItemKind, Less, Locale};
use ui::{FoundList, PhoneList, Said};

#[component]
pub fn Ways(instead: Instead) -> impl IntoView {
    let locale = ui::locale();
    let Instead { less, nearest, call } = instead;
    view! {
        {(!nearest.is_empty())
            .then(|| {
                view! {
                    <h2>{say!(locale, find.nearest)}</h2>
                    <FoundList items=nearest />
                }
            })}
        {(!less.is_empty())
            .then(|| {
                view! {
                    <h2>{say!(locale, find.less)}</h2>
                    <ul class="facet less">
                        {less.into_iter().map(|less| view! { <Without less=less /> }).collect_view()}
                    </ul>
                }
            })}
        {(!call.is_empty()).then(|| view! { <Call call=call /> })}
    }
}

#[component]
fn Without(less: Less) -> impl IntoView {
    let locale = ui::locale();
    let label = match less.without.as_str() {
        "q" => say!(locale, find.without_words).to_owned(),
        "all" => say!(locale, results.clear).to_owned(),
        _ => say!(locale, find.without, name = name(&less, locale)),
    };
    view! {
        <li>
            <a href=less.path rel="nofollow">
                <span>{label}</span>
                " "
                <span class="number">{i18n::number(locale, less.total)}</span>
            </a>
        </li>
    }
}

/// In the reader's language: closed lists come as their values, and a distance and an hour have no label.
fn name(less: &Less, locale: Locale) -> String {
    let each = |read: &dyn Fn(&str) -> Option<String>| {
        let values = less.label.split(", ").map(|value| read(value).unwrap_or_else(|| value.to_owned()));
        values.collect::<Vec<_>>().join(", ")
    };
    match less.without.as_str() {
        "radius" => say!(locale, find.near_radius).to_owned(),
        "open" => say!(locale, results.open).to_owned(),
        "kind" => each(&|value| value.parse::<ItemKind>().ok().map(|kind| kind.label(locale).to_owned())),
        "cost" => each(&|value| value.parse::<Cost>().ok().map(|cost| cost.label(locale).to_owned())),
        "format" => each(&|value| value.parse::<Format>().ok().map(|format| format.label(locale).to_owned())),
        "language" => each(&|value| i18n::language_name(locale, value).map(str::to_owned)),
        _ => less.label.clone(),
    }
}

#[component]
fn Call(call: Vec<Callable>) -> impl IntoView {
    let locale = ui::locale();
    view! {
        <h2>{say!(locale, find.call)}</h2>
        <p>{say!(locale, find.call_help)}</p>
        <ul class="call">
            {call
                .into_iter()
                .map(|one| {
                    view! {
                        <li>
                            <a href=one.path>
                                <Said text=one.name />
                            </a>
                            <PhoneList phones=vec![one.phone] />
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
