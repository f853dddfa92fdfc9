//! What a search finds, by its places: for a map beside the list.

use super::{
    found::{self, Wanted},
    here, known, limits, plain,
};
use crate::{Error, Portal};
use chrono::{DateTime, Utc};
use model::{FoundItem, Locale, MapAnswer, MapPoint, Point, SearchQuery};
use sqlx::FromRow;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Results whose places are looked up, the best: whoever wants others narrows the search.
const MOST_RESULTS: usize = 500;
/// Places of them.
const MOST_POINTS: usize = 1_000;
/// Metres that a degree of latitude is long, at least.
const DEGREE_M: f64 = 110_000.0;

/// Places of the best matches, whatever page is asked for; within the radius, where there is one. Only places to go to:
/// neither postal addresses, nor what has no point because its address is not published.
pub async fn on_map(
    portal: &Portal,
    query: &SearchQuery,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<MapAnswer, Error> {
    let names = portal.names().await?;
    let query = known(&names, &SearchQuery { page: 0, per_page: None, explain: false, ..query.clone() });
    let locale = query.lang.unwrap_or(locale);
    let near = here(&names, &query);
    let query = SearchQuery { near, ..query };
    let says_where = near.is_some() || !query.territories.is_empty();
    let (total, wanted, says_where, left_out) =
        match portal.memory.index.search_first(&query, locale, now, MOST_RESULTS).await {
            Some(found) => {
                let wanted = Wanted::without_places(found.hits.iter().map(|hit| (hit.kind, hit.id)));
                (found.total, wanted, says_where || found.place.is_some(), found.left_out)
            }
            None => {
                let found = plain::matches(portal, &names, &query, now).await?;
                let ids: Vec<Uuid> = found.iter().take(MOST_RESULTS).map(|(id, _)| *id).collect();
                (found.len() as u64, Wanted::of_any_kind(&ids), says_where, Vec::new())
            }
        };
    let shown = found::load(portal, &wanted, locale, now).await?;
    let all = wanted.len() as u64 >= total;
    // As in the list: what Postgres no longer shows is not counted.
    let total = total.saturating_sub((wanted.len() - shown.len()) as u64);
    let places = places(portal, &shown, near, query.radius).await?;
    let complete = all && places.len() <= MOST_POINTS;
    let items: HashMap<Uuid, FoundItem> = shown.into_iter().map(|item| (item.id, item)).collect();
    let within = |metres: Option<f64>| metres.zip(query.radius).is_none_or(|(metres, most)| metres <= f64::from(most));
    let point = |place: Place| {
        let item = items.get(&place.id)?;
        let point = Point::new(place.latitude, place.longitude)?;
        let metres = near.map(|near| near.distance_m(point));
        within(metres).then(|| MapPoint {
            point,
            kind: item.kind,
            id: item.id,
            title: item.title.clone(),
            language: item.language.clone(),
            path: item.path.clone(),
            organisation: item.organisation.clone(),
            locality: place.locality,
            distance_m: metres.map(|metres| metres as u32),
        })
    };
    let points: Vec<MapPoint> = places.into_iter().take(MOST_POINTS).filter_map(point).collect();
    let shown = points.iter().map(|point| point.id).collect::<HashSet<_>>().len() as u64;
    let view = view(&points, says_where);
    Ok(MapAnswer { total, shown, complete, view, points, limits: limits(&query, left_out) })
}

fn view(points: &[MapPoint], says_where: bool) -> Option<(Point, Point)> {
    let spare = if says_where { points.len() / 10 } else { 0 };
    let ends = |of: fn(&MapPoint) -> f64| {
        let mut all: Vec<f64> = points.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        Some((*all.get(spare)?, *all.get(all.len() - 1 - spare)?))
    };
    let (south, north) = ends(|at| at.point.latitude)?;
    let (west, east) = ends(|at| at.point.longitude)?;
    Some((Point { latitude: south, longitude: west }, Point { latitude: north, longitude: east }))
}

/// One more than are shown, so that it can be told whether these are all.
async fn places(
    portal: &Portal,
    items: &[FoundItem],
    near: Option<Point>,
    radius: Option<u32>,
) -> Result<Vec<Place>, Error> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    let places = sqlx::query_as(PLACES)
        .bind(&ids)
        .bind(near.map(|near| near.latitude))
        .bind(near.map(|near| near.longitude))
        .bind(near.and(radius).map(|metres| f64::from(metres) / DEGREE_M))
        .bind(i64::try_from(MOST_POINTS + 1).unwrap_or(i64::MAX))
        .fetch_all(&portal.pool)
        .await?;
    Ok(places)
}

#[derive(FromRow)]
struct Place {
    id: Uuid,
    latitude: f64,
    longitude: f64,
    locality: Option<String>,
}

/// $1 what was found, in the order to show, $2 latitude and $3 longitude that it is around, $4 how far, in degrees of
/// latitude and a little more than asked for, $5 limit. Of one thing the nearest place is the first.
const PLACES: &str = "
with place as (
  select sl.service_id as id, l.id as location_id, l.latitude, l.longitude, l.locality, sl.position
  from service_at_location sl join location l on l.id = sl.location_id
  where sl.service_id = any($1) and l.kind = 'physical' and l.latitude is not null and l.longitude is not null
  union all
  select l.organisation_id, l.id, l.latitude, l.longitude, l.locality, 0
  from location l
  where l.organisation_id = any($1) and l.kind = 'physical' and l.latitude is not null and l.longitude is not null
), measured as (
  select place.*, array_position($1, id) as rank,
    sqrt(power(latitude - $2, 2) + power((longitude - $3) * cos(radians($2)), 2)) as degrees
  from place
), numbered as (
  select *, row_number() over (partition by id order by degrees nulls last, position, location_id) as number
  from measured
  where $4::float8 is null or degrees <= $4 * 1.1
)
select id, latitude, longitude, locality from numbered order by number, rank limit $5";
