//! The search over HTTP against the rival on Postgres.

use crate::{
    Options,
    ground::Ground,
    http::Client,
    load::{Load, compare},
    queries::Query,
    server::Server,
    table::{Aim, Line},
};
use anyhow::Result;

const LEAN: &str = "lean";
const MODES: [(&str, &str); 3] = [
    ("full", "any word, facets, trigrams if need be"),
    ("trigrams", "all words or trigrams, no facets"),
    (LEAN, "all words, no facets, trigrams if need be"),
];
const SAMPLE: usize = 200;

pub fn against_postgres(ground: &Ground, options: &Options, server: &Server, queries: &[Query]) -> Result<Vec<Line>> {
    let paths: Vec<String> = queries.iter().map(Query::path).collect();
    let ours = average(server, &paths)?;
    let rivals =
        MODES.map(|(mode, _)| rival(ground, mode, ours, &paths)).into_iter().collect::<Result<Vec<Server>>>()?;
    let mut loads = vec![("ours", Load::new(ground, "search", server.address, &paths, &[])?)];
    for ((mode, _), rival) in MODES.iter().zip(&rivals) {
        loads.push((mode, Load::new(ground, mode, rival.address, &paths, &[])?));
    }
    let rates = compare(ground, options, &loads)?;
    let line = |((mode, what), rival): (&(&str, &str), &f64)| {
        let line = Line::new(format!("search over HTTP / Postgres, {what}"), "/s", rates[0]).against(*rival);
        // The lean one does much less than ours.
        if *mode == LEAN { line } else { line.aim(Aim::RatioAtLeast(20.0)) }
    };
    Ok(MODES.iter().zip(&rates[1..]).map(line).collect())
}

/// On the data of ours, its answers filled up to `size` bytes.
fn rival(ground: &Ground, mode: &str, size: f64, paths: &[String]) -> Result<Server> {
    let url = ground.url()?;
    let bare = Server::rival(&["postgres", "--database-url", &url, "--mode", mode])?;
    let filling = (size - average(&bare, paths)?).max(0.0) as usize;
    ground.say(format!("  an answer of ours has {size:.0} bytes; the rival's ({mode}) is filled up with {filling}"));
    Server::rival(&["postgres", "--database-url", &url, "--mode", mode, "--filling", &filling.to_string()])
}

/// Bytes of an answer's body.
fn average(server: &Server, paths: &[String]) -> Result<f64> {
    let mut client = Client::connect(server.address)?;
    let (mut bytes, mut count) = (0, 0);
    for path in paths.iter().step_by(paths.len().div_ceil(SAMPLE).max(1)) {
        bytes += client.get(path, &[])?.ok(path)?.body.len();
        count += 1;
    }
    Ok(bytes as f64 / f64::from(count.max(1)))
}
