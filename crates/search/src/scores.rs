//! The text score of the few documents that may be shown.

use crate::{Error, clauses::Clause};
use tantivy::{DocId, SegmentReader, fieldnorm::FieldNormReader, schema::IndexRecordOption};

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// BM25 of each of `documents`, which are in order. Blocks of postings that have none of them are passed over.
pub(crate) fn of(segment: &SegmentReader, clauses: &[Clause], documents: &[DocId]) -> Result<Vec<f32>, Error> {
    let mut scores = vec![0.0; documents.len()];
    for clause in clauses {
        // 0: how long the text is, and how often it says so, is nothing to go by.
        let lengths = if clause.usual_length > 0.0 { Some(segment.get_fieldnorms_reader(clause.field)?) } else { None };
        let option = if lengths.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let mut postings =
            segment.inverted_index(clause.field)?.read_block_postings_from_terminfo(&clause.postings, option)?;
        let mut at = 0;
        while let Some(next) = documents.get(at) {
            let mut place = postings.seek(*next);
            let Some(last) = postings.docs().last().copied().filter(|last| last >= next) else { break };
            while let Some(doc) = documents.get(at).filter(|doc| **doc <= last) {
                while postings.doc(place) < *doc {
                    place += 1;
                }
                if postings.doc(place) == *doc {
                    scores[at] += clause.weight
                        * lengths.as_ref().map_or(1.0, |lengths| {
                            let frequency = postings.freq(place) as f32;
                            frequency * (K1 + 1.0) / (frequency + damper(lengths, *doc, clause.usual_length))
                        });
                }
                at += 1;
            }
        }
    }
    Ok(scores)
}

/// BM25's damping by length.
fn damper(lengths: &FieldNormReader, doc: DocId, usual: f32) -> f32 {
    let length = lengths.fieldnorm(doc) as f32;
    K1 * (1.0 - B + B * length / usual.max(1.0))
}
