//! Postgres by full text, accents folded, words completed, and trigrams against typing errors.

use super::Answers;
use crate::rival;
use anyhow::Result;
use relevance::{DEPTH, Judged};
use sqlx::{Executor, PgConnection};

const PREPARE: &str = include_str!("postgres.sql");

pub async fn prepare(connection: &mut PgConnection) -> Result<()> {
    connection.execute(rival::WORDS).await?;
    connection.execute(PREPARE).await?;
    Ok(())
}

pub async fn find(connection: &mut PgConnection, queries: &[Judged], synonyms: bool) -> Result<Answers> {
    let mut answers = Vec::with_capacity(queries.len());
    for query in queries {
        let found = sqlx::query_scalar("select judged.find($1, $2, $3, $4)")
            .bind(rival::words(&query.q))
            .bind(query.locale.as_str())
            .bind(synonyms)
            .bind(i32::try_from(DEPTH)?)
            .fetch_one(&mut *connection)
            .await?;
        answers.push(found);
    }
    Ok(answers)
}
