//! How hard a text is to read, by the formula that is customary in its language. Each counts the same plain things:
//! sentences, words, letters, syllables. They compare two versions of one text; none knows whether it is understood.

mod syllables;

use crate::{Locale, ReadabilityMeasure};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Readability {
    pub measure: ReadabilityMeasure,
    pub value: f64,
}

impl ReadabilityMeasure {
    /// The measure customary for texts in `locale`. Arabic writing leaves short vowels out, so that syllables cannot
    /// be counted, and no formula for it is in common use: there it is the length of sentences alone.
    pub fn of(locale: Locale) -> Self {
        match locale {
            Locale::En => Self::Flesch,
            Locale::It => Self::Gulpease,
            Locale::Pt => Self::FleschMartins,
            Locale::Es => Self::FernandezHuerta,
            Locale::Fr => Self::KandelMoles,
            Locale::El => Self::Lix,
            Locale::Ar => Self::WordsPerSentence,
        }
    }

    pub fn higher_is_easier(self) -> bool {
        !matches!(self, Self::Lix | Self::WordsPerSentence)
    }
}

impl Readability {
    /// A text without words is as easy as the formula allows: nothing is to be read.
    pub fn of(text: &str, locale: Locale) -> Self {
        let Counts { sentences, words, letters, long_words, syllables } = Counts::of(text, locale);
        let words_per_sentence = words / sentences;
        let syllables_per_word = syllables / words;
        let measure = ReadabilityMeasure::of(locale);
        let value = match measure {
            ReadabilityMeasure::Flesch => 206.835 - 1.015 * words_per_sentence - 84.6 * syllables_per_word,
            // Flesch moved by 42, as Martins and others fitted it to Portuguese.
            ReadabilityMeasure::FleschMartins => 248.835 - 1.015 * words_per_sentence - 84.6 * syllables_per_word,
            ReadabilityMeasure::FernandezHuerta => 206.84 - 1.02 * words_per_sentence - 60.0 * syllables_per_word,
            ReadabilityMeasure::KandelMoles => 207.0 - 1.015 * words_per_sentence - 73.6 * syllables_per_word,
            ReadabilityMeasure::Gulpease => 89.0 + (300.0 * sentences - 10.0 * letters) / words,
            ReadabilityMeasure::Lix => words_per_sentence + 100.0 * long_words / words,
            ReadabilityMeasure::WordsPerSentence => words_per_sentence,
        };
        Self { measure, value }
    }

    /// For people: a whole number. The formulas whose scale ends at 100 run past both its ends for very short and very
    /// long sentences.
    pub fn shown(self) -> u64 {
        let most = if self.measure.higher_is_easier() { 100.0 } else { f64::from(u32::MAX) };
        self.value.round().clamp(0.0, most) as u64
    }

    /// Whether a text with this value is easier than one with `other`, by the same measure.
    pub fn is_easier_than(self, other: Self) -> bool {
        self.measure == other.measure
            && if self.measure.higher_is_easier() { self.value > other.value } else { self.value < other.value }
    }
}

/// As numbers of a formula; never zero where a formula divides by them.
struct Counts {
    sentences: f64,
    words: f64,
    letters: f64,
    long_words: f64,
    syllables: f64,
}

impl Counts {
    fn of(text: &str, locale: Locale) -> Self {
        let (mut sentences, mut words, mut letters, mut long_words, mut all_syllables) = (0_u32, 0_u32, 0, 0_u32, 0);
        for sentence in sentences_of(text, locale) {
            sentences += 1;
            for word in words_of(sentence) {
                let length = u32::try_from(word.chars().filter(|c| c.is_alphanumeric()).count()).unwrap_or(u32::MAX);
                words += 1;
                letters += length;
                long_words += u32::from(length > 6);
                all_syllables += syllables::count(word, locale);
            }
        }
        Self {
            sentences: f64::from(sentences.max(1)),
            words: f64::from(words.max(1)),
            letters: f64::from(letters),
            long_words: f64::from(long_words),
            syllables: f64::from(all_syllables),
        }
    }
}

