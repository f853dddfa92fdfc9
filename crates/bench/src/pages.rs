//! Pages against axum answering a constant of the same size with the same headers.

use crate::{
    Options, constant,
    ground::Ground,
    http::{Answer, Client},
    load::{Load, compare},
    queries::Query,
    server::Server,
    table::{Aim, Line},
};
use anyhow::{Context, Result};
use local_postgres::DATABASE;
use std::{thread::sleep, time::Duration};

const SAMPLE: usize = 41;
/// Longer than it takes to compress a page.
const COMPRESSED: Duration = Duration::from_millis(500);
const AS_BROWSERS_DO: [(&str, &str); 1] = [("Accept-Encoding", "br")];

pub async fn against_constant(
    ground: &Ground,
    options: &Options,
    server: &Server,
    queries: &[Query],
) -> Result<Vec<Line>> {
    let service = service_page(ground).await?;
    let mut lines =
        vec![compared(ground, options, server, "cached service page", &[service])?.aim(Aim::RatioAtLeast(0.85))];
    let searches: Vec<String> =
        queries.iter().map(|query| query.path().replacen("/api/v1/", &format!("/{}/", query.locale), 1)).collect();
    lines.push(compared(ground, options, server, "search page", &searches)?);
    Ok(lines)
}

fn compared(ground: &Ground, options: &Options, server: &Server, what: &str, paths: &[String]) -> Result<Line> {
    let answer = typical(server, paths)?;
    let name = what.replace(' ', "-");
    ground.say(format!("  {what}: {} bytes, {} headers", answer.body.len(), answer.headers.len()));
    let file = ground.path(&format!("{name}.answer"));
    constant::save(&answer, &file)?;
    let rival = Server::rival(&["constant", "--answer", &file.to_string_lossy()])?;
    let load = |name: String, server: &Server| Load::new(ground, &name, server.address, paths, &AS_BROWSERS_DO);
    let loads = [(what, load(format!("{name}-ours"), server)?), ("constant", load(format!("{name}-rival"), &rival)?)];
    let rates = compare(ground, options, &loads)?;
    Ok(Line::new(format!("{what} / a constant of its size"), "/s", rates[0]).against(rates[1]))
}

/// Of some answers the one in the middle by length, as they are under load: a page that is kept is compressed better
/// beside its second visitor, and the constant must not have more to send.
fn typical(server: &Server, paths: &[String]) -> Result<Answer> {
    let mut client = Client::connect(server.address)?;
    let some = || paths.iter().step_by(paths.len().div_ceil(SAMPLE).max(1));
    let mut ask = || some().map(|path| client.get(path, &AS_BROWSERS_DO)?.ok(path)).collect::<Result<Vec<Answer>>>();
    ask()?;
    ask()?;
    sleep(COMPRESSED);
    let mut answers = ask()?;
    answers.sort_by_key(|answer| answer.body.len());
    let middle = answers.len() / 2;
    answers.into_iter().nth(middle).context("no page to ask for")
}

/// Of the demonstration's services the one in the middle by length.
async fn service_page(ground: &Ground) -> Result<String> {
    let mut connection = ground.connect(DATABASE).await?;
    let services: Vec<(String, String)> = sqlx::query_as(
        "select id::text, slug from service
         where source_record_id like 'demonstration%' and source_record_id not like '%~%' and status = 'active'
           and (ends_on is null or ends_on >= current_date) and name -> 'values' ? 'en'
         order by octet_length(description::text)",
    )
    .fetch_all(&mut connection)
    .await?;
    let (id, slug) = services.get(services.len() / 2).context("no demonstration data")?;
    Ok(format!("/en/services/{id}/{slug}"))
}
