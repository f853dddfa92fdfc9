//! How well each document answers each word, while the clauses are read one after the other.
//!
//! Why not tantivy's scorers: the order is by how well the words are answered before the text score, totals and facets
//! are over all matches, and so every match must be visited anyway. One pass over the postings, a block at a time, into a
//! flat array does that exactly, without asking a tree of scorers, per document, which of its leaves had matched. How
//! often a word stands in a text is not read here: only the few that may be shown are scored, see `scores`.

use crate::{
    Error,
    clauses::{Clause, Need},
    facets::Counters,
    query::{MAX_WORDS, WordSet},
    ranking::Level,
};
use tantivy::{DocId, Searcher, SegmentReader, schema::IndexRecordOption};

/// How well each word is answered, a byte each: in the lower half by what is written, in the upper one by what the
/// document is tagged with, both of [`crate::clauses::PERFECT`]; 0: not at all.
pub(crate) type Fits = u64;

/// Documents that share a mark.
const GROUP: usize = 8;
/// Documents whose marks are looked at together, and that share a word of a set of documents.
const BLOCK: usize = 64;

/// Reused between searches; clean whenever nobody holds it.
#[derive(Default)]
pub(crate) struct Scratch {
    segments: Vec<Tallies>,
    pub counters: Counters,
    /// By document, for `scores`: all zero.
    pub slots: Vec<u32>,
    /// What is found in a segment, with levels: written over.
    pub matches: (Vec<DocId>, Vec<Level>),
}

/// Of one segment.
#[derive(Default)]
pub(crate) struct Tallies {
    /// Rows of `width` bytes, one a document: of each word the best fit.
    fits: Vec<u8>,
    width: usize,
    /// By document, when the query names needs.
    needs: Vec<Need>,
    has_needs: bool,
    /// By group of documents: whether one of them has something.
    marks: Vec<u8>,
}

