//! Search: the index says which and in what order, Postgres says what may be seen.

mod chips;
mod explained;
pub(crate) mod found;
mod instead;
mod map;
mod places;
mod plain;
mod suggestions;

use crate::{
    Error, Portal,
    misses::{self, Miss},
    names::Names,
    needs,
};
use ::search::{Counted, TermKind};
use chrono::{DateTime, Utc};
use found::Wanted;
use model::pages::SearchPage;
use model::{
    FacetCount, Facets, Instead, Limit, Limited, Locale, Meant, MeantPlace, Opening, Point, SearchAnswer, SearchQuery,
};

pub use map::on_map;
pub use suggestions::suggest;

/// As few matches as need ways on.
const LITTLE: u64 = 3;
/// Values of a facet that are told, the commonest: nobody reads more.
const MOST_FACETS: usize = 24;
/// Needs and others told to the reader as searched for.
const MOST_MEANT: usize = 4;

/// The search page. Labels of chips for closed lists (kind, cost, format, language) are the bare values, for the
/// page to translate.
pub async fn page(
    portal: &Portal,
    query: &SearchQuery,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<SearchPage, Error> {
    let names = portal.names().await?;
    // Links made of it then agree with the facets about which territory is meant.
    let query = known(&names, query);
    let mut answer = answer(portal, &SearchQuery { explain: true, ..query.clone() }, locale, now).await?;
    explained::keep_news(&mut answer.items, &query.q, query.lang.unwrap_or(locale));
    let named = |place: &MeantPlace| names.territory(place.territories.first()?)?.point();
    Ok(SearchPage {
        from: here(&names, &query).or_else(|| answer.place.as_ref().and_then(named)),
        places: places::choices(portal, &names, &query, &answer, locale, now).await?,
        answer,
        chips: chips::of(&names, &query, locale),
        needs: needs::tree(portal, locale, now).await?,
        query,
    })
}

/// What a search finds, one page of it, in the order to show. While the index is rebuilt Postgres answers, plainly.
pub async fn answer(
    portal: &Portal,
    query: &SearchQuery,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<SearchAnswer, Error> {
    let names = portal.names().await?;
    let query = known(&names, query);
    let locale = query.lang.unwrap_or(locale);
    let query = SearchQuery { near: here(&names, &query), ..query };
    let Some(found) = portal.memory.index.search(&query, locale, now).await else {
        return plain::answer(portal, &names, &query, locale, now).await;
    };
    let mut wanted = Wanted::default();
    found.hits.iter().for_each(|hit| wanted.push(hit.kind, hit.id, hit.locality.is_none()));
    let mut items = found::load(portal, &wanted, locale, now).await?;
    for item in &mut items {
        if let Some(hit) = found.hits.iter().find(|hit| hit.id == item.id) {
            (item.distance_m, item.open) = (hit.distance_m, hit.open);
            item.places = hit.places.saturating_sub(1);
            item.territory = hit.locality.clone().or_else(|| item.territory.take());
            item.matched = explained::of(&names, &hit.matched, locale);
        }
    }
    if query.page == 0 && !query.q.is_empty() && (found.total == 0 || found.complete == Some(0)) {
        misses::note(portal, missed(&query, &found), now.date_naive());
    }
    // What the index still has and Postgres no longer shows is gone within a moment; it must not be counted till then.
    let hidden = (found.hits.len() - items.len()) as u64;
    let instead = if query.page == 0 && found.complete.unwrap_or(found.total) <= LITTLE {
        Some(instead::of(portal, &names, &query, &found, locale, now).await?)
    } else {
        None
    };
    Ok(SearchAnswer {
        total: found.total.saturating_sub(hidden),
        items,
        instead: instead.filter(|instead| *instead != Instead::default()),
        opening: found.opening.map(|of| Opening { open: of.open, closed: of.closed, unknown: of.unknown }),
        facets: facets(&names, &query, found.facets, locale),
        did_you_mean: found.did_you_mean,
        complete: found.complete.map(|complete| complete.min(found.total.saturating_sub(hidden))),
        limits: limits(&query, found.left_out),
        danger: danger(&names, &query, &found.matched_terms),
        meant: meant(&names, &query.q, &found.matched_terms, locale),
        place: found.place.map(|place| MeantPlace {
            label: place.territories.first().map_or(place.name, |id| names.territory_label(id, locale)),
            territories: place.territories,
        }),
        degraded: false,
    })
}

/// What was asked beyond a limit, so that no one takes the answer for more than it is.
fn limits(query: &SearchQuery, left_out: Vec<String>) -> Vec<Limited> {
    let words = (!left_out.is_empty()).then(|| Limited { left_out, ..Limit::Words.into() });
    let unread = query.unread.clone();
    let unread = (!unread.is_empty()).then(|| Limited { left_out: unread, ..Limit::Unread.into() });
    query.limits().into_iter().map(Limited::from).chain(words).chain(unread).collect()
}

fn danger(names: &Names, query: &SearchQuery, terms: &[(TermKind, String)]) -> bool {
    let named = terms.iter().filter(|(kind, _)| *kind == TermKind::Need).map(|(_, slug)| slug);
    query.needs.iter().chain(named).any(|slug| names.is_danger(slug))
}

fn missed(query: &SearchQuery, found: &::search::Found) -> Miss {
    let named =
        |wanted: TermKind| found.matched_terms.iter().find(|(kind, _)| *kind == wanted).map(|(_, key)| key.clone());
    Miss {
        need: query.needs.first().cloned().or_else(|| named(TermKind::Need)),
        territory: (query.territories.first().cloned())
            .or_else(|| found.place.as_ref()?.territories.first().cloned())
            .or_else(|| named(TermKind::Territory)),
        words: query.q.clone(),
    }
}

/// `/{locale}/search?…`
pub(crate) fn path(query: &SearchQuery, locale: Locale) -> String {
    let parameters = query.to_query_string();
    let separator = if parameters.is_empty() { "" } else { "?" };
    format!("/{locale}/search{separator}{parameters}")
}

/// The query with territories, whichever of their ids or bare codes it has, by the ids that the index knows.
fn known(names: &Names, query: &SearchQuery) -> SearchQuery {
    let ids: Vec<String> = query.territories.iter().flat_map(|territory| names.territory_ids(territory)).collect();
    let around = query.around.iter().flat_map(|territory| names.territory_ids(territory)).next();
    let around = around.map(|id| names.place(&id).to_owned());
    // A place that was chosen is meant rather than the point that the address still had.
    let near = query.near.filter(|_| around.is_none());
    SearchQuery { territories: names.places(&ids), around, near, ..query.clone() }
}

/// The point that the search is around.
fn here(names: &Names, query: &SearchQuery) -> Option<Point> {
    query.near.or_else(|| names.territory(query.around.as_deref()?)?.point())
}

/// What the words were taken to name, without what they say themselves.
fn meant(names: &Names, typed: &str, terms: &[(TermKind, String)], locale: Locale) -> Vec<Meant> {
    let typed = typed.to_lowercase();
    let meant = terms.iter().map(|(kind, value)| {
        let (kind, label) = match kind {
            TermKind::Need => ("need", names.need_label(value, locale)),
            TermKind::Audience => ("audience", names.audience_label(value, locale)),
            TermKind::Territory => ("territory", names.territory_label(value, locale)),
            TermKind::Expertise => ("expertise", names.expertise_label(value, locale)),
        };
        Meant { kind: kind.to_owned(), value: value.clone(), label }
    });
    meant.filter(|meant| !typed.contains(&meant.label.to_lowercase())).take(MOST_MEANT).collect()
}

fn facets(names: &Names, query: &SearchQuery, raw: ::search::RawFacets, locale: Locale) -> Facets {
    let named = |counted: Vec<Counted>, label: &dyn Fn(&str) -> String, chosen: &dyn Fn(&str) -> bool| {
        let count = |(value, count): Counted| FacetCount {
            label: label(&value),
            selected: chosen(&value),
            count,
            value: value.to_string(),
        };
        counted.into_iter().take(MOST_FACETS).map(count).collect()
    };
    // Closed lists have their names in the interface.
    let itself = |value: &str| value.to_owned();
    let among = |list: &[String], value: &str| list.iter().any(|chosen| chosen == value);
    Facets {
        kind: named(raw.kind, &itself, &|value| query.kinds.iter().any(|kind| kind.as_str() == value)),
        need: named(raw.need, &|slug| names.need_label(slug, locale), &|slug| among(&query.needs, slug)),
        audience: named(raw.audience, &|slug| names.audience_label(slug, locale), &|slug| {
            among(&query.audiences, slug)
        }),
        territory: named(raw.territory, &|id| names.territory_label(id, locale), &|id| among(&query.territories, id)),
        cost: named(raw.cost, &itself, &|value| query.costs.iter().any(|cost| cost.as_str() == value)),
        format: named(raw.format, &itself, &|value| query.formats.iter().any(|format| format.as_str() == value)),
        language: named(raw.language, &itself, &|code| among(&query.languages, code)),
    }
}
