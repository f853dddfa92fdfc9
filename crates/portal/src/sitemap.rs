//! What search engines are told of: every visible page, in the languages in which it has content of its own.

use crate::{Error, Portal};
use chrono::{DateTime, Utc};
use model::Locale;

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Without the locale; empty for the home page.
    pub path: String,
    /// Never empty.
    pub locales: Vec<Locale>,
    pub updated_at: DateTime<Utc>,
}

/// How many entries there are.
pub async fn count(portal: &Portal, now: DateTime<Utc>) -> Result<u64, Error> {
    let count: i64 = sqlx::query_scalar(
        "select 1 + (select count(*) from need where not retired)
           + (select 2 * count(*) from card join need on slug = need_slug where not retired)
           + (select count(*) from organisation where is_shown(status, null, $1))
           + (select count(*) from service s join organisation o on o.id = s.organisation_id
              where is_shown(s.status, s.ends_on, $1) and is_shown(o.status, null, $1))",
    )
    .bind(now.date_naive())
    .fetch_one(&portal.pool)
    .await?;
    Ok(count.unsigned_abs())
}

/// `limit` entries after `offset`: home, needs with their cards and the easy versions of these, organisations, services.
pub async fn entries(portal: &Portal, offset: u64, limit: u64, now: DateTime<Utc>) -> Result<Vec<Entry>, Error> {
    let bound = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let rows: Vec<(String, Option<Vec<String>>, DateTime<Utc>)> = sqlx::query_as(
        "with entry as (
           select part, id, slug from (
             select 0 as part, null::uuid as id, '' as slug
             union all
             select 1, null, slug from need where not retired
             union all
             select 1, null, slug || '/' || lower(country) || version
             from card join need on slug = need_slug, (values (''), ('/easy')) as versions(version) where not retired
             union all
             select 2, id, '' from organisation where is_shown(status, null, $1)
             union all
             select 3, s.id, '' from service s join organisation o on o.id = s.organisation_id
             where is_shown(s.status, s.ends_on, $1) and is_shown(o.status, null, $1)
           ) every_entry order by part, id, slug offset $2 limit $3
         )
         select
           case part when 0 then '' when 1 then 'needs/' || e.slug
             when 2 then 'organisations/' || e.id || '/' || o.slug else 'services/' || e.id || '/' || s.slug end,
           case when k.country is not null then array(select jsonb_object_keys(k.what_exists -> 'values'))
             when part >= 2 then array(
             select jsonb_object_keys(coalesce(o.name, s.name) -> 'values')
             intersect select jsonb_object_keys(coalesce(o.summary, s.summary, o.name, s.name) -> 'values')) end,
           coalesce(o.updated_at, s.updated_at, k.written_on, $4)
         from entry e
         left join organisation o on part = 2 and o.id = e.id
         left join service s on part = 3 and s.id = e.id
         left join card k on part = 1 and split_part(e.slug, '/', 1) = k.need_slug
           and split_part(e.slug, '/', 2) = lower(k.country)
         order by part, e.id, e.slug",
    )
    .bind(now.date_naive())
    .bind(bound(offset))
    .bind(bound(limit))
    .bind(now)
    .fetch_all(&portal.pool)
    .await?;
    Ok(rows.into_iter().map(|(path, locales, updated_at)| Entry { path, locales: read(locales), updated_at }).collect())
}

/// Everything that is no record is in all languages; so is a record that has no language complete.
fn read(locales: Option<Vec<String>>) -> Vec<Locale> {
    let mut locales: Vec<Locale> =
        locales.unwrap_or_default().iter().filter_map(|locale| locale.parse().ok()).collect();
    if locales.is_empty() {
        locales = Locale::ALL.to_vec();
    }
    locales.sort();
    locales
}
