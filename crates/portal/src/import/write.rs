use super::{
    copy::Rows,
    plan::{Action, Plan},
    report::Report,
    rows::{self, Chunk},
};
use crate::{Error, Ids, Operator, Portal, transaction};
use chrono::{DateTime, Utc};
use futures::FutureExt;
use model::record::Source;
use sqlx::{AssertSqlSafe, Connection, PgConnection, types::Json};
use std::{collections::HashMap, time::Duration};
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

/// Where the services that are about to be updated are given already.
pub async fn service_at_locations(
    connection: &mut PgConnection,
    plan: &Plan,
) -> Result<HashMap<(Uuid, Uuid), Uuid>, Error> {
    let updated: Vec<Uuid> =
        plan.services.iter().filter(|service| service.action == Action::Update).map(|service| service.id).collect();
    if updated.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, Uuid, Uuid)> =
        sqlx::query_as("select service_id, location_id, id from service_at_location where service_id = any($1)")
            .bind(updated)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(service, location, id)| ((service, location), id)).collect())
}

/// One transaction: whole records with everything that belongs to them.
pub async fn chunk(portal: &Portal, chunk: Chunk, source_id: Uuid) -> Result<(), Error> {
    if chunk.changes.is_empty() {
        return Ok(());
    }
    transaction(&portal.pool, move |connection| async move { write(connection, chunk, source_id).await }.boxed()).await
}

async fn write(connection: &mut PgConnection, chunk: Chunk, source_id: Uuid) -> Result<(), Error> {
    patience(connection, source_id).await?;
    take_away(connection, &chunk, source_id).await?;
    chunk.organisations.send(connection, &format!("organisation {}", rows::ORGANISATION)).await?;
    replace(connection, "organisation", rows::ORGANISATION, chunk.changed_organisations).await?;
    chunk.services.send(connection, &format!("service {}", rows::SERVICE)).await?;
    replace(connection, "service", rows::SERVICE, chunk.changed_services).await?;
    chunk.locations.send(connection, &format!("location {}", rows::LOCATION)).await?;
    replace(connection, "location", rows::LOCATION, chunk.changed_locations).await?;
    chunk.service_at_locations.send(connection, "service_at_location (id, service_id, location_id, position)").await?;
    chunk.schedules.send(connection, &format!("schedule {}", rows::SCHEDULE)).await?;
    chunk.phones.send(connection, &format!("phone {}", rows::PHONE)).await?;
    let contact_point = "contact_point (id, service_id, position, name, title, department, email)";
    chunk.contact_points.send(connection, contact_point).await?;
    chunk.needs.send(connection, "service_need (service_id, need_slug)").await?;
    chunk.audiences.send(connection, "service_audience (service_id, audience_slug)").await?;
    chunk.terms.send(connection, "service_term (service_id, vocabulary, code, label)").await?;
    chunk.territories.send(connection, "service_territory (service_id, territory_id)").await?;
    chunk.documents.send(connection, "required_document (service_id, position, document)").await?;
    chunk.costs.send(connection, "cost_option (service_id, position, option, amount, currency, description)").await?;
    chunk.merged.send(connection, "merged_record (source_id, source_record_id, service_id)").await?;
    chunk.changes.send(connection, "change (kind, id, at)").await?;
    sqlx::query("select pg_notify('change', '')").execute(connection).await?;
    Ok(())
}

