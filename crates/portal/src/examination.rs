//! What a doctor asks of a database; changes nothing, not even the schema.

use crate::Error;
use chrono::{DateTime, TimeDelta, Utc};
pub use search::{Examined as ExaminedIndex, examine as examine_index};
use sqlx::{Connection, PgConnection};

#[derive(Clone, Debug, PartialEq)]
pub struct Examination {
    /// `15.20 (Debian 15.20-0+deb12u1)`
    pub version: String,
    pub migrations: Migrations,
    /// The database's clock minus ours.
    pub clock_ahead: TimeDelta,
    /// For how long the oldest transaction that writes has been open, in any database of the server: what was committed
    /// after its begin reaches no index before its end.
    pub oldest_transaction: TimeDelta,
}

/// The schema here against the one this program was built with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Migrations {
    pub applied: usize,
    /// Run at the next start.
    pub pending: usize,
    /// Of a newer program: this one will not start on them.
    pub unknown: usize,
    /// Applied with another content than this program's, or half done.
    pub different: usize,
}

pub async fn examine(url: &str, now: DateTime<Utc>) -> Result<Examination, Error> {
    let mut connection = PgConnection::connect(url).await?;
    let (version, clock): (String, DateTime<Utc>) =
        sqlx::query_as("select current_setting('server_version'), clock_timestamp()")
            .fetch_one(&mut connection)
            .await?;
    let oldest: Option<DateTime<Utc>> = sqlx::query_scalar(
        "select min(at) from (
           select xact_start as at from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()
           union all select prepared from pg_prepared_xacts) as open",
    )
    .fetch_one(&mut connection)
    .await?;
    let has_table: bool =
        sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null").fetch_one(&mut connection).await?;
    let rows: Vec<(i64, Vec<u8>, bool)> = if has_table {
        sqlx::query_as("select version, checksum, success from _sqlx_migrations").fetch_all(&mut connection).await?
    } else {
        Vec::new()
    };
    connection.close().await?;
    let known = sqlx::migrate!("../../migrations");
    let mut migrations = Migrations { pending: known.iter().count(), ..Migrations::default() };
    for (version, checksum, success) in rows {
        match known.iter().find(|migration| migration.version == version) {
            Some(migration) if success && *migration.checksum == *checksum => migrations.applied += 1,
            Some(_) => migrations.different += 1,
            None => migrations.unknown += 1,
        }
    }
    migrations.pending = migrations.pending.saturating_sub(migrations.applied + migrations.different);
    Ok(Examination {
        version,
        migrations,
        clock_ahead: clock - now,
        oldest_transaction: oldest.map_or(TimeDelta::zero(), |oldest| clock - oldest),
    })
}
