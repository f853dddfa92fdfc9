//! How well a search answers: queries that people might type, judged by hand over the demonstration data, and the
//! measure. For tests and measurements only.
//!
//! The judgements are in `judged/{locale}.toml`, written without asking any engine: 3 is just what the person looks
//! for, and readable; 2 just that in another language, or close to it; 1 worth a look.
//!
//! Whoever judges from memory forgets. So on 2026-11-30 the answers of several engines were pooled, as evaluation
//! campaigns do: the first fifteen of ours, the first ten of ours as another reader sees them and with the words taken
//! as they stand, of Postgres and of MiniSearch with and without synonyms, and what was judged before: 16,842 pairs of a
//! query and an item. They were judged anew, without knowing which engine had found an item, where, what its
//! first grade was, or what the query was made to test. A first grade stands; where there was none, grades
//! of 1 to 3 are kept apart as `pooled` (1,004 of 11,151). Of the pairs judged twice half have the same grade and 99 of a
//! hundred differ by one at most: the second judges were kinder to texts in other languages. What engines find since was
//! not pooled and counts as nothing, if nobody thought of it.
//!
//! An engine that is tuned on the queries it is judged by learns the queries. So a third of them, drawn by a hash of
//! their words, is held out from all tuning, and `judged/second` was written later, likewise without asking: see [`Part`].

mod hostile;
mod scores;

pub use hostile::Hostile;
pub use scores::{Scores, Tally};

use model::Locale;
use serde::Deserialize;
use std::{collections::BTreeMap, fmt};

/// Results looked at.
pub const DEPTH: usize = 10;

const FILES: [(Locale, &str, &str); 7] = [
    (Locale::En, include_str!("../judged/en.toml"), include_str!("../judged/second/en.toml")),
    (Locale::It, include_str!("../judged/it.toml"), include_str!("../judged/second/it.toml")),
    (Locale::Pt, include_str!("../judged/pt.toml"), include_str!("../judged/second/pt.toml")),
    (Locale::Es, include_str!("../judged/es.toml"), include_str!("../judged/second/es.toml")),
    (Locale::Fr, include_str!("../judged/fr.toml"), include_str!("../judged/second/fr.toml")),
    (Locale::El, include_str!("../judged/el.toml"), include_str!("../judged/second/el.toml")),
    (Locale::Ar, include_str!("../judged/ar.toml"), include_str!("../judged/second/ar.toml")),
];

/// What makes a query hard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Class {
    /// Words as they stand in a name, a text or the label of a need.
    #[serde(rename = "exact")]
    Exact,
    /// In another number, gender or tense.
    #[serde(rename = "stemmed")]
    Stemmed,
    #[serde(rename = "typo-1")]
    TypoOne,
    #[serde(rename = "typo-2")]
    TypoTwo,
    /// The last word half typed.
    #[serde(rename = "prefix")]
    Prefix,
    #[serde(rename = "everyday")]
    Everyday,
    /// An old or wrong name that people still use.
    #[serde(rename = "misnomer")]
    Misnomer,
    /// What is meant is described only or mostly in another language.
    #[serde(rename = "cross-language")]
    CrossLanguage,
    #[serde(rename = "place")]
    Place,
    #[serde(rename = "audience")]
    Audience,
    /// Several words in unusual order.
    #[serde(rename = "order")]
    Order,
    /// Accents missing or wrong, another keyboard.
    #[serde(rename = "accents")]
    Accents,
}

impl Class {
    pub const ALL: [Self; 12] = [
        Self::Exact,
        Self::Stemmed,
        Self::TypoOne,
        Self::TypoTwo,
        Self::Prefix,
        Self::Everyday,
        Self::Misnomer,
        Self::CrossLanguage,
        Self::Place,
        Self::Audience,
        Self::Order,
        Self::Accents,
    ];
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Exact => "exact",
            Self::Stemmed => "stemmed",
            Self::TypoOne => "typo, one letter",
            Self::TypoTwo => "typo, two letters",
            Self::Prefix => "prefix",
            Self::Everyday => "everyday word",
            Self::Misnomer => "misnomer",
            Self::CrossLanguage => "other language",
            Self::Place => "place",
            Self::Audience => "audience",
            Self::Order => "order of words",
            Self::Accents => "accents",
        })
    }
}

/// What a query may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Looked at while tuning.
    Tuned,
    /// Of the same set, and never looked at.
    HeldOut,
    /// Written before the second tuning, and measured before it by a copy of the ranking: everyday words 0.55, other
    /// languages 0.66 then.
    Second,
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Tuned, Self::HeldOut, Self::Second];
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Tuned => "tuned",
            Self::HeldOut => "held out",
            Self::Second => "second set",
        })
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Judged {
    /// Of the reader; the query's language too, but for misspelt keyboards.
    #[serde(skip)]
    pub locale: Locale,
    #[serde(skip)]
    is_second: bool,
    pub q: String,
    pub class: Class,
    /// Grades from 1 to 3 by item: `{demonstration file}/{source id}`.
    pub relevant: BTreeMap<String, u8>,
    /// Of items that were missing there, graded later. [`judged`] moves them to the others.
    #[serde(default)]
    pooled: BTreeMap<String, u8>,
}

