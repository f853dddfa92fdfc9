use super::*;

fn eaten(q: &str, locale: Locale, at: usize) -> Option<usize> {
    let words = Words::read(q, locale);
    prepositions::before(&words.tokens, at, locale)
}

#[test]
fn the_longest_preposition_goes_with_its_place() {
    for (q, locale, at, begins) in [
        ("food in the Alentejo", Locale::En, 3, Some(1)),
        ("food close to Évora", Locale::En, 3, Some(1)),
        ("logement près de Toulouse", Locale::Fr, 3, Some(1)),
        ("lavoro nei pressi di Palermo", Locale::It, 4, Some(1)),
        ("comida perto de Évora", Locale::Pt, 3, Some(1)),
        ("trabajo cerca de Gijón", Locale::Es, 3, Some(1)),
        ("φαγητό κοντά στην Αθήνα", Locale::El, 3, Some(1)),
        ("طعام بالقرب من عمان", Locale::Ar, 3, Some(1)),
        ("câmara de Évora", Locale::Pt, 2, None),
        ("Évora", Locale::Pt, 0, None),
    ] {
        assert_eq!(eaten(q, locale, at), begins, "{q}");
    }
}

#[test]
fn where_somebody_comes_from_is_not_where_they_are() {
    for (q, locale, at, is_origin) in [
        ("people from Jordan", Locale::En, 2, true),
        ("لاجئ من سوريا", Locale::Ar, 2, true),
        ("طعام بالقرب من عمان", Locale::Ar, 3, false),
        ("κοντά από την Αθήνα", Locale::El, 3, true),
        ("food in Derry", Locale::En, 2, false),
    ] {
        let words = Words::read(q, locale);
        assert_eq!(prepositions::is_origin_before(&words.tokens, at, locale), is_origin, "{q}");
    }
}

/// A list with a form that no query has would be dead.
#[test]
fn homonyms_and_prepositions_are_written_as_queries_are_folded() {
    for text in ["centro", "noroeste", "sur"] {
        assert!(is_common_noun(text));
    }
    let folded = |text: &str| tokens(text).into_iter().map(|token| token.text).collect::<Vec<_>>();
    for (word, locale) in [
        ("Reading", Locale::En),
        ("Porto", Locale::It),
        ("Madeira", Locale::Pt),
        ("León", Locale::Es),
        ("Tours", Locale::Fr),
        ("Περιστέρι", Locale::El),
        ("العاصمة", Locale::Ar),
    ] {
        assert!(is_homonym(&folded(word)[0], locale), "{word}");
    }
    for phrase in Locale::ALL.into_iter().flat_map(prepositions::all) {
        assert_eq!(folded(phrase).join(" "), phrase);
    }
}

mod misspelt {
    use super::super::misspelt::is_long_word;

    #[test]
    fn numbers_and_short_words_are_never_misspelt_places() {
        for text in ["75001", "k9square", "roma", "gaia"] {
            assert!(!is_long_word(text), "{text}");
        }
        assert!(is_long_word("evroa") && is_long_word("αθηνα"));
    }
}
