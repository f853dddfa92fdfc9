//! The rival of the search: what a good team would build with Postgres alone. One row per thing with everything that
//! an answer shows, a stored text search vector (plain words and stems of the text's language, by field), trigrams of
//! the title against typing errors, both indexed; a server with a pool and prepared statements. Where it counts no
//! facets its answer is filled up to the size of ours instead.

pub mod serve;

use anyhow::Result;
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use unicode_normalization::char::is_combining_mark;

/// Text search configurations and functions.
pub const WORDS: &str = include_str!("rival/words.sql");
const TABLES: &str = include_str!("rival/tables.sql");

/// Makes its table of ours, in the same database, unless an earlier run has made the same.
pub async fn prepare(connection: &mut PgConnection) -> Result<()> {
    let made: Option<String> =
        sqlx::query_scalar("select obj_description(to_regclass('rival.item'))").fetch_one(&mut *connection).await?;
    let all = format!("{WORDS}{TABLES}");
    if made.as_ref() == Some(&all) {
        return Ok(());
    }
    connection.execute("drop schema if exists rival cascade").await?;
    connection.execute(WORDS).await?;
    connection.execute(TABLES).await?;
    connection.execute("vacuum analyze rival.item").await?;
    let note = format!("comment on table rival.item is '{}'", all.replace('\'', "''"));
    connection.execute(AssertSqlSafe(note)).await?;
    Ok(())
}

/// The words of a query: letters, digits and their accents, so that nothing is an operator.
pub fn words(q: &str) -> Vec<&str> {
    let words = q.split(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter));
    words.filter(|word| word.chars().any(char::is_alphanumeric)).collect()
}
