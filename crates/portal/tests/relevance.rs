//! The order of results, held to floors: every judged query, asked of the demonstration data through the real search.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use followed::follow;
use model::SearchQuery;
use portal::{
    Operator, demonstration, search, taxonomies,
    test_database::{now, test_database},
};
use relevance::{Class, DEPTH, Part, Scores, judged};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt::Write as _,
};
use uuid::Uuid;

/// Mean nDCG@10: what is reached, so that nothing falls behind it. Wanted are 0.92, 0.85, 0.85 and 0.80 of the classes
/// named; the first four groups take those that are like them, too.
const FLOORS: [(&str, &[Class], f64); 6] = [
    ("exact and alike", &[Class::Exact, Class::Stemmed, Class::Order, Class::Accents], 0.895),
    ("typing errors", &[Class::TypoOne, Class::TypoTwo], 0.89),
    ("everyday, misnomers", &[Class::Everyday, Class::Misnomer], 0.84),
    ("other languages", &[Class::CrossLanguage], 0.84),
    ("exact words", &[Class::Exact], 0.92),
    ("everyday words", &[Class::Everyday], 0.85),
];
/// Share of queries that may find nothing.
const MOST_EMPTY: f64 = 0.02;

#[tokio::test(flavor = "multi_thread")]
async fn judged_queries_find_what_people_mean() {
    let database = test_database().await;
    taxonomies::load(&database.portal, now()).await.unwrap();
    let operator = Operator::at_the_console("test");
    demonstration::seed(&database.portal, &operator, &database.ids, now()).await.unwrap();
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    let keys = keys(&mut database.connection().await).await;
    let known: HashSet<&str> = keys.values().map(String::as_str).collect();
    let mut scores = Scores::default();
    let mut of_part: BTreeMap<Part, Scores> = BTreeMap::new();
    let mut told = Vec::new();
    for query in judged().unwrap() {
        for key in query.relevant.keys() {
            assert!(known.contains(key.as_str()), "{}: no {key} in the demonstration data", query.q);
        }
        let asked = SearchQuery { per_page: u32::try_from(DEPTH).ok(), ..SearchQuery::words(&query.q) };
        let answer = search::answer(&database.portal, &asked, query.locale, now()).await.unwrap();
        assert!(!answer.degraded);
        let found: Vec<&str> = answer.items.iter().map(|item| keys[&item.id].as_str()).collect();
        let score = scores.add(&query, &found);
        of_part.entry(query.part()).or_default().add(&query, &found);
        // Who tunes may not look at the others.
        if query.part() == Part::HeldOut {
            continue;
        }
        told.push((score, format!("{score:.3} {} {} {:?} -> {found:?}", query.locale, query.class, query.q)));
    }
    told.sort_by(|a, b| a.0.total_cmp(&b.0));
    let worst = told.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n");
    let parts = by_part(&of_part);
    if let Ok(file) = std::env::var("RELEVANCE_REPORT") {
        std::fs::write(file, format!("{scores}\n{parts}\n{worst}\n")).unwrap();
    }
    println!("{scores}\n{parts}");
    for (name, classes, floor) in FLOORS {
        let mean = scores.of(classes).mean();
        assert!(mean >= floor, "{name}: {mean:.3}, at least {floor} is wanted\n{scores}");
    }
    let empty = f64::from(scores.all.without_result) / f64::from(scores.all.queries);
    assert!(empty <= MOST_EMPTY, "{empty:.3} of the queries find nothing\n{scores}");
}

/// The groups of classes beside each other for what was tuned on, what was held out of it and what came later.
fn by_part(scores: &BTreeMap<Part, Scores>) -> String {
    let mut table = String::new();
    for (name, classes, _) in FLOORS {
        write!(table, "{name:<20}").unwrap();
        for (part, scores) in scores {
            let tally = scores.of(classes);
            write!(table, "  {part}: {:.3} of {}", tally.mean(), tally.queries).unwrap();
        }
        table.push('\n');
    }
    table
}

/// `{file}/{source id}` of every demonstration record.
async fn keys(connection: &mut sqlx::PgConnection) -> HashMap<Uuid, String> {
    let rows: Vec<(Uuid, String, String)> = sqlx::query_as(
        "select v.id, s.key, v.source_record_id from service v join source s on s.id = v.source_id
         union all select o.id, s.key, o.source_record_id from organisation o join source s on s.id = o.source_id",
    )
    .fetch_all(connection)
    .await
    .unwrap();
    let key =
        |source: &str, record: &str| format!("{}/{record}", source.strip_prefix("demonstration-").unwrap_or(source));
    rows.into_iter().map(|(id, source, record)| (id, key(&source, &record))).collect()
}
