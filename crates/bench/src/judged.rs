//! How well the judged queries are answered: ours, Postgres, and a search engine that people would take from npm, on
//! the same demonstration data. The rivals also get the needs' labels and synonyms, as a second, stronger variant.

mod minisearch;
mod postgres;

use crate::{
    ground::Ground,
    table::{Aim, Line},
};
use anyhow::{Context, Result, anyhow, ensure};
use chrono::{DateTime, Utc};
use model::SearchQuery;
use portal::{Ids, Operator, Portal, demonstration, search};
use relevance::{Class, DEPTH, Judged, Scores};
use sqlx::{Executor, PgConnection};
use std::{collections::HashMap, time::Duration};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const DOCUMENTS: &str = include_str!("judged/documents.sql");
const DATABASE: &str = "judged";
const PATIENCE: Duration = Duration::from_secs(60);
const MOST_EMPTY_PERCENT: f64 = 2.0;

/// Classes together, and the mean nDCG@10 that is wanted of ours.
const GROUPS: [(&str, &[Class], Option<f64>); 6] = [
    ("exact", &[Class::Exact, Class::Stemmed, Class::Order, Class::Accents], Some(0.92)),
    ("typing errors", &[Class::TypoOne, Class::TypoTwo], Some(0.85)),
    ("everyday words", &[Class::Everyday, Class::Misnomer], Some(0.85)),
    ("other languages", &[Class::CrossLanguage], Some(0.80)),
    ("beginnings, places, audiences", &[Class::Prefix, Class::Place, Class::Audience], None),
    ("all", &Class::ALL, None),
];

/// Keys found for each query, best first.
type Answers = Vec<Vec<String>>;

pub async fn measure(ground: &Ground) -> Result<Vec<Line>> {
    let queries = relevance::judged().map_err(|error| anyhow!(error))?;
    let portal = ground.portal(DATABASE).await?;
    demonstration::seed(&portal, &Operator::at_the_console("bench"), &Ids::seeded([8; 32]), ground.now).await?;
    let mut connection = ground.connect(DATABASE).await?;
    connection.execute(DOCUMENTS).await?;
    let keys = keys(&mut connection).await?;
    let ours = scores(&queries, &ours(ground, &portal, &queries, &keys).await?);
    portal.close().await;
    postgres::prepare(&mut connection).await?;
    let mut rivals = Vec::new();
    for (synonyms, with) in [(false, ""), (true, " with our synonyms")] {
        let found = postgres::find(&mut connection, &queries, synonyms).await?;
        rivals.push((format!("Postgres{with}"), scores(&queries, &found)));
        let found = minisearch::find(&mut connection, &queries, synonyms).await?;
        rivals.push((format!("MiniSearch{with}"), scores(&queries, &found)));
    }
    drop(connection);
    ground.drop_database(DATABASE).await?;
    ground.say(format!("  {} queries, {} things", queries.len(), keys.len()));
    Ok(lines(&ours, &rivals))
}

fn lines(ours: &Scores, rivals: &[(String, Scores)]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (name, classes, wanted) in GROUPS {
        for (at, (rival, theirs)) in rivals.iter().enumerate() {
            let line = Line::new(format!("relevance: {name} / {rival}"), "nDCG@10", ours.of(classes).mean())
                .against(theirs.of(classes).mean());
            let aim = wanted.filter(|_| at == 0).map(Aim::OursAtLeast);
            lines.push(Line { aim, ..line });
        }
    }
    let empty = |scores: &Scores| 100.0 * f64::from(scores.all.without_result) / f64::from(scores.all.queries.max(1));
    for (rival, theirs) in rivals {
        lines.push(
            Line::new(format!("relevance: nothing found / {rival}"), "%", empty(ours))
                .against(empty(theirs))
                .aim(Aim::OursAtMost(MOST_EMPTY_PERCENT)),
        );
    }
    lines
}

fn scores(queries: &[Judged], answers: &Answers) -> Scores {
    let mut scores = Scores::default();
    for (query, found) in queries.iter().zip(answers) {
        scores.add(query, found);
    }
    scores
}

/// `{file}/{source id}` of everything that rivals can find; ours finds the same.
async fn keys(connection: &mut PgConnection) -> Result<HashMap<Uuid, String>> {
    let rows: Vec<(Uuid, String)> = sqlx::query_as("select id, key from judged.document").fetch_all(connection).await?;
    Ok(rows.into_iter().collect())
}

async fn ours(ground: &Ground, portal: &Portal, queries: &[Judged], keys: &HashMap<Uuid, String>) -> Result<Answers> {
    let stop = CancellationToken::new();
    let following = portal.follow(ground.path("judged"), stop.clone());
    let filled = async {
        while portal.index().is_none() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, filled).await.context("the index was not built in time")?;
    let mut answers = Vec::with_capacity(queries.len());
    for query in queries {
        answers.push(answer(portal, query, keys, ground.now).await?);
    }
    stop.cancel();
    following.await?;
    Ok(answers)
}

async fn answer(
    portal: &Portal,
    query: &Judged,
    keys: &HashMap<Uuid, String>,
    now: DateTime<Utc>,
) -> Result<Vec<String>> {
    let asked = SearchQuery { per_page: u32::try_from(DEPTH).ok(), ..SearchQuery::words(&query.q) };
    let answer = search::answer(portal, &asked, query.locale, now).await?;
    ensure!(!answer.degraded, "Postgres answered for the index");
    let key = |id: &Uuid| keys.get(id).cloned().with_context(|| format!("{id} was found and is no document"));
    answer.items.iter().map(|item| key(&item.id)).collect()
}
