use super::{ALPHABET, ATTEMPTS, LENGTH};
use crate::{Error, Ids, Portal, transaction};
use chrono::{DateTime, Utc};
use futures::FutureExt;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

const BATCH: i64 = 10_000;

/// Gives every shown service, organisation and need that lacks one its permanent code. Returns how many.
pub async fn issue(portal: &Portal, ids: &Ids, now: DateTime<Utc>) -> Result<u64, Error> {
    lacking(portal, ids, now, true).await
}

/// The same for needs and the cards of countries: quickly, however many services there are.
pub async fn issue_of_taxonomies(portal: &Portal, ids: &Ids, now: DateTime<Utc>) -> Result<u64, Error> {
    lacking(portal, ids, now, false).await
}

async fn lacking(portal: &Portal, ids: &Ids, now: DateTime<Utc>, things: bool) -> Result<u64, Error> {
    let mut issued = 0;
    let mut without_progress = 0;
    loop {
        let ids = ids.clone();
        let (lacking, written) = transaction(&portal.pool, move |connection| {
            async move { batch(connection, &ids, now, things).await }.boxed()
        })
        .await?;
        issued += written;
        without_progress = if written > 0 { 0 } else { without_progress + 1 };
        if lacking == written {
            // A full batch may have left more behind it.
            if lacking < BATCH.unsigned_abs() {
                return Ok(issued);
            }
        } else if without_progress >= ATTEMPTS {
            return Err(Error::Other(anyhow::anyhow!("no free code found for {lacking} things")));
        }
    }
}

async fn batch(
    connection: &mut PgConnection,
    ids: &Ids,
    now: DateTime<Utc>,
    things: bool,
) -> Result<(u64, u64), Error> {
    let lacking = sqlx::query(
        "select 'service' as kind, s.id, null as slug, null as page from service s
           where $2 and s.status in ('active', 'temporarily_closed')
             and not exists (select from code c where c.kind = 'service' and c.id = s.id)
         union all
         select 'organisation', o.id, null, null from organisation o
           where $2 and o.status in ('active', 'temporarily_closed')
             and not exists (select from code c where c.kind = 'organisation' and c.id = o.id)
         union all
         select 'need', null, n.slug, null from need n
           where not n.retired and not exists (select from code c where c.kind = 'need' and c.need_slug = n.slug)
         union all
         select 'card', null, null, p.page from card d
           join need n on n.slug = d.need_slug, concat('needs/', d.need_slug, '/', lower(d.country)) as p(page)
           where not $2 and not n.retired and not exists (select from code c where c.page = p.page)
         limit $1",
    )
    .bind(BATCH)
    .bind(things)
    .fetch_all(&mut *connection)
    .await?;
    if lacking.is_empty() {
        return Ok((0, 0));
    }
    let codes: Vec<String> = lacking.iter().map(|_| ids.letters(ALPHABET, LENGTH)).collect();
    let kinds = lacking.iter().map(|row| row.try_get("kind")).collect::<Result<Vec<String>, _>>()?;
    let targets = lacking.iter().map(|row| row.try_get("id")).collect::<Result<Vec<Option<Uuid>>, _>>()?;
    let slugs = lacking.iter().map(|row| row.try_get("slug")).collect::<Result<Vec<Option<String>>, _>>()?;
    let pages = lacking.iter().map(|row| row.try_get("page")).collect::<Result<Vec<Option<String>>, _>>()?;
    let written = sqlx::query(
        "insert into code (code, kind, id, need_slug, page, created_at)
         select code, kind, id, slug, page, $6
         from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[]) as t(code, kind, id, slug, page)
         on conflict do nothing",
    )
    .bind(codes)
    .bind(kinds)
    .bind(targets)
    .bind(slugs)
    .bind(pages)
    .bind(now)
    .execute(connection)
    .await?
    .rows_affected();
    Ok((lacking.len() as u64, written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_many_and_no_letter_is_taken_for_another() {
        let different: std::collections::BTreeSet<&u8> = ALPHABET.iter().collect();
        assert_eq!(different.len(), ALPHABET.len());
        assert!((ALPHABET.len() as u64).pow(LENGTH as u32) >= 1_000_000_000);
        // 0 and O, 1, I and L, U and V by hand; vowels make words.
        assert!(ALPHABET.iter().all(|letter| !b"01aeilou".contains(letter)));
        assert!(ALPHABET.iter().all(|letter| !letter.is_ascii_uppercase()), "typed in capitals it is the same");
    }
}
