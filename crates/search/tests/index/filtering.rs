use crate::support::*;
use chrono::NaiveDate;
use model::{Cost, Format, ItemKind, SearchQuery};
use search::{Change, Counted, Document, Term, TermKind};
use std::collections::BTreeMap;

/// The same numbers for the same seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Two countries; the first has two regions, one of them a town; the second one region.
const TREE: [&[u8]; 6] = [&[0], &[1], &[0, 2], &[0, 3], &[0, 2, 4], &[1, 5]];

fn way(to: usize) -> Vec<String> {
    TREE[to].iter().map(|node| format!("nuts-2024:T{node}")).collect()
}

fn tree() -> Vec<Term> {
    let term = |to| {
        let mut above = way(to);
        let key = above.pop().unwrap();
        Term { kind: TermKind::Territory, key, words: Vec::new(), above, point: None, level: None }
    };
    (0..TREE.len()).map(term).collect()
}

/// In or below the territory, or covering it whole.
fn serves(document: &Document, territory: &str) -> bool {
    let ways = || document.coverage.iter().chain(&document.located);
    ways().flatten().any(|id| id == territory)
        || (0..TREE.len())
            .map(way)
            .filter(|way| way.last().is_some_and(|id| id == territory))
            .any(|way| document.coverage.iter().any(|covered| way.starts_with(covered)))
}

/// Whether it alone makes a territory worth counting.
fn is_there(document: &Document, territory: &str) -> bool {
    let ways = document.coverage.iter().chain(&document.located);
    ways.filter_map(|way| way.split(|id| id == territory).next().filter(|above| above.len() < way.len()))
        .any(|above| !document.coverage.iter().any(|covered| !covered.is_empty() && above.starts_with(covered)))
}

fn random(number: u128, dice: &mut Dice) -> Document {
    const WORDS: [&str; 6] = ["advice", "meal", "bed", "work", "course", "bus"];
    let name: Vec<&str> = (0..2 + dice.roll(3)).map(|_| WORDS[dice.roll(6) as usize]).collect();
    let mut some = |prefix: &str, of: u64| -> Vec<String> {
        let mut values: Vec<String> = (0..dice.roll(4)).map(|_| format!("{prefix}{}", dice.roll(of))).collect();
        values.sort();
        values.dedup();
        values
    };
    let (needs, audiences) = (some("need", 5), some("who", 4));
    let mut ways = |most: u64| (0..dice.roll(most)).map(|_| way(dice.roll(6) as usize)).collect();
    let (coverage, located) = (ways(3), ways(3));
    let places = (0..dice.roll(3)).map(|_| place(38.0 + dice.roll(20) as f64 / 10.0, -7.9, "Évora")).collect();
    Document {
        places,
        kind: ItemKind::ALL[dice.roll(3) as usize],
        needs,
        audiences,
        coverage,
        located,
        ends_on: (dice.roll(5) == 0).then(|| NaiveDate::from_ymd_opt(2026, 11, 20 + dice.roll(6) as u32).unwrap()),
        costs: vec![Cost::ALL[dice.roll(4) as usize]],
        ..english(number, &name.join(" "))
    }
}

/// An organisation is found by the needs of its services, but neither filtered nor counted by them.
fn own_needs(document: &Document) -> &[String] {
    if document.kind == ItemKind::Organisation { &[] } else { &document.needs }
}

/// What the index should say, from the documents alone. Words of the queries are whole words of one form.
fn expected<'a>(documents: &'a [Document], query: &'a SearchQuery) -> Vec<&'a Document> {
    let any = |wanted: &[String], has: &[String]| wanted.is_empty() || wanted.iter().any(|value| has.contains(value));
    let today = now().date_naive();
    let matches = |document: &&Document| {
        query
            .q
            .split_whitespace()
            .all(|word| document.name.source_value().split(' ').any(|other| other.starts_with(word)))
            && (query.kinds.is_empty() || query.kinds.contains(&document.kind))
            && (query.costs.is_empty() || query.costs.iter().any(|cost| document.costs.contains(cost)))
            && any(&query.needs, own_needs(document))
            && any(&query.audiences, &document.audiences)
            && (query.territories.is_empty() || query.territories.iter().any(|id| serves(document, id)))
            && document.ends_on.is_none_or(|day| day >= today)
    };
    documents.iter().filter(matches).collect()
}