/// An operator's work waits longer than a visitor's page; and the next import waits for this transaction.
async fn patience(connection: &mut PgConnection, source_id: Uuid) -> Result<(), Error> {
    sqlx::query(
        "select set_config('statement_timeout', '600s', true), set_config('lock_timeout', '60s', true),
                pg_advisory_xact_lock_shared(hashtextextended('bussola chunk ' || $1, 0))",
    )
    .bind(source_id.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// What belongs to updated rows is written anew, so the old goes first.
async fn take_away(connection: &mut PgConnection, chunk: &Chunk, source_id: Uuid) -> Result<(), Error> {
    if !chunk.updated_organisations.is_empty() {
        for sql in [
            "delete from phone where organisation_id = any($1)",
            "update location set organisation_id = null where organisation_id = any($1)",
        ] {
            sqlx::query(sql).bind(&chunk.updated_organisations).execute(&mut *connection).await?;
        }
    }
    if !chunk.updated_locations.is_empty() {
        for sql in ["delete from phone where location_id = any($1)", "delete from schedule where location_id = any($1)"]
        {
            sqlx::query(sql).bind(&chunk.updated_locations).execute(&mut *connection).await?;
        }
    }
    if !chunk.updated_services.is_empty() {
        for sql in [
            // Its hours and telephones go with it.
            "delete from service_at_location where service_id = any($1)",
            "delete from phone where service_id = any($1)",
            "delete from contact_point where service_id = any($1)",
            "delete from service_need where service_id = any($1)",
            "delete from service_audience where service_id = any($1)",
            "delete from service_term where service_id = any($1)",
            "delete from service_territory where service_id = any($1)",
            "delete from required_document where service_id = any($1)",
            "delete from cost_option where service_id = any($1)",
            "delete from merged_record where service_id = any($1)",
        ] {
            sqlx::query(sql).bind(&chunk.updated_services).execute(&mut *connection).await?;
        }
    }
    if !chunk.records.is_empty() {
        sqlx::query("delete from merged_record where source_id = $1 and source_record_id = any($2)")
            .bind(source_id)
            .bind(&chunk.records)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Updates the rows of `table` that `rows` names by id: sent into a table of this transaction, then set all at once.
async fn replace(connection: &mut PgConnection, table: &str, columns: &str, rows: Rows) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let incoming = format!("incoming_{table}");
    sqlx::query(AssertSqlSafe(format!("create temporary table {incoming} (like {table}) on commit drop")))
        .execute(&mut *connection)
        .await?;
    rows.send(connection, &format!("{incoming} {columns}")).await?;
    let set: Vec<String> = columns
        .trim_matches(['(', ')'])
        .split(',')
        .map(str::trim)
        .filter(|column| !matches!(*column, "id" | "created_at"))
        .map(|column| match column {
            // What its publisher took back stays taken back.
            "status" => "status = case t.status when 'withdrawn' then t.status else i.status end".to_owned(),
            _ => format!("{column} = i.{column}"),
        })
        .collect();
    sqlx::query(AssertSqlSafe(format!("update {table} t set {} from {incoming} i where t.id = i.id", set.join(", "))))
        .execute(connection)
        .await?;
    Ok(())
}

/// Marks what the feed no longer lists, chunk by chunk, and takes away places that nothing is given at any more.
pub async fn vanish(
    portal: &Portal,
    plan: &Plan,
    source_id: Uuid,
    now: DateTime<Utc>,
    chunk: usize,
) -> Result<(), Error> {
    for (kind, ids) in [("service", &plan.vanished_services), ("organisation", &plan.vanished_organisations)] {
        for ids in ids.chunks(chunk) {
            let ids = ids.to_vec();
            transaction(&portal.pool, move |connection| {
                async move {
                    patience(connection, source_id).await?;
                    // A member may have withdrawn it meanwhile; that says more than vanished.
                    sqlx::query(AssertSqlSafe(format!(
                        "with marked as (
                           update {kind} set status = 'vanished', updated_at = $2
                           where id = any($1) and status not in ('vanished', 'withdrawn') returning id)
                         insert into change (kind, id, at) select '{kind}', id, $2 from marked"
                    )))
                    .bind(ids)
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                    sqlx::query("select pg_notify('change', '')").execute(connection).await?;
                    Ok(())
                }
                .boxed()
            })
            .await?;
        }
    }
    transaction(&portal.pool, move |connection| {
        async move {
            patience(connection, source_id).await?;
            sqlx::query(
                "delete from location l where l.source_id = $1 and l.organisation_id is null
                   and not exists (select from service_at_location s where s.location_id = l.id)",
            )
            .bind(source_id)
            .execute(connection)
            .await?;
            Ok(())
        }
        .boxed()
    })
    .await
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
