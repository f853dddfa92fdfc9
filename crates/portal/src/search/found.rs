//! Rows for a list of results.

use crate::{Error, Portal};
use chrono::{DateTime, Utc};
use model::{FoundItem, ItemKind, Locale};
use sqlx::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

/// A longer summary is cut at a word: a list is for choosing, not for reading.
const SUMMARY_CHARACTERS: usize = 240;

/// The visible ones of `ids`, in the order of `ids`, with what is known of their places. Distances and opening are the
/// index's to add.
pub(crate) async fn load(
    portal: &Portal,
    ids: &[Uuid],
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<FoundItem>, Error> {
    load_without_places(portal, ids, ids, locale, now).await
}

/// [`load`] for whom the index has told of the places: they are looked for only of those also in `placed`.
pub(super) async fn load_without_places(
    portal: &Portal,
    ids: &[Uuid],
    placed: &[Uuid],
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<FoundItem>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let names = portal.names().await?;
    let rows: Vec<Row> = sqlx::query_as(SHOWN_BY_ID)
        .bind(ids)
        .bind(locale.as_str())
        .bind(now.date_naive())
        .bind(placed)
        .fetch_all(&portal.pool)
        .await?;
    let mut by_id: HashMap<Uuid, Row> = rows.into_iter().map(|row| (row.id, row)).collect();
    let in_order = ids.iter().filter_map(|id| by_id.remove(id));
    Ok(in_order.map(|row| row.into_item(locale, |territory| names.territory_label(territory, locale))).collect())
}

const SHOWN_BY_ID: &str = "
select s.id, s.kind, s.slug, s.updated_at,
  read_text(s.name, $2) as title,
  case when s.name -> 'values' ? $2 then $2 else s.name ->> 'source' end as language,
  coalesce(read_text(s.summary, $2), left(read_text(s.description, $2), 600), '') as summary,
  read_text(o.name, $2) as organisation,
  place.locality, place.places, coverage.territory_id
from service s
join organisation o on o.id = s.organisation_id
left join lateral (
  select count(*) as places, (array_agg(l.locality order by sl.position) filter (where l.locality is not null))[1] as locality
  from service_at_location sl join location l on l.id = sl.location_id where sl.service_id = s.id and s.id = any($4)
) place on true
left join lateral (
  select st.territory_id from service_territory st join territory t on t.id = st.territory_id
  where st.service_id = s.id and s.id = any($4) order by cardinality(t.ancestors) desc, t.id limit 1
) coverage on true
where s.id = any($1) and is_shown(s.status, s.ends_on, $3) and is_shown(o.status, null, $3)
union all
select o.id, 'organisation', o.slug, o.updated_at,
  read_text(o.name, $2),
  case when o.name -> 'values' ? $2 then $2 else o.name ->> 'source' end,
  coalesce(read_text(o.summary, $2), left(read_text(o.description, $2), 600), ''),
  read_text(o.name, $2),
  place.locality, place.places, null
from organisation o
left join lateral (
  select count(*) as places, (array_agg(l.locality order by l.id) filter (where l.locality is not null))[1] as locality
  from location l where l.organisation_id = o.id and o.id = any($4)
) place on true
where o.id = any($1) and is_shown(o.status, null, $3)";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    slug: String,
    updated_at: DateTime<Utc>,
    title: String,
    language: String,
    summary: String,
    organisation: String,
    locality: Option<String>,
    places: i64,
    territory_id: Option<String>,
}

impl Row {
    fn into_item(self, locale: Locale, territory: impl Fn(&str) -> String) -> FoundItem {
        let (kind, folder) = match self.kind.as_str() {
            "organisation" => (ItemKind::Organisation, "organisations"),
            "service" => (ItemKind::Service, "services"),
            _ => (ItemKind::Opportunity, "services"),
        };
        FoundItem {
            kind,
            id: self.id,
            title: self.title,
            language: self.language,
            summary: cut(&self.summary),
            path: format!("/{locale}/{folder}/{}/{}", self.id, self.slug),
            organisation: self.organisation,
            territory: self.locality.or_else(|| self.territory_id.as_deref().map(territory)),
            distance_m: None,
            updated_at: self.updated_at,
            places: u32::try_from(self.places.saturating_sub(1)).unwrap_or_default(),
            open: None,
            matched: Vec::new(),
        }
    }
}

/// One line of text, at most [`SUMMARY_CHARACTERS`], ending at a word.
fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(SUMMARY_CHARACTERS) else { return line };
    let kept = &line[..end];
    let kept = kept.rsplit_once(' ').map_or(kept, |(words, _)| words);
    format!("{}…", kept.trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn long_summaries_end_at_a_word() {
        assert_eq!(cut("  two\n words "), "two words");
        let long = cut(&"παράδειγμα ".repeat(60));
        assert!(long.ends_with("παράδειγμα…") && long.chars().count() <= 241, "{long}");
        assert_eq!(cut(&"x".repeat(500)).chars().count(), 241);
    }
}
