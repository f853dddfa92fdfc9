//! Places that change under services that do not: the index holds both together.

use crate::Error;
use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// What the index knows of places, as it is before the chunk: ids and fingerprints.
#[derive(Default)]
pub struct Places {
    ids: Vec<Uuid>,
    fingerprints: Vec<String>,
}

macro_rules! fingerprint {
    () => {
        "md5(row(l.organisation_id, l.latitude, l.longitude, l.locality, l.country, l.time_zone, l.territory_id,
           array(select row(opening_hours, rrule, opens_at, closes_at, valid_from, valid_to)::text
                 from schedule h where h.location_id = l.id order by position))::text)"
    };
}

pub async fn read(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Places, Error> {
    if ids.is_empty() {
        return Ok(Places::default());
    }
    let rows: Vec<(Uuid, String)> =
        sqlx::query_as(concat!("select l.id, ", fingerprint!(), " from location l where l.id = any($1)"))
            .bind(ids)
            .fetch_all(connection)
            .await?;
    let (ids, fingerprints) = rows.into_iter().unzip();
    Ok(Places { ids, fingerprints })
}

/// Lets the indexes know what else is given at, or owns, those of the places that are another now.
pub async fn tell(connection: &mut PgConnection, before: Places, at: DateTime<Utc>) -> Result<(), Error> {
    if before.ids.is_empty() {
        return Ok(());
    }
    sqlx::query(concat!(
        "with changed as (
           select l.id, l.organisation_id from unnest($1::uuid[], $2::text[]) as b(id, fingerprint)
           join location l on l.id = b.id where b.fingerprint <> ",
        fingerprint!(),
        "), touched(kind, id) as (
           select 'service', s.service_id from changed join service_at_location s on s.location_id = changed.id
           union select 'organisation', organisation_id from changed where organisation_id is not null)
         insert into change (kind, id, at)
         select kind, id, $3 from touched t
         where not exists (select from change c where c.xid = pg_current_xact_id() and c.kind = t.kind and c.id = t.id)"
    ))
    .bind(before.ids)
    .bind(before.fingerprints)
    .bind(at)
    .execute(connection)
    .await?;
    Ok(())
}