fn counted<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Counted> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value.to_owned()).or_default() += 1);
    let mut all: Vec<Counted> = counts.into_iter().map(|(value, count)| (value.into(), count)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

#[test]
fn filters_totals_and_facets_equal_a_count_by_hand() {
    let mut dice = Dice(7);
    let mut documents: Vec<Document> = (0..400).map(|number| random(number, &mut dice)).collect();
    let room = Room::with(documents.clone());
    room.index.set_terms(tree());
    // Several segments, replaced and deleted documents.
    for round in 0..4 {
        let mut changes = Vec::new();
        for _ in 0..30 {
            let at = dice.roll(documents.len() as u64) as usize;
            documents[at] = random(documents[at].id.as_u128() & u128::from(u64::MAX), &mut dice);
            changes.push(Change::Upsert(Box::new(documents[at].clone())));
        }
        let gone = documents.remove(dice.roll(documents.len() as u64) as usize);
        changes.push(Change::Delete(gone.id));
        room.index.write(changes, &round.to_string()).unwrap();
    }
    assert_eq!(room.index.count(), documents.len() as u64);
    let mut nonempty = 0;
    for _ in 0..150 {
        let mut url = String::new();
        if dice.roll(2) == 0 {
            url += ["q=meal", "q=bed+work", "q=advice"][dice.roll(3) as usize];
        }
        for (name, prefix, of) in [("need", "need", 6), ("audience", "who", 5), ("territory", "nuts-2024:T", 6)] {
            for _ in 0..dice.roll(3) / 2 * (1 + dice.roll(2)) {
                url += &format!("&{name}={prefix}{}", dice.roll(of));
            }
        }
        if dice.roll(3) == 0 {
            url += ["&kind=service", "&kind=organisation,opportunity", "&cost=free"][dice.roll(3) as usize];
        }
        let query = SearchQuery::parse(&url);
        let (found, by_hand) = (room.ask(&format!("{url}&per_page=50")), expected(&documents, &query));
        // Those of a small page are found by passing over the others unread.
        for order in ["", "&near=38.6,-7.9"] {
            let many = numbers(&room.ask(&format!("{url}{order}&per_page=50")));
            let few = numbers(&room.ask(&format!("{url}{order}&per_page=2&page=2")));
            assert_eq!(few, many.iter().skip(2).take(2).copied().collect::<Vec<_>>(), "{url}{order}");
        }
        nonempty += usize::from(!by_hand.is_empty());
        if let Some(complete) = found.complete {
            assert_eq!(complete, by_hand.len() as u64, "{url}");
            continue;
        }
        assert_eq!(found.total, by_hand.len() as u64, "{url}");
        assert_eq!(found.facets.kind, counted(by_hand.iter().map(|document| document.kind.as_str())), "{url}");
        assert_eq!(
            found.facets.need,
            counted(by_hand.iter().flat_map(|document| own_needs(document).iter().map(String::as_str))),
            "{url}"
        );
        assert_eq!(
            found.facets.audience,
            counted(by_hand.iter().flat_map(|document| document.audiences.iter().map(String::as_str))),
            "{url}"
        );
        let territories: Vec<String> = (0..TREE.len()).filter_map(|to| way(to).pop()).collect();
        let listed = || {
            territories.iter().filter(|id| by_hand.iter().any(|document| is_there(document, id))).map(String::as_str)
        };
        assert_eq!(
            found.facets.territory,
            counted(by_hand.iter().flat_map(|document| listed().filter(|id| serves(document, id)))),
            "{url}"
        );
        assert_eq!(
            found.facets.cost,
            counted(by_hand.iter().flat_map(|document| document.costs.iter().map(|cost| cost.as_str()))),
            "{url}"
        );
        if by_hand.len() <= 50 {
            let ids: Vec<u128> = by_hand.iter().map(|document| document.id.as_u128() & u128::from(u64::MAX)).collect();
            assert_eq!(sorted(numbers(&found)), sorted(ids), "{url}");
        }
    }
    assert!(nonempty > 80, "{nonempty}");
}

#[test]
fn what_has_ended_is_gone_and_the_last_day_counts() {
    let mut documents: Vec<_> = (1..=3).map(|n| english(n, "course")).collect();
    documents[0].ends_on = NaiveDate::from_ymd_opt(2026, 11, 22);
    documents[1].ends_on = NaiveDate::from_ymd_opt(2026, 11, 23);
    assert_eq!(sorted(Room::with(documents).ids("q=course")), [2, 3]);
}

#[test]
fn languages_and_formats_filter() {
    let mut documents: Vec<_> = (1..=2).map(|n| english(n, "x")).collect();
    documents[0].formats = vec![Format::Remote];
    documents[1].languages = strings(&["ar", "fr"]);
    let room = Room::with(documents);
    assert_eq!(room.ids("format=remote"), [1]);
    assert_eq!(room.ids("language=ar"), [2]);
    assert_eq!(sorted(room.ids("language=ar&language=pt")), [1, 2]);
    assert!(room.ids("language=ar&format=remote").is_empty());
}

#[test]
fn the_nearest_place_decides() {
    let mut documents: Vec<_> = (1..=3).map(|n| english(n, "library")).collect();
    // Évora; Lisbon and Évora's outskirts; nowhere.
    documents[0].places = vec![place(38.571, -7.913, "Évora")];
    documents[1].places = vec![place(38.722, -9.139, "Lisboa"), place(38.60, -7.95, "Arraiolos")];
    let room = Room::with(documents);
    let found = room.ask("q=library&near=38.571,-7.913");
    assert_eq!(numbers(&found), [1, 2, 3], "near orders and leaves nothing out");
    assert_eq!(found.hits[0].distance_m, Some(0));
    assert!((4_000..5_500).contains(&found.hits[1].distance_m.unwrap()));
    assert_eq!((found.hits[1].locality.as_deref(), found.hits[1].places), (Some("Arraiolos"), 2));
    assert_eq!((found.hits[2].locality.as_deref(), found.hits[2].distance_m), (None, None));
    assert_eq!(room.ids("q=library&near=38.571,-7.913&radius=1000"), [1]);
    assert_eq!(room.ids("near=38.722,-9.139&radius=1000"), [2]);
    assert_eq!(room.ask("near=38.722,-9.139&radius=1000").facets.kind, [("service".into(), 1)]);
    assert_eq!(room.ask("q=library&near=38.722,-9.139").hits[0].locality.as_deref(), Some("Lisboa"));
    // Its place without a point has a name too, but is nowhere.
    let mut both = english(4, "museum");
    both.places = vec![place(0.0, 0.0, "Beja"), place(38.722, -9.139, ""), place(38.571, -7.913, " Évora ")];
    both.places[0].point = None;
    let room = Room::with(vec![both]);
    let locality = |query: &str| room.ask(query).hits[0].locality.clone();
    assert_eq!(locality("q=museum&near=38.571,-7.913").as_deref(), Some("Évora"));
    assert_eq!(locality("q=museum&near=38.722,-9.139"), None, "another place's name would mislead");
    assert!(locality("q=museum").is_some());
    let room = Room::with(vec![english(5, "library")]);
    // A radius around nothing is no filter.
    assert_eq!(room.ask("q=library&radius=1000").total, 1);
}

#[test]
fn closed_places_go_and_unknown_hours_stay() {
    let hours =
        |rule: Option<&str>| search::DocumentPlace { opening_hours: rule.map(str::to_owned), ..place(38.5, -7.9, "X") };
    let mut documents: Vec<_> = (1..=6).map(|n| english(n, "desk")).collect();
    documents[0].places = vec![hours(Some("Mo-Fr 09:00-17:00"))];
    documents[1].places = vec![hours(Some("Sa 09:00-17:00"))];
    documents[2].places = vec![hours(None)];
    documents[3].places = vec![hours(Some("ask at the door"))];
    documents[4].places = vec![hours(Some("off")), hours(Some("24/7"))];
    let room = Room::with(documents);
    // A Monday.
    let found = room.ask("q=desk&open_at=2026-11-23T10:00:00Z");
    assert_eq!(sorted(numbers(&found)), [1, 3, 4, 5, 6]);
    for hit in &found.hits {
        let known = [1, 5].contains(&(hit.id.as_u128() & 0xFF));
        assert_eq!(hit.open, known.then_some(true), "{hit:?}");
    }
    assert_eq!(sorted(room.ids("q=desk&open_at=2026-11-28T10:00:00Z")), [2, 3, 4, 5, 6]);
    assert!(room.ask("q=desk").hits.iter().all(|hit| hit.open.is_none()));
}

#[test]
fn who_serves_the_country_serves_the_town_behind_those_in_it() {
    let mut documents: Vec<_> = (1..=5).map(|n| english(n, "advice")).collect();
    documents[0].coverage = vec![way(0)];
    documents[0].quality = 1.0;
    documents[1].located = vec![way(4)];
    documents[1].quality = 0.1;
    documents[2].located = vec![way(0)]; // somewhere in the country
    documents[3].coverage = vec![way(1)]; // another country
    documents[4].coverage = vec![way(0)];
    documents[4].located = vec![way(3)];
    let room = Room::with(documents);
    room.index.set_terms(tree());
    let found = room.ask("q=advice&territory=nuts-2024:T4");
    assert_eq!(numbers(&found)[0], 2, "the town's own first");
    assert_eq!(sorted(numbers(&found)), [1, 2, 5]);
    assert!(found.facets.territory.contains(&("nuts-2024:T4".into(), 3)));
}
