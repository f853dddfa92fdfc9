//! Which of many matches may still be among the best, while they go by: by the first part of their keys alone.

use crate::ranking::{LEVELS, Level};
use tantivy::DocId;

pub(crate) struct Sieve {
    limit: usize,
    /// Matches by level.
    counts: [usize; LEVELS],
    /// No match of a lower level is among the best.
    floor: Level,
    /// By segment.
    kept: Vec<Vec<(Level, DocId)>>,
}

impl Sieve {
    pub fn new(limit: usize) -> Self {
        Self { limit, counts: [0; LEVELS], floor: 0, kept: Vec::new() }
    }

    /// The matches of the next segment and their levels.
    pub fn offer(&mut self, documents: &[DocId], levels: &[Level]) {
        // By turns, so that none waits for the one before it: neighbours are often on one level.
        let mut counts = [[0_u32; LEVELS]; 4];
        for levels in levels.chunks(counts.len()) {
            for (counts, level) in counts.iter_mut().zip(levels) {
                counts[usize::from(*level) % LEVELS] += 1;
            }
        }
        for (level, sum) in self.counts.iter_mut().enumerate() {
            *sum += counts.iter().map(|counts| counts[level] as usize).sum::<usize>();
        }
        let mut best = 0;
        for level in (usize::from(self.floor)..LEVELS).rev() {
            best += self.counts[level];
            if best >= self.limit {
                self.floor = level as Level;
                break;
            }
        }
        let matches = levels.iter().copied().zip(documents.iter().copied());
        self.kept.push(matches.filter(|(level, _)| *level >= self.floor).collect());
    }

    /// By segment, in the order in which they were offered: (level, document).
    pub fn finish(mut self) -> Vec<Vec<(Level, DocId)>> {
        self.kept.iter_mut().for_each(|kept| kept.retain(|(level, _)| *level >= self.floor));
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_best_pass_and_nothing_that_so_many_outdo(
            segments in prop::collection::vec(prop::collection::vec(0..LEVELS as Level, 0..100), 0..4), limit in 1..30_usize
        ) {
            let mut sieve = Sieve::new(limit);
            for levels in &segments {
                sieve.offer(&(0..levels.len() as DocId).collect::<Vec<_>>(), levels);
            }
            let outdone = |level: Level| segments.iter().flatten().filter(|other| **other > level).count() >= limit;
            let passing = |levels: &Vec<Level>| -> Vec<(Level, DocId)> {
                let numbered = levels.iter().zip(0..).filter(|(level, _)| !outdone(**level));
                numbered.map(|(level, doc)| (*level, doc)).collect()
            };
            prop_assert_eq!(sieve.finish(), segments.iter().map(passing).collect::<Vec<_>>());
        }
    }
}
