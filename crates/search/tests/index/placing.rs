//! Places among the words.

use crate::support::*;
use model::{Locale, Point, TerritoryLevel};
use search::{Document, DocumentPlace, Found, Term, TermKind};

struct Town {
    key: &'static str,
    level: TerritoryLevel,
    above: &'static [&'static str],
    point: (f64, f64),
    words: &'static [(Locale, &'static str)],
}

const TOWNS: [Town; 9] = {
    use Locale::*;
    use TerritoryLevel::*;
    [
        Town { key: "PT", level: Country, above: &[], point: (39.6, -8.0), words: &[(Pt, "Portugal")] },
        Town { key: "PT187", level: Nuts3, above: &["PT"], point: (38.6, -7.9), words: &[(Pt, "Alentejo Central")] },
        Town {
            key: "evora",
            level: Municipality,
            above: &["PT", "PT187"],
            point: (38.571, -7.913),
            words: &[(Pt, "Évora"), (En, "Evora"), (El, "Έβορα"), (Ar, "يابرة")],
        },
        Town {
            key: "toulouse",
            level: Municipality,
            above: &[],
            point: (43.6045, 1.444),
            words: &[(Fr, "Toulouse"), (It, "Tolosa")],
        },
        Town {
            key: "athina",
            level: Municipality,
            above: &[],
            point: (37.98, 23.73),
            words: &[(El, "Αθήνα"), (En, "Athens")],
        },
        Town {
            key: "amman",
            level: Municipality,
            above: &[],
            point: (31.95, 35.93),
            words: &[(Ar, "عمّان"), (En, "Amman")],
        },
        Town { key: "reading", level: Municipality, above: &[], point: (51.45, -0.97), words: &[(En, "Reading")] },
        Town {
            key: "porto",
            level: Municipality,
            above: &["PT"],
            point: (41.15, -8.61),
            words: &[(Pt, "Porto"), (It, "Porto")],
        },
        Town { key: "tours", level: Municipality, above: &[], point: (47.39, 0.69), words: &[(Fr, "Tours")] },
    ]
};

fn towns() -> Vec<Term> {
    let term = |town: &Town| Term {
        kind: TermKind::Territory,
        key: town.key.into(),
        words: town.words.iter().map(|(locale, name)| (*locale, (*name).to_owned())).collect(),
        above: strings(town.above),
        point: Point::new(town.point.0, town.point.1),
        level: Some(town.level),
    };
    terms().into_iter().filter(|term| term.kind != TermKind::Territory).chain(TOWNS.iter().map(term)).collect()
}

pub fn located(number: u128, name: &str, way: &[&str]) -> Document {
    Document { located: vec![strings(way)], ..english(number, name) }
}

pub fn room(documents: Vec<Document>) -> Room {
    let room = Room::with(documents);
    room.index.set_terms(towns());
    room
}

fn name(found: &Found) -> Option<&str> {
    found.place.as_ref().map(|place| place.name.as_str())
}

