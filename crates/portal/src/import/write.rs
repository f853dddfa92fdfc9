mod places;

use super::{
    chunk::{self, Chunk},
    copy::Rows,
    plan::{Action, Plan},
};
use crate::{Error, Portal, transaction};
use chrono::{DateTime, Utc};
use futures::FutureExt;
use sqlx::{AssertSqlSafe, PgConnection};
use std::collections::HashMap;
use uuid::Uuid;

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
    let before = places::read(connection, &chunk.updated_locations).await?;
    take_away(connection, &chunk, source_id).await?;
    chunk.organisations.send(connection, &format!("organisation {}", chunk::ORGANISATION)).await?;
    replace(connection, "organisation", chunk::ORGANISATION, chunk.changed_organisations).await?;
    if !chunk.returned_organisations.is_empty() {
        sqlx::query(
            "update organisation set status = 'active', updated_at = $2 where id = any($1) and status = 'vanished'",
        )
        .bind(&chunk.returned_organisations)
        .bind(chunk.at)
        .execute(&mut *connection)
        .await?;
    }
    chunk.services.send(connection, &format!("service {}", chunk::SERVICE)).await?;
    replace(connection, "service", chunk::SERVICE, chunk.changed_services).await?;
    chunk.locations.send(connection, &format!("location {}", chunk::LOCATION)).await?;
    replace(connection, "location", chunk::LOCATION, chunk.changed_locations).await?;
    chunk.service_at_locations.send(connection, "service_at_location (id, service_id, location_id, position)").await?;
    chunk.schedules.send(connection, &format!("schedule {}", chunk::SCHEDULE)).await?;
    chunk.phones.send(connection, &format!("phone {}", chunk::PHONE)).await?;
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
    places::tell(connection, before, chunk.at).await?;
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
    for (kind, ids) in [("service", &plan.vanishing.services), ("organisation", &plan.vanishing.organisations)] {
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
