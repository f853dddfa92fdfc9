//! Syllables, counted from the spelling: groups of vowels, parted where the language speaks them apart.

use crate::Locale;

/// At least one a word; a figure counts as one for each digit. Languages whose formula needs no syllables get the
/// count of vowel groups.
pub fn count(word: &str, locale: Locale) -> u32 {
    let letters: Vec<char> = word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let digits = letters.iter().filter(|c| c.is_numeric()).count();
    let mut found = 0;
    let mut before: Option<char> = None;
    for (at, &letter) in letters.iter().enumerate() {
        // In Spanish the y is a vowel only at the end: ley, but a-yu-da.
        let is_vowel = is_vowel(letter) && !(letter == 'y' && locale == Locale::Es && at + 1 < letters.len());
        if is_vowel && before.is_none_or(|before| apart(before, letter, locale)) {
            found += 1;
        }
        before = is_vowel.then_some(letter);
    }
    let silent = match locale {
        Locale::En => silent_in_english(&letters),
        Locale::Fr => silent_in_french(&letters),
        _ => false,
    };
    let spoken = found - u32::from(silent && found > 1);
    (spoken + u32::try_from(digits).unwrap_or(u32::MAX)).max(1)
}

fn is_vowel(letter: char) -> bool {
    "aeiouyàáâãäèéêëìíîïòóôõöùúûüýœæ".contains(letter)
}

/// Whether two vowels that stand together belong to two syllables.
fn apart(first: char, second: char, locale: Locale) -> bool {
    let one_of = |set: &str, letter: char| set.contains(letter);
    match locale {
        // Two strong vowels, or a weak one with an accent: le-er, dí-a, pa-ís.
        Locale::Es => one_of("aeoáéóíú", first) && one_of("aeoáéóíú", second),
        // The same, but ão, ãe and õe are one sound.
        Locale::Pt => one_of("aeoáéóâêôíú", first) && one_of("aeoáéóâêôíúãõ", second),
        // Two dots part vowels, and é is spoken before another: na-ïf, thé-âtre; not in année.
        Locale::Fr => one_of("ïëü", second) || (first == 'é' && second != 'e'),
        _ => false,
    }
}

/// The e of *make*, *makes* and *baked*; that of *table*, *wanted* and *houses* is heard.
fn silent_in_english(letters: &[char]) -> bool {
    match letters {
        [.., before, 'l', 'e'] => is_vowel(*before),
        [.., before, 'e'] => !is_vowel(*before),
        [.., before, 'e', 's'] => !is_vowel(*before) && !"sxzcgh".contains(*before),
        [.., before, 'e', 'd'] => !is_vowel(*before) && !"td".contains(*before),
        _ => false,
    }
}

/// The e of *porte* and *portes*.
fn silent_in_french(letters: &[char]) -> bool {
    matches!(letters, [.., before, 'e'] | [.., before, 'e', 's'] if !is_vowel(*before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_syllables_that_are_spoken() {
        let cases: [(Locale, &[(&str, u32)]); 5] = [
            (
                Locale::En,
                &[
                    ("home", 1),
                    ("table", 2),
                    ("makes", 1),
                    ("houses", 2),
                    ("wanted", 2),
                    ("helped", 1),
                    ("you", 1),
                    ("the", 1),
                    ("decision", 3),
                    ("officer,", 3),
                ],
            ),
            (
                Locale::Es,
                &[
                    ("día", 2),
                    ("país", 2),
                    ("leer", 2),
                    ("ciudad", 2),
                    ("ayuda", 3),
                    ("ley", 1),
                    ("que", 1),
                    ("decisión", 3),
                ],
            ),
            (
                Locale::Pt,
                &[("pão", 1), ("decisões", 3), ("país", 2), ("cidadão", 3), ("pessoa", 3), ("água", 2), ("mãe", 1)],
            ),
            (
                Locale::Fr,
                &[("porte", 1), ("portes", 1), ("année", 2), ("naïf", 2), ("théâtre", 2), ("maison", 2), ("le", 1)],
            ),
            (Locale::It, &[("casa", 2), ("2003", 4)]),
        ];
        for (locale, words) in cases {
            for (word, expected) in words {
                assert_eq!(count(word, locale), *expected, "{word} in {locale}");
            }
        }
    }
}
