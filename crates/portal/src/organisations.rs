//! Organisations as a visitor reads them.

use crate::{
    Error, Portal,
    search::found::{self, Wanted},
    services::places,
};
use chrono::{DateTime, Utc};
use model::pages::{OrganisationPage, Provenance};
use model::{Locale, OrganisationId, OrganisationKind, Status, Text};
use places::{PhoneRow, PlaceRow};
use serde::Deserialize;
use uuid::Uuid;

/// `Gone` when it was taken back or is no longer there.
pub async fn page(
    portal: &Portal,
    id: OrganisationId,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<OrganisationPage, Error> {
    let names = portal.names().await?;
    let sqlx::types::Json(row): sqlx::types::Json<Row> =
        sqlx::query_scalar(ONE).bind(id.0).fetch_one(&portal.pool).await?;
    if !row.status.is_shown() {
        return Err(Error::Gone);
    }
    let services: Vec<Uuid> = sqlx::query_scalar(
        "select id from service where organisation_id = $1 and is_shown(status, ends_on, $2)
         order by kind <> 'service', updated_at desc, id limit 100",
    )
    .bind(id.0)
    .bind(now.date_naive())
    .fetch_all(&portal.pool)
    .await?;
    Ok(OrganisationPage {
        id,
        path: format!("organisations/{id}/{}", row.slug),
        kind: row.kind,
        locales: locales(&row.name, row.summary.as_ref()),
        name: row.name.read(locale),
        alternate_name: row.alternate_name,
        summary: row.summary.map(|summary| summary.read(locale)),
        description: row.description.map(|description| description.read(locale)),
        website: row.website,
        email: row.email,
        phones: places::phones(&row.phones, locale),
        places: places::read(row.places, locale, now),
        expertise: row.expertise.iter().map(|slug| names.expertise_label(slug, locale)).collect(),
        services: found::load(portal, &Wanted::services(&services), locale, now).await?,
        provenance: row.provenance,
    })
}

/// Languages in which a thing has its own name and, where it has one at all, its own summary.
pub(crate) fn locales(name: &Text, summary: Option<&Text>) -> Vec<Locale> {
    let has = |locale: &Locale| {
        name.value(*locale).is_some() && summary.is_none_or(|summary| summary.value(*locale).is_some())
    };
    Locale::ALL.into_iter().filter(has).collect()
}

const ONE: &str = "
select jsonb_build_object(
  'slug', o.slug, 'kind', o.kind, 'status', o.status, 'name', o.name, 'alternate_name', o.alternate_name,
  'summary', o.summary, 'description', o.description, 'website', o.website, 'email', o.email, 'expertise', o.expertise,
  'provenance', jsonb_build_object('source', f.name, 'licence', f.licence, 'licence_url', f.licence_url,
    'source_url', o.source_url, 'assured_at', o.assured_at, 'updated_at', o.updated_at),
  'phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.position, t.id), '[]') from phone t where t.organisation_id = o.id),
  'places', (select coalesce(jsonb_agg(place.row order by place.id), '[]') from (
    select l.id, to_jsonb(l) || jsonb_build_object(
      'schedules', (select coalesce(jsonb_agg(to_jsonb(h) order by h.position), '[]') from schedule h where h.location_id = l.id),
      'phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.position, t.id), '[]') from phone t where t.location_id = l.id)) as row
    from location l where l.organisation_id = o.id order by l.id limit 100) place)
)
from organisation o left join source f on f.id = o.source_id
where o.id = $1";

#[derive(Deserialize)]
struct Row {
    slug: String,
    kind: OrganisationKind,
    status: Status,
    name: Text,
    alternate_name: Option<String>,
    summary: Option<Text>,
    description: Option<Text>,
    website: Option<String>,
    email: Option<String>,
    expertise: Vec<String>,
    provenance: Provenance,
    phones: Vec<PhoneRow>,
    places: Vec<PlaceRow>,
}
