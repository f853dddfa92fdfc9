//! Places whose names are misspelt.

use crate::{placing::*, support::*};
use model::{Locale, MatchedField, MatchedHow, SearchQuery};
use search::{Document, DocumentPlace, Found, Matched, MatchedBy, TermKind};

fn at(locality: &str) -> Vec<DocumentPlace> {
    vec![place(38.72, -7.98, locality)]
}

fn asked(room: &Room, locale: Locale, q: &str) -> Found {
    room.index.search(&SearchQuery { explain: true, ..SearchQuery::words(q) }, locale, now()).unwrap()
}

fn meals() -> Room {
    room(vec![
        located(1, "meals", &["PT", "PT187", "evora"]),
        located(2, "meals", &["toulouse"]),
        located(3, "meals", &["athina"]),
        located(4, "meals", &["amman"]),
        Document { places: at("Arraiolos"), ..english(5, "meals") },
        Document { places: at("São Pedro da Gafanhoeira"), ..english(6, "meals") },
        located(7, "meals", &["reading"]),
        english(8, "Ask about renting"),
        english(9, "Tooling course"),
    ])
}

#[test]
fn a_misspelt_place_is_the_place_under_its_right_name() {
    let room = meals();
    for (locale, q, name, first) in [
        (Locale::Fr, "meals Toulose", "Toulouse", 2),
        (Locale::Fr, "Tuolouse meals", "Toulouse", 2),
        (Locale::Fr, "meals près de Toulousse", "Toulouse", 2),
        (Locale::En, "meals Evroa", "Evora", 1),
        (Locale::Pt, "meals Evroa", "Évora", 1),
        (Locale::El, "meals στην Αθήννα", "Αθήνα", 3),
        (Locale::En, "meals Araiolos", "Arraiolos", 5),
        (Locale::En, "meals Arriaollos", "Arraiolos", 5),
        (Locale::Pt, "meals em São Pedro da Gafanhoera", "São Pedro da Gafanhoeira", 6),
        (Locale::En, "meals in Raeding", "Reading", 7),
    ] {
        let found = asked(&room, locale, q);
        let place = found.place.as_ref();
        let (typed, right) = (place.and_then(|place| place.misspelt.clone()), place.map(|place| place.name.as_str()));
        assert_eq!(right, Some(name), "{locale} {q}");
        assert!(typed.is_some_and(|typed| q.contains(&typed)), "{q}");
        assert_eq!((numbers(&found)[0], found.did_you_mean), (first, None), "{locale} {q}");
        let literal = SearchQuery { literal: true, ..SearchQuery::words(q) };
        assert_eq!(room.index.search(&literal, locale, now()).unwrap().place, None);
    }
}

#[test]
fn it_is_told_why_something_stands_in_a_misspelt_place() {
    let room = meals();
    let told = |q: &str| asked(&room, Locale::En, q).hits[0].matched.clone();
    let of = |typed: &str, by| Matched { typed: typed.into(), how: MatchedHow::Typo, field: MatchedField::Place, by };
    let reasons = told("meals Toulose");
    let toulouse = MatchedBy::Term(TermKind::Territory, "toulouse".into());
    assert_eq!((reasons[0].how, reasons.last()), (MatchedHow::Exact, Some(&of("Toulose", toulouse))));
    assert_eq!(told("meals Araiolos").last(), Some(&of("Araiolos", MatchedBy::Word("Arraiolos".into()))));
    assert!(told("meals Toulouse").iter().all(|reason| reason.how != MatchedHow::Typo));
}

#[test]
fn a_word_that_anything_else_knows_is_no_misspelt_place() {
    let mut documents = vec![
        located(1, "meals", &["toulouse"]),
        located(2, "meals", &["porto"]),
        english(3, "Touloose dancing"),
        Document { places: at("Housnga"), ..english(4, "meals") },
        Document { places: at("Habitar"), ..english(5, "meals") },
        Document { places: at("Emmaus"), ..english(6, "meals") },
    ];
    documents.extend((10..14).map(|number| english(number, "emmaux")));
    let room = room(documents);
    for (locale, q) in [
        // A document has it.
        (Locale::En, "meals touloose"),
        // A need has it, is nearer, or begins so.
        (Locale::En, "meals housing"),
        (Locale::En, "meals housng"),
        (Locale::Pt, "meals habita"),
        // More documents have a word like it than are in the place.
        (Locale::En, "emmauz"),
        // Without a preposition the right name would be no place either.
        (Locale::It, "meals prto"),
        (Locale::It, "meals poorto"),
        // Where somebody comes from.
        (Locale::En, "people from Toulose"),
        (Locale::En, "meals boulouse"),
        (Locale::En, "meals t0ulouse"),
    ] {
        assert_eq!(asked(&room, locale, q).place, None, "{locale} {q}");
    }
}

#[test]
fn of_two_places_as_near_the_one_with_more_is_meant() {
    let mut documents = vec![Document { places: at("Palerma"), ..english(1, "meals") }];
    documents.extend((2..6).map(|number| Document { places: at("Palermo"), ..english(number, "meals") }));
    documents.push(Document { places: at("Zalermo"), ..english(9, "meals") });
    let found = asked(&room(documents), Locale::It, "Palermi meals");
    assert_eq!(found.place.map(|place| place.name), Some("Palermo".into()));
}

#[test]
fn a_place_that_is_written_rightly_is_meant_before_one_that_is_not() {
    let room = meals();
    let place = |q: &str| asked(&room, Locale::En, q).place.map(|place| (place.name, place.misspelt));
    assert_eq!(place("Toulose meals in Athens"), Some(("Athens".into(), None)));
    // But in it there is one.
    assert_eq!(place("meals Evroa, Portugal"), Some(("Evora".into(), Some("Evroa".into()))));
}
