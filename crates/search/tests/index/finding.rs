use crate::support::*;
use model::{ItemKind, Locale, Text};
use search::TermKind;

fn tagged(number: u128, name: &str, needs: &[&str]) -> search::Document {
    search::Document { needs: strings(needs), ..english(number, name) }
}

#[test]
fn a_portuguese_word_finds_an_english_service_by_its_need() {
    let room = Room::with(vec![
        tagged(1, "Finding a home after prison", &["finding-a-home", "housing"]),
        tagged(2, "Parcels at the door", &["food"]),
    ]);
    for q in ["q=habitação", "q=HABITACAO", "q=habitações", "q=στέγαση", "q=السكن"] {
        let found = room.ask_in(Locale::Pt, q);
        assert_eq!(numbers(&found), [1], "{q}");
        assert_eq!(found.matched_terms, [(TermKind::Need, "housing".to_owned())], "{q}");
    }
}

#[test]
fn one_language_is_found_by_its_forms_and_without_accents() {
    let room = Room::with(vec![
        document(1, Text::new(Locale::Fr, "Épiceries solidaires de l'étang")),
        document(2, Text::new(Locale::El, "Συσσίτιο για άστεγους")),
        document(3, Text::new(Locale::It, "Sportello dell'inquilino")),
    ]);
    assert_eq!(room.ids_in(Locale::Fr, "q=epicerie"), [1]);
    assert_eq!(room.ids_in(Locale::Fr, "q=L’ÉTANG"), [1]);
    assert_eq!(room.ids_in(Locale::El, "q=αστεγουσ"), [2]);
    assert_eq!(room.ids_in(Locale::It, "q=inquilini"), [3]);
    // The reader's page is English, the word and the service are Italian.
    assert_eq!(room.ids_in(Locale::En, "q=inquilini"), [3]);
    assert_eq!(room.ids_in(Locale::En, "q=inquilini&lang=ar"), [3]);
}

#[test]
fn the_last_word_may_be_half_typed_and_others_may_not() {
    let room = Room::with(vec![english(1, "Wheelchair repair"), english(2, "Bicycle repair")]);
    assert_eq!(room.complete("q=repair+wheel"), [1]);
    // The first word nothing has: what has the second is shown.
    assert_eq!(sorted(room.ids("q=wheel+repair")), [1, 2]);
    assert_eq!(sorted(room.ids("q=rep")), [1, 2]);
}

/// tantivy's own prefix query takes the first fifty words of the alphabet.
#[test]
fn prefixes_expand_to_the_commonest_words_not_the_first() {
    let mut documents: Vec<_> = (0..200).map(|n| english(n + 10, &format!("training{n:03}"))).collect();
    documents.extend((1..=5).map(|n| english(n, "trainingzone")));
    let room = Room::with(documents);
    let found = room.ask("q=training&per_page=50");
    assert!((1..=5).all(|n| numbers(&found).contains(&n)), "{:?}", numbers(&found));
}

#[test]
fn exact_words_stand_before_beginnings_before_typing_errors() {
    let room = Room::with(vec![
        english(1, "Garden tools"),
        english(2, "Gardening club"),
        english(3, "Gerden society"),
        tagged(4, "Garden, garden and garden", &[]),
    ]);
    let ids = room.ids("q=garden");
    assert_eq!(sorted(ids[..2].to_vec()), [1, 4]);
    assert_eq!(ids[2..], [2]);
    // A word that nothing knows is taken for the nearest one; the better word is offered.
    assert_eq!(room.complete("q=gardwn+tools"), [1]);
    let found = room.ask("q=gardwn+tools");
    assert_eq!(found.did_you_mean.as_deref(), Some("garden tools"));
    assert_eq!(room.ask("q=garden").did_you_mean, None);
}

#[test]
fn reg_a_word_that_only_the_vocabulary_knows_is_not_corrected_to_itself() {
    let room = Room::with(vec![tagged(1, "Warm meals", &["food"])]);
    assert_eq!(room.ask("q=Alimentation").did_you_mean, None);
    assert_eq!(room.ask("q=my+alimentation+meals").did_you_mean, None);
}

#[test]
fn short_words_and_other_first_letters_are_not_guessed() {
    let room = Room::with(vec![english(1, "Food for all"), english(2, "Housing advice")]);
    assert!(room.ids("q=fodd").is_empty(), "four letters");
    assert!(room.ids("q=mousing").is_empty(), "first letter");
    assert_eq!(room.ids("q=advoce"), [2]);
}

#[test]
fn misspelt_needs_are_understood() {
    let room = Room::with(vec![tagged(1, "Somewhere to live", &["housing"])]);
    let found = room.ask_in(Locale::Pt, "q=habitasão");
    assert_eq!(numbers(&found), [1]);
    assert_eq!(found.did_you_mean.as_deref(), Some("habitação"));
}

