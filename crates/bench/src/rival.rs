//! The rival of the search: what a good team would build with Postgres alone. One row per thing with everything that
//! an answer shows, a stored text search vector (plain words and stems of the text's language, by field), trigrams of
//! the title against typing errors, both indexed; a server with a pool and prepared statements. Where it counts no
//! facets its answer is filled up to the size of ours instead.

pub mod serve;

use anyhow::Result;
use sqlx::{Executor, PgConnection};

const TABLES: &str = include_str!("rival/tables.sql");

/// Makes its table of ours, in the same database.
pub async fn prepare(connection: &mut PgConnection) -> Result<()> {
    connection.execute(TABLES).await?;
    connection.execute("vacuum analyze rival.item").await?;
    Ok(())
}
