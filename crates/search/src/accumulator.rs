//! What is known of each document while the clauses are read, one after the other.
//!
//! Why not tantivy's scorers: the order is by buckets (words, typing errors, need, field, distance) before the text
//! score, totals and facets are over all matches, and so every match must be visited anyway. One pass over the
//! postings into a flat array does that exactly, and cheaper than a tree of scorers that would have to be asked,
//! per document, which of its leaves had matched.

use crate::{
    Error,
    clauses::{Clause, Need},
    query::WordSet,
};
use tantivy::{
    DocId, DocSet, Searcher, SegmentReader, TERMINATED,
    fieldnorm::FieldNormReader,
    postings::Postings,
    schema::{Field, IndexRecordOption},
};

const K1: f32 = 1.2;
const B: f32 = 0.75;

#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    /// Those found at all.
    pub words: WordSet,
    pub need: Need,
    /// Best fit of each word, four bits each.
    pub fits: u32,
    pub score: f32,
}

impl Tally {
    fn add(&mut self, clause: &Clause, score: f32) {
        self.words |= clause.words;
        self.need = self.need.max(clause.need);
        self.score += score;
        let mut words = clause.words;
        while words != 0 {
            let shift = 4 * words.trailing_zeros();
            if u32::from(clause.fit) > self.fits >> shift & 0xF {
                self.fits = self.fits & !(0xF << shift) | u32::from(clause.fit) << shift;
            }
            words &= words - 1;
        }
    }
}

/// Reused between searches; clean whenever nobody holds it.
#[derive(Default)]
pub(crate) struct Scratch {
    /// By segment.
    segments: Vec<Tallies>,
    /// For counting by sets of tags, see `facets`: all zero.
    pub sets: Vec<u32>,
}

#[derive(Default)]
pub(crate) struct Tallies {
    tallies: Vec<Tally>,
    /// Bit per document: has a tally.
    touched: Vec<u64>,
}

impl Scratch {
    /// Reads the clauses of all segments, but for the first so many of each.
    pub fn read(&mut self, searcher: &Searcher, clauses: &[Vec<Clause>], but: &[usize]) -> Result<(), Error> {
        if self.segments.len() < clauses.len() {
            self.segments.resize_with(clauses.len(), Tallies::default);
        }
        for (number, (segment, clauses)) in searcher.segment_readers().iter().zip(clauses).enumerate() {
            let known = but.get(number).copied().unwrap_or_default();
            self.segments[number].read(segment, clauses.get(known..).unwrap_or_default())?;
        }
        Ok(())
    }

    pub fn segment(&self, number: usize) -> Option<&Tallies> {
        self.segments.get(number)
    }

    pub fn clear(&mut self) {
        self.segments.iter_mut().for_each(Tallies::clear);
    }
}

impl Tallies {
    fn read(&mut self, segment: &SegmentReader, clauses: &[Clause]) -> Result<(), Error> {
        let documents = segment.max_doc() as usize;
        if self.tallies.len() < documents {
            self.tallies.resize(documents, Tally::default());
            self.touched.resize(documents.div_ceil(64), 0);
        }
        // A half-typed word has hundreds of clauses in few fields.
        let mut lengths_of: Vec<(Field, FieldNormReader)> = Vec::new();
        let mut dampers_of: Vec<(f32, [f32; 256])> = Vec::new();
        for clause in clauses {
            let option =
                if clause.usual_length > 0.0 { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
            let mut postings =
                segment.inverted_index(clause.field)?.read_postings_from_terminfo(&clause.postings, option)?;
            let usual = clause.usual_length;
            if option == IndexRecordOption::WithFreqs {
                if !lengths_of.iter().any(|(field, _)| *field == clause.field) {
                    lengths_of.push((clause.field, segment.get_fieldnorms_reader(clause.field)?));
                }
                if !dampers_of.iter().any(|(of, _)| *of == usual) {
                    dampers_of.push((usual, dampers(usual)));
                }
            }
            let lengths = lengths_of.iter().find(|(field, _)| *field == clause.field).map(|(_, lengths)| lengths);
            let dampers = dampers_of.iter().find(|(of, _)| *of == usual).map(|(_, dampers)| dampers);
            let mut doc = postings.doc();
            while doc != TERMINATED && (doc as usize) < documents {
                let score = match lengths.zip(dampers) {
                    Some((lengths, dampers)) => {
                        let frequency = postings.term_freq() as f32;
                        frequency * (K1 + 1.0) / (frequency + dampers[usize::from(lengths.fieldnorm_id(doc))])
                    }
                    None => 1.0,
                };
                self.tallies[doc as usize].add(clause, clause.weight * score);
                self.touched[doc as usize / 64] |= 1 << (doc % 64);
                doc = postings.advance();
            }
        }
        Ok(())
    }

    /// Hands each touched document to `visit` in order, only those in `among` when given.
    pub fn visit(&self, among: Option<&[u64]>, mut visit: impl FnMut(DocId, Tally)) {
        for (block, touched) in self.touched.iter().enumerate().filter(|(_, touched)| **touched != 0) {
            let mut bits = touched & among.map_or(u64::MAX, |among| among.get(block).copied().unwrap_or(0));
            while bits != 0 {
                let doc = block * 64 + bits.trailing_zeros() as usize;
                visit(doc as DocId, self.tallies[doc]);
                bits &= bits - 1;
            }
        }
    }

    fn clear(&mut self) {
        for (block, touched) in self.touched.iter_mut().enumerate().filter(|(_, touched)| **touched != 0) {
            let mut bits = std::mem::take(touched);
            while bits != 0 {
                self.tallies[block * 64 + bits.trailing_zeros() as usize] = Tally::default();
                bits &= bits - 1;
            }
        }
    }
}

/// BM25's damping by length, by fieldnorm id.
fn dampers(usual: f32) -> [f32; 256] {
    std::array::from_fn(|id| {
        let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
        K1 * (1.0 - B + B * length / usual.max(1.0))
    })
}
