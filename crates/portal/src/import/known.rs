use crate::{Error, territories::Territories};
use sqlx::{PgConnection, PgPool};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A row that an earlier run wrote.
pub struct Existing {
    pub id: Uuid,
    pub hash: Vec<u8>,
    pub vanished: bool,
    /// Taken back by its publisher: it neither vanishes nor comes back by an import.
    pub withdrawn: bool,
    /// An organisation that was never described.
    pub stand_in: bool,
    /// Of a service.
    pub organisation: Option<Uuid>,
}

/// Slugs in use.
pub struct Slugs {
    pub needs: HashSet<String>,
    pub audiences: HashSet<String>,
    pub expertise: HashSet<String>,
}

/// What the database holds of a source before a run, by the source's ids.
pub struct Known {
    pub source_id: Option<Uuid>,
    pub organisations: HashMap<String, Existing>,
    pub services: HashMap<String, Existing>,
    /// Branch -> the service that stands for it.
    pub merged: HashMap<String, Uuid>,
    /// With the organisation that lists it.
    pub locations: HashMap<String, (Uuid, Option<Uuid>)>,
    pub territories: Territories,
    pub slugs: Slugs,
}

impl Known {
    pub async fn load(pool: &PgPool, connection: &mut PgConnection, key: &str) -> Result<Self, Error> {
        let source_id: Option<Uuid> = sqlx::query_scalar("select id from source where key = $1")
            .bind(key)
            .fetch_optional(&mut *connection)
            .await?;
        let organisations = existing(
            connection,
            "select source_record_id, id, source_hash, status = 'vanished', status = 'withdrawn', stand_in, null::uuid
             from organisation where source_id = $1",
            source_id,
        )
        .await?;
        let services = existing(
            connection,
            "select source_record_id, id, source_hash, status = 'vanished', status = 'withdrawn', false, organisation_id
             from service where source_id = $1",
            source_id,
        )
        .await?;
        let merged = sqlx::query_as("select source_record_id, service_id from merged_record where source_id = $1")
            .bind(source_id)
            .fetch_all(&mut *connection)
            .await?;
        let locations: Vec<(String, Uuid, Option<Uuid>)> =
            sqlx::query_as("select source_record_id, id, organisation_id from location where source_id = $1")
                .bind(source_id)
                .fetch_all(&mut *connection)
                .await?;
        let slugs = Slugs {
            needs: slugs(connection, "select slug from need where not retired").await?,
            audiences: slugs(connection, "select slug from audience where not retired").await?,
            expertise: slugs(connection, "select slug from expertise where not retired").await?,
        };
        Ok(Self {
            source_id,
            organisations,
            services,
            merged: merged.into_iter().collect(),
            locations: locations.into_iter().map(|(record, id, organisation)| (record, (id, organisation))).collect(),
            territories: Territories::load(pool).await?,
            slugs,
        })
    }
}

async fn existing(
    connection: &mut PgConnection,
    sql: &'static str,
    source_id: Option<Uuid>,
) -> Result<HashMap<String, Existing>, Error> {
    type Row = (String, Uuid, Option<Vec<u8>>, bool, bool, bool, Option<Uuid>);
    let rows: Vec<Row> = sqlx::query_as(sql).bind(source_id).fetch_all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|(record, id, hash, vanished, withdrawn, stand_in, organisation)| {
            (record, Existing { id, hash: hash.unwrap_or_default(), vanished, withdrawn, stand_in, organisation })
        })
        .collect())
}

async fn slugs(connection: &mut PgConnection, sql: &'static str) -> Result<HashSet<String>, Error> {
    Ok(sqlx::query_scalar(sql).fetch_all(connection).await?.into_iter().collect())
}
