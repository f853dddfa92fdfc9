//! The search core, on one core and in one thread: against raw tantivy on the same index files, and against itself.

mod against_raw;
mod hostile;
mod ratios;
mod raw;

use crate::{Options, Part, ground::Ground, one_core, queries::Query, table::Line};
use anyhow::{Result, ensure};
use local_postgres::DATABASE;
use raw::Raw;
use std::time::{Duration, Instant};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

const LEAST: usize = 1_000;

pub async fn measure(ground: &Ground, options: &Options, queries: &[Query]) -> Result<Vec<Line>> {
    let folder = ground.index();
    let portal = ground.join(DATABASE).await?;
    let stop = CancellationToken::new();
    let following = portal.follow(folder.clone(), stop.clone());
    let started = Instant::now();
    let index = loop {
        match portal.index() {
            Some(index) => break index,
            None => sleep(Duration::from_millis(50)).await,
        }
        ensure!(started.elapsed() < ground.patience, "the index was not built within {:?}", ground.patience);
    };
    let seconds = started.elapsed().as_secs_f64();
    ground.say(format!("  {} documents indexed or found so in {seconds:.1} s", index.count()));
    stop.cancel();
    following.await?;
    let raw = Raw::open(&folder)?;
    let usable: Vec<&Query> = queries.iter().filter(|query| raw.knows(query)).collect();
    ensure!(usable.len() >= LEAST.min(queries.len() / 2), "only {} queries to measure with", usable.len());
    ground.say(format!("  {} queries, {} segments", usable.len(), raw.reader.searcher().segment_readers().len()));
    let lines = one_core::run(|| {
        let mut lines = Vec::new();
        if options.wants(Part::Core) {
            lines.extend(ratios::measure(ground, options, &index, &raw, &usable)?);
            lines.extend(against_raw::measure(ground, options, &index, &raw, &usable)?);
        }
        if options.wants(Part::Hostile) {
            ground.say(format!("{} hostile queries", options.hostile));
            lines.extend(hostile::measure(ground, options, &index)?);
        }
        Ok(lines)
    })?;
    portal.close().await;
    Ok(lines)
}

/// What each work took and found.
struct Compared {
    /// Microseconds by work and subject: the medians of rounds that take turns.
    times: Vec<Vec<f64>>,
    /// How much each work found, on average.
    found: Vec<u64>,
}

/// Returns how much it found.
type Work<'a, S> = &'a dyn Fn(&S) -> Result<u64>;

/// Does each work for each subject, in turns.
fn compare<S>(rounds: u32, subjects: &[S], works: &[Work<'_, S>]) -> Result<Compared> {
    let mut times = vec![vec![Vec::new(); subjects.len()]; works.len()];
    let mut found = vec![0; works.len()];
    // The first pass warms up.
    for round in 0..=rounds {
        for (at, subject) in subjects.iter().enumerate() {
            for turn in 0..works.len() {
                // Whoever comes first pays for the caches that the subject before has filled.
                let number = (turn + at + round as usize) % works.len();
                let (seconds, some) = one_core::timed(|| works[number](subject))?;
                if round > 0 {
                    times[number][at].push(seconds * 1e6);
                    found[number] += some;
                }
            }
        }
    }
    let answers = (subjects.len() as u64 * u64::from(rounds)).max(1);
    let medians = |times: Vec<Vec<f64>>| times.iter().map(|times| crate::table::median(times)).collect();
    Ok(Compared {
        times: times.into_iter().map(medians).collect(),
        found: found.into_iter().map(|sum| sum / answers).collect(),
    })
}
