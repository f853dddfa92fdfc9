use anyhow::Result;
use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderName, StatusCode, header::CONTENT_TYPE},
    routing::get,
};
use chrono::{DateTime, Utc};
use clap::Args;
use model::SearchQuery;
use serde::Serialize;
use sqlx::{
    FromRow, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr, sync::Arc};
use uuid::Uuid;

const CONNECTIONS: u32 = 10;
const COLUMNS: &str =
    "id, kind, title, language, summary, path, organisation, territory, updated_at, count(*) over () as total";

#[derive(Args)]
pub struct Arguments {
    #[arg(long, env = "DATABASE_URL")]
    database_url: String,
    /// Look at trigrams in every search, not only when the words alone find nothing
    #[arg(long)]
    always_trigrams: bool,
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
}

#[derive(Serialize)]
struct Answer<'a> {
    total: i64,
    items: Vec<Item>,
    facets: &'a str,
}

pub async fn run(arguments: Arguments) -> Result<()> {
    let options = PgConnectOptions::from_str(&arguments.database_url)?.options([("jit", "off")]);
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await?;
    let asked = "(select to_tsquery('simple', $1) || websearch_to_tsquery(rival.config($2), $3) as q) asked";
    let rank = "order by ts_rank(words, q) desc";
    let by_words = if arguments.always_trigrams {
        format!(
            "select {COLUMNS} from rival.item, {asked} where words @@ q or title % $3 \
             {rank}, similarity(title, $3) desc limit 20"
        )
    } else {
        format!("select {COLUMNS} from rival.item, {asked} where words @@ q {rank} limit 20")
    };
    let by_trigrams =
        format!("select {COLUMNS} from rival.item where title % $1 order by similarity(title, $1) desc limit 20");
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
    let items = find(&rival, &query).await.map_err(|error| {
        eprintln!("rival: {error}");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    let answer = Answer { total: items.first().map_or(0, |item| item.total), items, facets: &rival.filling };
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
    let words = q.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut query = words.collect::<Vec<_>>().join(" & ");
    if !query.is_empty() {
        query.push_str(":*");
    }
    query
}
