//! What else may help whoever reads about one service.

use crate::{Error, Portal, search};
use chrono::{DateTime, Utc};
use model::{FoundItem, ItemKind, Locale, Point, SearchQuery, ServiceId};

const MOST: usize = 4;
const MOST_TERRITORIES: usize = 16;
/// How far somebody goes instead.
const NEARBY_METRES: u32 = 50_000;

/// At most four that meet one of the same needs in the same territories, nearest first; where there is no other, or no
/// territory, near the same place. None while there is no index: Postgres would take longer for this than for all the rest.
pub(super) async fn to(
    portal: &Portal,
    id: ServiceId,
    needs: &[String],
    mut territories: Vec<String>,
    near: Option<Point>,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<FoundItem>, Error> {
    if needs.is_empty() || portal.index().is_none() {
        return Ok(Vec::new());
    }
    territories.truncate(MOST_TERRITORIES);
    let within = !territories.is_empty();
    let query = SearchQuery {
        kinds: vec![ItemKind::Service, ItemKind::Opportunity],
        needs: needs.to_vec(),
        radius: near.filter(|_| territories.is_empty()).map(|_| NEARBY_METRES),
        territories,
        near,
        // The service itself is among them.
        per_page: u32::try_from(MOST + 1).ok(),
        ..SearchQuery::default()
    };
    let others = |mut found: Vec<FoundItem>| {
        found.retain(|item| item.id != id.0);
        found
    };
    let mut found = others(search::answer(portal, &query, locale, now).await?.items);
    if found.is_empty() && within && near.is_some() {
        let around = SearchQuery { territories: Vec::new(), radius: Some(NEARBY_METRES), ..query };
        found = others(search::answer(portal, &around, locale, now).await?.items);
    }
    found.truncate(MOST);
    // Distances are from the other service, not from the reader.
    found.iter_mut().for_each(|item| item.distance_m = None);
    Ok(found)
}
