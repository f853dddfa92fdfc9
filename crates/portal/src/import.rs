//! Writes a feed's records: whole ones or none, only what changed, set by set.
//!
//! What happens, in this order:
//! 1. **Check** every record (`check`): values that cannot be kept are refused one by one, records that cannot be
//!    kept are refused whole; neither stops the batch. Territories and slugs are resolved here.
//! 2. **Plan** (`plan`): records are matched with what the source gave before, by the hash of the checked record
//!    (so an unchanged record writes nothing, and a record whose territory has become known meanwhile is written
//!    again), and branches are recognised (`branches`).
//! 3. **Write** (`write`): chunks of whole records, each one transaction, each table one COPY. While Postgres works
//!    on a chunk the rows of the next are made. A kill leaves whole records only, and the next run does the rest.
//! 4. **Vanish**: what a complete feed no longer lists is marked, and found again when it comes back. What the reader or
//!    the check refused is still listed; and a feed that looks broken off is not believed (`plan::vanishing`).
//!
//! A service's address outlives its record: a service kept for several branches stays the same service when the
//! branch that it was first read from disappears. What a member has withdrawn stays withdrawn.

mod branches;
mod check;
mod chunk;
mod copy;
mod known;
mod plan;
mod report;
mod rows;
mod session;
mod write;

pub use report::{ImportOptions, Progress, Report, Spared, Stage};

use crate::{Error, Ids, Operator, Portal, codes};
use chrono::{DateTime, Utc};
use chunk::Chunk;
use known::Known;
use model::record::{Record, Source};
use plan::Plan;
use rows::Maker;
use sqlx::PgConnection;
use std::collections::HashSet;

/// Imports `records` of `source`. Fails only when the database does, when `source` cannot be one, or when the same
/// source is being imported already.
#[expect(clippy::too_many_arguments, reason = "time, randomness, proof and progress are parameters")]
pub async fn run(
    portal: &Portal,
    operator: &Operator,
    ids: &Ids,
    source: &Source,
    records: Vec<Record>,
    options: ImportOptions,
    now: DateTime<Utc>,
    mut progress: impl FnMut(Progress),
) -> Result<Report, Error> {
    check::source(source)?;
    let mut lock = session::lock(portal, &source.key).await?;
    let work = Work { portal, operator, ids, source, options, now };
    let report = work.run(records, &mut lock, &mut progress).await?;
    session::unlock(lock).await?;
    Ok(report)
}

struct Work<'a> {
    portal: &'a Portal,
    operator: &'a Operator,
    ids: &'a Ids,
    source: &'a Source,
    options: ImportOptions,
    now: DateTime<Utc>,
}

impl Work<'_> {
    async fn run(
        self,
        records: Vec<Record>,
        lock: &mut PgConnection,
        progress: &mut impl FnMut(Progress),
    ) -> Result<Report, Error> {
        let Self { portal, operator, ids, source, options, now } = self;
        let total = records.len();
        progress(Progress { stage: Stage::Checking, done: 0, total });
        let known = Known::load(&portal.pool, lock, &source.key).await?;
        let (checked, refused) = check::records(source, records, &known.territories, &known.slugs);
        progress(Progress { stage: Stage::Planning, done: 0, total });
        let plan = Plan::make(source, ids, now, &known, checked, &options)?;
        let mut report = plan.report(source, total, refused);
        report.dry_run = options.dry_run;
        // A run that was killed after its last chunk left codes and orphaned places to this one.
        if options.dry_run || (plan.writes_nothing() && !session::was_killed(lock, known.source_id).await?) {
            return Ok(report);
        }

        let source_id = session::source(lock, ids, source, known.source_id, now).await?;
        let run_id = session::begin(lock, ids, source_id, now).await?;
        let service_at_locations = write::service_at_locations(lock, &plan).await?;
        let mut maker = Maker { plan: &plan, ids, source_id, now, service_at_locations, written: HashSet::new() };
        let writes = plan.writes();
        let size = options.chunk.max(1);
        let (mut done, mut previous) = (0, Chunk::default());
        for part in writes.chunks(size) {
            // While Postgres writes a chunk, the rows of the next are made.
            let (written, next) = tokio::join!(write::chunk(portal, previous, source_id), async { maker.chunk(part) });
            written?;
            previous = next?;
            progress(Progress { stage: Stage::Writing, done, total: writes.len() });
            done += part.len();
        }
        write::chunk(portal, previous, source_id).await?;
        progress(Progress { stage: Stage::Finishing, done, total: writes.len() });
        write::vanish(portal, &plan, source_id, now, size).await?;
        codes::issue(portal, ids, now).await?;
        session::finish(lock, operator, run_id, source_id, &report, now).await?;
        Ok(report)
    }
}
