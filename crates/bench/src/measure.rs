//! The run, in order.

use crate::{
    Options, Part, bytes, feeds, freshness,
    ground::Ground,
    import, index, memory, pages, queries, rival, searches,
    server::Server,
    table::{self, Line},
    vary,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use local_postgres::DATABASE;
use serde_json::json;

const QUERIES: usize = 2_000;
/// What needs the serving program.
const SERVED: [Part; 6] = [Part::Http, Part::Pages, Part::Qr, Part::Assets, Part::Fresh, Part::Memory];

pub async fn run(options: &Options, now: DateTime<Utc>) -> Result<()> {
    let ground = Ground::prepare(options, now)?;
    ground.say("reading feeds");
    let base = feeds::read(&options.feeds, now)?;
    ground.say(format!("  services: {}", base.sources.join(", ")));
    let records = vary::replicate(&base, options.services as usize);
    drop(base);
    let queries = queries::draw(&records, QUERIES);
    ground.say(format!("importing {} records", records.len()));
    let again = if options.wants(Part::Import) { records.clone() } else { Vec::new() };
    let portal = ground.portal(DATABASE).await?;
    import::checkpoint(&ground).await?;
    let (seconds, report) = import::fill(&ground, &portal, records).await?;
    portal.close().await;
    let size =
        format!("{} services of {} organisations at {} places", report.services, report.organisations, report.places);
    ground.say(format!("  {seconds:.1} s: {size}"));
    let mut lines = Vec::new();
    if options.wants(Part::Import) {
        ground.say("COPY of the same rows");
        lines.push(import::against_copy(&ground, options, seconds, again).await?);
    }
    let mut connection = ground.connect(DATABASE).await?;
    sqlx::query("vacuum analyze").execute(&mut connection).await?;
    if options.wants(Part::Core) {
        ground.say("search core against raw tantivy");
        lines.extend(index::against_raw(&ground, options, &queries).await?);
    }
    if SERVED.into_iter().any(|part| options.wants(part)) {
        lines.extend(served(&ground, options, &queries).await?);
    }
    ground.say("done");
    drop(ground);
    if options.json {
        println!("{:#}", json!({ "at": now, "data": size, "lines": table::json(&lines) }));
    } else {
        println!("{size}; {}", machine());
        table::print(&lines);
    }
    Ok(())
}

async fn served(ground: &Ground, options: &Options, queries: &[queries::Query]) -> Result<Vec<Line>> {
    ground.say("starting bussola serve");
    let server = Server::bussola(ground)?;
    let mut lines = Vec::new();
    if options.wants(Part::Http) {
        ground.say("search over HTTP: making the rival's table");
        rival::prepare(&mut ground.connect(DATABASE).await?).await?;
        ground.say("search over HTTP");
        lines.extend(searches::against_postgres(ground, options, &server, queries)?);
    }
    if options.wants(Part::Pages) {
        ground.say("pages against a constant");
        lines.extend(pages::against_constant(ground, options, &server, queries).await?);
    }
    if options.wants(Part::Qr) {
        ground.say("first answers of QR codes");
        lines.extend(bytes::first_answers(ground, &server).await?);
        lines.extend(bytes::first_answers_of_needs(ground, &server).await?);
    }
    if options.wants(Part::Assets) {
        lines.extend(bytes::assets(&server)?);
    }
    if options.wants(Part::Fresh) {
        ground.say("from publishing to found");
        lines.extend(freshness::measure(ground, &server, queries).await?);
    }
    if options.wants(Part::Memory) {
        lines.extend(memory::measure(&server)?);
    }
    Ok(lines)
}

/// For whoever compares two tables.
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{cores} cores, {}", model.map_or("unknown", |(_, model)| model.trim()))
}
