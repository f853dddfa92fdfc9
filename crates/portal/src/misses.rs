//! Searches that found nothing, counted by need, territory and day: where help is missing. No trace of who asked.

use crate::{Error, Portal, export, transaction};
use chrono::NaiveDate;
use futures::FutureExt;
use serde::Serialize;
use sqlx::{FromRow, PgConnection};
use std::{io::Write, sync::atomic::Ordering};

/// Different days on which the same words must have been asked for before they are written down.
const DAYS: i32 = 5;
const FORGOTTEN_AFTER_DAYS: i32 = 90;
/// Misses written at once: beyond that they are not counted, so that nobody can fill the database with them.
const MOST_AT_ONCE: usize = 2;
const MAX_WORDS: usize = 6;
const MAX_LETTERS: usize = 60;

/// What was missed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Miss {
    pub need: Option<String>,
    pub territory: Option<String>,
    /// As typed.
    pub words: String,
}

/// Counts a miss, some time after this returns. Never fails a search.
pub(crate) fn note(portal: &Portal, miss: Miss, today: NaiveDate) {
    let writing = &portal.memory.misses_written;
    if writing.fetch_add(1, Ordering::AcqRel) >= MOST_AT_ONCE {
        writing.fetch_sub(1, Ordering::AcqRel);
        return;
    }
    let portal = portal.clone();
    tokio::spawn(async move {
        if let Err(error) = record(&portal, miss, today).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "a search without result was not counted");
        }
        portal.memory.misses_written.fetch_sub(1, Ordering::AcqRel);
    });
}

async fn record(portal: &Portal, miss: Miss, today: NaiveDate) -> Result<(), Error> {
    let words = normalised(&miss.words);
    if miss.need.is_none() && words.is_none() {
        return Ok(());
    }
    transaction(&portal.pool, move |connection| {
        async move {
            let Miss { need, territory, .. } = miss;
            match (need, words) {
                (Some(need), _) => count(connection, today, Some(need), None, territory).await,
                (None, Some(words)) if was_asked_often(connection, &words, today).await? => {
                    count(connection, today, None, Some(words), territory).await
                }
                _ => Ok(()),
            }
        }
        .boxed()
    })
    .await
}

async fn count(
    connection: &mut PgConnection,
    today: NaiveDate,
    need: Option<String>,
    words: Option<String>,
    territory: Option<String>,
) -> Result<(), Error> {
    // A need or territory that is no longer in the tree is not worth an error.
    sqlx::query(
        "insert into miss (day, territory_id, need_slug, words)
         select $1, (select id from territory where id = $2), $3, $4
         where $3::text is null or exists (select from need where slug = $3)
         on conflict (day, coalesce(need_slug, ''), coalesce(words, ''), coalesce(territory_id, ''))
         do update set asked = miss.asked + 1",
    )
    .bind(today)
    .bind(territory)
    .bind(need)
    .bind(words)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the words have been asked for on five different days, today among them.
async fn was_asked_often(connection: &mut PgConnection, words: &str, today: NaiveDate) -> Result<bool, Error> {
    sqlx::query("delete from miss_candidate where seen_on < $1 - $2")
        .bind(today)
        .bind(FORGOTTEN_AFTER_DAYS)
        .execute(&mut *connection)
        .await?;
    let days: i32 = sqlx::query_scalar(
        "insert into miss_candidate as known (hash, days, seen_on)
         select sha256(salt || convert_to($1, 'UTF8')), array[$2::date], $2 from miss_salt
         on conflict (hash) do update set seen_on = greatest(known.seen_on, $2),
           days = case when $2 = any(known.days) or cardinality(known.days) >= $3 then known.days else known.days || $2::date end
         returning cardinality(days)",
    )
    .bind(words)
    .bind(today)
    .bind(DAYS)
    .fetch_one(connection)
    .await?;
    Ok(days >= DAYS)
}

/// Lower case, in alphabetical order; nothing of what may be a number, an address or a whole sentence of somebody's.
fn normalised(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    let mut words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    let telling = lower.chars().count() <= MAX_LETTERS
        && (1..=MAX_WORDS).contains(&words.len())
        && !lower.contains('@')
        && !lower.chars().any(char::is_numeric);
    telling.then(|| words.join(" "))
}

/// A line of the ledger.
#[derive(Debug, PartialEq, Eq, Serialize, FromRow)]
pub struct Line {
    pub day: NaiveDate,
    pub need: Option<String>,
    pub words: Option<String>,
    /// Id.
    pub territory: Option<String>,
    pub asked: i32,
}

const ALL: &str = "select day, need_slug as need, words, territory_id as territory, asked from miss
                   order by day desc, asked desc, need_slug, words, territory_id";

/// Writes the ledger as CSV, newest day first; cells that a spreadsheet would take for a formula are defused. Returns the
/// number of lines.
pub async fn csv(portal: &Portal, out: impl Write) -> Result<u64, Error> {
    let head = ["day", "need", "words", "territory", "asked"];
    let lines = sqlx::query_as::<_, Line>(ALL).fetch(&portal.pool);
    export::csv(out, head, lines, |line| {
        [
            line.day.to_string(),
            line.need.unwrap_or_default(),
            line.words.unwrap_or_default(),
            line.territory.unwrap_or_default(),
            line.asked.to_string(),
        ]
    })
    .await
}

/// The same as a JSON array.
pub async fn json(portal: &Portal, out: impl Write) -> Result<u64, Error> {
    let lines: Vec<Line> = sqlx::query_as(ALL).fetch_all(&portal.pool).await?;
    export::json(out, &lines)
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn words_are_ordered_and_what_may_be_somebodys_is_not_written() {
        assert_eq!(normalised(" Cão  GUIA, cão").as_deref(), Some("cão guia"));
        for private in ["", "call 555 1234", "me@example.org", "a b c d e f g", &"long".repeat(20)] {
            assert_eq!(normalised(private), None, "{private}");
        }
    }
}
