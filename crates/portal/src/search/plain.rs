//! Search without the index: while it is rebuilt, Postgres answers by the words as they are written.

use super::found::{self, Wanted};
use crate::{Error, Portal, names::Names};
use chrono::{DateTime, Utc};
use model::{ItemKind, Locale, SearchAnswer, SearchQuery};
use uuid::Uuid;

/// As many words as the index would take.
const MAX_WORDS: usize = 8;
/// Counting stops here: an exact total is not worth a long wait.
const MAX_COUNTED: i64 = 1000;

pub(super) async fn answer(
    portal: &Portal,
    names: &Names,
    query: &SearchQuery,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<SearchAnswer, Error> {
    let found = matches(portal, names, query, now).await?;
    let total = found.len() as u64;
    let shown: Vec<(Uuid, Option<f64>)> =
        found.into_iter().skip(query.offset() as usize).take(query.per_page() as usize).collect();
    let ids: Vec<Uuid> = shown.iter().map(|(id, _)| *id).collect();
    let mut items = found::load(portal, &Wanted::of_any_kind(&ids), locale, now).await?;
    for item in &mut items {
        let distance = shown.iter().find(|(id, _)| *id == item.id).and_then(|(_, distance)| *distance);
        item.distance_m = distance.map(|metres| metres.round() as u32);
    }
    let limits = super::limits(query, Vec::new());
    let danger = super::danger(names, query, &[]);
    Ok(SearchAnswer { total, items, limits, danger, degraded: true, ..SearchAnswer::default() })
}

/// At most [`MAX_COUNTED`], in the order to show, each with the metres from `near`.
pub(super) async fn matches(
    portal: &Portal,
    names: &Names,
    query: &SearchQuery,
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, Option<f64>)>, Error> {
    let words = words(&query.q);
    let service_kinds: Vec<bool> = query
        .kinds
        .iter()
        .filter(|kind| **kind != ItemKind::Organisation)
        .map(|kind| *kind == ItemKind::Service)
        .collect();
    let narrows_to_services =
        !(query.needs.is_empty() && query.audiences.is_empty() && query.costs.is_empty() && query.formats.is_empty());
    let needs: Vec<&str> = query
        .needs
        .iter()
        .flat_map(|slug| names.children(slug).map(|child| child.slug.as_str()).chain([slug.as_str()]))
        .collect();
    let found: Vec<(Uuid, Option<f64>)> = sqlx::query_as(MATCHES)
        .bind(now.date_naive())
        .bind(words.iter().map(|word| format!("{word}:*")).collect::<Vec<_>>().join(" & "))
        .bind(words.iter().map(|word| format!("%{word}%")).collect::<Vec<_>>())
        .bind(query.kinds.is_empty() || !service_kinds.is_empty())
        .bind(&service_kinds)
        .bind((query.kinds.is_empty() || query.kinds.contains(&ItemKind::Organisation)) && !narrows_to_services)
        .bind(&needs)
        .bind(&query.audiences)
        .bind(names.all_ids(&query.territories))
        .bind(query.costs.iter().map(|cost| cost.as_str()).collect::<Vec<_>>())
        .bind(query.formats.iter().map(|format| format.as_str()).collect::<Vec<_>>())
        .bind(&query.languages)
        .bind(query.near.map(|near| near.latitude))
        .bind(query.near.map(|near| near.longitude))
        .bind(query.radius.map(f64::from))
        .bind(MAX_COUNTED)
        .fetch_all(&portal.pool)
        .await?;
    Ok(found)
}

/// Lowercase words of letters and digits only, so that they can stand in a tsquery and in a pattern.
fn words(q: &str) -> Vec<String> {
    q.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .map(str::to_lowercase)
        .collect()
}

/// $1 today, $2 tsquery ('' = everything), $3 patterns for organisations, $4 services wanted, $5 of kind service?,
/// $6 organisations wanted, $7 needs, $8 audiences, $9 territories, $10 costs, $11 formats, $12 languages,
/// $13 latitude, $14 longitude, $15 radius in metres, $16 limit.
const MATCHES: &str = "
with place as materialized (
  select l.id, l.organisation_id, earth_distance(ll_to_earth(l.latitude, l.longitude), ll_to_earth($13, $14)) as metres
  from location l
  where $13::float8 is not null and l.latitude is not null and l.longitude is not null
    and ($15::float8 is null or earth_box(ll_to_earth($13, $14), $15) @> point_on_earth(l.latitude, l.longitude))
), near_service as materialized (
  select sl.service_id, min(place.metres) as metres
  from place join service_at_location sl on sl.location_id = place.id group by sl.service_id
), near_organisation as materialized (
  select organisation_id, min(metres) as metres from place where organisation_id is not null group by organisation_id
), hit as (
  select s.id, s.updated_at, 0 as rank, distance.metres
  from service s
  join organisation o on o.id = s.organisation_id
  left join near_service distance on distance.service_id = s.id
  where $4 and is_shown(s.status, s.ends_on, $1) and is_shown(o.status, null, $1)
    and ($2 = '' or to_tsvector('simple', coalesce((s.name -> 'values')::text, '') || ' ' || coalesce((s.summary -> 'values')::text, ''))
      @@ to_tsquery('simple', nullif($2, '')))
    and (cardinality($5::bool[]) = 0 or (s.kind = 'service') = any($5))
    and (cardinality($7::text[]) = 0 or exists (select from service_need n where n.service_id = s.id and n.need_slug = any($7)))
    and (cardinality($8::text[]) = 0 or exists (select from service_audience a where a.service_id = s.id and a.audience_slug = any($8)))
    and (cardinality($9::text[]) = 0
      or exists (select from service_territory st join territory t on t.id = st.territory_id
        where st.service_id = s.id and (t.id = any($9) or t.ancestors && $9))
      or exists (select from service_territory st join territory wanted on st.territory_id = any(wanted.ancestors)
        where st.service_id = s.id and wanted.id = any($9))
      or exists (select from service_at_location sl join location l on l.id = sl.location_id join territory t on t.id = l.territory_id
        where sl.service_id = s.id and (t.id = any($9) or t.ancestors && $9)))
    and (cardinality($10::text[]) = 0 or s.cost = any($10))
    and (cardinality($11::text[]) = 0 or s.formats && $11)
    and (cardinality($12::text[]) = 0 or s.languages && $12)
    and ($15::float8 is null or $13::float8 is null or distance.metres <= $15)
  union all
  select o.id, o.updated_at, 1, distance.metres
  from organisation o
  left join near_organisation distance on distance.organisation_id = o.id
  where $6 and is_shown(o.status, null, $1)
    and (cardinality($3::text[]) = 0 or lower((o.name -> 'values')::text) like all($3))
    and (cardinality($9::text[]) = 0
      or exists (select from location l join territory t on t.id = l.territory_id
        where l.organisation_id = o.id and (t.id = any($9) or t.ancestors && $9)))
    and cardinality($12::text[]) = 0
    and ($15::float8 is null or $13::float8 is null or distance.metres <= $15)
)
select id, metres from hit order by metres nulls last, rank, updated_at desc, id limit $16";

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_cannot_carry_an_operator() {
        assert_eq!(words("l'aide & (repas):* | 50%_ '"), ["l", "aide", "repas", "50"]);
        assert_eq!(words(&"a ".repeat(100)).len(), 8);
        assert!(words("!&|()%_\\").is_empty());
    }
}
