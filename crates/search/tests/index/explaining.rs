use crate::support::*;
use model::{Locale, MatchedField, MatchedHow, SearchQuery, Text};
use search::{Matched, MatchedBy, TermKind};

fn reasons(room: &Room, locale: Locale, q: &str, number: u128) -> Vec<Matched> {
    let query = SearchQuery { explain: true, literal: true, ..SearchQuery::words(q) };
    let found = room.index.search(&query, locale, now()).unwrap();
    found.hits.into_iter().find(|hit| hit.id == id(number)).map(|hit| hit.matched).unwrap_or_default()
}

fn has(reasons: &[Matched], typed: &str, how: MatchedHow, field: MatchedField, by: MatchedBy) -> bool {
    reasons.contains(&Matched { typed: typed.into(), how, field, by })
}

#[test]
fn each_way_of_matching_is_told_with_its_field() {
    let mut documents = vec![english(1, "Badminton evenings"), english(2, "Sofas"), english(3, "Something else")];
    documents[0].summary = Some(Text::new(Locale::En, "Playing together"));
    documents[1].needs = strings(&["housing"]);
    documents[1].description = Some(Text::new(Locale::En, "Ask for a mattress"));
    documents[2].name = Text::new(Locale::Pt, "Oficina");
    documents[2].summary = Some(Text::new(Locale::Pt, "Arranjamos a sua bicicleta"));
    documents[2].places = vec![place(38.57, -7.91, "Évora")];
    let room = Room::with(documents);
    let asked = |q: &str, number| reasons(&room, Locale::En, q, number);
    let itself = MatchedBy::Itself;
    let word = |word: &str| MatchedBy::Word(word.into());
    let found = asked("Badminton played", 1);
    assert!(has(&found, "Badminton", MatchedHow::Exact, MatchedField::Name, itself.clone()), "{found:?}");
    assert!(has(&found, "played", MatchedHow::Stem, MatchedField::Summary, itself.clone()), "{found:?}");
    let found = asked("even", 1);
    assert!(has(&found, "even", MatchedHow::Prefix, MatchedField::Name, word("evenings")), "{found:?}");
    let found = asked("badmitnon", 1);
    assert!(has(&found, "badmitnon", MatchedHow::Typo, MatchedField::Name, word("badminton")), "{found:?}");
    let found = reasons(&room, Locale::Pt, "habitação", 2);
    let housing = MatchedBy::Term(TermKind::Need, "housing".into());
    assert!(has(&found, "habitação", MatchedHow::Need, MatchedField::Need, housing), "{found:?}");
    let found = asked("bike", 3);
    let bicycle = MatchedBy::Synonym("bicicleta".into());
    assert!(has(&found, "bike", MatchedHow::OtherLanguage, MatchedField::Summary, bicycle), "{found:?}");
    let found = asked("mattress", 2);
    assert!(has(&found, "mattress", MatchedHow::Exact, MatchedField::Description, itself.clone()), "{found:?}");
    let found = asked("oficina evora", 3);
    assert!(has(&found, "evora", MatchedHow::Exact, MatchedField::Place, itself), "{found:?}");
}

#[test]
fn the_best_reason_is_first_and_nobody_pays_who_does_not_ask() {
    let mut documents: Vec<_> = (1..40).map(|number| english(number, "Bread table")).collect();
    documents[0].description = Some(Text::new(Locale::En, "Bread, bread and bread"));
    let room = Room::with(documents);
    let found = reasons(&room, Locale::En, "bread", 1);
    assert_eq!((found[0].field, found[0].how), (MatchedField::Name, MatchedHow::Exact));
    assert!(found.len() <= 12);
    assert!(room.ask("q=bread").hits.iter().all(|hit| hit.matched.is_empty()));
    assert!(room.ask("q=bread&explain=1").hits.iter().all(|hit| !hit.matched.is_empty()));
}
