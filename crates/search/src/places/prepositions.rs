//! The little words before a place.

use crate::tokens::Token;
use model::Locale;

/// Where the preposition of what begins at token `at` begins.
pub(super) fn before(tokens: &[Token], at: usize, locale: Locale) -> Option<usize> {
    let before = &tokens[..at];
    let own = own(locale).iter().chain(ANY);
    let fits = own.filter(|phrase| ends_with(before, phrase));
    fits.map(|phrase| at - phrase.split(' ').count()).min()
}

/// Where somebody comes from is not where they are.
pub(super) fn is_origin_before(tokens: &[Token], at: usize, locale: Locale) -> bool {
    let origin: &[&str] = match locale {
        Locale::En => &["from", "out of"],
        Locale::It => &["dal", "dalla", "dall", "originario di", "originaria di"],
        Locale::Pt => &["vim de", "vim do", "vindo de", "natural de"],
        Locale::Es => &["desde", "vengo de", "natural de"],
        Locale::Fr => &["viens de", "vient de", "venant de", "originaire de"],
        Locale::El => &["απο", "απο την", "απο τη", "απο το"],
        Locale::Ar => &["من"],
    };
    origin.iter().any(|phrase| ends_with(&tokens[..at], phrase) && before(tokens, at, locale).is_none())
}

fn ends_with(tokens: &[Token], phrase: &str) -> bool {
    let mut tokens = tokens.iter().rev();
    phrase.rsplit(' ').all(|word| tokens.next().is_some_and(|token| token.text == word))
}

#[cfg(test)]
pub(super) fn all(locale: Locale) -> impl Iterator<Item = &'static str> {
    own(locale).iter().chain(ANY).copied()
}

/// Of whichever language: they mean nothing else in the others. Folded.
const ANY: &[&str] = &[
    "in",
    "near",
    "close to",
    "next to",
    "around",
    "em",
    "perto de",
    "perto do",
    "perto da",
    "vicino a",
    "vicino",
    "presso",
    "cerca de",
    "cerca del",
    "pres de",
    "pres du",
    "autour de",
    "στην",
    "στη",
    "στο",
    "στον",
    "στα",
    "στουσ",
    "στισ",
    "κοντα",
    "κοντα σε",
    "κοντα στην",
    "κοντα στη",
    "κοντα στο",
    "κοντα στον",
    "κοντα στα",
    "في",
    "قرب",
    "بالقرب من",
    "جنب",
    "حول",
    "قريب من",
    "قريبه من",
    "القريبه من",
];

fn own(locale: Locale) -> &'static [&'static str] {
    match locale {
        Locale::En => &["in the", "at", "by", "within", "in or near", "near to", "nearby", "around the", "outside"],
        Locale::It => &[
            "a",
            "ad",
            "al",
            "nel",
            "nella",
            "nelle",
            "in provincia di",
            "provincia di",
            "nei pressi di",
            "dintorni di",
            "zona",
            "zona di",
            "vicino ad",
            "vicino al",
        ],
        Locale::Pt => &[
            "no",
            "na",
            "nos",
            "nas",
            "ao pe de",
            "ao pe do",
            "ao pe da",
            "junto a",
            "junto ao",
            "proximo de",
            "a volta de",
            "na zona de",
            "zona de",
            "concelho de",
            "no concelho de",
        ],
        Locale::Es => &[
            "en",
            "en el",
            "en la",
            "en los",
            "en las",
            "junto a",
            "alrededor de",
            "en la zona de",
            "zona de",
            "provincia de",
            "en la provincia de",
            "por",
        ],
        Locale::Fr => &[
            "a",
            "au",
            "aux",
            "en",
            "dans",
            "dans le",
            "dans la",
            "dans les",
            "sur",
            "vers",
            "a cote de",
            "aux alentours de",
            "alentours de",
            "proche de",
            "a proximite de",
            "region de",
            "du cote de",
        ],
        Locale::El => &["σε", "γυρω απο", "γυρω απο την", "περιοχη", "στην περιοχη", "διπλα σε"],
        Locale::Ar => &["داخل", "بمدينه", "في مدينه", "مدينه", "في محافظه", "محافظه", "ضمن"],
    }
}