#[test]
fn places_are_recognised_with_their_prepositions_in_seven_languages() {
    let room = room(vec![
        Document { needs: strings(&["food"]), ..located(1, "meals", &["PT", "PT187", "evora"]) },
        Document { needs: strings(&["food"]), ..located(2, "meals", &["toulouse"]) },
        Document { needs: strings(&["food"]), ..located(3, "meals", &["athina"]) },
        Document { needs: strings(&["food"]), ..located(4, "meals", &["amman"]) },
        Document { needs: strings(&["food"]), ..located(5, "meals", &["porto"]) },
    ]);
    for (locale, q, place, first) in [
        (Locale::En, "meals in Evora", "Evora", 1),
        (Locale::En, "meals near athens", "athens", 3),
        (Locale::En, "evora meals", "evora", 1),
        (Locale::Pt, "meals évora", "évora", 1),
        (Locale::Pt, "meals perto de Évora", "Évora", 1),
        (Locale::Pt, "meals no Porto", "Porto", 5),
        (Locale::It, "meals vicino a Tolosa", "Tolosa", 2),
        (Locale::It, "meals a Porto", "Porto", 5),
        (Locale::Es, "meals cerca de Toulouse", "Toulouse", 2),
        (Locale::Es, "meals en Evora", "Evora", 1),
        (Locale::Fr, "meals près de Toulouse", "Toulouse", 2),
        (Locale::Fr, "meals à Toulouse", "Toulouse", 2),
        (Locale::El, "meals στην Αθήνα", "Αθήνα", 3),
        (Locale::El, "meals κοντά στην Αθήνα", "Αθήνα", 3),
        (Locale::El, "meals της Αθήνας", "Αθήνας", 3),
        (Locale::Ar, "meals في عمان", "عمان", 4),
        (Locale::Ar, "meals بعمان", "بعمان", 4),
        (Locale::Ar, "meals بالقرب من عمّان", "عمّان", 4),
        (Locale::Ar, "meals يابرة", "يابرة", 1),
    ] {
        let found = room.index.search(&model::SearchQuery::words(q), locale, now()).unwrap();
        assert_eq!(name(&found), Some(place), "{locale} {q}");
        assert_eq!(numbers(&found).first(), Some(&first), "{locale} {q}");
    }
}

#[test]
fn in_the_place_then_what_covers_it_then_near_it() {
    let at = |latitude, longitude, locality| vec![place(latitude, longitude, locality)];
    let mut documents = vec![
        // Near: a village 12 km away. Covering: the region, the country. Elsewhere: Porto.
        Document { places: at(38.67, -7.95, "Graça do Divor"), ..english(1, "warm meals") },
        Document { coverage: vec![strings(&["PT", "PT187"])], ..english(2, "warm meals") },
        Document { coverage: vec![strings(&["PT"])], ..english(3, "warm meals") },
        Document { places: at(41.15, -8.61, "Porto"), ..english(4, "warm meals") },
        // In it by its locality only, and by its territory; neither is better kept than the others.
        Document { quality: 0.0, places: at(38.57, -7.91, "ÉVORA"), ..english(5, "warm meals") },
        Document { quality: 0.0, ..located(6, "warm meals", &["PT", "PT187", "evora"]) },
    ];
    documents.extend((20..32).map(|number| located(number, "warm beds", &["porto"])));
    let room = room(documents);
    let found = room.ask("q=warm+meals+in+Evora");
    assert_eq!(found.complete, Some(5));
    let order = numbers(&found);
    assert_eq!(sorted(order[..2].to_vec()), [5, 6]);
    assert_eq!(sorted(order[2..4].to_vec()), [2, 3]);
    assert_eq!(order[4], 1);
    assert!((10_000..14_000).contains(&found.hits[4].distance_m.unwrap()), "{:?}", found.hits[4]);
    assert!(found.hits[..4].iter().all(|hit| hit.distance_m.is_none()));
    // Little is left: what is elsewhere follows, the nearest first.
    assert_eq!(order[5], 4);
    let literal = room.ask("q=warm+meals+in+Evora&literal=1");
    assert_eq!(literal.place, None);
    assert!(literal.matched_terms.iter().any(|(kind, key)| *kind == TermKind::Territory && key == "evora"));
}

#[test]
fn a_good_answer_that_covers_the_place_stands_before_a_poor_one_in_it() {
    // The word stands in the organisation's name only.
    let mut poor = located(1, "office", &["PT", "PT187", "evora"]);
    poor.organisation_name = model::Text::new(Locale::En, "Shelter");
    let good = Document { coverage: vec![strings(&["PT"])], ..english(2, "shelter") };
    assert_eq!(numbers(&room(vec![poor, good]).ask("q=shelter+evora")), [2, 1]);
}

