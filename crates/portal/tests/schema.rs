//! The schema and what is written about it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use portal::test_database::test_database;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What one table says for its columns, and the columns that differ.
#[derive(Deserialize)]
struct Table {
    #[serde(flatten)]
    rule: BTreeMap<String, toml::Value>,
}

const ASPECTS: [&str; 6] = ["purpose", "basis", "personal", "retention", "export", "erasure"];

fn says(aspect: &str, value: &toml::Value) -> bool {
    match value {
        toml::Value::Boolean(_) => aspect == "personal",
        toml::Value::String(text) => aspect != "personal" && !text.trim().is_empty(),
        _ => false,
    }
}

#[tokio::test]
async fn the_data_map_names_every_column() {
    let map: BTreeMap<String, Table> = toml::from_str(include_str!("../../../migrations/data_map.toml")).unwrap();
    let mut mapped: BTreeSet<(String, String)> = BTreeSet::new();
    for (name, Table { rule }) in &map {
        for aspect in ASPECTS {
            assert!(rule.get(aspect).is_some_and(|value| says(aspect, value)), "{name} does not say its {aspect}");
        }
        let columns = rule["columns"].as_array().unwrap().iter().map(|column| column.as_str().unwrap().to_owned());
        let differing = rule.iter().filter(|(key, value)| value.is_table() && *key != "columns");
        for (column, value) in differing.clone() {
            let aspects = value.as_table().unwrap();
            assert!(aspects.contains_key("purpose"), "{name}.{column} does not say its purpose");
            for (aspect, value) in aspects {
                assert!(
                    ASPECTS.contains(&aspect.as_str()) && says(aspect, value),
                    "{name}.{column} says nonsense of its {aspect}"
                );
            }
        }
        for column in columns.chain(differing.map(|(column, _)| column.clone())) {
            assert!(mapped.insert((name.clone(), column.clone())), "{name}.{column} is named twice");
        }
    }
    let database = test_database().await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select c.table_name::text, c.column_name::text from information_schema.columns c
         join information_schema.tables t using (table_schema, table_name)
         where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> '_sqlx_migrations'",
    )
    .fetch_all(database.pool())
    .await
    .unwrap();
    let there: BTreeSet<(String, String)> = columns.into_iter().collect();
    assert!(there.len() > 150, "the schema was read");
    let unmapped: Vec<_> = there.difference(&mapped).collect();
    let gone: Vec<_> = mapped.difference(&there).collect();
    assert!(unmapped.is_empty() && gone.is_empty(), "not in data_map.toml: {unmapped:?}; not in the schema: {gone:?}");
}

#[tokio::test]
async fn every_table_and_index_says_what_it_is_for() {
    let database = test_database().await;
    let silent: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relname not like '\\_sqlx%'
           and (c.relkind in ('r', 'v', 'm') or c.relkind = 'i'
             and not exists (select from pg_constraint k where k.conindid = c.oid)
             and not exists (select from pg_index i join pg_class t on t.oid = i.indrelid where i.indexrelid = c.oid and t.relname like '\\_sqlx%'))
           and obj_description(c.oid, 'pg_class') is null
         order by 1",
    )
    .fetch_all(database.pool())
    .await
    .unwrap();
    assert!(silent.is_empty(), "without a comment: {silent:?}");
}

#[tokio::test]
async fn table_names_are_singular_and_times_have_a_zone() {
    let database = test_database().await;
    let tables: Vec<String> =
        sqlx::query_scalar("select table_name::text from information_schema.tables where table_schema = 'public'")
            .fetch_all(database.pool())
            .await
            .unwrap();
    let plural: Vec<&String> =
        tables.iter().filter(|name| name.ends_with('s') && !name.ends_with("ss") && !name.starts_with('_')).collect();
    assert!(plural.is_empty(), "{plural:?}");
    let without_zone: Vec<String> = sqlx::query_scalar(
        "select table_name || '.' || column_name from information_schema.columns
         where table_schema = 'public' and data_type = 'timestamp without time zone'",
    )
    .fetch_all(database.pool())
    .await
    .unwrap();
    assert!(without_zone.is_empty(), "{without_zone:?}");
}

/// All services of an import have one `updated_at`: ordered by the time alone they were sorted for every visitor.
#[tokio::test]
async fn the_newest_services_are_read_in_order_without_sorting() {
    let database = test_database().await;
    let mut connection = database.connection().await;
    sqlx::raw_sql("set enable_seqscan = off; set enable_bitmapscan = off").execute(&mut connection).await.unwrap();
    let plan: Vec<String> = sqlx::query_scalar(
        "explain select s.id from service s join organisation o on o.id = s.organisation_id
         where is_shown(s.status, s.ends_on, current_date) and is_shown(o.status, null, current_date)
         order by s.updated_at desc, s.id desc limit 6",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let plan = plan.join("\n");
    assert!(plan.contains("using service_recent") && !plan.contains("Sort"), "{plan}");
}
