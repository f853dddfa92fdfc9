//! What meets the same needs as the little that was found.

use crate::support::*;
use search::{Document, Found, Term, TermKind};
use std::collections::BTreeSet;

const MOST: u64 = 200;
const OTHERS: u128 = 700;

/// One service that answers the words, ten that answer one of them, and many that only meet the same need.
fn room() -> Room {
    let meets = |document: Document, need: &str| Document { needs: strings(&[need]), ..document };
    let mut documents = vec![meets(english(1, "badminton evenings"), "sport-club")];
    documents.extend((2..12).map(|number| meets(english(number, "evenings"), "sport-club")));
    documents.extend((0..OTHERS).map(|number| {
        let audiences = if number % 2 == 0 { strings(&["young-people"]) } else { Vec::new() };
        Document { audiences, ..meets(english(100 + number, "football"), "sport-club") }
    }));
    documents.extend((0..50).map(|number| meets(english(1_000 + number, "soup"), "food")));
    let room = Room::with(documents);
    room.index.set_terms(terms().into_iter().chain([need()]).collect());
    room
}

fn need() -> Term {
    Term {
        kind: TermKind::Need,
        key: "sport-club".into(),
        words: Vec::new(),
        above: strings(&["sport"]),
        point: None,
        level: None,
    }
}

fn count(facet: &[search::Counted], value: &str) -> Option<u64> {
    facet.iter().find(|(counted, _)| &**counted == value).map(|(_, count)| *count)
}

#[test]
fn of_what_is_only_alike_the_best_so_many_follow_and_all_of_them_can_be_reached() {
    let room = room();
    let page = |number: u64| room.ask(&format!("q=badminton+evenings&per_page=50&page={number}"));
    let pages: Vec<Found> = (1..=6).map(page).collect();
    let (complete, all) = (1, 11 + MOST);
    for found in &pages {
        assert_eq!((found.complete, found.total), (Some(complete), all));
        assert_eq!(found.facets, pages[0].facets);
    }
    let listed: Vec<u128> = pages.iter().flat_map(numbers).collect();
    assert_eq!((listed[0], sorted(listed[1..11].to_vec())), (1, (2..12).collect()));
    assert_eq!(listed.iter().collect::<BTreeSet<_>>().len() as u64, all);
    assert_eq!(listed.len() as u64, all);
    // Facets count what is listed, and nothing else.
    let young = listed.iter().filter(|number| **number >= 100 && **number % 2 == 0).count() as u64;
    let facets = &pages[0].facets;
    assert_eq!(count(&facets.need, "sport-club"), Some(all));
    assert_eq!((count(&facets.need, "food"), count(&facets.audience, "young-people")), (None, Some(young)));
    assert_eq!(pages[0].opening.map(|opening| opening.unknown), Some(all));
}

#[test]
fn what_is_alike_does_not_depend_on_the_page_nor_on_who_asks() {
    let room = room();
    let (all, now) = (11 + MOST, now());
    for url in ["q=badminton+evenings&per_page=1", "q=badminton+evenings&per_page=1&page=7"] {
        assert_eq!((room.ask(url).total, room.ask(url).hits.len()), (all, 1), "{url}");
    }
    let query = model::SearchQuery::words("badminton evenings");
    let first = room.index.search_first(&query, model::Locale::En, now, 500).unwrap();
    assert_eq!((first.total, first.hits.len() as u64), (all, all));
    let narrowed = room.ask("q=badminton+evenings&audience=young-people");
    assert_eq!((narrowed.complete, narrowed.total), (None, 0));
}

#[test]
fn of_very_many_that_are_alike_the_nearest_follow_and_the_rest_take_turns() {
    let meets = |document: Document, latitude: f64| Document {
        needs: strings(&["sport-club"]),
        places: vec![place(latitude, -8.0, "Somewhere")],
        ..document
    };
    let mut documents = vec![meets(english(1, "badminton"), 50.0)];
    documents
        .extend((0..5_000).map(|number| meets(english(10_000 + number, "football"), 10.0 + number as f64 / 500.0)));
    documents.extend((2..6).map(|number| meets(english(number, "football"), 38.5 + number as f64 / 10.0)));
    let room = Room::with(documents);
    room.index.set_terms(terms().into_iter().chain([need()]).collect());
    let near = numbers(&room.ask("q=badminton&near=38.5,-8.0&per_page=50"));
    assert_eq!((near.len(), &near[..5]), (50, &[1, 2, 3, 4, 5][..]));
    let query = model::SearchQuery::words("badminton");
    let of_day = |days| {
        let now = now() + chrono::TimeDelta::days(days);
        let found = room.index.search_first(&query, model::Locale::En, now, 500).unwrap();
        assert_eq!(found.total, 1 + MOST);
        numbers(&found).into_iter().collect::<BTreeSet<u128>>()
    };
    assert_eq!(of_day(0), of_day(0));
    let again = of_day(0).intersection(&of_day(1)).count();
    assert!(again < MOST as usize / 2, "{again} are shown the next day, too");
}
