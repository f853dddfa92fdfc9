//! MiniSearch in Node: each text of each language a field.

use super::Answers;
use anyhow::{Context, Result, ensure};
use model::{Locale, Text};
use relevance::{DEPTH, Judged};
use serde_json::{Map, Value, json};
use sqlx::{FromRow, PgConnection, types::Json};
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

const PROGRAM: &str = "minisearch.mjs";
/// What the fields count: of several tried the best for it.
const TEXTS: [(&str, f64); 7] = [
    ("name", 3.0),
    ("summary", 2.0),
    ("description", 1.0),
    ("organisation", 1.0),
    ("needs", 4.0),
    ("audiences", 3.0),
    ("territories", 3.0),
];
/// Of them those that are texts of the thing itself.
const OWN_TEXTS: usize = 4;
/// Of no language.
const PLAIN: [(&str, f64); 2] = [("alternate_name", 3.0), ("localities", 2.0)];

#[derive(FromRow)]
struct Row {
    key: String,
    name: Json<Text>,
    alternate_name: String,
    summary: Option<Json<Text>>,
    description: Option<Json<Text>>,
    organisation: Option<Json<Text>>,
    localities: String,
    needs: Option<Json<Value>>,
    audiences: Option<Json<Value>>,
    territories: Option<Json<Value>>,
}

pub async fn find(connection: &mut PgConnection, queries: &[Judged], synonyms: bool) -> Result<Answers> {
    let rows: Vec<Row> = sqlx::query_as(
        "select key, name, alternate_name, summary, description, organisation, localities, needs, audiences, territories
         from judged.document order by key",
    )
    .fetch_all(connection)
    .await?;
    let documents: Vec<Value> = rows.into_iter().map(Row::into_document).collect();
    let texts = if synonyms { &TEXTS[..] } else { &TEXTS[..OWN_TEXTS] };
    let by_language = (texts.iter()).flat_map(|(name, boost)| {
        Locale::ALL.map(|locale| json!({ "name": format!("{name}_{locale}"), "boost": boost }))
    });
    let plain = PLAIN.iter().map(|(name, boost)| json!({ "name": name, "boost": boost }));
    let fields: Vec<Value> = by_language.chain(plain).collect();
    let queries: Vec<Value> =
        queries.iter().map(|query| json!({ "q": query.q, "locale": query.locale.as_str() })).collect();
    run(&json!({ "documents": documents, "queries": queries, "fields": fields, "most": DEPTH }))
}

impl Row {
    fn into_document(self) -> Value {
        let mut document = Map::new();
        let mut add = |name: &str, locale: &str, text: &str| {
            document.insert(format!("{name}_{locale}"), text.into());
        };
        let texts = [
            ("name", Some(self.name)),
            ("summary", self.summary),
            ("description", self.description),
            ("organisation", self.organisation),
        ];
        for (name, Json(text)) in texts.into_iter().filter_map(|(name, text)| Some((name, text?))) {
            text.values().for_each(|(locale, value)| add(name, locale.as_str(), value));
        }
        for (name, said) in [("needs", self.needs), ("audiences", self.audiences), ("territories", self.territories)] {
            let values = said.as_ref().and_then(|Json(said)| said["values"].as_object()).into_iter().flatten();
            values.for_each(|(locale, value)| add(name, locale, value.as_str().unwrap_or_default()));
        }
        document.insert("key".to_owned(), self.key.into());
        document.insert("alternate_name".to_owned(), self.alternate_name.into());
        document.insert("localities".to_owned(), self.localities.into());
        document.into()
    }
}

fn run(question: &Value) -> Result<Answers> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    ensure!(
        folder.join("node_modules/minisearch").is_dir(),
        "MiniSearch is missing: scripts/setup --bench installs it"
    );
    let mut node = Command::new("node")
        .arg(folder.join(PROGRAM))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run node")?;
    // It reads to the end before it answers.
    node.stdin.take().context("no input")?.write_all(&serde_json::to_vec(question)?)?;
    let output = node.wait_with_output()?;
    ensure!(output.status.success(), "{PROGRAM}: {}", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}
