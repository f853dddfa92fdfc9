//! Rows for what is printed: enough to go there, nothing else.

use crate::{
    Error, Portal,
    services::places::{self, PhoneRow, PlaceRow},
};
use chrono::{DateTime, NaiveDate, Utc};
use model::card::{CardEntry, CardKind};
use model::{Cost, Locale, OrganisationKind, ServiceKind, Text};
use serde::Deserialize;
use std::collections::HashMap;
use uuid::Uuid;

/// Services of an organisation on its card; what has no room is at its address.
const MOST_GIVEN: i64 = 24;

#[derive(Clone, Deserialize)]
pub(super) struct Row {
    pub id: Uuid,
    pub slug: String,
    pub shown: bool,
    pub name: Text,
    pub code: Option<String>,
    /// `organisation`, or that of a service.
    what: String,
    organisation_kind: Option<OrganisationKind>,
    organisation: Option<Text>,
    summary: Option<Text>,
    eligibility: Option<Text>,
    minimum_age: Option<u8>,
    maximum_age: Option<u8>,
    documents: Vec<Text>,
    cost: Cost,
    fees: Option<Text>,
    languages: Vec<String>,
    phones: Vec<PhoneRow>,
    email: Option<String>,
    /// Of who gives the service.
    #[serde(default)]
    giver_phones: Vec<PhoneRow>,
    giver_email: Option<String>,
    #[serde(default)]
    pub needs: Vec<String>,
    website: Option<String>,
    place: Option<PlaceRow>,
    places: u64,
    ends_on: Option<NaiveDate>,
}

impl Row {
    pub fn is_of(&self, folder: &str) -> bool {
        (self.what == "organisation") == (folder == "organisations")
    }

    pub fn kind(&self) -> CardKind {
        match (self.organisation_kind, self.what.parse()) {
            (Some(kind), _) => CardKind::Organisation(kind),
            (None, Ok(kind)) => CardKind::Service(kind),
            (None, Err(())) => CardKind::Service(ServiceKind::Service),
        }
    }

    pub fn entry(&self, locale: Locale, now: DateTime<Utc>) -> CardEntry {
        let read = |text: &Option<Text>| text.as_ref().map(|text| text.read(locale));
        let place = places::read(self.place.iter().cloned().collect(), locale, now).pop();
        let mut phones = places::phones(&self.phones, locale);
        // The place's own are for going there; a service without any is reached by them.
        if phones.is_empty() {
            phones.extend(place.iter().flat_map(|place| place.phones.clone()));
        }
        let mut email = self.email.clone();
        if phones.is_empty() && email.is_none() {
            phones = places::phones(&self.giver_phones, locale);
            email.clone_from(&self.giver_email);
        }
        CardEntry {
            name: self.name.read(locale),
            organisation: self.organisation.as_ref().map(|name| name.read(locale).value),
            summary: read(&self.summary),
            eligibility: read(&self.eligibility),
            minimum_age: self.minimum_age,
            maximum_age: self.maximum_age,
            documents: self.documents.iter().map(|document| document.read(locale)).collect(),
            cost: self.cost,
            fees: read(&self.fees),
            languages: self.languages.clone(),
            phones,
            email,
            website: self.website.clone(),
            place,
            more_places: self.places.saturating_sub(1),
            ends_on: self.ends_on,
            code: self.code.clone(),
        }
    }
}

/// Services and organisations by their ids, in the order of `ids`, also those that are no longer shown.
pub(super) async fn load(portal: &Portal, ids: &[Uuid], now: DateTime<Utc>) -> Result<Vec<Row>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<sqlx::types::Json<Row>> =
        sqlx::query_scalar(BY_ID).bind(ids).bind(now.date_naive()).fetch_all(&portal.pool).await?;
    let mut by_id: HashMap<Uuid, Row> = rows.into_iter().map(|row| (row.0.id, row.0)).collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}

/// What an organisation gives, services before opportunities. Nothing for a service.
pub(super) async fn given_by(portal: &Portal, organisation: Uuid, now: DateTime<Utc>) -> Result<Vec<Row>, Error> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "select id from service where organisation_id = $1 and is_shown(status, ends_on, $2)
         order by kind <> 'service', updated_at desc, id limit $3",
    )
    .bind(organisation)
    .bind(now.date_naive())
    .bind(MOST_GIVEN)
    .fetch_all(&portal.pool)
    .await?;
    load(portal, &ids, now).await
}

