//! Import against COPY of the same final rows: into the same schema, with the same indexes, in one transaction per
//! table. COPY is given rows; the import has to check records, recognise branches, make ids, hashes and codes.

use crate::{
    Options,
    ground::Ground,
    table::{Aim, Line, median},
};
use anyhow::{Result, ensure};
use futures::TryStreamExt;
use local_postgres::DATABASE;
use model::{
    Locale,
    record::{Record, Source},
};
use portal::{
    Ids, Operator, Portal,
    import::{self, ImportOptions, Report},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{fmt, time::Instant};

/// Everything that an import fills, parents first.
const TABLES: [&str; 16] = [
    "source",
    "organisation",
    "service",
    "location",
    "service_at_location",
    "schedule",
    "phone",
    "contact_point",
    "service_need",
    "service_audience",
    "service_term",
    "service_territory",
    "required_document",
    "cost_option",
    "merged_record",
    "change",
];
/// Its rows for needs are there already.
const CODES: &str = "code";
/// More records than this are imported once: it takes long enough to be sure of.
const ONCE_FROM: usize = 30_000;

/// Parts are sources of their own: one import holds all that its source gave in memory.
fn source(part: usize) -> Source {
    Source {
        key: format!("bench-{part}"),
        name: "Measurements".to_owned(),
        licence: None,
        licence_url: None,
        url: None,
        locale: Locale::En,
    }
}

/// What imports did, together.
#[derive(Default)]
pub struct Done {
    pub seconds: f64,
    pub services: usize,
    organisations: usize,
    places: usize,
}

impl Done {
    pub fn add(&mut self, other: Self) {
        self.seconds += other.seconds;
        self.services += other.services;
        self.organisations += other.organisations;
        self.places += other.places;
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { services, organisations, places, .. } = self;
        write!(f, "{services} services of {organisations} organisations at {places} places")
    }
}

/// Fills the database with one part.
pub async fn fill(ground: &Ground, portal: &Portal, part: usize, records: Vec<Record>) -> Result<Done> {
    let mut seed = [7; 32];
    seed[0] = u8::try_from(part)?;
    let (operator, ids) = (Operator::at_the_console("bench"), Ids::seeded(seed));
    let options = ImportOptions::default();
    let started = Instant::now();
    let report = import::run(portal, &operator, &ids, &source(part), records, options, ground.now, |_| ()).await?;
    let seconds = started.elapsed().as_secs_f64();
    ensure!(report.adds_up(), "the counts of the import do not add up");
    let Report { services, organisations, places, .. } = report;
    Ok(Done { seconds, services, organisations, places })
}

/// `first`: seconds of the import that has been done.
pub async fn against_copy(ground: &Ground, options: &Options, first: f64, parts: Vec<Vec<Record>>) -> Result<Line> {
    let records: usize = parts.iter().map(Vec::len).sum();
    let rounds = if records >= ONCE_FROM { 1 } else { options.rounds };
    let (mut imports, mut copies) = (vec![first], Vec::new());
    let rows = dumped(&mut ground.connect(DATABASE).await?).await?;
    let count: usize = rows.iter().map(|(_, data)| data.iter().filter(|byte| **byte == b'\n').count()).sum();
    let size: usize = rows.iter().map(|(_, data)| data.len()).sum();
    ground.say(format!("  {count} rows in all tables, {} MB", size / 1_000_000));
    for round in 1..=rounds {
        copies.push(copy(ground, &rows).await?);
        if round < rounds {
            let portal = ground.portal("again").await?;
            checkpoint(ground).await?;
            let mut done = Done::default();
            for (number, records) in parts.iter().enumerate() {
                done.add(fill(ground, &portal, number, records.clone()).await?);
            }
            imports.push(done.seconds);
            portal.close().await;
            ground.drop_database("again").await?;
        }
        ground.say(format!(
            "  round {round}: import {:.1} s, COPY {:.1} s",
            imports[round as usize - 1],
            copies[round as usize - 1]
        ));
    }
    let rate = |seconds: &[f64]| count as f64 / median(seconds);
    Ok(Line::new("import / COPY of the same rows", "rows/s", rate(&imports))
        .against(rate(&copies))
        .aim(Aim::RatioAtLeast(0.35)))
}

async fn copy(ground: &Ground, rows: &[(&str, Vec<u8>)]) -> Result<f64> {
    let portal = ground.portal("copied").await?;
    portal.close().await;
    let mut connection = ground.connect("copied").await?;
    sqlx::query("delete from code").execute(&mut connection).await?;
    sqlx::query("delete from change").execute(&mut connection).await?;
    checkpoint(ground).await?;
    let started = Instant::now();
    for (table, data) in rows {
        let mut copy = connection.copy_in_raw(&format!("copy {table} from stdin")).await?;
        for part in data.chunks(1 << 20) {
            copy.send(part).await?;
        }
        copy.finish().await?;
    }
    let seconds = started.elapsed().as_secs_f64();
    connection.close().await?;
    ground.drop_database("copied").await?;
    Ok(seconds)
}

async fn dumped(connection: &mut PgConnection) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let mut rows = Vec::new();
    for table in TABLES.into_iter().chain([CODES]) {
        let stream = connection.copy_out_raw(&format!("copy {table} to stdout")).await?;
        let data = stream.try_fold(Vec::new(), |mut all, part| async move {
            all.extend_from_slice(&part);
            Ok(all)
        });
        rows.push((table, data.await?));
    }
    Ok(rows)
}

/// So that neither pays for what the other has written.
pub async fn checkpoint(ground: &Ground) -> Result<()> {
    let mut admin = ground.connect("postgres").await?;
    sqlx::query(AssertSqlSafe("checkpoint")).execute(&mut admin).await?;
    Ok(admin.close().await?)
}
