//! Queries made to hurt: by chance, and by a grammar of what is worst. The same ones for the same seed.

use crate::judged;
use model::Locale;
use std::fmt::Write;

/// An endless row of query strings as they may stand in an URL, and the reader's language.
pub struct Hostile {
    dice: u64,
    /// Of the judged queries: such as documents have.
    words: Vec<String>,
}

type Grammar = fn(&mut Hostile) -> String;
const GRAMMARS: [Grammar; 10] = [
    Hostile::chance,
    Hostile::bytes,
    Hostile::sentence,
    Hostile::mistyped,
    Hostile::beginnings,
    Hostile::unknown,
    Hostile::operators,
    Hostile::scripts,
    Hostile::long,
    Hostile::sentence,
];
const PARAMETERS: [&str; 17] = [
    "lang",
    "kind",
    "need",
    "audience",
    "territory",
    "cost",
    "format",
    "language",
    "near",
    "radius",
    "open_at",
    "page",
    "per_page",
    "page",
    "near",
    "q",
    "x",
];
const VALUES: [&str; 23] = [
    "",
    "ar",
    "service,opportunity",
    "organisation",
    "food",
    "housing",
    "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t",
    "migrants",
    "iso:PT",
    "nuts2024:ES",
    "free",
    "remote",
    "el",
    "38.57,-7.91",
    "90,180",
    "-90,-180",
    "NaN,inf",
    "1",
    "4294967295",
    "-1",
    "2026-11-29T03:00:00Z",
    "9999-12-31T23:59:59+14:00",
    "%00%FF",
];
const OPERATORS: [&str; 20] = [
    "AND",
    "OR",
    "NOT",
    "(",
    ")",
    "\"",
    "~2",
    "^9",
    "*",
    "?",
    "field:",
    "[a TO z]",
    "&&",
    "||",
    "!",
    "\\",
    "--",
    "';",
    "</script>",
    "${x}",
];
/// First and last letters of scripts and of what joins, marks and turns letters.
const SCRIPTS: [(u32, u32); 12] = [
    (0x61, 0x7A),
    (0xC0, 0x17F),
    (0x391, 0x3C9),
    (0x621, 0x652),
    (0x300, 0x36F),
    (0x4E00, 0x4E80),
    (0xAC00, 0xAC80),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0xFB50, 0xFBB0),
    (0x1F600, 0x1F64F),
    (0x27, 0x27),
];

impl Hostile {
    /// # Errors
    /// The judged queries cannot be read: only while somebody edits them.
    pub fn new(seed: u64) -> Result<Self, String> {
        let split = |query: crate::Judged| query.q.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
        Ok(Self { dice: seed, words: judged()?.into_iter().flat_map(split).collect() })
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) as usize % sides.max(1)
    }

    fn word(&mut self) -> String {
        let at = self.roll(self.words.len());
        self.words.get(at).cloned().unwrap_or_default()
    }

    fn joined(&mut self, most: usize, mut word: impl FnMut(&mut Self) -> String) -> String {
        let mut text = String::new();
        for _ in 0..1 + self.roll(most) {
            text.push_str(&word(self));
            text.push(' ');
        }
        text
    }

    fn letter(&mut self, (first, last): (u32, u32)) -> char {
        char::from_u32(first + self.roll((last - first + 1) as usize) as u32).unwrap_or('a')
    }

    /// Any characters.
    fn chance(&mut self) -> String {
        (0..self.roll(200)).filter_map(|_| char::from_u32(self.roll(0x11_0000) as u32)).collect()
    }

    /// Any bytes, which need not be UTF-8.
    fn bytes(&mut self) -> String {
        let bytes: Vec<u8> = (0..self.roll(300)).map(|_| self.roll(256) as u8).collect();
        escaped(&bytes)
    }

    fn sentence(&mut self) -> String {
        let text = self.joined(40, Self::word);
        escaped(text.as_bytes())
    }

    fn mistyped(&mut self) -> String {
        let text = self.joined(12, |dice| {
            let mut letters: Vec<char> = dice.word().chars().collect();
            for _ in 0..1 + dice.roll(2) {
                let (at, other) = (dice.roll(letters.len()), dice.roll(letters.len()));
                match dice.roll(3) {
                    0 => letters.swap(at, other),
                    1 => letters.truncate(letters.len().max(2) - 1),
                    _ => letters.insert(at, letters[other]),
                }
            }
            letters.into_iter().collect()
        });
        escaped(text.as_bytes())
    }

    /// Words of one to three letters, which begin nearly everything.
    fn beginnings(&mut self) -> String {
        let text = self.joined(10, |dice| {
            let length = 1 + dice.roll(3);
            dice.word().chars().take(length).collect()
        });
        escaped(text.trim_end().as_bytes())
    }

    /// Long words that nothing has, near to nothing or to many.
    fn unknown(&mut self) -> String {
        let text = self.joined(8, |dice| {
            let script = SCRIPTS[dice.roll(4)];
            (0..9 + dice.roll(30)).map(|_| dice.letter(script)).collect()
        });
        escaped(text.as_bytes())
    }

    fn operators(&mut self) -> String {
        let text = self.joined(30, |dice| match dice.roll(2) {
            0 => dice.word(),
            _ => OPERATORS[dice.roll(OPERATORS.len())].repeat(1 + dice.roll(9)),
        });
        escaped(text.as_bytes())
    }

    fn scripts(&mut self) -> String {
        let text = self.joined(20, |dice| {
            (0..1 + dice.roll(12))
                .map(|_| {
                    let script = SCRIPTS[dice.roll(SCRIPTS.len())];
                    dice.letter(script)
                })
                .collect()
        });
        escaped(text.as_bytes())
    }

    /// Far beyond every limit.
    fn long(&mut self) -> String {
        let word = self.word();
        let separator = ["", " ", "'", "-", "\u{301}"][self.roll(5)];
        escaped(format!("{word}{separator}").repeat(1 + self.roll(400)).as_bytes())
    }
}

impl Iterator for Hostile {
    type Item = (String, Locale);

    fn next(&mut self) -> Option<(String, Locale)> {
        let grammar = GRAMMARS[self.roll(GRAMMARS.len())];
        let mut query = format!("q={}", grammar(self));
        if self.roll(3) == 0 {
            for _ in 0..self.roll(6) {
                let (name, value) = (PARAMETERS[self.roll(PARAMETERS.len())], VALUES[self.roll(VALUES.len())]);
                let _ = write!(query, "&{name}={value}");
            }
        }
        let locale = Locale::ALL[self.roll(Locale::ALL.len())];
        Some((query, locale))
    }
}

fn escaped(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 3), |mut text, byte| {
        let _ = write!(text, "%{byte:02X}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_same_for_the_same_seed_and_of_all_kinds() {
        let some = |seed| Hostile::new(seed).unwrap().take(500).collect::<Vec<_>>();
        assert_eq!(some(1), some(1));
        assert_ne!(some(1), some(2));
        let distinct: HashSet<(String, Locale)> = some(3).into_iter().collect();
        assert!(distinct.len() > 480, "{}", distinct.len());
        assert!(some(1).iter().any(|(query, _)| query.contains("&near=")));
        assert!(some(1).iter().any(|(query, _)| query.len() > 3_000));
    }
}
