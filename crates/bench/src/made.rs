//! The services to measure with: made once, or found as an earlier run has left them.

use crate::{
    Options, Part, feeds,
    ground::Ground,
    import,
    queries::{self, Query},
    replicas::Replicas,
    table::Line,
};
use anyhow::{Context, Result, ensure};
use local_postgres::DATABASE;
use serde::{Deserialize, Serialize};
use std::fs;

const QUERIES: usize = 2_000;
/// COPY of the same rows holds all of them in memory.
const MOST_COPIED: u32 = 200_000;

#[derive(Serialize, Deserialize)]
pub struct Made {
    /// As asked for.
    services: u32,
    /// For people.
    pub size: String,
    pub queries: Vec<Query>,
}

/// Fills the database, or believes a folder that says it has been filled; with the line of the import when that was
/// measured.
pub async fn services(ground: &Ground, options: &Options) -> Result<(Made, Option<Line>)> {
    let note = ground.path("made.json");
    if let Ok(text) = fs::read(&note) {
        let made: Made = serde_json::from_slice(&text).with_context(|| format!("cannot read {}", note.display()))?;
        ensure!(made.services == options.services, "{} holds {}: take another folder", note.display(), made.size);
        ground.say(format!("found {}", made.size));
        // The schema may have grown since.
        ground.portal(DATABASE).await?.close().await;
        return Ok((made, None));
    }
    // Of a run that was broken off: an index that lags behind would be measured while it catches up.
    if ground.path("serve").exists() {
        fs::remove_dir_all(ground.path("serve"))?;
    }
    ground.say("reading feeds");
    let base = feeds::read(&options.feeds, ground.now)?;
    ground.say(format!("  services: {}", base.sources.join(", ")));
    let portal = ground.portal(DATABASE).await?;
    import::checkpoint(ground).await?;
    let mut queries = Vec::new();
    let mut done = import::Done::default();
    let mut again = Vec::new();
    for (number, records) in Replicas::new(&base, options.services as usize).enumerate() {
        // The first part says as much about what people ask as all.
        if number == 0 {
            queries = queries::draw(&records, QUERIES);
        }
        if options.wants(Part::Import) && options.services <= MOST_COPIED {
            again.push(records.clone());
        }
        ground.say(format!("importing {} records", records.len()));
        done.add(import::fill(ground, &portal, number, records).await?);
        ground.say(format!("  {:.1} s, {} services", done.seconds, done.services));
    }
    portal.close().await;
    let size = done.to_string();
    ground.say(format!("  {:.1} s: {size}", done.seconds));
    let mut line = None;
    if !again.is_empty() {
        ground.say("COPY of the same rows");
        line = Some(import::against_copy(ground, options, done.seconds, again).await?);
    } else if options.wants(Part::Import) {
        ground.say(format!("import against COPY is measured with at most {MOST_COPIED} services"));
    }
    ground.say("vacuum analyze");
    sqlx::query("vacuum analyze").execute(&mut ground.connect(DATABASE).await?).await?;
    let made = Made { services: options.services, size, queries };
    if ground.is_kept() {
        fs::write(note, serde_json::to_vec(&made)?)?;
    }
    Ok((made, line))
}
