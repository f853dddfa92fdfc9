//! Raw tantivy on the index of ours: a disjunction of terms, its 20 best by BM25 and their number.

use crate::queries::Query;
use anyhow::{Context, Result};
use frostem::{Algorithm, Stemmer};
use model::Locale;
use std::{hint::black_box, path::Path};
use tantivy::{
    IndexReader, ReloadPolicy, Term,
    aggregation::{AggContextParams, AggregationCollector, agg_req::Aggregations},
    collector::{Count, TopDocs},
    query::{BooleanQuery, FuzzyTermQuery, Occur, Query as Asked, TermQuery},
    schema::{Field, IndexRecordOption},
};

const FIELDS: [&str; 4] = ["name", "summary", "body", "organisation"];

const FACETS: [&str; 7] = ["kind_number", "need", "audience", "cost", "format", "language", "territory_counted"];
/// Values of one facet, as many as ours hands out.
const VALUES: u32 = 200;

fn counted(column: &&str) -> (String, serde_json::Value) {
    (column.to_string(), serde_json::json!({ "terms": { "field": column, "size": VALUES } }))
}

pub struct Raw {
    pub reader: IndexReader,
    plain: Vec<Field>,
    place: Field,
    stemmed: Vec<(Locale, Vec<Field>)>,
    facets: Aggregations,
}

impl Raw {
    pub fn open(folder: &Path) -> Result<Self> {
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
            facets: serde_json::from_value(FACETS.iter().map(counted).collect())?,
        })
    }

    pub fn search(&self, query: &dyn Asked) -> Result<u64> {
        let (best, count) = self.reader.searcher().search(query, &(TopDocs::with_limit(20).order_by_score(), Count))?;
        black_box(best);
        Ok(count as u64)
    }

    /// … and how many of all found have each value of the columns that ours counts, by tantivy's own means.
    pub fn search_counted(&self, query: &dyn Asked) -> Result<u64> {
        let best = TopDocs::with_limit(20).order_by_score();
        let counts = AggregationCollector::from_aggs(self.facets.clone(), AggContextParams::default());
        let (best, count, counts) = self.reader.searcher().search(query, &(best, Count, counts))?;
        black_box((best, counts));
        Ok(count as u64)
    }

    /// A query of words that are not there would be too easy a task.
    pub fn knows(&self, query: &Query) -> bool {
        query.terms.iter().all(|term| self.knows_word(term))
    }

    /// `folded`: as the index has it.
    pub fn knows_word(&self, folded: &str) -> bool {
        let searcher = self.reader.searcher();
        let mut fields = self.plain.iter().chain([&self.place]);
        fields.any(|field| searcher.doc_freq(&Term::from_field_text(*field, folded)).is_ok_and(|count| count > 0))
    }

    pub fn terms(&self, query: &Query) -> Vec<Term> {
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
    pub fn completing(&self, query: &Query) -> BooleanQuery {
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

    /// Asked for the terms that ours asked for, by number of their field.
    pub fn same(&self, terms: &[(u32, Vec<u8>)]) -> BooleanQuery {
        let term = |(field, term): &(u32, Vec<u8>)| {
            Term::from_field_text(Field::from_field_id(*field), &String::from_utf8_lossy(term))
        };
        BooleanQuery::new(any(terms.iter().map(term).collect()))
    }

    fn plain_terms(&self, query: &Query) -> Vec<Term> {
        let fields = || self.plain.iter().chain([&self.place]);
        query.terms.iter().flat_map(|word| fields().map(|field| Term::from_field_text(*field, word))).collect()
    }
}

pub fn any(terms: Vec<Term>) -> Vec<(Occur, Box<dyn Asked>)> {
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
