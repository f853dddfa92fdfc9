//! Rows for a list of results.

use crate::{Error, Portal};
use chrono::{DateTime, Utc};
use model::{FoundItem, ItemKind, Locale};
use sqlx::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

/// A longer summary is cut at a word: a list is for choosing, not for reading.
const SUMMARY_CHARACTERS: usize = 240;

/// What to load, in the order to show. Of a known kind each is looked for in one table, not in two.
#[derive(Default)]
pub(crate) struct Wanted {
    order: Vec<Uuid>,
    services: Vec<Uuid>,
    organisations: Vec<Uuid>,
    /// Those whose places are to be told; of others the index has told.
    placed: Vec<Uuid>,
}

impl Wanted {
    pub fn services(ids: &[Uuid]) -> Self {
        Self { order: ids.to_vec(), services: ids.to_vec(), organisations: Vec::new(), placed: ids.to_vec() }
    }

    pub fn of_any_kind(ids: &[Uuid]) -> Self {
        Self { organisations: ids.to_vec(), ..Self::services(ids) }
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn push(&mut self, kind: ItemKind, id: Uuid, placed: bool) {
        self.order.push(id);
        match kind {
            ItemKind::Organisation => self.organisations.push(id),
            ItemKind::Service | ItemKind::Opportunity => self.services.push(id),
        }
        if placed {
            self.placed.push(id);
        }
    }

    pub fn without_places(things: impl IntoIterator<Item = (ItemKind, Uuid)>) -> Self {
        let mut wanted = Self::default();
        things.into_iter().for_each(|(kind, id)| wanted.push(kind, id, false));
        wanted
    }
}

/// The visible ones of those wanted, in their order. Distances and opening are the index's to add.
pub(crate) async fn load(
    portal: &Portal,
    wanted: &Wanted,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<FoundItem>, Error> {
    if wanted.order.is_empty() {
        return Ok(Vec::new());
    }
    let names = portal.names().await?;
    let rows: Vec<Row> = sqlx::query_as(SHOWN_BY_ID)
        .bind(&wanted.services)
        .bind(&wanted.organisations)
        .bind(locale.as_str())
        .bind(now.date_naive())
        .bind(&wanted.placed)
        .fetch_all(&portal.pool)
        .await?;
    let mut by_id: HashMap<Uuid, Row> = rows.into_iter().map(|row| (row.id, row)).collect();
    let in_order = wanted.order.iter().filter_map(|id| by_id.remove(id));
    Ok(in_order.map(|row| row.into_item(locale, |territory| names.territory_label(territory, locale))).collect())
}

/// $1 services, $2 organisations, $3 locale, $4 today, $5 whose places to tell.
///
/// `any(array(select unnest($1)))` and not `any($1)`: planning this takes longer than running it, and Postgres keeps one plan
/// for all values only where it costs no more than a plan for these. Of an array it can see it counts the ids, so that a
/// connection whose first requests were short (suggestions) planned each one anew, for ever; behind a select it cannot.
const SHOWN_BY_ID: &str = "
select s.id, s.kind, s.slug, s.updated_at,
  read_text(s.name, $3) as title,
  case when s.name -> 'values' ? $3 then $3 else s.name ->> 'source' end as language,
  coalesce(read_text(s.summary, $3), left(read_text(s.description, $3), 600), '') as summary,
  read_text(o.name, $3) as organisation,
  place.locality, place.places,
  case when s.id = any($5) then (
    select st.territory_id from service_territory st join territory t on t.id = st.territory_id
    where st.service_id = s.id order by cardinality(t.ancestors) desc, t.id limit 1
  ) end as territory_id
from service s
join organisation o on o.id = s.organisation_id
left join lateral (
  select count(*) as places, (array_agg(l.locality order by sl.position) filter (where l.locality is not null))[1] as locality
  from service_at_location sl join location l on l.id = sl.location_id where sl.service_id = s.id and s.id = any($5)
) place on true
where s.id = any(array(select unnest($1))) and is_shown(s.status, s.ends_on, $4) and is_shown(o.status, null, $4)
union all
select o.id, 'organisation', o.slug, o.updated_at,
  read_text(o.name, $3),
  case when o.name -> 'values' ? $3 then $3 else o.name ->> 'source' end,
  coalesce(read_text(o.summary, $3), left(read_text(o.description, $3), 600), ''),
  read_text(o.name, $3),
  place.locality, place.places, null
from organisation o
left join lateral (
  select count(*) as places, (array_agg(l.locality order by l.id) filter (where l.locality is not null))[1] as locality
  from location l where l.organisation_id = o.id and o.id = any($5)
) place on true
where o.id = any(array(select unnest($2))) and is_shown(o.status, null, $4)";

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
