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

const SAMPLE: usize = 200;

pub fn against_postgres(ground: &Ground, options: &Options, server: &Server, queries: &[Query]) -> Result<Vec<Line>> {
    let paths: Vec<String> = queries.iter().map(Query::path).collect();
    let ours = average(server, &paths)?;
    let url = ground.url()?;
    let bare = Server::rival(&["postgres", "--database-url", &url])?;
    let filling = (ours - average(&bare, &paths)?).max(0.0) as usize;
    drop(bare);
    ground.say(format!("  an answer of ours has {ours:.0} bytes; the rival's is filled up with {filling}"));
    let filling = filling.to_string();
    let words = Server::rival(&["postgres", "--database-url", &url, "--filling", &filling])?;
    let always = Server::rival(&["postgres", "--database-url", &url, "--filling", &filling, "--always-trigrams"])?;
    let load = |name: &str, server: &Server| Load::new(ground, name, server.address, &paths, &[]);
    let loads = [
        ("ours", load("search", server)?),
        ("words", load("words", &words)?),
        ("trigrams", load("trigrams", &always)?),
    ];
    let rates = compare(ground, options, &loads)?;
    let line = |what: &str, rival: f64| Line::new(what, "/s", rates[0]).against(rival).aim(Aim::RatioAtLeast(20.0));
    Ok(vec![
        line("search over HTTP / Postgres words or trigrams", rates[2]),
        line("search over HTTP / Postgres words, then trigrams", rates[1]),
    ])
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
