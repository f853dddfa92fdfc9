use crate::support::*;
use model::{ItemKind, Locale, Text};
use search::{Suggested, Term, TermKind};

fn need(key: &str, words: &[(Locale, &str)]) -> Term {
    let words = words.iter().map(|(locale, word)| (*locale, (*word).to_owned())).collect();
    Term { kind: TermKind::Need, key: key.into(), words, above: Vec::new(), level: None, point: None }
}

fn slugs(suggested: &[Suggested]) -> Vec<&str> {
    let slug = |found: &'_ Suggested| matches!(found, Suggested::Need { .. });
    let needs = suggested.iter().filter(|found| slug(found));
    needs.map(|found| if let Suggested::Need { slug, .. } = found { slug.as_str() } else { "" }).collect()
}

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

#[test]
fn one_letter_is_enough_in_every_script_with_and_without_accents() {
    use Locale::*;
    let room = Room::with(vec![english(1, "Anything")]);
    room.index.set_terms(vec![
        need("water", &[(En, "Water"), (It, "Acqua"), (Pt, "Água"), (Es, "Agua"), (El, "Ύδρευση"), (Ar, "المياه")]),
        need(
            "school",
            &[(En, "School"), (It, "Scuola"), (Pt, "Escola"), (Es, "Escuela"), (Fr, "École"), (El, "Σχολείο")],
        ),
        need("elders", &[(It, "Ètà"), (Es, "Última edad")]),
    ]);
    let asked = [
        (En, "w", "water"),
        (En, "W", "water"),
        (It, "a", "water"),
        (It, "è", "elders"),
        (It, "e", "elders"),
        (Pt, "á", "water"),
        (Pt, "Á", "water"),
        (Pt, "a", "water"),
        (Es, "ú", "elders"),
        (Es, "u", "elders"),
        (Fr, "é", "school"),
        (Fr, "E", "school"),
        // The accent as a character of its own, as some keyboards send it.
        (Fr, "e\u{301}", "school"),
        (El, "ύ", "water"),
        (El, "υ", "water"),
        (El, "Σ", "school"),
        (El, "σ", "school"),
        (Ar, "ا", "water"),
        // Without the article.
        (Ar, "م", "water"),
    ];
    for (locale, typed, slug) in asked {
        let suggested = room.index.suggest(typed, locale, 8).unwrap();
        assert_eq!(slugs(&suggested).first(), Some(&slug), "{locale} {typed}: {suggested:?}");
    }
}

#[test]
fn misspelt_beginnings_find_needs_services_and_places() {
    let mut documents = vec![english(1, "Badminton evenings"), english(2, "Bread")];
    documents[1].kind = ItemKind::Organisation;
    documents[1].name = Text::new(Locale::En, "Greenfields cooperative");
    let room = Room::with(documents);
    let need = |typed: &str, locale| {
        let suggested = room.index.suggest(typed, locale, 8).unwrap();
        slugs(&suggested).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    for (typed, locale) in
        [("hosuin", Locale::En), ("huosing", Locale::En), ("habitasao", Locale::Pt), ("στεγσση", Locale::El)]
    {
        assert_eq!(need(typed, locale), ["housing"], "{typed}");
    }
    assert_eq!(need("alimnet", Locale::Fr), ["food"]);
    assert!(need("xousing", Locale::En).is_empty() && need("hpus", Locale::En).is_empty(), "too far or too short");
    let item = |kind, number| Suggested::Item { kind, id: id(number) };
    for typed in ["badmin", "badimn", "badmitnon ev", "badmiton evennig"] {
        assert_eq!(room.index.suggest(typed, Locale::En, 8).unwrap(), [item(ItemKind::Service, 1)], "{typed}");
    }
    assert_eq!(room.index.suggest("grenfiel", Locale::En, 8).unwrap(), [item(ItemKind::Organisation, 2)]);
    let places = room.index.suggest("alentxj", Locale::En, 8).unwrap();
    assert!(
        matches!(&places[..], [Suggested::Place { territory, .. }] if territory == "nuts-2024:PT187"),
        "{places:?}"
    );
}

#[test]
fn what_is_spelled_well_is_not_taken_for_something_else() {
    let room = Room::with(vec![english(1, "Horsing around"), english(2, "Housing desk")]);
    let suggested = room.index.suggest("housin", Locale::En, 8).unwrap();
    assert_eq!(slugs(&suggested), ["housing"]);
    assert!(!suggested.contains(&Suggested::Item { kind: ItemKind::Service, id: id(1) }), "{suggested:?}");
}

#[test]
fn the_best_is_suggested_and_not_what_comes_first_in_the_alphabet() {
    let room = Room::with(vec![english(1, "Anything")]);
    let mut terms: Vec<Term> = (0..900)
        .map(|n| need(&format!("a{n}"), &[(Locale::En, "Zebra"), (Locale::En, &format!("aa{n:03} synonym"))]))
        .collect();
    terms.push(need("azure", &[(Locale::En, "Azure")]));
    room.index.set_terms(terms);
    assert_eq!(slugs(&room.index.suggest("a", Locale::En, 8).unwrap()).first(), Some(&"azure"));
}
