//! The trees by which things are found: shipped with the program, brought in at start when their content differs.
//! A slug that is no longer shipped is retired, never deleted: old links and paper still resolve. What a newer program has
//! brought in is left alone.

mod cards;
mod shipped;
mod tables;
mod version;

use crate::{Error, Portal, territories, transaction};
use chrono::{DateTime, Utc};
use futures::FutureExt;
use sqlx::PgConnection;
use std::fmt::Write;
use version::VERSION;

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

/// Whether the shipped content is to be loaded: it differs from what was last loaded, and that is not of a newer
/// program. Remembers it as loaded. The caller holds the lock.
pub(crate) async fn is_new(
    connection: &mut PgConnection,
    name: &str,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let hash = hex(hash);
    let kept: Option<(String, i32)> =
        sqlx::query_as("select content_hash, version from taxonomy_state where name = $1")
            .bind(name)
            .fetch_optional(&mut *connection)
            .await?;
    let differs = kept.as_ref().is_none_or(|(kept, _)| *kept != hash);
    match kept {
        Some((_, version)) if version > VERSION => {
            if differs {
                tracing::warn!(
                    taxonomy = name,
                    version,
                    ours = VERSION,
                    "a newer program has loaded newer words; ours are not written over them"
                );
            }
            return Ok(false);
        }
        Some((_, version)) if version == VERSION && !differs => return Ok(false),
        _ => {}
    }
    // Also where only the number is another: it says since when the content is right.
    sqlx::query(
        "insert into taxonomy_state (name, content_hash, version, loaded_at) values ($1, $2, $3, $4)
         on conflict (name) do update set content_hash = excluded.content_hash, version = excluded.version, loaded_at = excluded.loaded_at",
    )
    .bind(name)
    .bind(hash)
    .bind(VERSION)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(differs)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
