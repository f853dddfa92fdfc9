//! Near a point: places by distance, and what serves the point without a place there.

use crate::support::*;
use model::{Format, Locale, Point, TerritoryLevel, Text};
use search::{Document, Term, TermKind};

/// Évora, in the Alentejo, in Portugal; another region; Spain.
fn tree() -> Vec<Term> {
    use TerritoryLevel::*;
    let term = |key: &str, level, above: &[&str], point: Option<(f64, f64)>| Term {
        kind: TermKind::Territory,
        key: key.into(),
        words: vec![(Locale::Pt, key.to_owned())],
        above: strings(above),
        point: point.and_then(|(latitude, longitude)| Point::new(latitude, longitude)),
        level: Some(level),
    };
    vec![
        term("PT", Country, &[], Some((39.6, -8.0))),
        term("PT1", Nuts1, &["PT"], None),
        term("PT187", Nuts3, &["PT", "PT1"], Some((38.65, -7.9))),
        term("PT184", Nuts3, &["PT", "PT1"], Some((37.9, -7.9))),
        term("evora", Municipality, &["PT", "PT1", "PT187"], Some((38.571, -7.913))),
        term("ES", Country, &[], Some((40.2, -3.6))),
    ]
}

const EVORA: &str = "near=38.571,-7.913";

fn at(number: u128, kilometres_north: f64) -> Document {
    Document { places: vec![place(38.571 + kilometres_north / 111.2, -7.913, "x")], ..english(number, "advice") }
}

fn covering(number: u128, way: &[&str]) -> Document {
    Document { coverage: vec![strings(way)], ..english(number, "advice") }
}

fn remote(document: Document) -> Document {
    Document { formats: vec![Format::Remote], ..document }
}

fn room(documents: Vec<Document>) -> Room {
    let room = Room::with(documents);
    room.index.set_terms(tree());
    room
}

#[test]
fn what_covers_the_point_is_near_without_a_place() {
    let room = room(vec![
        at(1, 0.5),
        covering(2, &["PT", "PT1", "PT187", "evora"]),
        at(3, 8.0),
        covering(4, &["PT", "PT1"]),
        at(5, 80.0),
        covering(6, &["ES"]),
        covering(7, &["PT", "PT1", "PT184"]),
        // Serves just this region, from an office far away.
        Document { places: at(8, 150.0).places, ..covering(8, &["PT", "PT1", "PT187"]) },
        // Serves the country where its place is.
        Document { places: at(9, 150.0).places, ..covering(9, &["PT"]) },
    ]);
    let order = numbers(&room.ask(&format!("q=advice&{EVORA}")));
    assert_eq!(order[..2], [1, 2]);
    assert_eq!(sorted(order[2..4].to_vec()), [3, 8]);
    assert_eq!(order[4..7], [4, 5, 9]);
    assert_eq!(sorted(order[7..].to_vec()), [6, 7]);
    assert_eq!(sorted(room.ids(&format!("q=advice&{EVORA}&radius=5000"))), [1, 2]);
    assert_eq!(sorted(room.ids(&format!("q=advice&{EVORA}&radius=10000"))), [1, 2, 3, 8]);
    assert_eq!(sorted(room.ids(&format!("{EVORA}&radius=25000"))), [1, 2, 3, 4, 8]);
    // Distances are told of places only.
    let found = room.ask(&format!("q=advice&{EVORA}&radius=5000"));
    assert_eq!(found.hits.iter().map(|hit| hit.distance_m.is_some()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn remote_services_stand_between_what_can_be_walked_to_and_what_must_be_travelled_to() {
    let room = room(vec![
        at(1, 1.0),
        at(2, 4.0),
        remote(covering(3, &["PT"])),
        remote(Document { places: at(4, 200.0).places, ..covering(4, &["PT", "PT1"]) }),
        at(5, 20.0),
        at(6, 90.0),
        remote(covering(7, &["ES"])),
        // Says nothing of whom it serves, but is of this country.
        remote(Document { located: vec![strings(&["PT"])], ..english(8, "advice") }),
    ]);
    let order = numbers(&room.ask(&format!("q=advice&{EVORA}")));
    assert_eq!(order[..2], [1, 2], "not all above");
    assert_eq!(sorted(order[2..4].to_vec()), [3, 4]);
    assert_eq!(order[4..], [5, 8, 6, 7], "not all below");
    assert_eq!(sorted(room.ids(&format!("q=advice&{EVORA}&radius=10000"))), [1, 2, 3, 4]);
}

#[test]
fn between_two_regions_only_what_holds_both_is_sure() {
    // Half-way between the middles of two regions, in no town that is known.
    let room = room(vec![
        covering(1, &["PT", "PT1", "PT184"]),
        covering(2, &["PT", "PT1", "PT187"]),
        covering(3, &["PT", "PT1"]),
        covering(4, &["ES"]),
    ]);
    assert_eq!(room.ids("q=advice&near=38.275,-7.9&radius=50000"), [3]);
    assert_eq!(sorted(room.ids("q=advice&near=38.6,-7.7&radius=50000")), [2, 3]);
    assert_eq!(room.ids("q=advice&near=10,10&radius=50000"), Vec::<u128>::new());
}

#[test]
fn a_good_answer_within_reach_comes_before_a_better_one_at_the_other_end_of_the_continent() {
    let by_summary = |number, kilometres_north| Document {
        summary: Some(Text::new(Locale::En, "advice")),
        name: Text::new(Locale::En, "Help"),
        ..at(number, kilometres_north)
    };
    let room = room(vec![by_summary(1, 0.5), at(2, 1_800.0), by_summary(3, 49.0), by_summary(4, 60.0)]);
    assert_eq!(numbers(&room.ask(&format!("q=advice&{EVORA}"))), [1, 3, 2, 4]);
    assert_eq!(numbers(&room.ask("q=advice"))[0], 2, "the better one, where nobody says from where");
    // Who only looks around is shown what is near, in whatever language.
    let foreign = Document { name: Text::new(Locale::Pt, "ajuda"), ..at(5, 1.0) };
    let room = self::room(vec![at(6, 900.0), foreign]);
    assert_eq!(numbers(&room.ask(EVORA)), [5, 6]);
}
