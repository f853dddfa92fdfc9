//! Demonstration data: shipped fictional organisations and services, loaded once through the same import as every
//! other feed. The format is described in crates/portal/demonstration/README.md.

mod friendly;
mod shipped;

use crate::{
    Error, Ids, Operator, Portal,
    import::{self, ImportOptions, Progress, Report},
};
use chrono::{DateTime, Utc};
use model::record::{Record, Source};

pub use shipped::FILES;

/// Whether every shipped file has been loaded into this database to its end.
pub async fn is_loaded(portal: &Portal) -> Result<bool, Error> {
    let keys = (shipped::FILES.iter())
        .map(|(file, text)| Ok(read(file, text, DateTime::UNIX_EPOCH)?.0.key))
        .collect::<Result<Vec<String>, Error>>()?;
    let loaded = sqlx::query_scalar(
        "select not exists (select from unnest($1::text[]) as t(key) where not exists (
           select from source s join import_run r on r.source_id = s.id where s.key = t.key and r.finished_at is not null))",
    )
    .bind(keys)
    .fetch_one(&portal.pool)
    .await?;
    Ok(loaded)
}

/// Loads every shipped file, its dates counted from `now`. Loading again refreshes the dates and repairs the rest.
pub async fn seed(portal: &Portal, operator: &Operator, ids: &Ids, now: DateTime<Utc>) -> Result<Report, Error> {
    seed_with_progress(portal, operator, ids, now, |_| ()).await
}

/// As [`seed`], telling how far it is within the file at work.
pub async fn seed_with_progress(
    portal: &Portal,
    operator: &Operator,
    ids: &Ids,
    now: DateTime<Utc>,
    mut progress: impl FnMut(Progress),
) -> Result<Report, Error> {
    let mut sum = Report::default();
    for (file, text) in shipped::FILES {
        let (source, records) = read(file, text, now)?;
        let options = ImportOptions::default();
        sum.add(import::run(portal, operator, ids, &source, records, options, now, &mut progress).await?);
    }
    Ok(sum)
}

/// Reads one file. The error names the file and the record.
pub fn read(file: &str, text: &str, now: DateTime<Utc>) -> Result<(Source, Vec<Record>), Error> {
    friendly::read(text, now.date_naive()).map_err(|problem| Error::Invalid(format!("{file}: {problem}")))
}

#[cfg(test)]
mod tests;