impl Scratch {
    /// Reads the clauses of all segments. `words`: how many the query has.
    pub fn read(&mut self, searcher: &Searcher, clauses: &[Vec<Clause>], words: usize) -> Result<(), Error> {
        if self.segments.len() < clauses.len() {
            self.segments.resize_with(clauses.len(), Tallies::default);
        }
        for (number, (segment, clauses)) in searcher.segment_readers().iter().zip(clauses).enumerate() {
            self.segments[number].read(segment, clauses, words)?;
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
    fn read(&mut self, segment: &SegmentReader, clauses: &[Clause], words: usize) -> Result<(), Error> {
        self.width = words.next_power_of_two();
        let documents = (segment.max_doc() as usize).next_multiple_of(BLOCK);
        grow(&mut self.fits, documents * self.width);
        grow(&mut self.marks, documents / GROUP);
        for clause in clauses {
            let inverted = segment.inverted_index(clause.field)?;
            let mut postings =
                inverted.read_block_postings_from_terminfo(&clause.postings, IndexRecordOption::Basic)?;
            if clause.need != Need::None {
                grow(&mut self.needs, documents);
                self.has_needs = true;
            }
            while !postings.docs().is_empty() {
                self.add(clause, postings.docs());
                postings.advance();
            }
        }
        Ok(())
    }

    fn add(&mut self, clause: &Clause, documents: &[DocId]) {
        for doc in documents {
            if let Some(mark) = self.marks.get_mut(*doc as usize / GROUP) {
                *mark = 1;
            }
        }
        let mut words = clause.words;
        while words != 0 {
            let word = words.trailing_zeros() as usize;
            for doc in documents {
                if let Some(fit) = self.fits.get_mut(*doc as usize * self.width + word) {
                    *fit = if clause.is_tag { with_tag(*fit, clause.fit) } else { with_text(*fit, clause.fit) };
                }
            }
            words &= words - 1;
        }
        if clause.need != Need::None {
            for doc in documents {
                if let Some(need) = self.needs.get_mut(*doc as usize) {
                    *need = clause.need.max(*need);
                }
            }
        }
    }

    /// Hands each document that has `enough` of the words (by set) to `visit`, in order, only those in `among` when given.
    pub fn visit(&self, among: Option<&[u64]>, enough: &[bool; 1 << MAX_WORDS], visit: impl FnMut(DocId, Fits, Need)) {
        match self.width {
            1 => self.visit_rows::<1>(among, enough, visit),
            2 => self.visit_rows::<2>(among, enough, visit),
            4 => self.visit_rows::<4>(among, enough, visit),
            _ => self.visit_rows::<8>(among, enough, visit),
        }
    }

    fn visit_rows<const WIDTH: usize>(
        &self,
        among: Option<&[u64]>,
        enough: &[bool; 1 << MAX_WORDS],
        mut visit: impl FnMut(DocId, Fits, Need),
    ) {
        let rows_with_enough = rows_with_enough::<WIDTH>(enough);
        for (block, marks) in self.marks.chunks_exact(BLOCK / GROUP).enumerate() {
            let mut bits = among.map_or(u64::MAX, |among| among.get(block).copied().unwrap_or(0));
            if bits == 0 || marks.iter().all(|mark| *mark == 0) {
                continue;
            }
            let first = block * BLOCK;
            let Some(rows) = self.fits.get(first * WIDTH..(first + BLOCK) * WIDTH) else { return };
            // Without a branch for each document: which of them have something is as good as random.
            let mut enough = 0;
            for (group, rows) in rows.chunks_exact(GROUP * WIDTH).enumerate().filter(|(group, _)| marks[*group] != 0) {
                for (at, eight) in rows.chunks_exact(8).enumerate() {
                    let rows = rows_with_enough[usize::from(words_of(fits(eight)))];
                    enough |= u64::from(rows) << (group * GROUP + at * 8 / WIDTH);
                }
            }
            bits &= enough;
            while bits != 0 {
                let at = bits.trailing_zeros() as usize;
                let need = if self.has_needs { self.needs[first + at] } else { Need::None };
                visit((first + at) as DocId, fits(&rows[at * WIDTH..][..WIDTH]), need);
                bits &= bits - 1;
            }
        }
    }

    fn clear(&mut self) {
        for (block, marks) in self.marks.chunks_exact_mut(BLOCK / GROUP).enumerate() {
            if marks.iter().all(|mark| *mark == 0) {
                continue;
            }
            marks.fill(0);
            self.fits[block * BLOCK * self.width..][..BLOCK * self.width].fill(0);
            if self.has_needs {
                self.needs[block * BLOCK..][..BLOCK].fill(Need::None);
            }
        }
        self.has_needs = false;
    }
}

fn with_text(fits: u8, fit: u8) -> u8 {
    fits & 0xF0 | fit.max(fits & 0x0F)
}

pub(crate) fn with_tag(fits: u8, fit: u8) -> u8 {
    fits.max(fit << 4 | fits & 0x0F)
}

fn grow<T: Copy + Default>(values: &mut Vec<T>, to: usize) {
    if values.len() < to {
        values.resize(to, T::default());
    }
}

fn fits(row: &[u8]) -> Fits {
    let mut bytes = [0; 8];
    bytes[..row.len()].copy_from_slice(row);
    Fits::from_le_bytes(bytes)
}

/// By which of eight bytes are not zero: which of the rows that they are have `enough`, a bit each.
fn rows_with_enough<const WIDTH: usize>(enough: &[bool; 1 << MAX_WORDS]) -> [u8; 256] {
    std::array::from_fn(|bytes| {
        let words = |row: usize| bytes >> (row * WIDTH) & ((1 << WIDTH) - 1);
        (0..8 / WIDTH).fold(0, |bits, row| bits | u8::from(enough[words(row)]) << row)
    })
}

/// The words that are answered at all.
fn words_of(fits: Fits) -> WordSet {
    // Without its highest bit no byte is above 127, so that the addition raises that bit where there is another, and
    // spills nowhere; the multiplication gathers these bits in the highest byte.
    const LOWER: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let answered = (((fits & LOWER) + LOWER) | fits) >> 7 & 0x0101_0101_0101_0101;
    (answered.wrapping_mul(0x0102_0408_1020_4080) >> 56) as WordSet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_row_are_those_whose_byte_is_not_zero() {
        for set in 0..=u8::MAX {
            for fit in [1, 15, 0x10, 0x80, 0xF0, 0xFF] {
                let row: Vec<u8> = (0..8).map(|word| if set >> word & 1 == 1 { fit } else { 0 }).collect();
                assert_eq!(words_of(fits(&row)), set);
                assert_eq!(words_of(fits(&row[..2])), set & 0b11);
            }
        }
    }

    #[test]
    fn rows_have_enough_when_their_words_are() {
        let enough: [bool; 1 << MAX_WORDS] = std::array::from_fn(|words| words % 3 == 1);
        let rows = rows_with_enough::<2>(&enough);
        assert_eq!([rows[0b00_01_00_11], rows[0b01_10_11_00], rows[0]], [0b0100, 0b1000, 0]);
        assert_eq!(rows_with_enough::<1>(&enough)[0b1010_0001], 0b1010_0001);
        assert_eq!([4, 6].map(|words| rows_with_enough::<8>(&enough)[words]), [1, 0]);
    }

    #[test]
    fn what_is_written_and_what_is_tagged_are_kept_apart_and_only_better_ones_count() {
        assert_eq!([with_text(0, 9), with_text(0xE9, 7), with_text(0xE9, 12)], [9, 0xE9, 0xEC]);
        assert_eq!(
            [with_tag(0, 14), with_tag(9, 14), with_tag(0xE9, 12), with_tag(0xC9, 14)],
            [0xE0, 0xE9, 0xE9, 0xE9]
        );
    }
}