#[test]
fn both_of_two_words_and_most_of_more_then_what_has_some() {
    let mut documents = vec![english(1, "red green blue"), english(2, "red green"), english(3, "red")];
    // Rarer words weigh more: all weigh the same here but for what these add.
    documents.extend((10..30).map(|n| english(n, "red green blue black")));
    let room = Room::with(documents[..3].to_vec());
    assert_eq!(sorted(room.complete("q=red+green")), [1, 2]);
    let found = room.ask("q=red+green");
    assert_eq!((found.complete, found.total, numbers(&found)[2]), (Some(2), 3, 3));
    assert_eq!(room.ids("q=red+green+blue")[0], 1);
    // A word that nothing has is not missed.
    assert_eq!(sorted(room.complete("q=red+green+black")), [1, 2]);
    let room = Room::with(documents);
    let found = room.ask("q=red+green&per_page=50");
    assert_eq!((found.complete, found.total), (None, 22), "many have both: those with one are left out");
}

#[test]
fn fields_count_in_their_order() {
    let text = |word: &str| Some(Text::new(Locale::En, word));
    let mut documents: Vec<_> = (1..=5).map(|n| english(n, "something")).collect();
    documents[0].organisation_name = Text::new(Locale::En, "Housing association");
    documents[1].description = text("about housing");
    documents[2].summary = text("about housing");
    documents[3].name = Text::new(Locale::En, "about housing");
    documents[4].needs = strings(&["housing"]);
    let room = Room::with(documents);
    assert_eq!(room.ids("q=housing"), [4, 5, 3, 2, 1], "name, need, summary, body, organisation");
}

#[test]
fn a_place_in_the_query_orders_and_narrows() {
    let mut evora = tagged(1, "Warm meals", &["food"]);
    evora.located = vec![strings(&["nuts-2024:PT", "nuts-2024:PT1", "nuts-2024:PT187"])];
    let room = Room::with(vec![evora, tagged(2, "Warm meals", &["food"])]);
    assert_eq!(room.complete("q=food+evora"), [1]);
    let found = room.ask("q=évora");
    assert_eq!(numbers(&found), [1]);
    assert_eq!(found.place.unwrap().territories, ["nuts-2024:PT187"]);
    let literal = room.ask("q=évora&literal=1");
    assert_eq!(literal.matched_terms, [(TermKind::Territory, "nuts-2024:PT187".to_owned())]);
}

#[test]
fn browsing_goes_by_kind_then_quality() {
    let mut documents: Vec<_> = (1..=4).map(|n| english(n, "x")).collect();
    documents[0].kind = ItemKind::Organisation;
    documents[0].quality = 1.0;
    documents[1].kind = ItemKind::Opportunity;
    documents[3].quality = 0.9;
    let room = Room::with(documents);
    assert_eq!(room.ids(""), [4, 3, 2, 1]);
    assert_eq!(room.ids("q=%3F%21"), [4, 3, 2, 1]);
}

#[test]
fn equals_take_turns_by_day_and_stand_still_within_one() {
    let room = Room::with((1..=30).map(|n| english(n, "same")).collect());
    let query = model::SearchQuery::parse("q=same&per_page=30");
    let on = |day: i64| numbers(&room.index.search(&query, Locale::En, now() + chrono::TimeDelta::days(day)).unwrap());
    assert_eq!(on(0), on(0));
    assert_ne!(on(0), on(1));
    assert_eq!(sorted(on(0)), sorted(on(1)));
    // Over a season everybody is on the first page, and nobody is first often.
    let season: Vec<Vec<u128>> = (0..90).map(on).collect();
    for number in 1..=30 {
        let shown = season.iter().filter(|day| day[..10].contains(&number)).count();
        let first = season.iter().filter(|day| day[0] == number).count();
        assert!(shown >= 10 && first <= 15, "{number}: shown on {shown} days, first on {first}");
    }
}

#[test]
fn pages_fit_together() {
    let room = Room::with((1..=57).map(|n| english(n, "same thing")).collect());
    let mut all = Vec::new();
    for page in 1..=7 {
        let found = room.ask(&format!("q=thing&per_page=10&page={page}"));
        assert_eq!(found.total, 57);
        all.extend(numbers(&found));
    }
    assert_eq!(sorted(all), (1..=57).collect::<Vec<u128>>());
}

#[test]
fn an_organisation_is_found_by_the_needs_of_its_services_and_stands_behind_them() {
    let organisation = search::Document { kind: ItemKind::Organisation, ..tagged(1, "Quarry Steps", &["housing"]) };
    let room = Room::with(vec![organisation, tagged(2, "Somewhere to live", &["housing"])]);
    let found = room.ask_in(Locale::Pt, "q=habitação");
    assert_eq!(numbers(&found), [2, 1]);
    assert_eq!(found.facets.need.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1], "it has none of its own");
}

#[test]
fn what_is_written_and_tagged_stands_above_what_is_only_one_of_them() {
    let summary = Some(Text::new(Locale::En, "Housing for all"));
    let both = search::Document { summary, ..tagged(3, "Rooms", &["housing"]) };
    let room = Room::with(vec![english(1, "Housing"), tagged(2, "Warm rooms", &["housing"]), both]);
    assert_eq!(room.ids("q=housing")[0], 3);
}
