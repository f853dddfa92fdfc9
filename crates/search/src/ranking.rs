//! The order of what was found: one number per document, most important part highest.

use crate::{accumulator::Tally, coverage::Coverage};
use std::{cmp::Reverse, collections::BinaryHeap};
use tantivy::DocId;

/// What besides the words decides.
pub(crate) struct Standing {
    pub distance: Option<u32>,
    /// In the territory asked for, rather than serving it from elsewhere.
    pub is_local: bool,
    /// Has a text in the reader's language.
    pub is_readable: bool,
    pub kind: u64,
    /// 0..=255
    pub quality: u64,
    /// Days since the document was changed.
    pub age: i64,
}

/// How well the words are answered (how telling each is, and how well it fits), a little more for a need that is named
/// and for what the reader can read; distance tier, text score; then (only where there were no words) kind; quality,
/// freshness. Parts are coarse on purpose: what is left equal is ordered anew each day.
pub(crate) fn key(tally: &Tally, coverage: &Coverage, standing: &Standing, browsing: bool, near: bool) -> u64 {
    let mut key = Key::of(tally, coverage, standing.is_readable);
    key.push(if near { tier(standing.distance) } else { u64::from(standing.is_local) }, 4);
    key.push((tally.score.max(0.0) * 4.0) as u64, 10);
    key.push(if browsing { 3 - standing.kind.min(3) } else { 0 }, 2);
    key.push(standing.quality / 8, 5);
    key.push(freshness(standing.age), 4);
    key.0
}

/// No key of a document with this tally is higher.
pub(crate) fn ceiling(tally: &Tally, coverage: &Coverage) -> u64 {
    Key::of(tally, coverage, true).0 << LOWER_BITS | ((1 << LOWER_BITS) - 1)
}

/// Of the parts of a key behind those that the words alone decide.
const LOWER_BITS: u32 = 4 + 10 + 2 + 5 + 4;

/// Steps of the first part: a smaller difference is none to a reader.
const STEPS: f32 = 40.0;
/// What it is worth to a reader to be able to read it, and that a need is meant for sure (three steps of this).
const READABLE: f32 = 0.08;
const NEED: f32 = 0.015;

struct Key(u64);

impl Key {
    /// What the words decide.
    fn of(tally: &Tally, coverage: &Coverage, is_readable: bool) -> Self {
        let readable = if is_readable { READABLE } else { 0.0 };
        let strength = coverage.strength(tally.fits) + f32::from(tally.need as u8) * NEED + readable;
        let mut key = Self(0);
        key.push((strength * STEPS) as u64, 6);
        key
    }

    /// Appends a part of so many bits; larger values are cut to the largest.
    fn push(&mut self, value: u64, bits: u32) {
        self.0 = self.0 << bits | value.min((1 << bits) - 1);
    }
}

/// The first part of a key, as it was before it was cut into steps.
pub(crate) fn strength_of(key: u64) -> f32 {
    (key >> LOWER_BITS) as f32 / STEPS
}

/// Nearer is more.
fn tier(metres: Option<u32>) -> u64 {
    const TIERS: [u32; 12] =
        [300, 1_000, 2_000, 3_000, 5_000, 10_000, 15_000, 25_000, 50_000, 100_000, 200_000, 500_000];
    metres.map_or(0, |metres| 1 + TIERS.len() as u64 - TIERS.partition_point(|tier| *tier < metres) as u64)
}

/// Halves with every doubling of the age, from a fortnight on.
fn freshness(days: i64) -> u64 {
    15 - u64::from((days.max(0) as u64 / 14 + 1).ilog2()).min(15)
}

/// Another order of equals each day: nobody is always first, and pages of one day fit together.
pub(crate) fn lot(id_low: u64, day: i64) -> u64 {
    // The finaliser of SplitMix64.
    let mut z = id_low ^ (day as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// (key, lot, segment, document)
pub(crate) type Ranked = (u64, u64, usize, DocId);

/// The best so many.
pub(crate) struct Best {
    heap: BinaryHeap<Reverse<Ranked>>,
    limit: usize,
}

impl Best {
    pub fn new(limit: usize) -> Self {
        Self { heap: BinaryHeap::with_capacity(limit + 1), limit }
    }

    /// Whether a document whose key is no higher than `ceiling` cannot be among them.
    pub fn is_beyond(&self, ceiling: u64) -> bool {
        self.heap.len() >= self.limit && self.heap.peek().is_none_or(|worst| ceiling < worst.0.0)
    }

    pub fn offer(&mut self, key: u64, segment: usize, doc: DocId, lot: impl FnOnce() -> u64) {
        let full = self.heap.len() >= self.limit;
        if full && self.heap.peek().is_none_or(|worst| key < worst.0.0) {
            return;
        }
        self.heap.push(Reverse((key, lot(), segment, doc)));
        if full {
            self.heap.pop();
        }
    }

    /// Best first.
    pub fn finish(self) -> Vec<Ranked> {
        self.heap.into_sorted_vec().into_iter().map(|Reverse(ranked)| ranked).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Demand;

    #[test]
    fn nearer_and_fresher_is_more() {
        assert!(tier(Some(100)) > tier(Some(900)));
        assert!(tier(Some(900_000)) > tier(None));
        assert!(freshness(0) > freshness(60));
        assert!(freshness(-5) == freshness(0) && freshness(i64::MAX) <= 15);
    }

    #[test]
    fn no_key_is_above_its_ceiling() {
        let standing = Standing { distance: Some(0), is_local: true, is_readable: true, kind: 0, quality: 255, age: 0 };
        let (mut weak, mut strong) = (Tally::default(), Tally::default());
        (weak.fits, weak.score, strong.fits) = (5, f32::MAX, 15);
        let coverage = Coverage::new(&[1.0], Demand::Most);
        for browsing in [true, false] {
            assert!(key(&weak, &coverage, &standing, browsing, true) <= ceiling(&weak, &coverage));
            assert!(ceiling(&weak, &coverage) < key(&strong, &coverage, &standing, browsing, true));
        }
    }

    #[test]
    fn keeps_the_best_in_order() {
        let mut best = Best::new(3);
        for key in [5, 1, 9, 7, 9, 3] {
            best.offer(key, 0, key as DocId, || key);
        }
        let keys: Vec<u64> = best.finish().into_iter().map(|(key, ..)| key).collect();
        assert_eq!(keys, [9, 9, 7]);
    }

    #[test]
    fn equals_change_places_from_day_to_day() {
        let orders: std::collections::BTreeSet<bool> = (0..20).map(|day| lot(1, day) < lot(2, day)).collect();
        assert_eq!(orders.len(), 2);
        assert_eq!(lot(1, 5), lot(1, 5));
    }
}
