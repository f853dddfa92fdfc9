use anyhow::Result;
use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderName, StatusCode, header::CONTENT_TYPE},
    routing::get,
};
use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use model::SearchQuery;
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::{
    FromRow, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
    types::Json,
};
use std::{str::FromStr, sync::Arc};
use uuid::Uuid;

const CONNECTIONS: u32 = 10;
const COLUMNS: &str = "i.id, i.kind, i.title, i.language, i.summary, i.path, i.organisation, i.territory, i.updated_at";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// What ours does: any of the words, facets counted over all that is found; trigrams when that is nothing.
    Full,
    /// All of the words or a similar title; no facets.
    Trigrams,
    /// All of the words; no facets; trigrams when that finds nothing.
    Lean,
}

/// $1: words joined by `&`; $2: language; $3: as typed.
const ALL: &str = "asked as (select to_tsquery('rival.plain', $1) || plainto_tsquery(rival.config($2), $3) as q)";
const ANY: &str = "asked as (select replace((to_tsquery('rival.plain', $1) || plainto_tsquery(rival.config($2), $3))::text, '&', '|')::tsquery as q)";
const FOUND: &str = "found as materialized (
  select id, kind, needs, audiences, territories, ts_rank(words, q) as rank from rival.item, asked where words @@ q)";
const FACETS: &str = "
  'kind', (select json_agg(f) from (select kind as value, count(*) from found group by 1 order by 2 desc) f),
  'need', (select json_agg(f) from (select value, count(*) from found, unnest(needs) value group by 1 order by 2 desc limit 200) f),
  'audience', (select json_agg(f) from (select value, count(*) from found, unnest(audiences) value group by 1 order by 2 desc limit 200) f),
  'territory', (select json_agg(f) from (select value, count(*) from found, unnest(territories) value group by 1 order by 2 desc limit 200) f)";

#[derive(Args)]
pub struct Arguments {
    #[arg(long, env = "DATABASE_URL")]
    database_url: String,
    #[arg(long)]
    mode: Mode,
    /// Bytes to fill an answer up with
    #[arg(long, default_value = "0")]
    filling: usize,
}

#[derive(Clone)]
struct Rival {
    pool: PgPool,
    by_words: Arc<str>,
    by_trigrams: Arc<str>,
    filling: Arc<str>,
}

#[derive(FromRow, Serialize)]
struct Item {
    kind: String,
    id: Uuid,
    title: String,
    language: String,
    summary: String,
    path: String,
    organisation: String,
    territory: Option<String>,
    updated_at: DateTime<Utc>,
    #[serde(skip)]
    total: i64,
    #[serde(skip)]
    facets: Option<Json<Box<RawValue>>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    total: i64,
    items: Vec<Item>,
    facets: Option<Json<Box<RawValue>>>,
    filling: &'a str,
}

pub async fn run(arguments: Arguments) -> Result<()> {
    let options = PgConnectOptions::from_str(&arguments.database_url)?.options([("jit", "off")]);
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await?;
    let by_words = match arguments.mode {
        Mode::Full => format!(
            "with {ANY}, {FOUND}
             select {COLUMNS}, (select count(*) from found) as total, (select json_build_object({FACETS})) as facets
             from (select id, rank from found order by rank desc limit 10) best join rival.item i using (id)
             order by rank desc"
        ),
        Mode::Trigrams => format!(
            "with {ALL} select {COLUMNS}, count(*) over () as total, null::json as facets
             from rival.item i, asked where words @@ q or title % $3
             order by ts_rank(words, q) desc, similarity(title, $3) desc limit 10"
        ),
        Mode::Lean => format!(
            "with {ALL} select {COLUMNS}, count(*) over () as total, null::json as facets
             from rival.item i, asked where words @@ q order by ts_rank(words, q) desc limit 10"
        ),
    };
    let by_trigrams = format!(
        "select {COLUMNS}, count(*) over () as total, null::json as facets
         from rival.item i where title % $1 order by similarity(title, $1) desc limit 10"
    );
    let filling = "-".repeat(arguments.filling).into();
    let rival = Rival { pool, by_words: by_words.into(), by_trigrams: by_trigrams.into(), filling };
    let (listener, _) = crate::listen().await?;
    let router = Router::new().route("/api/v1/search", get(search)).with_state(rival);
    Ok(axum::serve(listener, router).await?)
}

async fn search(
    State(rival): State<Rival>,
    RawQuery(query): RawQuery,
) -> Result<([(HeaderName, &'static str); 1], Vec<u8>), StatusCode> {
    let query = SearchQuery::parse(query.as_deref().unwrap_or_default());
    let mut items = find(&rival, &query).await.map_err(|error| {
        eprintln!("rival: {error}");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    let (total, facets) = items.first_mut().map_or((0, None), |item| (item.total, item.facets.take()));
    let answer = Answer { total, items, facets, filling: &rival.filling };
    let json = serde_json::to_vec(&answer).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(([(CONTENT_TYPE, "application/json")], json))
}

async fn find(rival: &Rival, query: &SearchQuery) -> sqlx::Result<Vec<Item>> {
    let found = sqlx::query_as(sqlx::AssertSqlSafe(&*rival.by_words))
        .bind(words(&query.q))
        .bind(query.lang.unwrap_or_default().as_str())
        .bind(&query.q)
        .fetch_all(&rival.pool)
        .await?;
    if !found.is_empty() {
        return Ok(found);
    }
    sqlx::query_as(sqlx::AssertSqlSafe(&*rival.by_trigrams)).bind(&query.q).fetch_all(&rival.pool).await
}

/// All words, the last of which may go on: `food & ba:*`.
fn words(q: &str) -> String {
    let mut query = super::words(q).join(" & ");
    if !query.is_empty() {
        query.push_str(":*");
    }
    query
}
