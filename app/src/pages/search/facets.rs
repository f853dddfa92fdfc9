//! Facets as links: each is the search with one value more or less.

use super::address;
use i18n::{Label, say};
use leptos::prelude::*;
use model::{Cost, FacetCount, Facets, Format, ItemKind, Locale, Opening, SearchQuery};
use std::str::FromStr;
use ui::{FacetLink, FacetList};

#[component]
pub fn Narrow(query: SearchQuery, facets: Facets, opening: Option<Opening>) -> impl IntoView {
    let locale = ui::locale();
    let Facets { kind, need, audience, territory, cost, format, language } = facets;
    // All that is found has a kind.
    if kind.is_empty() {
        return ().into_any();
    }
    let links = |values: Vec<FacetCount>, change: fn(&mut SearchQuery, &FacetCount)| -> Vec<FacetLink> {
        let link = |value: FacetCount| {
            let mut changed = query.at_page(0);
            change(&mut changed, &value);
            FacetLink {
                path: address(locale, &changed),
                label: value.label,
                count: Some(value.count),
                selected: value.selected,
            }
        };
        values.into_iter().map(link).collect()
    };
    let open = SearchQuery { open_now: !query.asks_open(), open_at: None, ..query.at_page(0) };
    let open = FacetLink {
        path: address(locale, &open),
        label: say!(locale, results.open).to_owned(),
        count: opening.map(|opening| opening.open),
        selected: query.asks_open(),
    };
    view! {
        <aside id="filters" class="filters" aria-labelledby="narrow">
            <h2 id="narrow">{say!(locale, results.filters)}</h2>
            <FacetList title=say!(locale, find.hours) values=vec![open] />
            <FacetList
                title=say!(locale, results.kind)
                values=links(
                    named::<ItemKind>(kind, locale),
                    |query, value| toggle_one(&mut query.kinds, value),
                )
            />
            <FacetList
                title=say!(locale, results.need)
                values=links(need, |query, value| toggle(&mut query.needs, value.value.clone()))
            />
            <FacetList
                title=say!(locale, results.audience)
                values=links(audience, |query, value| toggle(&mut query.audiences, value.value.clone()))
            />
            <FacetList
                title=say!(locale, results.territory)
                values=links(territory, |query, value| toggle(&mut query.territories, value.value.clone()))
            />
            <FacetList
                title=say!(locale, results.cost)
                values=links(
                    named::<Cost>(cost, locale),
                    |query, value| toggle_one(&mut query.costs, value),
                )
            />
            <FacetList
                title=say!(locale, results.format)
                values=links(
                    named::<Format>(format, locale),
                    |query, value| toggle_one(&mut query.formats, value),
                )
            />
            <FacetList
                title=say!(locale, results.spoken)
                values=links(
                    spoken(language, locale),
                    |query, value| toggle(&mut query.languages, value.value.clone()),
                )
            />
        </aside>
    }
    .into_any()
}

/// Closed lists of ours: the index counts their values, the page says their names.
fn named<T: FromStr + Label>(values: Vec<FacetCount>, locale: Locale) -> Vec<FacetCount> {
    let name = |value: FacetCount| {
        let label = value.value.parse::<T>().ok().map(|known| known.label(locale).to_owned());
        FacetCount { label: label.unwrap_or_else(|| value.label.clone()), ..value }
    };
    values.into_iter().map(name).collect()
}

fn spoken(values: Vec<FacetCount>, locale: Locale) -> Vec<FacetCount> {
    let name = |value: FacetCount| {
        let label = i18n::language_name(locale, &value.value).map(str::to_owned);
        FacetCount { label: label.unwrap_or_else(|| value.label.clone()), ..value }
    };
    values.into_iter().map(name).collect()
}

fn toggle_one<T: PartialEq + FromStr>(values: &mut Vec<T>, facet: &FacetCount) {
    if let Ok(value) = facet.value.parse() {
        toggle(values, value);
    }
}

fn toggle<T: PartialEq>(values: &mut Vec<T>, value: T) {
    match values.iter().position(|known| *known == value) {
        Some(index) => drop(values.remove(index)),
        None => values.push(value),
    }
}
