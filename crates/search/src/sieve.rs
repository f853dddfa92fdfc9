//! Which of many matches may still be among the best, while they go by: by the first part of their keys alone.

use crate::ranking::{LEVELS, Level};
use tantivy::DocId;

pub(crate) struct Sieve {
    limit: usize,
    /// Matches by level, from `floor` up.
    counts: [usize; LEVELS],
    /// No match of a lower level is among the best.
    floor: Level,
    /// Matches of higher levels than `floor`.
    above: usize,
    kept: Vec<(Level, DocId)>,
    /// Where in `kept` each segment ends.
    ends: Vec<usize>,
}

impl Sieve {
    pub fn new(limit: usize) -> Self {
        Self { limit, counts: [0; LEVELS], floor: 0, above: 0, kept: Vec::new(), ends: Vec::new() }
    }

    pub fn is_beyond(&self, level: Level) -> bool {
        level < self.floor
    }

    pub fn offer(&mut self, level: Level, doc: DocId) {
        if self.is_beyond(level) {
            return;
        }
        self.kept.push((level, doc));
        self.counts[usize::from(level)] += 1;
        self.above += usize::from(level > self.floor);
        while self.above >= self.limit && usize::from(self.floor) + 1 < LEVELS {
            self.floor += 1;
            self.above -= self.counts[usize::from(self.floor)];
        }
    }

    /// To be called before the documents of another segment are offered.
    pub fn end_segment(&mut self) {
        self.ends.push(self.kept.len());
    }

    /// By segment, in the order in which they were offered: (level, document).
    pub fn finish(self) -> Vec<Vec<(Level, DocId)>> {
        let mut from = 0;
        let mut segments = Vec::with_capacity(self.ends.len());
        for end in self.ends {
            let of_segment = self.kept[from..end].iter().filter(|(level, _)| *level >= self.floor);
            segments.push(of_segment.copied().collect());
            from = end;
        }
        segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_best_pass_and_nothing_that_so_many_outdo(levels in prop::collection::vec(0..LEVELS as Level, 0..200), limit in 1..30_usize) {
            let mut sieve = Sieve::new(limit);
            for (doc, level) in levels.iter().enumerate() {
                sieve.offer(*level, doc as DocId);
            }
            sieve.end_segment();
            let outdone = |level: Level| levels.iter().filter(|other| **other > level).count() >= limit;
            let expected: Vec<(Level, DocId)> =
                levels.iter().enumerate().filter(|(_, level)| !outdone(**level)).map(|(doc, level)| (*level, doc as DocId)).collect();
            prop_assert_eq!(sieve.finish(), vec![expected]);
        }
    }
}
