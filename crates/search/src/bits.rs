//! Sets of the documents of one segment: a bit each.

use crate::Error;
use tantivy::{
    DocId, InvertedIndexReader, SegmentReader,
    postings::TermInfo,
    schema::{Field, IndexRecordOption},
};

/// The documents that have one of the terms, a bit each.
pub(crate) fn any_of(segment: &SegmentReader, terms: &[(Field, String)]) -> Result<Vec<u64>, Error> {
    let mut any = vec![0_u64; (segment.max_doc() as usize).div_ceil(64)];
    for (field, value) in terms {
        let inverted = segment.inverted_index(*field)?;
        let Some(postings) = inverted.terms().get(value.as_bytes())? else { continue };
        add_postings(&inverted, &postings, &mut any)?;
    }
    Ok(any)
}

/// Sets the bits of the documents in the list.
pub(crate) fn add_postings(inverted: &InvertedIndexReader, postings: &TermInfo, bits: &mut [u64]) -> Result<(), Error> {
    let mut postings = inverted.read_block_postings_from_terminfo(postings, IndexRecordOption::Basic)?;
    while !postings.docs().is_empty() {
        for doc in postings.docs() {
            if let Some(block) = bits.get_mut(*doc as usize / 64) {
                *block |= 1 << (doc % 64);
            }
        }
        postings.advance();
    }
    Ok(())
}

pub(crate) fn has(bits: &[u64], doc: DocId) -> bool {
    bits.get(doc as usize / 64).is_some_and(|bits| bits >> (doc % 64) & 1 == 1)
}

/// Leaves those that are in `set`, too; `None`: all.
pub(crate) fn keep(among: &mut Option<Vec<u64>>, set: &[u64]) {
    match among {
        Some(among) => among.iter_mut().zip(set).for_each(|(among, set)| *among &= set),
        None => *among = Some(set.to_vec()),
    }
}

/// Visits the documents whose bit is set, in order.
pub(crate) fn each_of(bits: &[u64], mut visit: impl FnMut(DocId)) {
    for (block, bits) in bits.iter().enumerate() {
        let mut bits = *bits;
        while bits != 0 {
            visit(block as DocId * 64 + bits.trailing_zeros());
            bits &= bits - 1;
        }
    }
}
