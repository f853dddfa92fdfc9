//! Sums by class and language, and their table.

use crate::{Class, Judged};
use model::Locale;
use std::{collections::BTreeMap, fmt};

/// How one engine answered.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    by_class: BTreeMap<Class, Tally>,
    by_locale: BTreeMap<&'static str, Tally>,
    pub all: Tally,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub queries: u32,
    sum: f64,
    /// Queries that found nothing at all.
    pub without_result: u32,
}

impl Tally {
    fn add(&mut self, score: f64, is_empty: bool) {
        self.queries += 1;
        self.sum += score;
        self.without_result += u32::from(is_empty);
    }

    /// Mean nDCG@10.
    pub fn mean(&self) -> f64 {
        self.sum / f64::from(self.queries.max(1))
    }
}

impl Scores {
    /// `found`: keys of the first ten results, best first. Returns the query's own nDCG@10.
    pub fn add<S: AsRef<str>>(&mut self, query: &Judged, found: &[S]) -> f64 {
        let score = query.ndcg(found);
        self.by_class.entry(query.class).or_default().add(score, found.is_empty());
        self.by_locale.entry(query.locale.as_str()).or_default().add(score, found.is_empty());
        self.all.add(score, found.is_empty());
        score
    }

    /// Over several classes together, each query counting once.
    pub fn of(&self, classes: &[Class]) -> Tally {
        classes.iter().filter_map(|class| self.by_class.get(class)).fold(Tally::default(), |sum, one| Tally {
            queries: sum.queries + one.queries,
            sum: sum.sum + one.sum,
            without_result: sum.without_result + one.without_result,
        })
    }

    pub fn in_language(&self, locale: Locale) -> Tally {
        self.by_locale.get(locale.as_str()).copied().unwrap_or_default()
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |name: &dyn fmt::Display, tally: &Tally| {
            let Tally { queries, without_result, .. } = tally;
            writeln!(
                formatter,
                "{name:<20} {queries:>4} queries  nDCG@10 {:.3}  {without_result:>3} without result",
                tally.mean()
            )
        };
        for (class, tally) in &self.by_class {
            line(class, tally)?;
        }
        for (locale, tally) in &self.by_locale {
            line(locale, tally)?;
        }
        line(&"all", &self.all)
    }
}
