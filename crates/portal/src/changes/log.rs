//! Reading the change log without losing or repeating a row.
//!
//! A position in it is a transaction id: everything of transactions below it has been read. The next position is the
//! oldest transaction still running (`pg_snapshot_xmin`), since only below it can nothing new appear: whatever
//! commits later has that id or a higher one. The sequence cannot serve, as a lower number may commit after a higher.

use crate::Error;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

/// Rows are kept at least this long for instances that were away.
const KEPT_FOR: &str = "7 days";
const PRUNED_AT_ONCE: i64 = 10_000;

/// What the log looks like from a position.
#[derive(FromRow)]
pub(super) struct Look {
    #[sqlx(try_from = "String")]
    pub horizon: Xid,
    /// Something between the position and the horizon.
    pub fresh: bool,
    /// … and among it a change of names.
    pub taxonomy: bool,
    /// Something beyond the horizon, committed but held back by an older transaction.
    pub pending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Xid(pub u64);

impl TryFrom<String> for Xid {
    type Error = std::num::ParseIntError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

pub(super) async fn look(pool: &PgPool, from: Xid) -> Result<Look, Error> {
    let look = sqlx::query_as(
        "select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
           exists (select from change where xid >= $1::text::xid8 and xid < pg_snapshot_xmin(pg_current_snapshot())) as fresh,
           exists (select from change where xid >= $1::text::xid8 and xid < pg_snapshot_xmin(pg_current_snapshot()) and kind = 'taxonomy') as taxonomy,
           exists (select from change where xid >= pg_snapshot_xmin(pg_current_snapshot())) as pending",
    )
    .bind(from.0.to_string())
    .fetch_one(pool)
    .await?;
    Ok(look)
}

#[derive(Default)]
pub(super) struct Changed {
    pub services: Vec<Uuid>,
    pub organisations: Vec<Uuid>,
    pub taxonomies: bool,
    /// All of a kind changed.
    pub everything: bool,
}

/// What changed between two positions, each thing once.
pub(super) async fn between(pool: &PgPool, from: Xid, to: Xid) -> Result<Changed, Error> {
    let rows: Vec<(String, Option<Uuid>)> =
        sqlx::query_as("select distinct kind, id from change where xid >= $1::text::xid8 and xid < $2::text::xid8")
            .bind(from.0.to_string())
            .bind(to.0.to_string())
            .fetch_all(pool)
            .await?;
    let mut changed = Changed::default();
    for row in rows {
        match (row.0.as_str(), row.1) {
            ("taxonomy", _) => changed.taxonomies = true,
            ("service", Some(id)) => changed.services.push(id),
            ("organisation", Some(id)) => changed.organisations.push(id),
            _ => changed.everything = true,
        }
    }
    Ok(changed)
}

/// Which log it is: positions of another database, or of this one before it was restored, mean nothing here.
pub(super) async fn identity(pool: &PgPool) -> Result<String, Error> {
    let table: String = sqlx::query_scalar(
        "select (select oid from pg_database where datname = current_database()) || '-' || 'change'::regclass::oid",
    )
    .fetch_one(pool)
    .await?;
    let cluster: Result<String, sqlx::Error> = sqlx::query_scalar(
        "select system_identifier || '-' || timeline_id from pg_control_system(), pg_control_checkpoint()",
    )
    .fetch_one(pool)
    .await;
    match cluster {
        Ok(cluster) => Ok(format!("{cluster}-{table}")),
        // A managed Postgres may not let us ask.
        Err(sqlx::Error::Database(_)) => Ok(table),
        Err(error) => Err(error.into()),
    }
}

/// A position as it is kept beside the index.
pub(super) fn cursor(identity: &str, at: Xid) -> String {
    format!("{identity}/{}", at.0)
}

/// The position in `cursor`, if every row from there on is still in this log.
pub(super) async fn resume(pool: &PgPool, identity: &str, cursor: &str) -> Result<Option<Xid>, Error> {
    let Some(at) =
        cursor.strip_prefix(identity).and_then(|rest| rest.strip_prefix('/')).and_then(|xid| xid.parse().ok())
    else {
        return Ok(None);
    };
    let (horizon, oldest): (String, Option<String>) = sqlx::query_as(
        "select pg_snapshot_xmin(pg_current_snapshot())::text, (select xid::text from change order by xid limit 1)",
    )
    .fetch_one(pool)
    .await?;
    let complete = oldest.and_then(|oldest| oldest.parse::<u64>().ok()).is_none_or(|oldest| oldest <= at);
    let past = horizon.parse::<u64>().is_ok_and(|horizon| at <= horizon);
    Ok((complete && past).then_some(Xid(at)))
}

/// Removes old rows. The newest row always stays: an empty log would not tell an instance that it missed something.
pub(super) async fn prune(pool: &PgPool) -> Result<u64, Error> {
    let mut pruned = 0;
    loop {
        let rows = sqlx::query(
            "delete from change where seq in (
               select seq from change where at < now() - $1::text::interval and seq < (select max(seq) from change)
               order by seq limit $2)",
        )
        .bind(KEPT_FOR)
        .bind(PRUNED_AT_ONCE)
        .execute(pool)
        .await?
        .rows_affected();
        pruned += rows;
        if rows == 0 {
            return Ok(pruned);
        }
    }
}
