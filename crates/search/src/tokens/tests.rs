use super::*;

fn folded(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.text).collect()
}

fn same(locale: Locale, words: &[&str]) {
    let stems: Vec<Vec<String>> = words.iter().map(|word| phrase(word, locale)).collect();
    for (word, stems_of_word) in words.iter().zip(&stems) {
        assert_eq!(stems_of_word, &stems[0], "{word} and {} in {locale}", words[0]);
    }
}

#[test]
fn accents_and_case_fold_in_every_script() {
    for (text, expected) in [
        ("HABITAÇÃO", "habitacao"),
        ("Cœur Straße ŁÓDŹ", "coeur strasse lodz"),
        ("Στέγαση ΣΤΈΓΑΣΗ στέγης", "στεγαση στεγαση στεγησ"),
        ("ΐ Ϋ ώρες", "ι υ ωρεσ"),
        ("İstanbul ısı", "istanbul isi"),
        ("ﬁnance", "finance"),
        ("e\u{301}cole", "ecole"),
        ("50 € 3ª", "50 3a"),
    ] {
        assert_eq!(folded(text).join(" "), expected, "{text}");
    }
}

#[test]
fn elisions_go_and_names_stay() {
    assert_eq!(folded("l'alloggio dell’aiuto d'emergenza"), ["alloggio", "aiuto", "emergenza"]);
    assert_eq!(folded("J’ai besoin qu'on m'aide, aujourd'hui"), ["ai", "besoin", "on", "aide", "hui"]);
    assert_eq!(folded("women's aid don't we'll"), ["women", "aid", "don", "we"]);
    assert_eq!(folded("O'Brien Sant'Anna"), ["o", "brien", "sant", "anna"]);
    assert_eq!(folded("''' 'x' ’"), ["x"]);
}

#[test]
fn arabic_is_written_in_one_way() {
    for (variants, expected) in [
        ("أحمد إحمد آحمد ٱحمد احمد", "احمد"),
        ("مدرسة مدرسه", "مدرسه"),
        ("مستشفى مستشفي", "مستشفي"),
        ("طَعَامٌ طعـــام طعام", "طعام"),
        ("مسؤول مسوول", "مسوول"),
    ] {
        assert!(folded(variants).iter().all(|word| word == expected), "{variants}: {:?}", folded(variants));
    }
    assert_eq!(folded("٠١٢٣ ۴۵"), ["0123", "45"]);
}

#[test]
fn offsets_point_into_the_text() {
    let text = "Ação  dell’Égalité, ١٢!";
    let parts: Vec<&str> = tokens(text).iter().map(|token| &text[token.start..token.end]).collect();
    assert_eq!(parts, ["Ação", "Égalité", "١٢"]);
}

#[test]
fn forms_of_a_word_share_a_stem() {
    same(Locale::En, &["service", "Services"]);
    same(Locale::It, &["alloggio", "l'alloggio", "alloggi"]);
    same(Locale::Pt, &["habitação", "habitacao", "habitações", "HABITACOES"]);
    same(Locale::Es, &["habitación", "habitacion", "habitaciones"]);
    same(Locale::Fr, &["logement", "le logement", "logements", "LOGEMENTS"]);
    same(Locale::El, &["στέγη", "στεγη", "στέγης", "ΣΤΕΓΗΣ"]);
    same(Locale::Ar, &["مدرسة", "المدرسة", "مدرسه"]);
}

#[test]
fn stop_words_go_unless_they_are_all_there_is() {
    assert_eq!(phrase("I need some food", Locale::En), ["food"]);
    assert_eq!(phrase("to be", Locale::En).len(), 2);
}

/// In any other form it could never match.
#[test]
fn every_stop_word_is_in_its_folded_form() {
    for locale in Locale::ALL {
        for word in stop_words::stop_words(locale) {
            assert_eq!(folded(word), [*word], "{locale}");
        }
    }
}

#[test]
fn long_tokens_are_cut_the_same_way_everywhere() {
    let word = "é".repeat(500);
    assert_eq!(folded(&word)[0].len(), MAX_TOKEN_BYTES);
    let wide = "ﷺ".repeat(50);
    assert!(folded(&wide).iter().all(|token| token.len() <= MAX_TOKEN_BYTES));
}
