use crate::{filtering::Dice, support::*};
use model::{Locale, MAX_PER_PAGE, Point, SearchQuery, Text};
use proptest::prelude::*;
use relevance::{Hostile, judged};
use std::{sync::LazyLock, thread, time::Instant};

static ROOM: LazyLock<Room> = LazyLock::new(|| {
    let names = ["Night shelter", "Μονάδα στέγασης", "مطبخ مجتمعي", "Banco alimentar", "Écrivain public"];
    Room::with((0..50).map(|n| english(n, names[n as usize % names.len()])).collect())
});

fn survives(q: &str, locale: Locale) {
    let query = SearchQuery { q: q.to_owned(), ..SearchQuery::default() };
    let found = ROOM.index.search(&query, locale, now()).unwrap();
    assert!(found.total <= 50 && found.hits.len() <= 20);
    assert!(found.did_you_mean.is_none_or(|better| better.len() <= q.len() + 8 * 64));
    assert!(ROOM.index.suggest(q, locale, 8).unwrap().len() <= 8);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_query(q in "\\PC{0,80}", locale in 0..7_usize) {
        survives(&q, Locale::ALL[locale]);
    }

    #[test]
    fn any_parameters_are_a_query(url in "[a-z_=&%0-9.,:+-]{0,200}") {
        ROOM.ask(&url);
    }

    #[test]
    fn any_point_and_radius(latitude in -90.0..=90.0_f64, longitude in -180.0..=180.0_f64, radius in any::<u32>()) {
        let query = SearchQuery { near: Point::new(latitude, longitude), radius: Some(radius), ..SearchQuery::default() };
        ROOM.index.search(&query, Locale::En, now()).unwrap();
    }
}

#[test]
fn random_unicode_neither_panics_nor_takes_long() {
    let mut dice = Dice(42);
    for _ in 0..300 {
        let q: String = (0..dice.roll(200)).filter_map(|_| char::from_u32(dice.roll(0x11_0000) as u32)).collect();
        survives(&q, Locale::ALL[dice.roll(7) as usize]);
    }
}

/// Query languages that a parser would have met, and the worst that the bounds allow.
#[test]
fn reg_nested_parens_time_and_operators_are_only_words() {
    let nested = "(".repeat(100_000) + "a" + &")".repeat(100_000);
    let long = "x".repeat(1_000_000);
    let many = (0..10_000).map(|n| format!("w{n} ")).collect::<String>();
    let wide = "ﷺ".repeat(10_000);
    let marks = "a".to_owned() + &"\u{301}".repeat(100_000);
    for q in [
        &nested,
        &long,
        &many,
        &wide,
        &marks,
        "- *",
        "\"",
        "a AND (b OR",
        "field:*",
        "[a TO",
        "a~9",
        "''''",
        "\0\0",
        "\u{202E}x",
    ] {
        let start = Instant::now();
        survives(q, Locale::En);
        assert!(start.elapsed().as_secs() < 2, "{} bytes", q.len());
    }
}

#[test]
fn hostile_documents_are_indexed_or_cut() {
    let mut document = english(1, &"long ".repeat(100_000));
    document.description = Some(model::Text::new(Locale::Ar, "طويل\u{64B}".repeat(100_000)));
    document.needs = vec!["n".repeat(100_000), String::new()];
    document.quality = f32::NAN;
    document.places = (0..2_000)
        .map(|n| search::DocumentPlace {
            opening_hours: Some("Mo ".repeat(n)),
            time_zone: Some("Nowhere/Land".into()),
            ..place(f64::from(n as u32 % 90), 179.9, &"Ω".repeat(300))
        })
        .collect();
    let room = Room::with(vec![document, english(2, "short")]);
    assert_eq!(room.index.count(), 2);
    assert_eq!(room.ids("q=long"), [1]);
    assert_eq!(room.ask("near=1,179&open_at=2026-11-23T10:00:00Z").hits[0].places, 2_000);
}

/// In all, over the threads; the measurements ask many more, of many more documents.
const HOSTILE: usize = 2_000;
const THREADS: usize = 2;
/// Lists that one query reads, and on how many each document is on average: what bounds of words, spellings and beginnings
/// come to, so that no query takes long on any machine.
const MOST_LISTS: u64 = 100;
const MOST_ENTRIES: u64 = 3;

#[test]
fn queries_made_to_hurt_are_answered_within_bounds() {
    let words: Vec<(Locale, String)> = judged().unwrap().into_iter().map(|query| (query.locale, query.q)).collect();
    let documents = words.iter().enumerate().map(|(number, (locale, text))| {
        let mut document = document(number as u128, Text::new(*locale, text.as_str()));
        document.description = Some(Text::new(*locale, words[number * 7 % words.len()].1.as_str()));
        document
    });
    let room = Room::with(documents.collect());
    let count = room.index.count();
    let ask = |seed: u64| {
        let mut heaviest = [(0, String::new()), (0, String::new())];
        for (asked, locale) in Hostile::new(seed).unwrap().take(HOSTILE / THREADS) {
            let query = SearchQuery::parse(&asked);
            let found = room.index.search(&query, locale, now()).unwrap();
            assert!(found.total <= count && found.hits.len() <= MAX_PER_PAGE as usize, "{asked}");
            let weight = room.index.weigh(&query, locale).unwrap();
            for (heaviest, weight) in heaviest.iter_mut().zip([weight.lists as u64, weight.entries / count]) {
                if weight > heaviest.0 {
                    *heaviest = (weight, format!("{locale} {:?}", query.q));
                }
            }
        }
        heaviest
    };
    let heaviest: Vec<[(u64, String); 2]> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS as u64).map(|seed| scope.spawn(move || ask(seed))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for [lists, entries] in &heaviest {
        assert!(lists.0 <= MOST_LISTS && entries.0 <= MOST_ENTRIES, "{heaviest:#?}");
    }
}
