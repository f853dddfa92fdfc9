//! How often codes are scanned, by code and day. Counted in memory and written together: a scan costs no statement, so its
//! page stays one that is kept ready. No trace of who scanned.

use crate::{Error, Portal, export, transaction};
use chrono::NaiveDate;
use futures::FutureExt;
use serde::Serialize;
use sqlx::FromRow;
use std::{
    collections::HashMap,
    io::Write,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long a count may wait to be written; as much may be lost when the machine dies.
const EVERY: Duration = Duration::from_secs(60);
/// Codes counted between two writings. More are not counted: only codes that lead somewhere get here, but memory is no
/// place for a million of them.
const MOST_WAITING: usize = 20_000;

type Counts = HashMap<(String, NaiveDate), i64>;

/// Counted and not yet written.
#[derive(Default)]
pub(crate) struct Scans(Mutex<Counts>);

impl Scans {
    fn add(&self, code: String, day: NaiveDate, number: i64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() < MOST_WAITING || counts.contains_key(&(code.clone(), day)) {
            let count = counts.entry((code, day)).or_default();
            *count = count.saturating_add(number);
        }
    }

    fn take(&self) -> Counts {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Counts a scan of a code that led somewhere. Writes nothing yet.
pub fn count(portal: &Portal, code: &str, today: NaiveDate) {
    portal.memory.scans.add(code.to_ascii_lowercase(), today, 1);
}

/// Writes what was counted every minute, and once more when `stop` is cancelled.
pub fn keep_writing(portal: &Portal, stop: CancellationToken) -> JoinHandle<()> {
    let portal = portal.clone();
    tokio::spawn(async move {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Err(error) = write(&portal).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "scans were not written; they are tried again"
                );
            }
        }
    })
}

/// Writes what was counted. What could not be written is counted on.
pub async fn write(portal: &Portal) -> Result<(), Error> {
    let counts = portal.memory.scans.take();
    if counts.is_empty() {
        return Ok(());
    }
    let mut codes = Vec::with_capacity(counts.len());
    let mut days = Vec::with_capacity(counts.len());
    let mut numbers = Vec::with_capacity(counts.len());
    // Sorted, so that two instances lock the rows in one order.
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_unstable();
    for ((code, day), number) in sorted {
        codes.push(code.clone());
        days.push(*day);
        numbers.push(*number);
    }
    let written = transaction(&portal.pool, move |connection| {
        async move {
            // A code that was never given out has a page that says so, but no row.
            sqlx::query(
                "insert into scan_count as known (code, day, count)
                 select t.code, t.day, t.count from unnest($1::text[], $2::date[], $3::bigint[]) as t(code, day, count)
                 where exists (select from code c where c.code = t.code) order by t.code, t.day
                 on conflict (code, day) do update set count = known.count + excluded.count",
            )
            .bind(codes)
            .bind(days)
            .bind(numbers)
            .execute(connection)
            .await?;
            Ok(())
        }
        .boxed()
    })
    .await;
    if written.is_err() {
        counts.into_iter().for_each(|((code, day), number)| portal.memory.scans.add(code, day, number));
    }
    written
}

/// Scans of one code on one day, with what the code leads to.
#[derive(Debug, PartialEq, Eq, Serialize, FromRow)]
pub struct Line {
    pub day: NaiveDate,
    pub code: String,
    /// `service`, `organisation`, `need`, `card` or `list`.
    pub kind: String,
    /// In its own language; of a need its slug, of a card or list its page.
    pub name: String,
    pub count: i64,
}

const ALL: &str = "select n.day, n.code, c.kind,
  coalesce(c.need_slug, c.page, s.name -> 'values' ->> (s.name ->> 'source'), o.name -> 'values' ->> (o.name ->> 'source'), '') as name,
  n.count
from scan_count n join code c on c.code = n.code
left join service s on c.kind = 'service' and s.id = c.id
left join organisation o on c.kind = 'organisation' and o.id = c.id
order by n.day desc, n.count desc, n.code";

/// Writes the counts as CSV, newest day first; cells that a spreadsheet would take for a formula are defused. Returns the
/// number of lines.
pub async fn csv(portal: &Portal, out: impl Write) -> Result<u64, Error> {
    let head = ["day", "code", "kind", "name", "count"];
    let lines = sqlx::query_as::<_, Line>(ALL).fetch(&portal.pool);
    export::csv(out, head, lines, |line| {
        [line.day.to_string(), line.code, line.kind, line.name, line.count.to_string()]
    })
    .await
}

/// The same as a JSON array.
pub async fn json(portal: &Portal, out: impl Write) -> Result<u64, Error> {
    let lines: Vec<Line> = sqlx::query_as(ALL).fetch_all(&portal.pool).await?;
    export::json(out, &lines)
}
