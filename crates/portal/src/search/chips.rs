//! The filters in force, each with the search without it.

use crate::names::Names;
use model::pages::Link;
use model::{Locale, SearchQuery};

pub(super) fn of(names: &Names, query: &SearchQuery, locale: Locale) -> Vec<Link> {
    let first_page = SearchQuery { page: 0, ..query.clone() };
    let mut chips = Vec::new();
    let mut chip =
        |label: String, without: SearchQuery| chips.push(Link { label, path: super::path(&without, locale) });
    for kind in &query.kinds {
        chip(kind.to_string(), SearchQuery { kinds: without(&query.kinds, kind), ..first_page.clone() });
    }
    for need in &query.needs {
        chip(names.need_label(need, locale), SearchQuery { needs: without(&query.needs, need), ..first_page.clone() });
    }
    for audience in &query.audiences {
        let audiences = without(&query.audiences, audience);
        chip(names.audience_label(audience, locale), SearchQuery { audiences, ..first_page.clone() });
    }
    for territory in &query.territories {
        let id = names.territory_ids(territory).into_iter().next().unwrap_or_default();
        let territories = without(&query.territories, territory);
        chip(names.territory_label(&id, locale), SearchQuery { territories, ..first_page.clone() });
    }
    for cost in &query.costs {
        chip(cost.to_string(), SearchQuery { costs: without(&query.costs, cost), ..first_page.clone() });
    }
    for format in &query.formats {
        chip(format.to_string(), SearchQuery { formats: without(&query.formats, format), ..first_page.clone() });
    }
    for language in &query.languages {
        chip(language.clone(), SearchQuery { languages: without(&query.languages, language), ..first_page.clone() });
    }
    chips
}

fn without<T: PartialEq + Clone>(list: &[T], value: &T) -> Vec<T> {
    list.iter().filter(|other| *other != value).cloned().collect()
}