/// Every judged query.
///
/// # Errors
/// The file that cannot be read and why: only while somebody edits it.
pub fn judged() -> Result<Vec<Judged>, String> {
    #[derive(Deserialize)]
    struct File {
        query: Vec<Judged>,
    }
    let mut all = Vec::new();
    for (locale, first, second) in FILES {
        for (text, is_second) in [(first, false), (second, true)] {
            let file: File = toml::from_str(text).map_err(|error| format!("judged/{locale}.toml: {error}"))?;
            all.extend(file.query.into_iter().map(|query| Judged { locale, is_second, ..query }.with_pooled()));
        }
    }
    Ok(all)
}

impl Judged {
    /// A grade of the first judge stands.
    fn with_pooled(mut self) -> Self {
        for (key, grade) in std::mem::take(&mut self.pooled) {
            self.relevant.entry(key).or_insert(grade);
        }
        self
    }

    pub fn part(&self) -> Part {
        if self.is_second {
            return Part::Second;
        }
        // FNV-1a: the same on every machine and in every year, unlike the standard library's.
        let hash = self
            .q
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
        if hash.is_multiple_of(3) { Part::HeldOut } else { Part::Tuned }
    }

    /// Normalised discounted cumulated gain of the first ten of `found`, best first: 1 when nothing better could
    /// stand above, 0 when none of them is worth a look.
    pub fn ndcg<S: AsRef<str>>(&self, found: &[S]) -> f64 {
        let gain = |grade: u8| f64::from((1_u32 << grade) - 1);
        let discounted = |grades: &mut dyn Iterator<Item = u8>| -> f64 {
            grades.take(DEPTH).enumerate().map(|(at, grade)| gain(grade) / (at as f64 + 2.0).log2()).sum()
        };
        let mut best: Vec<u8> = self.relevant.values().copied().collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let ideal = discounted(&mut best.into_iter());
        let grade = |key: &S| self.relevant.get(key.as_ref()).copied().unwrap_or_default();
        if ideal > 0.0 { discounted(&mut found.iter().map(grade)) / ideal } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_kind_of_query_and_no_query_twice() {
        let all = judged().unwrap_or_else(|error| panic!("{error}"));
        assert!(all.len() >= 250, "{}", all.len());
        for locale in Locale::ALL {
            for class in Class::ALL {
                assert!(all.iter().any(|query| query.locale == locale && query.class == class), "{locale} {class}");
            }
            let mut asked: Vec<&str> =
                all.iter().filter(|query| query.locale == locale).map(|query| query.q.as_str()).collect();
            asked.sort_unstable();
            assert!(asked.windows(2).all(|pair| pair[0] != pair[1]), "{locale}: a query twice");
        }
        for query in &all {
            assert!(query.relevant.values().all(|grade| (1..=3).contains(grade)), "{}", query.q);
            assert!(!query.relevant.is_empty(), "{}", query.q);
        }
    }

    #[test]
    fn a_third_is_held_out_of_every_language() {
        let all = judged().unwrap_or_else(|error| panic!("{error}"));
        for locale in Locale::ALL {
            let count = |part| all.iter().filter(|query| query.locale == locale && query.part() == part).count();
            let (tuned, held_out) = (count(Part::Tuned), count(Part::HeldOut));
            assert!(held_out <= tuned && held_out * 5 >= tuned, "{locale}: {held_out} beside {tuned}");
            assert!(count(Part::Second) >= 9, "{locale}");
        }
    }

    #[test]
    fn the_measure_is_one_for_the_best_order_and_falls_with_every_loss() {
        let relevant = [("a".to_owned(), 3), ("b".to_owned(), 2), ("c".to_owned(), 1)].into();
        let (locale, q, class) = (Locale::En, "x".to_owned(), Class::Exact);
        let query = Judged { locale, is_second: false, q, class, relevant, pooled: BTreeMap::new() };
        assert_eq!(query.ndcg(&["a", "b", "c"]), 1.0);
        let orders = [vec!["a", "b", "c"], vec!["b", "a", "c"], vec!["x", "a", "b"], vec!["c"], vec!["x"], vec![]];
        let scores: Vec<f64> = orders.iter().map(|order| query.ndcg(order)).collect();
        assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
        assert_eq!(scores[4], 0.0);
        let late: Vec<&str> = std::iter::repeat_n("x", DEPTH).chain(["a"]).collect();
        assert_eq!(query.ndcg(&late), 0.0, "nobody looks further");
    }
}
