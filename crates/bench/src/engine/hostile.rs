//! Queries made to hurt: the slowest of them against the one in the middle.

use crate::{
    Options,
    ground::Ground,
    one_core,
    table::{Aim, Line, median, percentile},
};
use anyhow::{Result, anyhow};
use model::{Locale, SearchQuery};
use relevance::Hostile;
use search::Index;

const SEED: u64 = 3;
const MOST: f64 = 20.0;
/// What took too long is asked so often again: it is the query that is measured, not what the machine did meanwhile.
const AGAIN: u32 = 5;
/// Slow ones named on the way.
const NAMED: usize = 8;

pub fn measure(ground: &Ground, options: &Options, index: &Index) -> Result<Vec<Line>> {
    let ask = |query: &str, locale: Locale| -> Result<f64> {
        let work = || Ok(index.search(&SearchQuery::parse(query), locale, ground.now)?.total);
        Ok(one_core::timed(work)?.0 * 1e6)
    };
    let count = options.hostile as usize;
    let hostile = || Ok::<_, anyhow::Error>(Hostile::new(SEED).map_err(|error| anyhow!(error))?.take(count));
    let mut times = Vec::with_capacity(count);
    for (query, locale) in hostile()? {
        times.push(ask(&query, locale)?);
    }
    let middle = median(&times);
    let mut slow = 0;
    for (time, (query, locale)) in times.iter_mut().zip(hostile()?) {
        if *time > MOST * middle {
            for _ in 0..AGAIN {
                *time = time.min(ask(&query, locale)?);
            }
            slow += usize::from(*time > MOST * middle);
        }
    }
    let named = percentile(&times, 1.0 - NAMED as f64 / count.max(1) as f64);
    for (time, (query, locale)) in times.iter().zip(hostile()?).filter(|(time, _)| **time > named) {
        let SearchQuery { q, .. } = SearchQuery::parse(&query);
        ground.say(format!("  slow: {time:.0} us, {q:?} ({locale}) {:?}", query.split_once('&').unwrap_or_default().1));
    }
    ground.say(format!(
        "  {count} hostile queries, no panic: p50 {middle:.0}, p99 {:.0}, p99.9 {:.0} us; {slow} over {MOST} times p50",
        percentile(&times, 0.99),
        percentile(&times, 0.999)
    ));
    let slowest = percentile(&times, 1.0);
    Ok(vec![
        Line::new(format!("slowest of {count} hostile queries / median"), "us", slowest)
            .against(middle)
            .aim(Aim::RatioAtMost(MOST)),
    ])
}
