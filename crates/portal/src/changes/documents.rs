//! Things as the index is told of them: shown ones, whether or not their last day has passed (the index looks at that itself).

use crate::{Error, hours, names::Names, quality, services::places::ScheduleRow};
use chrono::{DateTime, NaiveDate, Utc};
use model::{ItemKind, Point, Text};
use search::{Document, DocumentPlace};
use serde::Deserialize;
use sqlx::{FromRow, PgPool, Row as _, postgres::PgRow, types::Json};
use std::time::Duration;
use tokio::{sync::mpsc, time::sleep};
use uuid::Uuid;

const AFTER_AN_ERROR: Duration = Duration::from_secs(1);

macro_rules! place {
    () => {
        "jsonb_build_object('latitude', l.latitude, 'longitude', l.longitude, 'locality', l.locality, 'country', l.country,
           'time_zone', l.time_zone, 'way', case when t.id is not null then t.ancestors || t.id end, 'schedules', "
    };
}
macro_rules! select_services {
    () => {
        concat!(
            "select s.id, s.kind, s.organisation_id, s.name, s.alternate_name, s.summary, s.description, o.name as organisation_name,
               array(select n.slug from service_need sn join need n on n.slug = sn.need_slug where sn.service_id = s.id
                 union select n.parent_slug from service_need sn join need n on n.slug = sn.need_slug
                 where sn.service_id = s.id and n.parent_slug is not null) as needs,
               array(select audience_slug from service_audience where service_id = s.id) as audiences,
               o.expertise,
               (select coalesce(jsonb_agg(t.ancestors || t.id), '[]') from service_territory st
                 join territory t on t.id = st.territory_id where st.service_id = s.id) as coverage,
               s.cost, s.formats, s.languages, s.ends_on, s.updated_at,
               extract(epoch from now() - coalesce(s.assured_at, s.updated_at))::float8 / 86400 as age_days,
               s.eligibility is not null as has_eligibility,
               (s.email is not null or s.website is not null or exists (select from phone p where p.service_id = s.id)
                 or exists (select from phone p join service_at_location sl on sl.id = p.service_at_location_id where sl.service_id = s.id)
                 or exists (select from phone p join service_at_location sl on sl.location_id = p.location_id where sl.service_id = s.id)
               ) as has_contact,
               (select coalesce(jsonb_agg(", place!(), "coalesce(
                   (select jsonb_agg(to_jsonb(h) order by h.position) from schedule h where h.service_at_location_id = sl.id),
                   (select jsonb_agg(to_jsonb(h) order by h.position) from schedule h where h.location_id = l.id), '[]')) order by sl.position), '[]')
                 from service_at_location sl join location l on l.id = sl.location_id left join territory t on t.id = l.territory_id
                 where sl.service_id = s.id) as places
             from service s join organisation o on o.id = s.organisation_id
             where is_shown(s.status, null, current_date) and is_shown(o.status, null, current_date)"
        )
    };
}
macro_rules! select_organisations {
    () => {
        concat!(
            "select o.id, 'organisation' as kind, o.id as organisation_id, o.name, o.alternate_name, o.summary, o.description,
               o.name as organisation_name,
               array(select n.slug from service s join service_need sn on sn.service_id = s.id join need n on n.slug = sn.need_slug
                   where s.organisation_id = o.id and is_shown(s.status, s.ends_on, current_date)
                 union select n.parent_slug from service s join service_need sn on sn.service_id = s.id
                   join need n on n.slug = sn.need_slug
                   where s.organisation_id = o.id and is_shown(s.status, s.ends_on, current_date) and n.parent_slug is not null)
                 as needs,
               '{}'::text[] as audiences, o.expertise, '[]'::jsonb as coverage,
               null as cost, '{}'::text[] as formats, '{}'::text[] as languages, null::date as ends_on, o.updated_at,
               extract(epoch from now() - coalesce(o.assured_at, o.updated_at))::float8 / 86400 as age_days,
               false as has_eligibility,
               (o.email is not null or o.website is not null or exists (select from phone p where p.organisation_id = o.id)) as has_contact,
               (select coalesce(jsonb_agg(", place!(), "coalesce(
                   (select jsonb_agg(to_jsonb(h) order by h.position) from schedule h where h.location_id = l.id), '[]')) order by l.id), '[]')
                 from location l left join territory t on t.id = l.territory_id where l.organisation_id = o.id) as places
             from organisation o
             where is_shown(o.status, null, current_date)"
        )
    };
}

/// Documents of those of `ids` (services and organisations) that are shown.
pub(super) async fn by_id(pool: &PgPool, names: &Names, ids: &[Uuid]) -> Result<Vec<Document>, Error> {
    let mut documents = Vec::with_capacity(ids.len());
    for select in
        [concat!(select_services!(), " and s.id = any($1)"), concat!(select_organisations!(), " and o.id = any($1)")]
    {
        for row in sqlx::query(select).bind(ids).fetch_all(pool).await? {
            documents.extend(decode(&row)?.map(|row| row.into_document(names)));
        }
    }
    Ok(documents)
}

