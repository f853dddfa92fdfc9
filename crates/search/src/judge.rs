//! Which level a document is on that answers the words so and so: looked up, since many answer them alike.

use crate::{
    accumulator::Fits,
    clauses::Need,
    coverage::Coverage,
    ranking::{Level, level},
};

/// Levels of a document that the reader cannot read, and of one they can.
type Levels = [Level; 2];

/// What of two words is tagged.
const TAGGED: Fits = 0xF0F0;

pub(crate) struct Judge<'a> {
    coverage: &'a Coverage,
    /// For one or two words, by their fits where nothing is tagged.
    table: Vec<Levels>,
    /// Of the document before.
    last: (Fits, Need, Levels),
}

impl<'a> Judge<'a> {
    pub fn new(coverage: &'a Coverage, words: usize) -> Self {
        let mut judge = Self { coverage, table: Vec::new(), last: (0, Need::None, [0, 0]) };
        judge.last.2 = judge.judge(0, Need::None);
        if words <= 2 {
            let of = |at: usize| judge.judge((at & 0xF | (at & 0xF0) << 4) as Fits, Need::None);
            judge.table = (0..1 << (4 * words)).map(of).collect();
        }
        judge
    }

    #[inline]
    pub fn levels(&mut self, fits: Fits, need: Need) -> Levels {
        if need == Need::None
            && fits & TAGGED == 0
            && let Some(levels) = self.table.get((fits & 0xF | fits >> 4 & 0xFF0) as usize)
        {
            return *levels;
        }
        if (self.last.0, self.last.1) != (fits, need) {
            self.last = (fits, need, self.judge(fits, need));
        }
        self.last.2
    }

    fn judge(&self, fits: Fits, need: Need) -> Levels {
        [false, true].map(|is_readable| level(fits, need, self.coverage, is_readable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Demand;

    #[test]
    fn what_is_looked_up_is_what_is_reckoned() {
        for words in 1..=3 {
            let coverage = Coverage::new(&[2.0, 1.0, 3.0][..words], Demand::Most);
            let mut judge = Judge::new(&coverage, words);
            for fits in (0..1 << (8 * words)).filter(|fits| fits & 0xE0_E0E0 == 0).step_by(3) {
                for need in [Need::None, Need::Named] {
                    assert_eq!(judge.levels(fits, need), judge.judge(fits, need), "{words} words: {fits:x}");
                }
            }
        }
    }
}
