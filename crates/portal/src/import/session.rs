//! What stands around the chunks of one import: the right to it, its source, the log of the run.

use super::report::Report;
use crate::{Error, Ids, Operator, Portal};
use chrono::{DateTime, Utc};
use model::record::Source;
use sqlx::{Connection, PgConnection, types::Json};
use std::time::Duration;
use uuid::Uuid;

/// Refusals kept in the log of runs; all of them are in the answer.
const MAX_LOGGED_REFUSALS: usize = 1_000;

/// How often, and how long apart, the right is asked for: Postgres notices in its own time that a killed import is gone.
const LOCK_ATTEMPTS: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(100);

/// The right to import a source: held by a connection of its own, so that it ends with the process.
pub async fn lock(portal: &Portal, key: &str) -> Result<PgConnection, Error> {
    // Detached: were it given back to the pool, a cancelled import would leave the lock behind.
    let mut connection = portal.pool.acquire().await?.detach();
    for _ in 0..LOCK_ATTEMPTS {
        let locked: bool =
            sqlx::query_scalar("select pg_try_advisory_lock(hashtextextended('bussola import ' || $1, 0))")
                .bind(key)
                .fetch_one(&mut connection)
                .await?;
        if locked {
            // Reading all that a source gave may take longer than a visitor's statement.
            sqlx::raw_sql("set statement_timeout = 0; set lock_timeout = 0").execute(&mut connection).await?;
            // The last chunk of a killed import may still be on its way: what it writes must be seen.
            sqlx::query(
                "select pg_advisory_lock(hashtextextended('bussola chunk ' || id, 0)),
                        pg_advisory_unlock(hashtextextended('bussola chunk ' || id, 0))
                 from source where key = $1",
            )
            .bind(key)
            .execute(&mut connection)
            .await?;
            return Ok(connection);
        }
        tokio::time::sleep(LOCK_PAUSE).await;
    }
    Err(Error::Invalid(format!("{key} is being imported by another process; try again when it is done")))
}

/// Gives the right back before the connection is closed, so that the next import need not wait.
pub async fn unlock(mut connection: PgConnection) -> Result<(), Error> {
    sqlx::query("select pg_advisory_unlock_all()").execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Writes the source when it is new or says something else.
pub async fn source(
    connection: &mut PgConnection,
    ids: &Ids,
    source: &Source,
    known: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let id = known.unwrap_or_else(|| ids.uuid(now));
    sqlx::query(
        "insert into source (id, key, name, licence, licence_url, url, locale, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (key) do update set name = excluded.name, licence = excluded.licence,
           licence_url = excluded.licence_url, url = excluded.url, locale = excluded.locale
         where (source.name, source.licence, source.licence_url, source.url, source.locale)
           is distinct from (excluded.name, excluded.licence, excluded.licence_url, excluded.url, excluded.locale)",
    )
    .bind(id)
    .bind(&source.key)
    .bind(without_nul(&source.name))
    .bind(source.licence.as_deref().map(without_nul))
    .bind(source.licence_url.as_deref().map(without_nul))
    .bind(source.url.as_deref().map(without_nul))
    .bind(source.locale.as_str())
    .bind(now)
    .execute(connection)
    .await?;
    Ok(id)
}

fn without_nul(value: &str) -> String {
    value.replace('\0', "").chars().take(2_000).collect()
}

/// Opens the log of this run. A run without an end was killed.
pub async fn begin(
    connection: &mut PgConnection,
    ids: &Ids,
    source_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let id = ids.uuid(now);
    sqlx::query("insert into import_run (id, source_id, started_at) values ($1, $2, $3)")
        .bind(id)
        .bind(source_id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(id)
}

/// Whether the last run of the source has no end.
pub async fn was_killed(connection: &mut PgConnection, source_id: Option<Uuid>) -> Result<bool, Error> {
    let killed: Option<bool> = sqlx::query_scalar(
        "select finished_at is null from import_run where source_id = $1 order by started_at desc, id desc limit 1",
    )
    .bind(source_id)
    .fetch_optional(connection)
    .await?;
    Ok(killed.unwrap_or(false))
}

/// Closes the log of the run and leaves the audit.
pub async fn finish(
    connection: &mut PgConnection,
    operator: &Operator,
    run_id: Uuid,
    source_id: Uuid,
    report: &Report,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut logged = report.clone();
    logged.refused.truncate(MAX_LOGGED_REFUSALS);
    sqlx::query(
        "with run as (update import_run set finished_at = clock_timestamp(), report = $2 where id = $1)
         insert into audit (at, actor, action, kind, id, detail)
         values ($6, $3, 'import', 'source', $4,
           jsonb_build_object('created', $5[1], 'updated', $5[2], 'vanished', $5[3], 'merged', $5[4], 'refused', $5[5]))",
    )
    .bind(run_id)
    .bind(Json(&logged))
    .bind(operator.actor())
    .bind(source_id)
    .bind([report.created, report.updated, report.vanished, report.merged, report.refused_whole()].map(|n| n as i64).to_vec())
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}
