//! Where little or nothing was found: the same search with less, the nearest, and whom to call. A handful of searches more, and only
//! then.

use super::found::{self, Wanted};
use crate::{
    Error, Portal,
    names::Names,
    services::places::{PhoneRow, phones},
};
use ::search::{Found, TermKind};
use chrono::{DateTime, Utc};
use model::{Callable, FoundItem, Instead, ItemKind, Less, Locale, PhoneKind, SearchQuery, Text};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

/// Filters that are tried without.
const MOST_LESS: usize = 8;
const MOST_NEAREST: usize = 3;
const MOST_CALLED: usize = 3;
/// Services looked through for the nearest, and for whom to call.
const LOOKED_THROUGH: usize = 50;
/// The best of these, among whom there are nearly always enough with a telephone: the others are asked only where there are not.
const MOST_LIKELY: usize = 8;
/// Who is called where only a point is known.
const CALLED_WITHIN_M: u32 = 50_000;

pub(super) async fn of(
    portal: &Portal,
    names: &Names,
    query: &SearchQuery,
    found: &Found,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Instead, Error> {
    if query.is_empty() {
        return Ok(Instead::default());
    }
    Ok(Instead {
        less: less(portal, names, query, found, locale, now).await,
        nearest: nearest(portal, names, query, found, locale, now).await?,
        call: call(portal, query, found, locale, now).await?,
    })
}

async fn less(
    portal: &Portal,
    names: &Names,
    query: &SearchQuery,
    found: &Found,
    locale: Locale,
    now: DateTime<Utc>,
) -> Vec<Less> {
    let fewer = fewer(names, query, found, locale);
    let filters = fewer.iter().filter(|(parameter, ..)| !["q", "need"].contains(parameter)).count();
    let mut all = Vec::new();
    for one in fewer.into_iter().take(MOST_LESS) {
        all.extend(counted(portal, names, one, found.total, locale, now).await);
    }
    if all.is_empty() && filters > 1 {
        // One less does not help: all of them.
        let bare = SearchQuery { q: query.q.clone(), needs: query.needs.clone(), ..SearchQuery::default() };
        all.extend(counted(portal, names, ("all", String::new(), bare), found.total, locale, now).await);
    }
    all
}

/// With how much it finds, where that is more.
async fn counted(
    portal: &Portal,
    names: &Names,
    (parameter, label, less): (&'static str, String, SearchQuery),
    than: u64,
    locale: Locale,
    now: DateTime<Utc>,
) -> Option<Less> {
    if less.is_empty() {
        return None;
    }
    let asked = SearchQuery { near: super::here(names, &less), ..less.clone() };
    let more = portal.memory.index.search_first(&asked, locale, now, 1).await?;
    let path = super::path(&less, locale);
    (more.total > than).then(|| Less { without: parameter.to_owned(), label, total: more.total, path })
}

/// The search without each of its filters: name of the parameter, label, search.
fn fewer(
    names: &Names,
    query: &SearchQuery,
    found: &Found,
    locale: Locale,
) -> Vec<(&'static str, String, SearchQuery)> {
    let mut all: Vec<(&'static str, String, SearchQuery)> = Vec::new();
    // The point that the answer was worked out for is `around`'s.
    let base = SearchQuery { near: query.near.filter(|_| query.around.is_none()), ..query.clone() };
    let mut add = |parameter: &'static str, labels: Vec<String>, change: &dyn Fn(&mut SearchQuery)| {
        let mut less = base.clone();
        change(&mut less);
        if less != base {
            all.push((parameter, labels.join(", "), less));
        }
    };
    let labels = |values: &[String], label: &dyn Fn(&str) -> String| values.iter().map(|value| label(value)).collect();
    let itself = |value: &str| value.to_owned();
    if let Some(place) = &found.place {
        let rest = place.rest.clone();
        add("place", vec![place.name.clone()], &move |less| less.q.clone_from(&rest));
    }
    add("radius", Vec::new(), &|less| less.radius = None);
    add("open", Vec::new(), &|less| (less.open_now, less.open_at) = (false, None));
    add("territory", labels(&query.territories, &|id| names.territory_label(id, locale)), &|less| {
        less.territories.clear()
    });
    add("cost", query.costs.iter().map(ToString::to_string).collect(), &|less| less.costs.clear());
    add("format", query.formats.iter().map(ToString::to_string).collect(), &|less| less.formats.clear());
    add("language", labels(&query.languages, &itself), &|less| less.languages.clear());
    add("audience", labels(&query.audiences, &|slug| names.audience_label(slug, locale)), &|less| {
        less.audiences.clear()
    });
    add("kind", query.kinds.iter().map(ToString::to_string).collect(), &|less| less.kinds.clear());
    add("need", labels(&query.needs, &|slug| names.need_label(slug, locale)), &|less| less.needs.clear());
    add("q", vec![query.q.clone()], &|less| less.q.clear());
    all
}

/// Beyond the radius, or outside the territory, that was asked for: what stands above it is not told twice.
async fn nearest(
    portal: &Portal,
    names: &Names,
    query: &SearchQuery,
    shown: &Found,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<FoundItem>, Error> {
    let in_territory = || query.territories.first().and_then(|id| names.territory(id)?.point());
    let further = match (query.near, query.radius) {
        (Some(near), Some(_)) => SearchQuery { near: Some(near), radius: None, ..query.clone() },
        _ => match in_territory() {
            Some(point) => SearchQuery { near: Some(point), territories: Vec::new(), ..query.clone() },
            None => return Ok(Vec::new()),
        },
    };
    let first = portal.memory.index.search_first(&further, locale, now, LOOKED_THROUGH).await;
    let Some(found) = first else { return Ok(Vec::new()) };
    let complete = found.complete.filter(|complete| *complete > 0).map_or(usize::MAX, |complete| complete as usize);
    let mut hits: Vec<_> = found.hits.iter().take(complete).filter(|hit| hit.distance_m.is_some()).collect();
    hits.retain(|hit| query.radius.is_none() || hit.distance_m > query.radius);
    hits.retain(|hit| shown.hits.iter().all(|shown| shown.id != hit.id));
    hits.sort_by_key(|hit| hit.distance_m);
    hits.truncate(MOST_NEAREST);
    let mut wanted = Wanted::default();
    hits.iter().for_each(|hit| wanted.push(hit.kind, hit.id, hit.locality.is_none()));
    let mut items = found::load(portal, &wanted, locale, now).await?;
    for item in &mut items {
        if let Some(hit) = hits.iter().find(|hit| hit.id == item.id) {
            (item.distance_m, item.open) = (hit.distance_m, hit.open);
            item.places = hit.places.saturating_sub(1);
            item.territory = hit.locality.clone().or_else(|| item.territory.take());
        }
    }
    Ok(items)
}

/// Organisations with a telephone whose services meet the need where the person looks.
async fn call(
    portal: &Portal,
    query: &SearchQuery,
    found: &Found,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<Callable>, Error> {
    let named = found.matched_terms.iter().find(|(kind, _)| *kind == TermKind::Need).map(|(_, slug)| slug.clone());
    let needs = if query.needs.is_empty() { named.into_iter().collect() } else { query.needs.clone() };
    let place = found.place.as_ref();
    let territories = match query.territories.is_empty() {
        true => place.map(|place| place.territories.clone()).unwrap_or_default(),
        false => query.territories.clone(),
    };
    let near = query.near.or_else(|| place?.point).filter(|_| territories.is_empty());
    if territories.is_empty() && near.is_none() {
        return Ok(Vec::new());
    }
    let there = SearchQuery {
        needs,
        territories,
        near,
        radius: near.map(|_| CALLED_WITHIN_M),
        kinds: vec![ItemKind::Service],
        ..SearchQuery::default()
    };
    let first = portal.memory.index.search_first(&there, locale, now, LOOKED_THROUGH).await;
    let Some(found) = first else { return Ok(Vec::new()) };
    let ids: Vec<Uuid> = found.hits.iter().map(|hit| hit.id).collect();
    let mut callable: Vec<Callable> = Vec::new();
    let (first, others) = ids.split_at(MOST_LIKELY.min(ids.len()));
    for ids in [first, others].into_iter().filter(|ids| !ids.is_empty()) {
        let rows: Vec<Row> = sqlx::query_as(CALLED).bind(ids).bind(now.date_naive()).fetch_all(&portal.pool).await?;
        for one in rows.into_iter().filter_map(|row| row.into_callable(locale)) {
            if !callable.iter().any(|known| known.path == one.path) {
                callable.push(one);
            }
        }
        if callable.len() >= MOST_CALLED {
            break;
        }
    }
    callable.truncate(MOST_CALLED);
    Ok(callable)
}

/// $1 services in the order of the index, $2 today. Telephones are read of the few that may be called. Why `any(array(…))`:
/// see `found`.
const CALLED: &str = "
select id, slug, name,
  (select jsonb_agg(to_jsonb(t) order by t.service_id nulls last, t.position, t.id) from phone t
    where (t.service_id = callable.service or t.organisation_id = callable.id) and t.kind = 'voice') as phones
from (
  select distinct on (o.id) o.id, o.slug, o.name, s.id as service, array_position($1, s.id) as rank
  from service s join organisation o on o.id = s.organisation_id
  where s.id = any(array(select unnest($1))) and is_shown(s.status, s.ends_on, $2) and is_shown(o.status, null, $2)
    and exists (select from phone t where (t.service_id = s.id or t.organisation_id = o.id) and t.kind = 'voice')
  order by o.id, array_position($1, s.id)
) callable order by rank limit 10";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    name: Json<Text>,
    phones: Json<Vec<PhoneRow>>,
}

impl Row {
    fn into_callable(self, locale: Locale) -> Option<Callable> {
        let phone = phones(&self.phones, locale).into_iter().find(|phone| phone.kind == PhoneKind::Voice)?;
        if phone.dial.is_empty() {
            return None;
        }
        let path = format!("/{locale}/organisations/{}/{}", self.id, self.slug);
        Some(Callable { name: self.name.read(locale), path, phone })
    }
}
