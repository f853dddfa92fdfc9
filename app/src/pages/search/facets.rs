//! Facets as links: each is the search with one value more or less.

use super::address;
use i18n::{Label, say};
use leptos::prelude::*;
use model::{FacetCount, Facets, ItemKind, Locale, SearchQuery};
use ui::{FacetLink, FacetList};

#[component]
pub fn Narrow(query: SearchQuery, facets: Facets) -> impl IntoView {
    let locale = ui::locale();
    let Facets { kind, need, audience, territory } = facets;
    if kind.is_empty() && need.is_empty() && audience.is_empty() && territory.is_empty() {
        return ().into_any();
    }
    let links = |values: Vec<FacetCount>, change: fn(&mut SearchQuery, &FacetCount)| -> Vec<FacetLink> {
        let link = |value: FacetCount| {
            let mut changed = query.at_page(0);
            change(&mut changed, &value);
            FacetLink {
                path: address(locale, &changed),
                label: value.label,
                count: value.count,
                selected: value.selected,
            }
        };
        values.into_iter().map(link).collect()
    };
    view! {
        <aside id="filters" class="filters" aria-labelledby="narrow">
            <h2 id="narrow">{say!(locale, results.filters)}</h2>
            <FacetList
                title=say!(locale, results.kind)
                values=links(
                    kind.into_iter().map(|value| named(value, locale)).collect(),
                    |query, value| {
                        if let Ok(kind) = value.value.parse::<ItemKind>() {
                            toggle(&mut query.kinds, kind);
                        }
                    },
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
        </aside>
    }
    .into_any()
}

/// Kinds are a closed list of ours: the index counts their values, the page says their names.
fn named(value: FacetCount, locale: Locale) -> FacetCount {
    let label = value.value.parse::<ItemKind>().map(|kind| kind.label(locale).to_owned());
    FacetCount { label: label.unwrap_or(value.label), ..value }
}

fn toggle<T: PartialEq>(values: &mut Vec<T>, value: T) {
    match values.iter().position(|known| *known == value) {
        Some(index) => drop(values.remove(index)),
        None => values.push(value),
    }
}