/// The ids of a list that names things by id or code, each once, in its order; what is neither is left out.
pub(crate) async fn known(portal: &Portal, kept: &[String]) -> Result<Vec<Uuid>, Error> {
    let codes: Vec<String> = kept.iter().map(|name| name.to_ascii_lowercase()).collect();
    let of_codes: Vec<(String, Uuid)> =
        sqlx::query_as("select code, id from code where code = any($1) and id is not null")
            .bind(&codes)
            .fetch_all(&portal.pool)
            .await?;
    let of_codes: HashMap<String, Uuid> = of_codes.into_iter().collect();
    let mut ids = Vec::with_capacity(kept.len());
    for name in &codes {
        let id = of_codes.get(name).copied().or_else(|| name.parse().ok());
        ids.extend(id.filter(|id| !ids.contains(id)));
    }
    Ok(ids)
}

const BY_ID: &str = "
select jsonb_build_object(
  'id', s.id, 'slug', s.slug, 'what', s.kind, 'name', s.name, 'organisation', o.name,
  'shown', is_shown(s.status, s.ends_on, $2) and is_shown(o.status, null, $2),
  'summary', s.summary, 'eligibility', s.eligibility, 'minimum_age', s.minimum_age, 'maximum_age', s.maximum_age,
  'documents', (select coalesce(jsonb_agg(d.document order by d.position), '[]')
    from required_document d where d.service_id = s.id),
  'cost', s.cost, 'fees', s.fees, 'languages', s.languages, 'email', s.email, 'website', s.website, 'ends_on', s.ends_on,
  'code', (select c.code from code c where c.kind = 'service' and c.id = s.id),
  'phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.position, t.id), '[]') from phone t where t.service_id = s.id),
  'giver_phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.position, t.id), '[]') from phone t where t.organisation_id = o.id),
  'giver_email', o.email,
  'needs', (select coalesce(jsonb_agg(sn.need_slug), '[]') from service_need sn where sn.service_id = s.id),
  'places', (select count(*) from service_at_location sl where sl.service_id = s.id),
  'place', (select to_jsonb(l) || jsonb_build_object(
      'schedules', coalesce(
        (select jsonb_agg(to_jsonb(h) order by h.position) from schedule h where h.service_at_location_id = sl.id),
        (select jsonb_agg(to_jsonb(h) order by h.position) from schedule h where h.location_id = l.id), '[]'),
      'phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.service_at_location_id nulls last, t.position, t.id), '[]')
        from phone t where t.service_at_location_id = sl.id or t.location_id = l.id))
    from service_at_location sl join location l on l.id = sl.location_id
    where sl.service_id = s.id order by sl.position, sl.id limit 1)
)
from service s join organisation o on o.id = s.organisation_id where s.id = any($1)
union all
select jsonb_build_object(
  'id', o.id, 'slug', o.slug, 'what', 'organisation', 'organisation_kind', o.kind, 'name', o.name,
  'shown', is_shown(o.status, null, $2), 'summary', coalesce(o.summary, o.description),
  'documents', '[]'::jsonb, 'cost', 'unknown', 'languages', '[]'::jsonb, 'email', o.email, 'website', o.website,
  'code', (select c.code from code c where c.kind = 'organisation' and c.id = o.id),
  'phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.position, t.id), '[]') from phone t where t.organisation_id = o.id),
  'places', (select count(*) from location l where l.organisation_id = o.id),
  'place', (select to_jsonb(l) || jsonb_build_object(
      'schedules', (select coalesce(jsonb_agg(to_jsonb(h) order by h.position), '[]') from schedule h where h.location_id = l.id),
      'phones', (select coalesce(jsonb_agg(to_jsonb(t) order by t.position, t.id), '[]') from phone t where t.location_id = l.id))
    from location l where l.organisation_id = o.id order by l.id limit 1)
)
from organisation o where o.id = any($1)";
