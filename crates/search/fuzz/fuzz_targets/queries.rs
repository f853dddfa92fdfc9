//! Any bytes as the query string of a search: the first says the reader's language.
#![no_main]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fuzz target may fail")]

#[path = "../../tests/index/support.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod support;

use libfuzzer_sys::fuzz_target;
use model::{Locale, MAX_PER_PAGE, SearchQuery};
use std::sync::LazyLock;
use support::{Room, english, now};

static ROOM: LazyLock<Room> = LazyLock::new(|| {
    let names = ["Night shelter", "Μονάδα στέγασης", "مطبخ مجتمعي", "Banco alimentar", "Écrivain public"];
    Room::with((0..50).map(|n| english(n, names[n as usize % names.len()])).collect())
});

fuzz_target!(|bytes: &[u8]| {
    let Some((locale, query)) = bytes.split_first() else { return };
    let locale = Locale::ALL[usize::from(*locale) % Locale::ALL.len()];
    let query = SearchQuery::parse(&String::from_utf8_lossy(query));
    assert_eq!(SearchQuery::parse(&query.to_query_string()).q, query.q);
    let found = ROOM.index.search(&query, locale, now()).expect("a query of any kind is answered");
    assert!(found.hits.len() <= MAX_PER_PAGE as usize && found.total <= 50);
    assert!(ROOM.index.suggest(&query.q, locale, 8).expect("suggestions for anything").len() <= 8);
});
