//! The search core against raw tantivy on the same index files, on one thread.
//!
//! The rival is a disjunction of the same whole words over the same fields, its 20 best by BM25 and their number. It
//! is not asked for facets, filters, order by buckets, phrases of the taxonomies, typing errors or beginnings of words:
//! where the last word is half typed it gets the whole one. A second rival also completes the last word, as ours does.
//! A third is asked for the very terms that ours asks for (needs, concepts, other spellings): the same lists, scored.

use crate::{
    Options,
    ground::Ground,
    queries::Query,
    table::{Aim, Line, median, percentile},
};
use anyhow::{Context, Result, ensure};
use frostem::{Algorithm, Stemmer};
use local_postgres::DATABASE;
use model::{Locale, SearchQuery};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};
use tantivy::{
    IndexReader, ReloadPolicy, Term,
    collector::{Count, TopDocs},
    query::{BooleanQuery, FuzzyTermQuery, Occur, Query as Asked, TermQuery},
    schema::{Field, IndexRecordOption},
};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

const LEAST: usize = 1_000;
/// Queries named on the way, for whoever wants to know why.
const SLOWEST: usize = 8;
const FIELDS: [&str; 4] = ["name", "summary", "body", "organisation"];
const BUILD: Duration = Duration::from_secs(900);

pub async fn against_raw(ground: &Ground, options: &Options, queries: &[Query]) -> Result<Vec<Line>> {
    let folder = ground.path("core");
    let portal = ground.join(DATABASE).await?;
    let stop = CancellationToken::new();
    let following = portal.follow(folder.clone(), stop.clone());
    let started = Instant::now();
    let index = loop {
        match portal.index() {
            Some(index) => break index,
            None => sleep(Duration::from_millis(50)).await,
        }
        ensure!(started.elapsed() < BUILD, "the index was not built within {BUILD:?}");
    };
    let seconds = started.elapsed().as_secs_f64();
    let count = index.count();
    ground.say(format!("  {count} documents indexed in {seconds:.1} s"));
    stop.cancel();
    following.await?;
    let raw = Raw::open(&folder)?;
    let usable: Vec<&Query> = queries.iter().filter(|query| raw.knows(query)).collect();
    ensure!(usable.len() >= LEAST.min(queries.len() / 2), "only {} queries to measure with", usable.len());
    ground.say(format!("  {} queries, {} segments", usable.len(), raw.reader.searcher().segment_readers().len()));
    let asked = (usable.iter())
        .map(|query| {
            let search = SearchQuery::words(&query.typed);
            let same = index.asked_for(&search, query.locale)?;
            let same = same.into_iter().map(|(field, term)| raw.term(field, &term)).collect();
            let rivals =
                [BooleanQuery::new(any(raw.terms(query))), raw.completing(query), BooleanQuery::new(any(same))];
            Ok((search, rivals))
        })
        .collect::<Result<Vec<(SearchQuery, [BooleanQuery; 3])>>>()?;
    let mut times = vec![[const { Vec::new() }; 4]; asked.len()];
    let (mut found, mut raw_found, mut same_found) = (0, 0, 0);
    // The first pass warms up.
    for round in 0..=options.rounds {
        for ((query, (search, raw_queries)), times) in usable.iter().zip(&asked).zip(&mut times) {
            let ours = timed(|| Ok(index.search(search, query.locale, ground.now)?))?;
            let all = timed(|| raw.search(&raw_queries[0]))?;
            let completing = timed(|| raw.search(&raw_queries[1]))?;
            let same = timed(|| raw.search(&raw_queries[2]))?;
            if round > 0 {
                times.iter_mut().zip([ours.0, all.0, completing.0, same.0]).for_each(|(times, time)| times.push(time));
                (found, raw_found) = (found + ours.1.total, raw_found + all.1 as u64);
                same_found += same.1 as u64;
            }
        }
    }
    let answers = (usable.len() as u64 * u64::from(options.rounds)).max(1);
    let [found, raw_found, same_found] = [found, raw_found, same_found].map(|sum| sum / answers);
    ground.say(format!("  found on average: ours {found}, raw {raw_found}, raw asked for the same {same_found}"));
    portal.close().await;
    let of = |which: usize| times.iter().map(|times| median(&times[which]) * 1e6).collect::<Vec<f64>>();
    let (ours, all, completing, same) = (of(0), of(1), of(2), of(3));
    let mut slowest: Vec<usize> = (0..ours.len()).collect();
    slowest.sort_unstable_by(|a, b| ours[*b].total_cmp(&ours[*a]));
    for at in slowest.into_iter().take(SLOWEST) {
        ground.say(format!(
            "  slowest: {:?} ({}): {:.0} us, raw {:.0} us",
            usable[at].typed, usable[at].locale, ours[at], all[at]
        ));
    }
    Ok(vec![
        Line::new("search core p95 / raw tantivy asked for the same terms", "us", percentile(&ours, 0.95))
            .against(percentile(&same, 0.95))
            .aim(Aim::RatioAtMost(1.5)),
        Line::new("search core p50 / raw tantivy asked for the same terms", "us", median(&ours)).against(median(&same)),
        Line::new("search core p95 / raw tantivy, words as typed", "us", percentile(&ours, 0.95))
            .against(percentile(&all, 0.95))
            .aim(Aim::RatioAtMost(1.5)),
        Line::new("search core p50 / raw tantivy, words as typed", "us", median(&ours)).against(median(&all)),
        Line::new("search core p95 / raw tantivy completing the last word too", "us", percentile(&ours, 0.95))
            .against(percentile(&completing, 0.95)),
    ])
}

fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(f64, T)> {
    let started = Instant::now();
    let done = black_box(work()?);
    Ok((started.elapsed().as_secs_f64(), done))
}

struct Raw {
    reader: IndexReader,
    plain: Vec<Field>,
    place: Field,
    stemmed: Vec<(Locale, Vec<Field>)>,
}

impl Raw {
    fn open(folder: &std::path::Path) -> Result<Self> {
        let index = tantivy::Index::open_in_dir(folder)?;
        let schema = index.schema();
        let fields = |prefix: &str| -> Result<Vec<Field>> {
            FIELDS.iter().map(|name| Ok(schema.get_field(&format!("{prefix}_{name}"))?)).collect()
        };
        let stemmed =
            Locale::ALL.iter().map(|locale| Ok((*locale, fields(locale.as_str())?))).collect::<Result<_>>()?;
        Ok(Self {
            reader: index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?,
            plain: fields("folded")?,
            place: schema.get_field("place").context("the index has no places")?,
            stemmed,
        })
    }

    fn search(&self, query: &dyn Asked) -> Result<usize> {
        let (best, count) = self.reader.searcher().search(query, &(TopDocs::with_limit(20).order_by_score(), Count))?;
        black_box(best);
        Ok(count)
    }

    /// A query of words that are not there would be too easy a task.
    fn knows(&self, query: &Query) -> bool {
        let searcher = self.reader.searcher();
        let known = |term: &String| {
            let fields = self.plain.iter().chain([&self.place]);
            fields
                .into_iter()
                .any(|field| searcher.doc_freq(&Term::from_field_text(*field, term)).is_ok_and(|count| count > 0))
        };
        query.terms.iter().all(known)
    }

    fn terms(&self, query: &Query) -> Vec<Term> {
        let mut terms = self.plain_terms(query);
        for (_, fields) in self.stemmed.iter().filter(|(locale, _)| *locale == query.locale) {
            for word in &query.terms {
                let stem = Stemmer::new(algorithm(query.locale)).stem(word).into_owned();
                terms.extend(fields.iter().map(|field| Term::from_field_text(*field, &stem)));
            }
        }
        terms
    }

    /// … and as ours does, whatever begins with what was typed last.
    fn completing(&self, query: &Query) -> BooleanQuery {
        let mut clauses = any(self.terms(query));
        if let Some(last) = query.typed_terms.last() {
            for field in self.plain.iter().chain([&self.place]) {
                let begins = FuzzyTermQuery::new_prefix(Term::from_field_text(*field, last), 0, false);
                let begins: Box<dyn Asked> = Box::new(begins);
                clauses.push((Occur::Should, begins));
            }
        }
        BooleanQuery::new(clauses)
    }

    fn term(&self, field: u32, term: &[u8]) -> Term {
        Term::from_field_text(Field::from_field_id(field), &String::from_utf8_lossy(term))
    }

    fn plain_terms(&self, query: &Query) -> Vec<Term> {
        let fields = || self.plain.iter().chain([&self.place]);
        query.terms.iter().flat_map(|word| fields().map(|field| Term::from_field_text(*field, word))).collect()
    }
}

fn any(terms: Vec<Term>) -> Vec<(Occur, Box<dyn Asked>)> {
    let clause = |term| {
        let query: Box<dyn Asked> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        (Occur::Should, query)
    };
    terms.into_iter().map(clause).collect()
}

fn algorithm(locale: Locale) -> Algorithm {
    match locale {
        Locale::En => Algorithm::English,
        Locale::It => Algorithm::Italian,
        Locale::Pt => Algorithm::Portuguese,
        Locale::Es => Algorithm::Spanish,
        Locale::Fr => Algorithm::French,
        Locale::El => Algorithm::Greek,
        Locale::Ar => Algorithm::Arabic,
    }
}
