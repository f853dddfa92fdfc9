//! Places to look around, for those who do not tell where they are.

use crate::{Error, Portal, names::Names, needs};
use chrono::{DateTime, Utc};
use model::pages::PlaceChoice;
use model::{Locale, SearchAnswer, SearchQuery, TerritoryLevel};

/// Nobody looks through more.
const MOST: usize = 40;

/// The towns and regions in which something is found, or, where nothing is, in which there is most; the chosen one always.
pub(super) async fn choices(
    portal: &Portal,
    names: &Names,
    query: &SearchQuery,
    answer: &SearchAnswer,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<PlaceChoice>, Error> {
    let found: Vec<String> = answer.facets.territory.iter().map(|facet| facet.value.clone()).collect();
    let ids = match found.is_empty() {
        true => needs::counts(portal, now).await?.territories.iter().map(|(id, _)| id.clone()).collect(),
        false => found,
    };
    let has_middle = |id: &String| {
        names.territory(id).is_some_and(|territory| {
            let small = [TerritoryLevel::Municipality, TerritoryLevel::Nuts3].map(TerritoryLevel::as_str);
            small.contains(&territory.level.as_str()) && territory.point().is_some()
        })
    };
    let mut ids: Vec<String> = ids.into_iter().filter(has_middle).take(MOST).collect();
    ids.extend(query.around.iter().filter(|around| !ids.contains(around)).cloned().collect::<Vec<_>>());
    let choice = |value: String| PlaceChoice {
        label: names.territory_label(&value, locale),
        selected: query.around.as_ref() == Some(&value),
        value,
    };
    let mut choices: Vec<PlaceChoice> = ids.into_iter().map(choice).collect();
    choices.sort_by_cached_key(|choice| (::slug::slugify(&choice.label), choice.value.clone()));
    Ok(choices)
}
