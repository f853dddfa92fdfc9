//! Rows of links.

use crate::{Icon, locale};
use i18n::{number, say};
use leptos::prelude::*;
use model::pages::Link;

/// Home first; the page itself last, without a link.
#[component]
pub fn Breadcrumbs(#[prop(optional)] above: Vec<Link>, #[prop(into)] here: String) -> impl IntoView {
    let reader = locale();
    view! {
        <nav class="crumbs" aria-label=say!(reader, site.breadcrumbs)>
            <ol>
                <li>
                    <a href=format!("/{reader}")>{say!(reader, site.home)}</a>
                </li>
                {above
                    .into_iter()
                    .map(|link| view! { <li><a href=link.path>{link.label}</a></li> })
                    .collect_view()}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}

/// Short links side by side.
#[component]
pub fn LinkList(links: Vec<Link>) -> impl IntoView {
    view! {
        <ul class="tags">
            {links
                .into_iter()
                .map(|link| view! { <li><a href=link.path>{link.label}</a></li> })
                .collect_view()}
        </ul>
    }
}

/// Filters in force; each link is the search without it.
#[component]
pub fn Chips(chips: Vec<Link>) -> impl IntoView {
    let reader = locale();
    (!chips.is_empty()).then(|| {
        view! {
            <ul class="tags chips" aria-label=say!(reader, results.chips)>
                {chips
                    .into_iter()
                    .map(|chip| {
                        let label = say!(reader, results.remove, name = chip.label.clone());
                        view! {
                            <li>
                                <a href=chip.path aria-label=label>
                                    <span>{chip.label}</span>
                                    <Icon name="cross" />
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        }
    })
}

/// One value of a facet with the search that chooses it, or lets it go.
#[derive(Clone)]
pub struct FacetLink {
    pub label: String,
    pub path: String,
    /// `None` where counting would take too long.
    pub count: Option<u64>,
    pub selected: bool,
}

/// How many values of a facet are shown before the rest unfolds.
const FACET_SHOWN: usize = 6;
/// … and how many in all: nobody reads a hundred, and every phone pays for them. What is rarer is typed.
const FACET_MOST: usize = 12;

#[component]
pub fn FacetList(#[prop(into)] title: String, mut values: Vec<FacetLink>) -> impl IntoView {
    let reader = locale();
    values.sort_by_key(|value| !value.selected);
    values.truncate(FACET_MOST);
    let more = values.split_off(FACET_SHOWN.min(values.len()));
    (!values.is_empty()).then(|| {
        view! {
            <h3>{title}</h3>
            <FacetValues values=values />
            {(!more.is_empty())
                .then(|| {
                    view! {
                        <details>
                            <summary>{say!(reader, results.more)}</summary>
                            <FacetValues values=more />
                        </details>
                    }
                })}
        }
    })
}

#[component]
fn FacetValues(values: Vec<FacetLink>) -> impl IntoView {
    let reader = locale();
    view! {
        <ul class="facet">
            {values
                .into_iter()
                .map(|value| {
                    let chosen = value.selected.then_some("true");
                    view! {
                        <li>
                            <a href=value.path aria-current=chosen rel="nofollow">
                                <span>{value.label}</span>
                                " "
                                {value
                                    .count
                                    .map(|count| view! { <span class="number">{number(reader, count)}</span> })}
                            </a>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

pub(crate) fn specimen() -> AnyView {
    let l = locale();
    let link = |label: &str| Link { label: label.to_owned(), path: format!("/{l}") };
    let facet =
        |label: &str, count, selected| FacetLink { label: label.to_owned(), path: format!("/{l}"), count, selected };
    view! {
        <Breadcrumbs above=vec![link(say!(l, site.needs))] here=say!(l, kind.service) />
        <LinkList links=vec![link(say!(l, kind.job)), link(say!(l, kind.training))] />
        <Chips chips=vec![link(say!(l, cost.free)), link(say!(l, results.open))] />
        <FacetList
            title=say!(l, results.cost)
            values=vec![facet(say!(l, cost.free), Some(1234), true), facet(say!(l, cost.paid), Some(7), false)]
        />
    }
    .into_any()
}
