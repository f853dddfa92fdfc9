//! From publishing a service to finding it over HTTP, while others search.

use crate::{
    ground::Ground,
    http::Client,
    queries::Query,
    server::Server,
    table::{Aim, Line, median, percentile},
};
use anyhow::{Context, Result, ensure};
use local_postgres::DATABASE;
use model::{Locale, Text};
use portal::Ids;
use sqlx::{PgConnection, types::Json};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::{scope, sleep},
    time::{Duration, Instant},
};
use uuid::Uuid;

const WRITES: u32 = 200;
/// Between two looks.
const LOOK: Duration = Duration::from_millis(2);
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two writes, of varying length so that no clock of ours beats in time with one of theirs.
const PAUSES: [u64; 3] = [11, 23, 37];
/// About 50 searches a second meanwhile.
const OTHERS: Duration = Duration::from_millis(20);

pub async fn measure(ground: &Ground, server: &Server, queries: &[Query]) -> Result<Vec<Line>> {
    let mut connection = ground.connect(DATABASE).await?;
    let organisation: Uuid = sqlx::query_scalar("select id from organisation where status = 'active' limit 1")
        .fetch_one(&mut connection)
        .await?;
    let ids = Ids::seeded([9; 32]);
    let done = AtomicBool::new(false);
    let runtime = tokio::runtime::Handle::current();
    let times = tokio::task::block_in_place(|| {
        scope(|scope| {
            let others = scope.spawn(|| others(server, queries, &done));
            let times = (0..WRITES)
                .map(|number| {
                    sleep(Duration::from_millis(PAUSES[number as usize % PAUSES.len()]));
                    let id = ids.uuid(ground.now);
                    let publish = || runtime.block_on(publish(&mut connection, id, organisation, &word(number)));
                    until_found(server, publish, id, &word(number))
                })
                .collect::<Result<Vec<f64>>>();
            done.store(true, Ordering::Relaxed);
            let searches = others.join().ok().context("the other searches panicked")??;
            ground.say(format!("  {WRITES} services published while {searches} other searches were answered"));
            times
        })
    })?;
    if ground.is_kept() {
        withdraw(&mut connection).await?;
    }
    Ok(vec![
        Line::new("from publishing to found, p99", "ms", percentile(&times, 0.99)).aim(Aim::OursAtMost(300.0)),
        Line::new("from publishing to found, p50", "ms", median(&times)),
    ])
}

fn others(server: &Server, queries: &[Query], done: &AtomicBool) -> Result<u64> {
    let mut client = Client::connect(server.address)?;
    let mut answered = 0;
    for query in queries.iter().cycle() {
        if done.load(Ordering::Relaxed) {
            break;
        }
        client.get(&query.path(), &[])?.ok("a search")?;
        answered += 1;
        sleep(OTHERS);
    }
    Ok(answered)
}

/// Milliseconds from before the write, the commit included, to the answer that has it.
fn until_found(server: &Server, publish: impl FnOnce() -> Result<()>, id: Uuid, word: &str) -> Result<f64> {
    let mut client = Client::connect(server.address)?;
    let (path, id) = (format!("/api/v1/search?q={word}&lang=en"), id.to_string());
    let started = Instant::now();
    publish()?;
    loop {
        let answer = client.get(&path, &[])?.ok("a search")?;
        let elapsed = started.elapsed();
        if String::from_utf8_lossy(&answer.body).contains(&id) {
            return Ok(elapsed.as_secs_f64() * 1000.0);
        }
        ensure!(elapsed < PATIENCE, "a service was not found {PATIENCE:?} after it was published");
        sleep(LOOK);
    }
}

async fn publish(connection: &mut PgConnection, id: Uuid, organisation: Uuid, word: &str) -> Result<()> {
    sqlx::query(
        "with published as (
           insert into service (id, organisation_id, kind, slug, name) values ($1, $2, 'service', $3, $4) returning id)
         insert into change (kind, id) select 'service', id from published",
    )
    .bind(id)
    .bind(organisation)
    .bind(word)
    .bind(Json(Text::new(Locale::En, format!("Shelter {word}"))))
    .execute(connection)
    .await?;
    Ok(())
}

/// The next run publishes them again.
async fn withdraw(connection: &mut PgConnection) -> Result<()> {
    sqlx::query(
        "with gone as (delete from service where slug like 'qzx%' returning id)
         insert into change (kind, id) select 'service', id from gone",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A word that nothing else has.
fn word(number: u32) -> String {
    let letters = number.to_string();
    letters.bytes().fold("qzx".to_owned(), |mut word, digit| {
        word.push(char::from(digit - b'0' + b'a'));
        word.push('v');
        word
    })
}
