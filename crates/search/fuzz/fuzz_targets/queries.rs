//! Any bytes as the query string of a search: the first says the reader's language.
#![no_main]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fuzz target may fail")]

#[path = "../../tests/index/support.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod support;

use libfuzzer_sys::fuzz_target;
use model::{Format, Locale, MAX_PER_PAGE, Point, SearchQuery, TerritoryLevel};
use search::{Document, DocumentPlace, Term, TermKind};
use std::sync::LazyLock;
use support::{Room, english, now, place, strings, terms};

const DOCUMENTS: u32 = 50;
const NAMES: [&str; 5] = ["Night shelter", "Μονάδα στέγασης", "مطبخ مجتمعي", "Banco alimentar", "Écrivain public"];
const HOURS: [&str; 5] = ["Mo-Fr 09:00-17:00", "24/7", "Su 22:00-26:00; PH off", "sunrise-sunset", "nonsense"];
const TOWNS: [(&str, f64, f64); 3] =
    [("Évora", 38.571, -7.913), ("Toulouse", 43.605, 1.444), ("Αθήνα", 37.984, 23.728)];

/// A little of all that a query may ask for.
static ROOM: LazyLock<Room> = LazyLock::new(|| {
    let room = Room::with((0..DOCUMENTS).map(document).collect());
    room.index.set_terms(terms().into_iter().chain(TOWNS.iter().map(territory)).collect());
    room
});

fn of<T>(all: &[T], number: u32) -> &T {
    &all[number as usize % all.len()]
}

fn document(number: u32) -> Document {
    let (town, latitude, longitude) = *of(&TOWNS, number / 2);
    let there = DocumentPlace {
        opening_hours: Some((*of(&HOURS, number)).to_owned()),
        ..place(latitude + f64::from(number) / 100.0, longitude, town)
    };
    Document {
        needs: strings(&[*of(&["housing", "food", ""], number)]),
        audiences: strings(&["young-people"]),
        located: vec![strings(&["country", *of(&["Évora", "Toulouse"], number)])],
        coverage: if number % 7 == 0 { vec![strings(&["country"])] } else { Vec::new() },
        formats: vec![*of(&[Format::InPerson, Format::Remote], number / 3)],
        places: if number % 4 == 3 { Vec::new() } else { vec![there] },
        ends_on: (number % 6 == 0).then(|| now().date_naive()),
        ..english(u128::from(number), of(&NAMES, number))
    }
}

fn territory((name, latitude, longitude): &(&str, f64, f64)) -> Term {
    Term {
        kind: TermKind::Territory,
        key: (*name).to_owned(),
        words: Locale::ALL.map(|locale| (locale, (*name).to_owned())).to_vec(),
        above: strings(&["country"]),
        point: Point::new(*latitude, *longitude),
        level: Some(TerritoryLevel::Municipality),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((locale, query)) = bytes.split_first() else { return };
    let locale = Locale::ALL[usize::from(*locale) % Locale::ALL.len()];
    let query = SearchQuery::parse(&String::from_utf8_lossy(query));
    let printed = query.to_query_string();
    let again = SearchQuery::parse(&printed);
    assert_eq!((&again.q, again.to_query_string()), (&query.q, printed));
    let found = ROOM.index.search(&query, locale, now()).expect("a query of any kind is answered");
    assert!(found.hits.len() <= MAX_PER_PAGE as usize && found.total <= u64::from(DOCUMENTS));
    assert!(found.complete.is_none_or(|complete| complete <= found.total));
    // Looking through from the first on finds what pages find.
    let first = ROOM.index.search_first(&query, locale, now(), DOCUMENTS as usize).expect("all at once, too");
    assert_eq!((first.total, first.hits.len() as u64), (found.total, found.total));
    let weight = ROOM.index.weigh(&query, locale).expect("any query weighs something");
    assert!(weight.lists <= 500, "{} lists", weight.lists);
    assert!(ROOM.index.suggest(&query.q, locale, 8).expect("suggestions for anything").len() <= 8);
});
