//! The text score of the few documents that may be shown.

use crate::{Error, clauses::Clause, snapshot::Sheet};
use std::sync::LazyLock;
use tantivy::{
    DocId, SegmentReader, fieldnorm::FieldNormReader, postings::BlockSegmentPostings, schema::IndexRecordOption,
};

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// So many times rarer than the word, and a document is sought in its list rather than the list read.
const RARE: usize = 8;

/// What a tag counts in a document with so many needs: who meets one is more likely about it than who meets six.
pub(crate) fn share(needs: u8) -> f32 {
    static SHARES: LazyLock<[f32; 256]> =
        LazyLock::new(|| std::array::from_fn(|needs| (needs.max(1) as f32).powf(-0.7)));
    SHARES[usize::from(needs)]
}

/// BM25 of each of `documents`, which are in order. `slots`: all zero, and again when this ends well.
pub(crate) fn of(
    segment: &SegmentReader,
    sheet: &Sheet,
    clauses: &[Clause],
    documents: &[DocId],
    slots: &mut Vec<u32>,
) -> Result<Vec<f32>, Error> {
    let mut scores = vec![0.0; documents.len()];
    if slots.len() < segment.max_doc() as usize {
        slots.resize(segment.max_doc() as usize, 0);
    }
    for (doc, slot) in documents.iter().zip(1..) {
        slots[*doc as usize] = slot;
    }
    for clause in clauses {
        // 0: how long the text is, and how often it says so, is nothing to go by.
        let lengths = if clause.usual_length > 0.0 { Some(segment.get_fieldnorms_reader(clause.field)?) } else { None };
        let option = if lengths.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let mut postings =
            segment.inverted_index(clause.field)?.read_block_postings_from_terminfo(&clause.postings, option)?;
        let score = |doc: DocId, frequency: u32| {
            let Some(lengths) = &lengths else { return clause.weight };
            let frequency = frequency as f32;
            clause.weight * (frequency * (K1 + 1.0) / (frequency + damper(lengths, doc, clause.usual_length)))
        };
        let mut add = |at: usize, doc, frequency| {
            scores[at] += score(doc, frequency) * if clause.is_tag { share(sheet.needs(doc)) } else { 1.0 };
        };
        if documents.len() * RARE < clause.postings.doc_freq as usize {
            seek(&mut postings, documents, add);
            continue;
        }
        while !postings.docs().is_empty() {
            for (place, doc) in postings.docs().iter().enumerate() {
                let slot = slots.get(*doc as usize).copied().unwrap_or_default();
                if slot > 0 {
                    add(slot as usize - 1, *doc, postings.freq(place));
                }
            }
            postings.advance();
        }
    }
    for doc in documents {
        slots[*doc as usize] = 0;
    }
    Ok(scores)
}

/// Those of `documents` that are in the list: (position among them, document, how often). Blocks that have none of them
/// are passed over.
fn seek(postings: &mut BlockSegmentPostings, documents: &[DocId], mut found: impl FnMut(usize, DocId, u32)) {
    let mut at = 0;
    while let Some(next) = documents.get(at) {
        let mut place = postings.seek(*next);
        let Some(last) = postings.docs().last().copied().filter(|last| last >= next) else { break };
        while let Some(doc) = documents.get(at).filter(|doc| **doc <= last) {
            while postings.doc(place) < *doc {
                place += 1;
            }
            if postings.doc(place) == *doc {
                found(at, *doc, postings.freq(place));
            }
            at += 1;
        }
    }
}

/// BM25's damping by length.
fn damper(lengths: &FieldNormReader, doc: DocId, usual: f32) -> f32 {
    let length = lengths.fieldnorm(doc) as f32;
    K1 * (1.0 - B + B * length / usual.max(1.0))
}
