use crate::support::*;
use model::{ItemKind, Locale, Text};
use search::Suggested;

#[test]
fn needs_then_services_then_organisations_then_places() {
    let mut documents = vec![english(1, "Food parcels"), english(2, "Foodies united"), english(3, "Football")];
    documents[1].kind = ItemKind::Organisation;
    documents.push(document(4, Text::new(Locale::Pt, "Évora solidária")));
    let room = Room::with(documents);
    let suggested = room.index.suggest("foo", Locale::En, 8).unwrap();
    assert_eq!(suggested[0], Suggested::Need { slug: "food".into(), label: "Food".into() });
    let item = |kind, number| Suggested::Item { kind, id: id(number) };
    assert!(
        suggested[1..3].contains(&item(ItemKind::Service, 1)) && suggested[1..3].contains(&item(ItemKind::Service, 3))
    );
    assert_eq!(suggested[3], item(ItemKind::Organisation, 2));
    let suggested = room.index.suggest("EVO", Locale::En, 8).unwrap();
    assert_eq!(suggested[0], item(ItemKind::Service, 4));
    assert_eq!(
        suggested[1],
        Suggested::Place { territory: "nuts-2024:PT187".into(), label: "Alentejo Central".into() }
    );
}

#[test]
fn labels_are_in_the_readers_language_and_lists_are_bounded() {
    let room = Room::with((0..60).map(|n| english(n, "Housing desk")).collect());
    let suggested = room.index.suggest("habit", Locale::Pt, 8).unwrap();
    assert_eq!(suggested, [Suggested::Need { slug: "housing".into(), label: "Habitação".into() }]);
    for (words, limit) in [("housing d", 8), ("h", 8), ("", 8), ("hous", 0), ("hous", 10_000)] {
        assert!(room.index.suggest(words, Locale::En, limit).unwrap().len() <= limit.min(20), "{words}");
    }
    assert!(room.index.suggest("  ?!", Locale::En, 8).unwrap().is_empty());
}
