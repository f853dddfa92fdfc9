//! Services and opportunities as a visitor reads them.

pub(crate) mod places;
mod similar;
mod withdrawn;

pub use withdrawn::withdrawn;

use crate::{Error, Portal, needs, organisations, search};
use chrono::{DateTime, NaiveDate, Utc};
use model::pages::{Link, Provenance, ServicePage};
use model::{Cost, Format, Locale, SearchQuery, ServiceId, ServiceKind, Status, Text};
use places::{PhoneRow, PlaceRow};
use serde::Deserialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// `Gone` when it was taken back, has ended, or its organisation is no longer shown.
pub async fn page(portal: &Portal, id: ServiceId, locale: Locale, now: DateTime<Utc>) -> Result<ServicePage, Error> {
    let names = portal.names().await?;
    let sqlx::types::Json(row): sqlx::types::Json<Row> =
        sqlx::query_scalar(ONE).bind(id.0).fetch_one(&portal.pool).await?;
    let ended = row.ends_on.is_some_and(|day| day < now.date_naive());
    if ended || !row.status.is_shown() || !row.organisation.status.is_shown() {
        return Err(Error::Gone);
    }
    let around = row.territories.iter().cloned().chain(row.places.iter().filter_map(PlaceRow::territory));
    let territories: BTreeSet<String> = around.collect();
    let near = row.places.iter().find_map(PlaceRow::point);
    let similar = similar::to(portal, id, &row.needs, territories.into_iter().collect(), near, locale, now).await?;
    let read = |text: &Option<Text>| text.as_ref().map(|text| text.read(locale));
    // Who gives it is reached instead: a page that nobody can be called or written to from is the end of the way.
    let is_reached = !row.phones.is_empty() || row.email.is_some() || row.places.iter().any(PlaceRow::has_phone);
    let (phones, email) =
        if is_reached { (row.phones, row.email) } else { (row.organisation.phones, row.organisation.email) };
    let search_for = |query: SearchQuery, label: String| Link { label, path: search::path(&query, locale) };
    let audience = |slug: &String| {
        let query = SearchQuery { audiences: vec![slug.clone()], ..SearchQuery::default() };
        search_for(query, names.audience_label(slug, locale))
    };
    Ok(ServicePage {
        id,
        path: format!("services/{id}/{}", row.slug),
        kind: row.kind,
        status: row.status,
        summary: read(&row.summary),
        description: read(&row.description),
        organisation: Link {
            label: row.organisation.name.read(locale).value,
            path: format!("/{locale}/organisations/{}/{}", row.organisation.id, row.organisation.slug),
        },
        eligibility: read(&row.eligibility),
        minimum_age: row.minimum_age,
        maximum_age: row.maximum_age,
        audiences: row.audiences.iter().map(audience).collect(),
        needs: row.needs.iter().map(|slug| needs::link(&names, slug, locale)).collect(),
        application_process: read(&row.application_process),
        required_documents: row.required_documents.iter().map(|document| document.read(locale)).collect(),
        cost: row.cost,
        fees: read(&row.fees),
        wait_time: read(&row.wait_time),
        interpretation: read(&row.interpretation),
        languages: row.languages,
        formats: row.formats,
        coverage: row.territories.iter().map(|id| names.territory_label(id, locale)).collect(),
        places: places::read(row.places, locale, now),
        by_organisation: !is_reached && (!phones.is_empty() || email.is_some()),
        phones: places::phones(&phones, locale),
        email,
        website: row.website,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        code: row.code,
        provenance: row.provenance,
        locales: organisations::locales(&row.name, row.summary.as_ref()),
        similar,
        sensitive: names.any_sensitive(&row.needs),
        alternate_name: row.alternate_name,
        name: row.name.read(locale),
    })
}

