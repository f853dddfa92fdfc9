//! What a search costs beside a plainer one: whole words against raw tantivy asked for the same terms, and typing
//! errors, beginnings, facets, nearness and suggestions against whole words.

use super::{compare, raw::Raw};
use crate::{
    Options,
    ground::Ground,
    queries::{Query, fold},
    table::{Aim, Line, median, percentile},
    vary::dice,
};
use anyhow::Result;
use model::{Locale, SearchQuery};
use rand::{RngExt, rngs::StdRng};
use search::Index;
use tantivy::query::BooleanQuery;

const RADIUS_M: u32 = 25_000;
/// As the search box asks for.
const SUGGESTIONS: usize = 8;
const SHORTEST_MISTYPED: usize = 5;
const SHORTEST_BEGINNING: usize = 3;
const ATTEMPTS: usize = 10;

/// One query in all its forms.
struct Subject {
    locale: Locale,
    exact: SearchQuery,
    same: BooleanQuery,
    mistyped: SearchQuery,
    begun: SearchQuery,
    near: SearchQuery,
    within: SearchQuery,
}

pub fn measure(ground: &Ground, options: &Options, index: &Index, raw: &Raw, queries: &[&Query]) -> Result<Vec<Line>> {
    let mut dice = dice("ratios", 0);
    let mut subjects = Vec::with_capacity(queries.len());
    for query in queries {
        if let Some((mistyped, near)) = mistyped(&query.whole, raw, &mut dice).zip(query.near) {
            let exact = SearchQuery::words(&query.whole);
            let near = SearchQuery { near: Some(near), ..exact.clone() };
            subjects.push(Subject {
                locale: query.locale,
                same: raw.same(&index.asked_for(&exact, query.locale, ground.now)?),
                mistyped: SearchQuery::words(&mistyped),
                begun: SearchQuery::words(&begun(&query.whole, &mut dice)),
                within: SearchQuery { radius: Some(RADIUS_M), ..near.clone() },
                near,
                exact,
            });
        }
    }
    let search = |query: &SearchQuery, locale| Ok(index.search(query, locale, ground.now)?.total);
    let compared = compare(
        options.rounds,
        &subjects,
        &[
            &|subject| search(&subject.exact, subject.locale),
            &|subject| Ok(index.search_uncounted(&subject.exact, subject.locale, ground.now)?.total),
            &|subject| raw.search(&subject.same),
            &|subject| search(&subject.mistyped, subject.locale),
            &|subject| search(&subject.begun, subject.locale),
            &|subject| search(&subject.near, subject.locale),
            &|subject| search(&subject.within, subject.locale),
            &|subject| Ok(index.suggest(&subject.begun.q, subject.locale, SUGGESTIONS)?.len() as u64),
        ],
    )?;
    let names = ["whole words", "without facets", "raw", "mistyped", "begun", "near", "within", "suggestions"];
    ground.say(format!("  {} queries in all forms", subjects.len()));
    for ((name, times), found) in names.iter().zip(&compared.times).zip(&compared.found) {
        let (p50, p95, p99) = (median(times), percentile(times, 0.95), percentile(times, 0.99));
        ground.say(format!("  {name}: p50 {p50:.0}, p95 {p95:.0}, p99 {p99:.0} us; {found} found on average"));
    }
    let p95: Vec<f64> = compared.times.iter().map(|times| percentile(times, 0.95)).collect();
    let line = |what: &str, ours: usize, rival: usize, most: f64| {
        Line::new(what, "us", p95[ours]).against(p95[rival]).aim(Aim::RatioAtMost(most))
    };
    Ok(vec![
        line("whole words, no facets, p95 / raw tantivy asked for the same terms", 1, 2, 1.25),
        line("a word mistyped, p95 / whole words", 3, 0, 5.0),
        line("last word begun, p95 / whole words", 4, 0, 5.0),
        line("facets, p95 / none", 0, 1, 1.6),
        line("nearest first, p95 / whole words", 5, 0, 1.3),
        line("within 25 km, p95 / whole words", 6, 0, 1.3),
        line("suggestions, p95 / whole words", 7, 0, 2.0),
    ])
}

/// The longest word with one typing error, such that nothing has it.
fn mistyped(whole: &str, raw: &Raw, dice: &mut StdRng) -> Option<String> {
    let longest = whole.split(' ').max_by_key(|word| word.chars().count())?;
    let letters: Vec<char> = longest.chars().collect();
    if letters.len() < SHORTEST_MISTYPED {
        return None;
    }
    for _ in 0..ATTEMPTS {
        let mut wrong = letters.clone();
        let at = dice.random_range(1..letters.len() - 1);
        match dice.random_range(0..4) {
            0 => wrong.swap(at, at + 1),
            1 => drop(wrong.remove(at)),
            2 => wrong.insert(at, letters[at]),
            _ => wrong[at] = letters[dice.random_range(0..letters.len())],
        }
        let wrong: String = wrong.into_iter().collect();
        if !raw.knows_word(&fold(&wrong)) {
            return Some(whole.replacen(longest, &wrong, 1));
        }
    }
    None
}

/// The last word not typed to its end.
fn begun(whole: &str, dice: &mut StdRng) -> String {
    let last = whole.split(' ').next_back().map_or(0, |word| word.chars().count());
    let mut typed = whole.to_owned();
    for _ in 0..dice.random_range(1..=last.saturating_sub(SHORTEST_BEGINNING).max(1)) {
        typed.pop();
    }
    typed
}
