use super::*;

fn term(kind: TermKind, key: &str, words: &[(Locale, &str)]) -> Term {
    Term {
        kind,
        key: key.into(),
        words: words.iter().map(|(locale, word)| (*locale, (*word).to_owned())).collect(),
        above: Vec::new(),
        point: None,
        level: None,
    }
}

fn vocabulary() -> Vocabulary {
    use Locale::*;
    Vocabulary::new(vec![
        term(TermKind::Need, "housing", &[(En, "A home"), (En, "housing"), (Pt, "Habitação"), (Pt, "casa")]),
        term(TermKind::Need, "night", &[(En, "A place to sleep tonight"), (En, "place to sleep"), (It, "posto letto")]),
        term(TermKind::Need, "places", &[(En, "place")]),
        term(TermKind::Audience, "young", &[(En, "Young people"), (Fr, "jeunes")]),
        term(TermKind::Territory, "nuts:PT187", &[(Pt, "Évora")]),
        term(TermKind::Need, "marriage", &[(Es, "casa")]),
    ])
}

fn matched(q: &str, locale: Locale) -> Vec<String> {
    let all = vocabulary();
    let found = all.matches(&tokens(q), locale);
    found.iter().flat_map(|found| &found.terms).map(|term| all.terms[*term as usize].key.clone()).collect()
}

#[test]
fn the_longest_phrase_wins_across_stop_words() {
    assert_eq!(matched("a place for sleeping", Locale::En), ["night"]);
    assert_eq!(matched("some place", Locale::En), ["places"]);
    assert_eq!(matched("housing for young people in Evora", Locale::En), ["young", "housing", "nuts:PT187"]);
}

#[test]
fn the_readers_language_comes_before_others() {
    assert_eq!(matched("casa", Locale::Pt), ["housing"]);
    assert_eq!(matched("casa", Locale::Es), ["marriage"]);
    assert_eq!(matched("casa", Locale::En), ["housing", "marriage"]);
    assert_eq!(matched("HABITACOES", Locale::Ar), ["housing"]);
}

#[test]
fn typing_errors_are_counted_as_people_make_them() {
    for (a, b, errors) in
        [("food", "food", 0), ("food", "fodo", 1), ("food", "foods", 1), ("", "abc", 3), ("κατι", "καιτ", 1)]
    {
        assert_eq!(distance(a, b), errors, "{a} {b}");
    }
    let all = vocabulary();
    assert_eq!(all.near("hausing", 1, Locale::En, |_| 0), Some(("housing", 1)));
    assert_eq!(all.near("xousing", 1, Locale::En, |_| 0), None, "another first letter");
    assert_eq!(all.spelling("habitacao"), Some("habitação"));
}

#[test]
fn of_words_as_near_one_of_the_readers_language_is_meant_and_then_the_commonest() {
    let all = Vocabulary::new(vec![
        term(TermKind::Need, "health", &[(Locale::Es, "médico"), (Locale::It, "medico")]),
        term(TermKind::Need, "rent", &[(Locale::It, "affitto")]),
        term(TermKind::Need, "foster", &[(Locale::It, "affido")]),
        term(TermKind::Need, "doctor", &[(Locale::Fr, "docteur"), (Locale::En, "doctor")]),
    ]);
    let near = |typed, locale| all.near(typed, 1, locale, |word| u64::from(word == "affitto")).map(|(near, _)| near);
    assert_eq!(near("affito", Locale::It), Some("affitto"), "and not what the alphabet has before it");
    assert_eq!([Locale::En, Locale::Fr].map(|locale| near("docter", locale)), [Some("doctor"), Some("docteur")]);
}

#[test]
fn half_typed_phrases_are_completed_from_any_word() {
    let all = vocabulary();
    let completed = |typed: &str| -> Vec<&str> {
        let terms = all.complete(typed, Locale::En, 100, |_, _| true);
        terms.into_iter().map(|term| all.terms[term as usize].key.as_str()).collect()
    };
    assert_eq!(completed("sle"), ["night"]);
    assert_eq!(completed("place to"), ["night"]);
    assert_eq!(completed("evo"), ["nuts:PT187"]);
    assert!(completed("zzz").is_empty());
    assert_eq!(completed("place"), ["places", "night"], "labels first, each once");
    assert_eq!(all.respelled("slepe"), ["sleep"]);
    assert_eq!(all.respelled("habti"), ["habitacao"], "half typed and misspelt");
    assert!(all.respelled("hbit").is_empty() && all.respelled("abitacao").is_empty());
}