/// The whole page in one statement and one row. A hundred places are shown; more are a matter for the search.
const ONE: &str = "
select jsonb_build_object(
  'slug', s.slug, 'kind', s.kind, 'status', s.status, 'name', s.name, 'alternate_name', s.alternate_name,
  'summary', s.summary, 'description', s.description, 'eligibility', s.eligibility,
  'minimum_age', s.minimum_age, 'maximum_age', s.maximum_age, 'application_process', s.application_process,
  'wait_time', s.wait_time, 'interpretation', s.interpretation, 'cost', s.cost, 'fees', s.fees,
  'languages', s.languages, 'formats', s.formats, 'website', s.website, 'email', s.email,
  'starts_on', s.starts_on, 'ends_on', s.ends_on,
  'organisation', jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name, 'status', o.status, 'email', o.email,
    'phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.position, t.id), '[]') from phone t where t.organisation_id = o.id)),
  'provenance', jsonb_build_object('source', f.name, 'licence', f.licence, 'licence_url', f.licence_url,
    'source_url', s.source_url, 'assured_at', s.assured_at, 'updated_at', s.updated_at),
  'code', (select c.code from code c where c.kind = 'service' and c.id = s.id),
  'needs', (select coalesce(jsonb_agg(n.slug order by p.position, n.position), '[]') from service_need sn
    join need n on n.slug = sn.need_slug left join need p on p.slug = n.parent_slug
    where sn.service_id = s.id and not n.retired),
  'audiences', (select coalesce(jsonb_agg(a.slug order by a.position), '[]') from service_audience sa
    join audience a on a.slug = sa.audience_slug where sa.service_id = s.id and not a.retired),
  'territories', (select coalesce(jsonb_agg(st.territory_id order by st.territory_id), '[]')
    from service_territory st where st.service_id = s.id),
  'required_documents', (select coalesce(jsonb_agg(d.document order by d.position), '[]')
    from required_document d where d.service_id = s.id),
  'phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.position, t.id), '[]') from phone t where t.service_id = s.id),
  'places', (select coalesce(jsonb_agg(place.row order by place.position, place.id), '[]') from (
    select sl.position, sl.id, to_jsonb(l) || jsonb_build_object(
      'schedules', coalesce(
        (select jsonb_agg(to_jsonb(h) order by h.position) from schedule h where h.service_at_location_id = sl.id),
        (select jsonb_agg(to_jsonb(h) order by h.position) from schedule h where h.location_id = l.id), '[]'),
      'phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.service_at_location_id nulls last, t.position, t.id), '[]')
        from phone t where t.service_at_location_id = sl.id or t.location_id = l.id)) as row
    from service_at_location sl join location l on l.id = sl.location_id
    where sl.service_id = s.id order by sl.position, sl.id limit 100) place)
)
from service s join organisation o on o.id = s.organisation_id left join source f on f.id = s.source_id
where s.id = $1";

#[derive(Deserialize)]
struct Row {
    slug: String,
    kind: ServiceKind,
    status: Status,
    name: Text,
    alternate_name: Option<String>,
    summary: Option<Text>,
    description: Option<Text>,
    eligibility: Option<Text>,
    minimum_age: Option<u8>,
    maximum_age: Option<u8>,
    application_process: Option<Text>,
    wait_time: Option<Text>,
    interpretation: Option<Text>,
    cost: Cost,
    fees: Option<Text>,
    languages: Vec<String>,
    formats: Vec<Format>,
    website: Option<String>,
    email: Option<String>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    organisation: Giver,
    provenance: Provenance,
    code: Option<String>,
    needs: Vec<String>,
    audiences: Vec<String>,
    territories: Vec<String>,
    required_documents: Vec<Text>,
    phones: Vec<PhoneRow>,
    places: Vec<PlaceRow>,
}

#[derive(Deserialize)]
struct Giver {
    id: Uuid,
    slug: String,
    name: Text,
    status: Status,
    email: Option<String>,
    phones: Vec<PhoneRow>,
}
