//! Looking words up in the term dictionaries of all segments.

use crate::{
    Error,
    vocabulary::{distance, distance_to_beginning},
};
use std::collections::HashMap;
use tantivy::{Searcher, Term, postings::TermInfo, query::FuzzyTermQuery, schema::Field};

/// Terms read from one dictionary for one prefix; a shorter prefix than this limit allows for is served by what
/// comes first, which only one- and two-letter words reach.
const MAX_STREAMED: usize = 20_000;
/// Longer words that a beginning is taken for: the commonest are what is meant, and each costs a list per field.
const MAX_PREFIXED: usize = 16;
const MAX_NEAR: usize = 12;

/// Where a term stands, and in how many documents of each field.
type Occurrences = (Vec<Posting>, HashMap<Field, u64>);

/// Where one term stands in one segment: (segment, field, postings).
pub(crate) type Posting = (usize, Field, TermInfo);

pub(crate) struct Variant {
    pub text: String,
    pub postings: Vec<Posting>,
    /// The most documents that one field has it in, over all segments.
    pub frequency: u64,
}

/// The term in each segment that has it, and in how many documents.
pub(crate) fn exact(searcher: &Searcher, field: Field, text: &[u8]) -> Result<(Vec<Posting>, u64), Error> {
    let mut postings = Vec::new();
    let mut frequency = 0;
    for (number, segment) in searcher.segment_readers().iter().enumerate() {
        if let Some(info) = segment.inverted_index(field)?.terms().get(text)? {
            frequency += u64::from(info.doc_freq);
            postings.push((number, field, info));
        }
    }
    Ok((postings, frequency))
}

/// Longer words that begin with `prefix`, the commonest ones.
pub(crate) fn prefixed(searcher: &Searcher, fields: &[Field], prefix: &str) -> Result<Vec<Variant>, Error> {
    let mut collector = Collector::default();
    for field in fields {
        for (number, segment) in searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(*field)?;
            let mut stream = inverted.terms().range().gt(prefix).lt(after(prefix)).into_stream()?;
            for _ in 0..MAX_STREAMED {
                let Some((key, info)) = stream.next() else { break };
                collector.add(key, info, number, *field);
            }
        }
    }
    Ok(collector.commonest(MAX_PREFIXED))
}

/// Words at most `limit` typing errors away with the same first letter, nearest and commonest first; `half_typed`: or
/// whose beginning is.
pub(crate) fn near(
    searcher: &Searcher,
    fields: &[Field],
    word: &str,
    limit: usize,
    half_typed: bool,
) -> Result<Vec<Variant>, Error> {
    let Some(first) = word.chars().next().filter(|_| limit > 0) else { return Ok(Vec::new()) };
    let first = first.to_string();
    for errors in 1..=limit {
        let mut collector = Collector::default();
        for field in fields {
            let query = match Term::from_field_text(*field, word) {
                term if half_typed => FuzzyTermQuery::new_prefix(term, errors as u8, true),
                term => FuzzyTermQuery::new(term, errors as u8, true),
            };
            for (number, segment) in searcher.segment_readers().iter().enumerate() {
                let inverted = segment.inverted_index(*field)?;
                let automaton = query.automaton()?;
                let mut stream = inverted.terms().search(automaton).ge(&first).lt(after(&first)).into_stream()?;
                for _ in 0..MAX_STREAMED {
                    let Some((key, info)) = stream.next() else { break };
                    collector.add(key, info, number, *field);
                }
            }
        }
        let distance = if half_typed { distance_to_beginning } else { distance };
        let mut variants = collector.commonest(MAX_NEAR);
        variants.retain(|variant| distance(word, &variant.text) <= errors);
        if !variants.is_empty() {
            return Ok(variants);
        }
    }
    Ok(Vec::new())
}

#[derive(Default)]
struct Collector {
    found: HashMap<Vec<u8>, Occurrences>,
}

impl Collector {
    fn add(&mut self, key: &[u8], info: &TermInfo, segment: usize, field: Field) {
        let (postings, frequencies) = match self.found.get_mut(key) {
            Some(known) => known,
            None => self.found.entry(key.to_vec()).or_default(),
        };
        *frequencies.entry(field).or_default() += u64::from(info.doc_freq);
        postings.push((segment, field, info.clone()));
    }

    fn commonest(self, limit: usize) -> Vec<Variant> {
        let mut all: Vec<Variant> = self
            .found
            .into_iter()
            .filter_map(|(key, (postings, frequencies))| {
                let text = String::from_utf8(key).ok()?;
                Some(Variant { text, postings, frequency: frequencies.into_values().max().unwrap_or_default() })
            })
            .collect();
        all.sort_unstable_by(|a, b| b.frequency.cmp(&a.frequency).then_with(|| a.text.cmp(&b.text)));
        all.truncate(limit);
        all
    }
}

/// The first byte string behind all that begin with `prefix`. UTF-8 has no byte 255, so none overflows.
fn after(prefix: &str) -> Vec<u8> {
    let mut bytes = prefix.as_bytes().to_vec();
    if let Some(last) = bytes.last_mut() {
        *last = last.saturating_add(1);
    }
    bytes
}