/// `None` for a row with a value that this program does not know (a newer one may have written it): it costs itself,
/// not everything that comes after it.
fn decode(row: &PgRow) -> Result<Option<Row>, Error> {
    match Row::from_row(row) {
        Ok(row) => Ok(Some(row)),
        Err(error @ sqlx::Error::ColumnDecode { .. }) => {
            let id: Uuid = row.try_get("id")?;
            tracing::error!(%id, error = &error as &dyn std::error::Error, "left out of the index: its row cannot be read");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn services_of(pool: &PgPool, organisations: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    if organisations.is_empty() {
        return Ok(Vec::new());
    }
    let ids = sqlx::query_scalar("select id from service where organisation_id = any($1)")
        .bind(organisations)
        .fetch_all(pool)
        .await?;
    Ok(ids)
}

/// Those that are found by what these services meet.
pub(super) async fn organisations_of(pool: &PgPool, services: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    if services.is_empty() {
        return Ok(Vec::new());
    }
    let ids = sqlx::query_scalar("select distinct organisation_id from service where id = any($1)")
        .bind(services)
        .fetch_all(pool)
        .await?;
    Ok(ids)
}

/// What [`send_all`] sends: a channel that closes before `End` has not said everything.
pub(super) enum Sent {
    Document(Box<Document>),
    End,
}

/// Sends every document, in the order of ids, `at_once` of a statement, and returns how many. Waits out a database
/// that is away; ends early when nobody receives any more.
pub(super) async fn send_all(
    pool: &PgPool,
    names: &Names,
    to: mpsc::Sender<Sent>,
    at_once: usize,
) -> Result<u64, Error> {
    let mut sent = 0;
    for select in [
        concat!(select_services!(), " and s.id > $1 order by s.id limit $2"),
        concat!(select_organisations!(), " and o.id > $1 order by o.id limit $2"),
    ] {
        let mut after = Uuid::nil();
        loop {
            let read =
                sqlx::query(select).bind(after).bind(i64::try_from(at_once).unwrap_or(i64::MAX)).fetch_all(pool).await;
            let rows = match read.map_err(Error::from) {
                Ok(rows) => rows,
                Err(error @ Error::Unavailable(_)) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "waiting for the database to go on with the index"
                    );
                    sleep(AFTER_AN_ERROR).await;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let Some(last) = rows.last() else { break };
            after = last.try_get("id")?;
            for row in &rows {
                let Some(row) = decode(row)? else { continue };
                if to.send(Sent::Document(Box::new(row.into_document(names)))).await.is_err() {
                    return Ok(sent);
                }
                sent += 1;
            }
        }
    }
    let _ = to.send(Sent::End).await;
    Ok(sent)
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    organisation_id: Uuid,
    name: Json<Text>,
    alternate_name: Option<String>,
    summary: Option<Json<Text>>,
    description: Option<Json<Text>>,
    organisation_name: Json<Text>,
    needs: Vec<String>,
    audiences: Vec<String>,
    expertise: Vec<String>,
    /// Ways from the country down.
    coverage: Json<Vec<Vec<String>>>,
    cost: Option<String>,
    formats: Vec<String>,
    languages: Vec<String>,
    ends_on: Option<NaiveDate>,
    updated_at: DateTime<Utc>,
    age_days: f64,
    has_eligibility: bool,
    has_contact: bool,
    places: Json<Vec<Place>>,
}

#[derive(Deserialize)]
struct Place {
    latitude: Option<f64>,
    longitude: Option<f64>,
    locality: Option<String>,
    country: Option<String>,
    time_zone: Option<String>,
    /// To its territory, from the country down.
    way: Option<Vec<String>>,
    schedules: Vec<ScheduleRow>,
}

impl Row {
    fn into_document(self, names: &Names) -> Document {
        let Json(places) = self.places;
        let coverage: Vec<Vec<String>> = self.coverage.iter().map(|way| names.places(way)).collect();
        let mut located: Vec<Vec<String>> =
            places.iter().filter_map(|place| place.way.as_ref()).map(|way| names.places(way)).collect();
        located.sort();
        located.dedup();
        let quality = quality::judge(&quality::Facts {
            says_what: self.summary.is_some() || self.description.is_some(),
            says_who: self.has_eligibility || !self.audiences.is_empty(),
            is_classified: !self.needs.is_empty() || !self.expertise.is_empty(),
            can_be_reached: self.has_contact,
            has_place: places.iter().any(|place| place.latitude.is_some())
                || !(coverage.is_empty() && located.is_empty()),
            has_hours: places.iter().any(|place| !place.schedules.is_empty()),
            age_days: self.age_days,
        });
        Document {
            kind: match self.kind.as_str() {
                "organisation" => ItemKind::Organisation,
                "service" => ItemKind::Service,
                _ => ItemKind::Opportunity,
            },
            id: self.id,
            organisation_id: self.organisation_id,
            name: self.name.0,
            alternate_name: self.alternate_name,
            summary: self.summary.map(|text| text.0),
            description: self.description.map(|text| text.0),
            organisation_name: self.organisation_name.0,
            needs: self.needs,
            audiences: self.audiences,
            expertise: self.expertise,
            coverage,
            located,
            costs: self.cost.and_then(|cost| cost.parse().ok()).into_iter().collect(),
            formats: self.formats.iter().filter_map(|format| format.parse().ok()).collect(),
            languages: self.languages,
            places: places.into_iter().map(Place::into_document).collect(),
            ends_on: self.ends_on,
            quality,
            updated_at: self.updated_at,
        }
    }
}

impl Place {
    fn into_document(self) -> DocumentPlace {
        DocumentPlace {
            point: self.latitude.zip(self.longitude).and_then(|(latitude, longitude)| Point::new(latitude, longitude)),
            locality: self.locality,
            opening_hours: hours::as_rule(&self.schedules),
            time_zone: hours::zone_name(self.time_zone.as_deref(), self.country.as_deref()),
            country: self.country,
        }
    }
}
