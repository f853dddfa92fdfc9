//! Codes of lists on paper.

use super::{ALPHABET, ATTEMPTS, LENGTH};
use crate::{Error, Portal, transaction};
use chrono::{DateTime, Utc};
use futures::FutureExt;
use model::card::MAX_LIST_PATH;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

/// Lists that get a code in a day (UTC), those of all visitors together: nobody can fill the database with them.
pub const MOST_IN_A_DAY: i64 = 1_000;
/// The code of a list, which gets one where it has none; `None` where too many got one today, or it is too long
/// for one.
/// Anybody may ask, however often: it needs no right, changes nothing that is shown, and the same list has the same code.
/// `page`: path and query, without the locale. `fresh`: something that was never used.
pub async fn of_list(portal: &Portal, page: String, fresh: Uuid, now: DateTime<Utc>) -> Result<Option<String>, Error> {
    if page.len() > MAX_LIST_PATH {
        return Ok(None);
    }
    transaction(&portal.pool, move |connection| {
        async move {
            // One at a time: the bound holds exactly, and of two that ask for the same both get the same.
            sqlx::query("select pg_advisory_xact_lock(hashtextextended('code of a list', 0))")
                .execute(&mut *connection)
                .await?;
            let today = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
            let (known, given): (Option<String>, i64) = sqlx::query_as(
                "select (select code from code where page = $1),
                   (select count(*) from code where kind = 'list' and created_at >= $2)",
            )
            .bind(&page)
            .bind(today)
            .fetch_one(&mut *connection)
            .await?;
            match known {
                Some(code) => Ok(Some(code)),
                None if given >= MOST_IN_A_DAY => Ok(None),
                None => Ok(Some(new(connection, &page, fresh, now).await?)),
            }
        }
        .boxed()
    })
    .await
}

async fn new(connection: &mut PgConnection, page: &str, fresh: Uuid, now: DateTime<Utc>) -> Result<String, Error> {
    for attempt in 0..ATTEMPTS {
        let code = letters(fresh, attempt);
        let written = sqlx::query(
            "insert into code (code, kind, page, created_at) values ($1, 'list', $2, $3) on conflict (code) do nothing",
        )
        .bind(&code)
        .bind(page)
        .bind(now)
        .execute(&mut *connection)
        .await?
        .rows_affected();
        if written > 0 {
            return Ok(code);
        }
    }
    Err(Error::Other(anyhow::anyhow!("no free code found for a list")))
}

/// Of 64 bits that are as good as random: the first of the letters is likelier than the last by less than 10^-18.
fn letters(fresh: Uuid, attempt: usize) -> String {
    let mut hash = Sha256::new();
    hash.update(fresh.as_bytes());
    hash.update(attempt.to_le_bytes());
    let mut number = hash.finalize().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let mut code = String::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        let letter = usize::try_from(number % ALPHABET.len() as u64).unwrap_or_default();
        code.push(char::from(ALPHABET[letter]));
        number /= ALPHABET.len() as u64;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_of_lists_are_of_the_same_letters_and_differ() {
        let codes: BTreeSet<String> = (0..1_000)
            .flat_map(|number| (0..ATTEMPTS).map(move |attempt| letters(Uuid::from_u128(number), attempt)))
            .collect();
        assert_eq!(codes.len(), 1_000 * ATTEMPTS);
        assert!(codes.iter().all(|code| code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte))));
        let used: BTreeSet<u8> = codes.iter().flat_map(|code| code.bytes()).collect();
        assert_eq!(used.len(), ALPHABET.len(), "every letter comes up");
    }
}
