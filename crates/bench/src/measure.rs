//! The run, in order.

use crate::{
    Options, Part, bytes, engine, freshness,
    ground::Ground,
    judged, made, memory, pages, queries, rival, searches,
    server::Server,
    table::{self, Line},
    views,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use local_postgres::DATABASE;
use serde_json::json;

/// What needs the serving program.
pub const SERVED: [Part; 7] = [Part::Http, Part::Pages, Part::Qr, Part::Views, Part::Assets, Part::Fresh, Part::Memory];
/// What needs many services.
const OF_MANY: [Part; 10] = [
    Part::Import,
    Part::Core,
    Part::Hostile,
    Part::Http,
    Part::Pages,
    Part::Qr,
    Part::Views,
    Part::Assets,
    Part::Fresh,
    Part::Memory,
];

/// What was measured is printed, also where a later part fails.
pub async fn run(options: &Options, now: DateTime<Utc>) -> Result<()> {
    let ground = Ground::prepare(options, now)?;
    let (mut lines, mut data) = (Vec::new(), "demonstration data".to_owned());
    let measured = measure(&ground, options, &mut lines, &mut data).await;
    ground.say(if measured.is_ok() { "done" } else { "failed" });
    drop(ground);
    if options.json {
        println!("{:#}", json!({ "at": now, "data": data, "lines": table::json(&lines) }));
    } else {
        println!("{data}; {}", machine());
        table::print(&lines);
    }
    measured
}

async fn measure(ground: &Ground, options: &Options, lines: &mut Vec<Line>, data: &mut String) -> Result<()> {
    if options.wants(Part::Relevance) {
        ground.say("relevance");
        lines.extend(judged::measure(ground).await?);
    }
    if !options.wants_any(&OF_MANY) {
        return Ok(());
    }
    let (made, import) = made::services(ground, options).await?;
    lines.extend(import);
    *data = made.size;
    if options.wants_any(&[Part::Core, Part::Hostile]) {
        ground.say("search core");
        lines.extend(engine::measure(ground, options, &made.queries).await?);
    }
    if options.wants_any(&SERVED) {
        served(ground, options, &made.queries, lines).await?;
    }
    Ok(())
}

async fn served(ground: &Ground, options: &Options, queries: &[queries::Query], lines: &mut Vec<Line>) -> Result<()> {
    ground.say("starting bussola serve");
    ground.keep_postgres_on_one_core()?;
    let server = Server::bussola(ground)?;
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
        lines.extend(bytes::first_answers_of("need", ground, &server).await?);
        lines.extend(bytes::first_answers_of("card", ground, &server).await?);
        lines.extend(bytes::first_answers_of_lists(&server)?);
    }
    if options.wants(Part::Views) {
        ground.say("every class of page");
        lines.extend(views::measure(ground, &server).await?);
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
    Ok(())
}

/// For whoever compares two tables.
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{cores} cores, {}", model.map_or("unknown", |(_, model)| model.trim()))
}
