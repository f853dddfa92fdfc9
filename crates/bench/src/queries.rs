//! What people might ask: words from the records themselves, so that there is something to find.

use model::{Locale, Point, Text, record::Record};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Query {
    pub locale: Locale,
    /// The whole words.
    pub whole: String,
    /// As typed; the last word may be unfinished.
    pub typed: String,
    /// The whole words, folded, as the index has them.
    pub terms: Vec<String>,
    /// The words as typed, folded.
    pub typed_terms: Vec<String>,
    /// Where somebody who asks it may stand: at one of the services.
    pub near: Option<Point>,
}

/// So common that whoever knows the language leaves them out.
const COMMONEST: usize = 80;
const SHORTEST_WORD: usize = 4;
/// One in this many ends in the middle of a word.
const PREFIXED: u32 = 5;

impl Query {
    pub fn path(&self) -> String {
        let typed = utf8_percent_encode(&self.typed, NON_ALPHANUMERIC);
        format!("/api/v1/search?q={typed}&lang={}", self.locale)
    }
}

/// `count` queries of one to three words that stand side by side in a name or a text.
pub fn draw(records: &[Record], count: usize) -> Vec<Query> {
    let texts: Vec<&Text> = records.iter().flat_map(texts_of).collect();
    let common = commonest(&texts);
    let points: Vec<Point> = records.iter().filter_map(point_of).collect();
    let mut dice = crate::vary::dice("queries", 0);
    let mut queries = Vec::with_capacity(count);
    let mut attempts = 0;
    while queries.len() < count && !texts.is_empty() && attempts < count * 50 {
        attempts += 1;
        let text = texts[dice.random_range(0..texts.len())];
        let values: Vec<(Locale, &str)> = text.values().collect();
        let Some((locale, value)) = values.get(dice.random_range(0..values.len().max(1))).copied() else { continue };
        let words: Vec<&str> = value
            .split(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter))
            .filter(|word| word.chars().count() >= SHORTEST_WORD)
            .filter(|word| !word.chars().any(|letter| letter.is_ascii_digit()))
            .filter(|word| !common.get(&locale).is_some_and(|common| common.contains(&fold(word))))
            .collect();
        let wanted = dice.random_range(1..=3);
        if words.len() < wanted {
            continue;
        }
        let from = dice.random_range(0..=words.len() - wanted);
        let words = &words[from..from + wanted];
        let whole = words.join(" ");
        let mut typed = whole.clone();
        if dice.random_range(0..PREFIXED) == 0 {
            let last = words[wanted - 1].chars().count();
            for _ in 0..dice.random_range(1..=last - 3) {
                typed.pop();
            }
        }
        let terms = words.iter().map(|word| fold(word)).collect();
        let near = points.get(dice.random_range(0..points.len().max(1))).copied();
        queries.push(Query { locale, whole, typed_terms: typed.split(' ').map(fold).collect(), typed, terms, near });
    }
    queries
}

fn texts_of(record: &Record) -> Vec<&Text> {
    match record {
        Record::Organisation(organisation) => vec![&organisation.name],
        // Names are searched more often than texts.
        Record::Service(service) => {
            let mut texts = vec![&service.name, &service.name];
            texts.extend(&service.summary);
            texts.extend(&service.description);
            texts
        }
    }
}

fn point_of(record: &Record) -> Option<Point> {
    let Record::Service(service) = record else { return None };
    let location = &service.places.first()?.location;
    Point::new(location.latitude?, location.longitude?)
}

fn commonest(texts: &[&Text]) -> HashMap<Locale, HashSet<String>> {
    let mut counts: HashMap<Locale, HashMap<String, u32>> = HashMap::new();
    // A part says as much about what is common as all.
    for text in texts.iter().step_by(texts.len().div_ceil(30_000).max(1)) {
        for (locale, value) in text.values() {
            let counts = counts.entry(locale).or_default();
            for word in value.split(|letter: char| !letter.is_alphanumeric()) {
                *counts.entry(fold(word)).or_default() += 1;
            }
        }
    }
    let most = |counts: HashMap<String, u32>| {
        let mut all: Vec<(String, u32)> = counts.into_iter().collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.into_iter().take(COMMONEST).map(|(word, _)| word).collect()
    };
    counts.into_iter().map(|(locale, counts)| (locale, most(counts))).collect()
}

/// Lower case without accents: near enough to what the index does. Where it is not, the term is not in the index
/// and the query is not used.
pub fn fold(word: &str) -> String {
    let plain = word.nfkd().filter(|letter| !is_combining_mark(*letter));
    plain.flat_map(char::to_lowercase).map(|letter| if letter == 'ς' { 'σ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_common_ones_left_out() {
        assert_eq!(fold("Évora"), "evora");
        let service = serde_json::json!({
            "source_id": "s", "organisation": "o", "name": Text::new(Locale::Pt, "Refeições quentes em Évora")
        });
        let records = vec![Record::Service(serde_json::from_value(service).unwrap())];
        // Four words only: all of them are among the commonest.
        assert!(draw(&records, 5).is_empty());
        let mut many = records;
        for number in 0..200 {
            let word: String =
                format!("{number:03}").chars().map(|digit| char::from(b'a' + digit as u8 - b'0')).collect();
            let name = Text::new(Locale::Pt, format!("Abrigo{word} noturno{word} aberto{word}"));
            let service = serde_json::json!({ "source_id": "s", "organisation": "o", "name": name });
            many.push(Record::Service(serde_json::from_value(service).unwrap()));
        }
        let queries = draw(&many, 50);
        assert_eq!(queries.len(), 50);
        assert!(queries.iter().all(|query| (1..=3).contains(&query.terms.len()) && query.locale == Locale::Pt));
        assert!(queries.iter().all(|query| query.whole.starts_with(&query.typed)));
        assert!(queries.iter().any(|query| !query.typed.to_lowercase().ends_with(query.terms.last().unwrap())));
    }
}
