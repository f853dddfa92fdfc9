//! Which level a document is on that answers the words so and so: looked up, since many answer them alike.

use crate::{
    accumulator::Fits,
    clauses::Need,
    coverage::Coverage,
    filters::SegmentFilter,
    ranking::{Level, behind, is_good, level, rank},
    snapshot::Sheet,
    whereabouts::Where,
};
use model::Locale;
use tantivy::DocId;

/// What is thought of a document that answers the words so and so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Judgement {
    /// Of a document that the reader cannot read, and of one they can.
    pub levels: [Level; 2],
    pub is_good: bool,
}

impl Judgement {
    #[inline]
    pub fn level_of(&self, doc: DocId, sheet: &Sheet, filter: &SegmentFilter<'_>, locale: Locale) -> Level {
        let level = self.levels[usize::from(sheet.is_readable(doc, locale))];
        level.saturating_sub(behind(sheet.kind(doc))) + rank_of(self.is_good, doc, filter)
    }
}

/// See [`rank`]; around a point good answers within reach come before all others.
pub(crate) fn rank_of(is_good: bool, doc: DocId, filter: &SegmentFilter<'_>) -> Level {
    let close = || (is_good && filter.is_close(doc)).then_some(Where::Near);
    rank(is_good, filter.whereabouts(doc).or_else(close))
}

/// Judgements that are remembered: a power of two.
const REMEMBERED: usize = 1 << 9;

pub(crate) struct Judge<'a> {
    coverage: &'a Coverage,
    /// By a hash of what was judged; what is judged later takes the place of what had it.
    known: Vec<(Fits, Need, Judgement)>,
}

impl<'a> Judge<'a> {
    pub fn new(coverage: &'a Coverage) -> Self {
        let nothing = (0, Need::None, reckon(coverage, 0, Need::None));
        Self { coverage, known: vec![nothing; REMEMBERED] }
    }

    #[inline]
    pub fn judge(&mut self, fits: Fits, need: Need) -> Judgement {
        // Fibonacci hashing: the highest bits depend on all of what is multiplied.
        let hash = (fits ^ (need as u64) << 60).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - REMEMBERED.ilog2());
        let known = &mut self.known[hash as usize % REMEMBERED];
        if (known.0, known.1) != (fits, need) {
            *known = (fits, need, reckon(self.coverage, fits, need));
        }
        known.2
    }
}

fn reckon(coverage: &Coverage, fits: Fits, need: Need) -> Judgement {
    Judgement {
        levels: [false, true].map(|is_readable| level(fits, need, coverage, is_readable)),
        is_good: is_good(fits, coverage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Demand;

    #[test]
    fn what_is_remembered_is_what_is_reckoned() {
        for words in 1..=3 {
            let coverage = Coverage::new(&[2.0, 1.0, 3.0][..words], 0, Demand::Most);
            let mut judge = Judge::new(&coverage);
            for fits in (0..1 << (8 * words)).filter(|fits| fits & 0xE0_E0E0 == 0).step_by(3) {
                for need in [Need::None, Need::Named] {
                    assert_eq!(judge.judge(fits, need), reckon(&coverage, fits, need), "{words} words: {fits:x}");
                }
            }
        }
    }
}
