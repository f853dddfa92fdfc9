//! The trees by which things are found: shipped with the program, brought in at start when their content differs.
//! A slug that is no longer shipped is retired, never deleted: old links and paper still resolve.

mod cards;
mod shipped;
mod tables;

use crate::{Error, Portal, territories, transaction};
use chrono::{DateTime, Utc};
use futures::FutureExt;
use sqlx::PgConnection;
use std::fmt::Write;

/// Brings needs, their cards, audiences, expertise and built-in territories in. Unchanged ones cost one small query each. Any
/// number of instances may start at once. Returns the names of those that changed.
pub async fn load(portal: &Portal, now: DateTime<Utc>) -> Result<Vec<&'static str>, Error> {
    transaction(&portal.pool, move |connection| {
        async move {
            let shipped = shipped::read()?;
            let (cards, cards_hash) = cards::read()?;
            // One loader at a time; the others then find nothing to do.
            sqlx::query("select pg_advisory_xact_lock(hashtext('bussola taxonomies'))")
                .execute(&mut *connection)
                .await?;
            let mut changed = Vec::new();
            if is_new(connection, "need", &shipped.hash, now).await? {
                tables::write_needs(connection, &shipped.needs).await?;
                changed.push("need");
            }
            if is_new(connection, "card", &cards_hash, now).await? {
                tables::write_cards(connection, cards).await?;
                changed.push("card");
            }
            if is_new(connection, "audience", &shipped.hash, now).await? {
                tables::write_audiences(connection, &shipped.audiences).await?;
                changed.push("audience");
            }
            if is_new(connection, "expertise", &shipped.hash, now).await? {
                tables::write_expertise(connection, &shipped.expertise).await?;
                changed.push("expertise");
            }
            if territories::load_built_in(connection, now).await? {
                changed.push("territory");
            }
            if !changed.is_empty() {
                sqlx::query("insert into change (kind, at) values ('taxonomy', $1)")
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                sqlx::query("select pg_notify('change', '')").execute(&mut *connection).await?;
            }
            Ok(changed)
        }
        .boxed()
    })
    .await
}

/// Whether the shipped content differs from what was last loaded; remembers it as loaded.
pub(crate) async fn is_new(
    connection: &mut PgConnection,
    name: &str,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let hash = hash.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let written = sqlx::query(
        "insert into taxonomy_state (name, content_hash, loaded_at) values ($1, $2, $3)
         on conflict (name) do update set content_hash = excluded.content_hash, loaded_at = excluded.loaded_at
         where taxonomy_state.content_hash <> excluded.content_hash",
    )
    .bind(name)
    .bind(hash)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(written.rows_affected() > 0)
}