/// A sentence ends at a line's end, or at a mark followed by a space: not within `n.º` or `13.30`.
pub fn sentences_of(text: &str, locale: Locale) -> impl Iterator<Item = &str> {
    let is_end = move |c: char| matches!(c, '.' | '!' | '?' | '…' | '؟') || (c == ';' && locale == Locale::El);
    let mut after_mark = false;
    text.split(move |c: char| {
        let ends = c == '\n' || (c.is_whitespace() && after_mark);
        let closes = matches!(c, '"' | '”' | '»' | ')' | '’');
        after_mark = is_end(c) || (after_mark && closes);
        ends
    })
    .filter(|part| words_of(part).next().is_some())
}

/// What stands between spaces and holds a letter or a figure.
pub fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, locale: Locale) -> f64 {
        (Readability::of(text, locale).value * 10.0).round() / 10.0
    }

    #[test]
    fn each_formula_gives_what_a_calculation_by_hand_gives() {
        // 2 sentences, 8 words, 8 syllables.
        assert_eq!(value("The cat is here. The dog sat down.", Locale::En), 118.2);
        // 1 sentence, 4 words, 22 letters.
        assert_eq!(value("Porta il documento valido.", Locale::It), 89.0 + 75.0 - 55.0);
        // 1 sentence, 4 words, 8 syllables: ca-sa, per-to.
        assert_eq!(value("casa perto casa perto", Locale::Pt), 75.6);
        assert_eq!(value("casa cerca casa cerca", Locale::Es), 82.8);
        // 4 words, 4 syllables: final mute e.
        assert_eq!(value("Il porte son sac.", Locale::Fr), 129.3);
        // 4 words in each of 2 sentences; 2 of 8 are longer than six letters.
        assert_eq!(value("Πάρτε ένα χαρτί μαζί. Ρωτήστε πάντα τον δικηγόρο;", Locale::El), 4.0 + 25.0);
        assert_eq!(value("خذ بطاقتك معك. اسأل عن الموعد؟", Locale::Ar), 3.0);
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let count = |text: &str, locale| sentences_of(text, locale).count();
        assert_eq!(count("Lei n.º 13/2003. Pode recorrer!", Locale::Pt), 2);
        assert_eq!(count("At 13.30 they close", Locale::En), 1);
        assert_eq!(count("One line\nanother line\n\n", Locale::En), 2);
        assert_eq!(count("“No.” They said it (twice.) And left…", Locale::En), 3);
        assert_eq!(count("Ποιος; Εσείς.", Locale::El), 2);
        assert_eq!(count("a; b", Locale::En), 1);
        assert_eq!(count(" … ", Locale::En), 0);
    }

    #[test]
    fn shorter_sentences_of_shorter_words_are_easier_in_every_language() {
        for (locale, easy, hard) in [
            (Locale::En, "You can say no.", "Administrative determinations are nevertheless appealable."),
            (Locale::It, "Puoi dire no.", "Le determinazioni amministrative sono impugnabili."),
            (Locale::Pt, "Pode dizer não.", "As determinações administrativas são impugnáveis."),
            (Locale::Es, "Puede decir no.", "Las determinaciones administrativas son recurribles."),
            (Locale::Fr, "Vous pouvez dire non.", "Les déterminations administratives sont contestables."),
            (Locale::El, "Πείτε όχι.", "Οι διοικητικές αποφάσεις προσβάλλονται δικαστικώς."),
            (Locale::Ar, "قل لا.", "القرارات الإدارية قابلة للطعن أمام المحكمة."),
        ] {
            let (easy, hard) = (Readability::of(easy, locale), Readability::of(hard, locale));
            assert!(easy.is_easier_than(hard) && !hard.is_easier_than(easy), "{locale}: {easy:?} {hard:?}");
        }
    }

    #[test]
    fn nothing_is_measured_of_nothing_and_no_number_is_strange() {
        for locale in Locale::ALL {
            for text in ["", " \n… ", "?", "1"] {
                assert!(Readability::of(text, locale).value.is_finite(), "{locale} {text:?}");
            }
        }
        assert_eq!(Readability::of("No.", Locale::En).shown(), 100, "the end of the scale");
        assert_eq!(Readability::of("Incontrovertibility", Locale::En).shown(), 0);
        assert_eq!(Readability::of("\u{628} ".repeat(120).as_str(), Locale::Ar).shown(), 120);
    }
}