#[test]
fn a_word_that_is_also_a_place_is_one_only_where_the_sentence_says_so() {
    let room = room(vec![
        located(1, "help with reading", &["PT"]),
        located(2, "meals", &["reading"]),
        located(3, "ship tour", &["porto"]),
        Document { needs: strings(&["housing"]), ..located(4, "casa", &["tours"]) },
    ]);
    for (locale, q, place) in [
        (Locale::En, "help with reading", None),
        (Locale::En, "reading", None),
        (Locale::En, "meals in Reading", Some("Reading")),
        (Locale::En, "in reading", Some("reading")),
        (Locale::It, "porto", None),
        (Locale::Pt, "tour", None),
        (Locale::En, "people from Evora", None),
        (Locale::Fr, "casa à Tours", Some("Tours")),
        (Locale::Fr, "casa tours", None),
        (Locale::En, "home", None),
    ] {
        let found = room.index.search(&model::SearchQuery::words(q), locale, now()).unwrap();
        assert_eq!(name(&found), place, "{locale} {q}");
    }
}

#[test]
fn the_longest_place_wins_and_a_place_in_another_is_one() {
    let room = room(vec![
        located(1, "advice", &["PT", "PT187", "evora"]),
        located(2, "advice", &["PT", "PT187"]),
        located(3, "advice", &["porto"]),
    ]);
    let found = room.ask_in(Locale::Pt, "q=advice+no+Alentejo+Central");
    assert_eq!(
        (name(&found), found.place.as_ref().unwrap().territories.clone()),
        (Some("Alentejo Central"), strings(&["PT187"]))
    );
    for q in ["q=advice+%C3%A9vora,+portugal", "q=advice+in+Portugal,+%C3%A9vora"] {
        let found = room.ask(q);
        assert_eq!(found.place.as_ref().unwrap().territories, ["evora"], "{q}");
        assert_eq!(found.matched_terms, [], "{q}");
        assert_eq!(numbers(&found)[0], 1, "{q}");
    }
}

#[test]
fn localities_that_only_documents_name_are_places_too() {
    let at = |locality: &str| -> Vec<DocumentPlace> { vec![place(38.72, -7.98, locality)] };
    let room = room(vec![
        Document { places: at("Arraiolos"), ..english(1, "library") },
        Document { places: at("São Pedro da Gafanhoeira"), ..english(2, "library") },
        Document { places: at("Food"), ..english(3, "library") },
        Document { places: at("Mesa Comum"), ..english(4, "library") },
        english(5, "Mesa Comum"),
        Document { places: vec![place(38.0, 23.6, "Πειραιάς")], ..english(6, "library") },
    ]);
    for (q, place, first) in [
        ("q=library+arraiolos", Some("arraiolos"), 1),
        ("q=library+in+Sao+Pedro+da+Gafanhoeira", Some("Sao Pedro da Gafanhoeira"), 2),
        ("q=arraiolos", Some("arraiolos"), 1),
        ("q=library+%CF%83%CF%84%CE%BF%CE%BD+%CE%A0%CE%B5%CE%B9%CF%81%CE%B1%CE%B9%CE%AC", Some("Πειραιά"), 6),
        // A careless locality does not take a word away, nor something's name.
        ("q=library+food", None, 3),
        ("q=mesa+comum", None, 5),
    ] {
        let found = room.ask(q);
        assert_eq!(name(&found), place, "{q}");
        assert_eq!(numbers(&found)[0], first, "{q}");
    }
}

#[test]
fn only_a_place_is_all_there_is_in_it() {
    let room = room(vec![
        located(1, "advice", &["PT", "PT187", "evora"]),
        Document { coverage: vec![strings(&["PT"])], ..english(2, "meals") },
        located(3, "advice", &["porto"]),
    ]);
    let found = room.ask("q=%C3%89vora");
    assert_eq!((numbers(&found), found.total, found.complete), (vec![1, 2], 2, None));
    assert_eq!(found.facets.kind, [("service".into(), 2)]);
}
