//! Where services are for: the built-in territories, whole lists from files, and finding the territory of an address.

mod built_in;
mod list;
mod locate;
mod nuts;

pub(crate) use locate::{Address, Territories};

use crate::{Error, Operator, Portal, transaction};
use chrono::{DateTime, Utc};
use futures::FutureExt;
use list::Territory;
use model::record::Refusal;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

/// What an import of territories did: `created + updated + unchanged + refused == rows`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    pub rows: usize,
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub refused: Vec<Refusal>,
}

/// Imports a list of territories: Eurostat's NUTS attributes (`NUTS_AT_2021.csv`), a Portuguese NUTS 2024 list, or a
/// file in the built-in format (crates/portal/taxonomies/territories). NUTS lists carry their version in the file's
/// name. What is known already keeps its names and its place; names in further languages are added.
pub async fn import(
    portal: &Portal,
    operator: &Operator,
    file_name: &str,
    bytes: &[u8],
    now: DateTime<Utc>,
) -> Result<Report, Error> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
        .map_err(|_| Error::Invalid(format!("{file_name} is not UTF-8")))?;
    let known = list::all(&portal.pool).await?;
    let (mut territories, refused) =
        if nuts::is_list(text) { nuts::read(file_name, text, &known)? } else { built_in::read(file_name, text)? };
    let mut report = Report { rows: territories.len() + refused.len(), refused, ..Report::default() };
    report.refused.extend(list::complete(file_name, &mut territories, &known));
    let (fresh, changed) = list::compare(territories, &known, &mut report);
    if fresh.is_empty() && changed.is_empty() {
        return Ok(report);
    }
    let (created, updated) = (fresh.len(), changed.len());
    let (actor, file_name) = (operator.actor(), file_name.to_owned());
    transaction(&portal.pool, move |connection| {
        async move {
            list::write(connection, fresh).await?;
            list::write(connection, changed).await?;
            sqlx::query("insert into change (kind, at) values ('taxonomy', $1)")
                .bind(now)
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "insert into audit (at, actor, action, kind, detail)
                 values ($1, $2, 'import', 'territory', jsonb_build_object('file', $3, 'created', $4, 'updated', $5))",
            )
            .bind(now)
            .bind(actor)
            .bind(file_name)
            .bind(i64::try_from(created).unwrap_or(i64::MAX))
            .bind(i64::try_from(updated).unwrap_or(i64::MAX))
            .execute(&mut *connection)
            .await?;
            sqlx::query("select pg_notify('change', '')").execute(connection).await?;
            Ok(())
        }
        .boxed()
    })
    .await?;
    Ok(report)
}

pub(crate) fn built_in_hash() -> Vec<u8> {
    let mut hash = Sha256::new();
    for (_, text) in built_in::FILES {
        hash.update(text);
    }
    hash.finalize().to_vec()
}

/// Brings the built-in territories in when they differ from those last loaded. Returns whether they did.
pub(crate) async fn load_built_in(connection: &mut PgConnection, now: DateTime<Utc>) -> Result<bool, Error> {
    if !crate::taxonomies::is_new(connection, "territory", &built_in_hash(), now).await? {
        return Ok(false);
    }
    let mut territories: Vec<Territory> = Vec::new();
    for (name, text) in built_in::FILES {
        let (read, refused) = built_in::read(name, text)?;
        if let Some(refusal) = refused.first() {
            return Err(Error::Invalid(format!("{name} row {}: {}", refusal.row, refusal.reason)));
        }
        territories.extend(read);
    }
    if let Some(refusal) = list::complete("built in", &mut territories, &[]).first() {
        return Err(Error::Invalid(format!("built-in territory {}: {}", refusal.value, refusal.reason)));
    }
    list::write(connection, territories).await?;
    Ok(true)
}
