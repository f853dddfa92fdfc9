//! The order of what was found: one number per document, most important part highest.

use crate::{accumulator::Fits, clauses::Need, coverage::Coverage, schema::kind_number, whereabouts::Where};
use model::ItemKind;
use std::{cmp::Reverse, collections::BinaryHeap};
use tantivy::DocId;

/// Steps of the first part of a key: a smaller difference is none to a reader.
const STEPS: f32 = 40.0;
/// What it is worth to a reader to be able to read it, and that a need is meant for sure (three steps of this).
const READABLE: f32 = 0.08;
const NEED: f32 = 0.015;

/// How many different strengths there are.
const STRENGTHS: u16 = 64;
/// … and of levels: for each of the ranks the strengths.
pub(crate) const LEVELS: usize = 7 * STRENGTHS as usize;

/// The first part of a key.
pub(crate) type Level = u16;

/// A word answered at least so well makes a good answer: standing in a text is enough, a far relation is not.
const GOOD: f32 = 0.55;

/// What stands before all else where the words name a place: what is there comes first, then what covers it, then what is
/// near; and each of these only before answers as good as its own. To be added to the level.
pub(crate) fn rank(is_good: bool, whereabouts: Option<Where>) -> Level {
    let Some(whereabouts) = whereabouts.filter(|of| *of != Where::Elsewhere) else { return 0 };
    STRENGTHS * (whereabouts as Level + if is_good { 3 } else { 0 })
}

pub(crate) fn is_good(fits: Fits, coverage: &Coverage) -> bool {
    coverage.strength(fits) >= GOOD
}

/// The first part of a key: how well the words are answered (how telling each is, and how well it fits), a little more
/// for a need that is named and for what the reader can read.
pub(crate) fn level(fits: Fits, need: Need, coverage: &Coverage, is_readable: bool) -> Level {
    let readable = if is_readable { READABLE } else { 0.0 };
    let strength = coverage.strength(fits) + f32::from(need as u8) * NEED + readable;
    ((strength * STEPS) as Level).min(STRENGTHS - 1)
}

/// What is lost by an opportunity: whoever names a need wants help with it before a post or a course where it matters.
/// Who asks for these names them, which is worth more.
pub(crate) fn behind(kind: u8) -> Level {
    Level::from(u64::from(kind) == kind_number(ItemKind::Opportunity))
}

/// The strength that a key begins with, as it was before it was cut into steps.
pub(crate) fn strength_of(key: u64) -> f32 {
    ((key >> LOWER_BITS >> TIER_BITS) % u64::from(STRENGTHS)) as f32 / STEPS
}

/// What decides among documents of one level, the most important first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    /// See [`tier`]; without a point whether it is in the territory asked for, rather than serving it from elsewhere.
    pub tier: u8,
    pub score: f32,
    /// Only where there were no words.
    pub kind: Option<u8>,
    pub quality: u8,
    /// Days since the document was changed.
    pub age: i64,
}

/// Parts are coarse on purpose: what is left equal is ordered anew each day.
pub(crate) fn key(level: Level, standing: &Standing) -> u64 {
    let mut key = Key(u64::from(level));
    key.push(u64::from(standing.tier), TIER_BITS);
    key.push((standing.score.max(0.0) * 4.0) as u64, 10);
    key.push(standing.kind.map_or(0, |kind| 3 - u64::from(kind.min(3))), 2);
    key.push(u64::from(standing.quality / 8), 5);
    key.push(freshness(standing.age), 4);
    key.0
}

const TIER_BITS: u32 = 4;
/// Of the parts behind the tier.
const LOWER_BITS: u32 = 10 + 2 + 5 + 4;

struct Key(u64);

impl Key {
    /// Appends a part of so many bits; larger values are cut to the largest.
    fn push(&mut self, value: u64, bits: u32) {
        self.0 = self.0 << bits | value.min((1 << bits) - 1);
    }
}

/// Nearer is more.
pub(crate) fn tier(metres: Option<u32>) -> u8 {
    const TIERS: [u32; 12] =
        [300, 1_000, 2_000, 3_000, 5_000, 10_000, 15_000, 25_000, 50_000, 100_000, 200_000, 500_000];
    metres.map_or(0, |metres| 1 + (TIERS.len() - TIERS.partition_point(|tier| *tier < metres)) as u8)
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

    pub fn offer(&mut self, key: u64, segment: usize, doc: DocId, lot: impl FnOnce() -> u64) {
        let full = self.heap.len() >= self.limit;
        let worst = self.heap.peek().filter(|_| full).map(|Reverse(worst)| *worst);
        if (full && worst.is_none()) || worst.is_some_and(|worst| key < worst.0) {
            return;
        }
        // Many are equal in all but this.
        let offered = (key, lot(), segment, doc);
        if worst.is_none_or(|worst| offered > worst) {
            self.heap.push(Reverse(offered));
            if full {
                self.heap.pop();
            }
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
    fn what_matters_more_is_never_outdone_by_what_matters_less() {
        let weak = Standing { tier: 0, score: f32::MAX, kind: Some(0), quality: 255, age: 0 };
        assert!(key(5, &weak) < key(6, &Standing { age: i64::MAX, ..Standing::default() }));
        assert!(key(5, &weak) < key(5, &Standing { tier: 1, age: i64::MAX, ..Standing::default() }));
        let telling = Standing { score: 1.0, ..Standing::default() };
        assert!(key(5, &Standing { quality: 255, ..Standing::default() }) < key(5, &telling));
    }

    #[test]
    fn a_key_begins_with_its_strength() {
        let coverage = Coverage::new(&[1.0], 0, Demand::Most);
        let strong =
            key(level(15, Need::None, &coverage, false), &Standing { score: 9.0, tier: 9, ..Standing::default() });
        assert!((strength_of(strong) - 1.0).abs() < 1.0 / STEPS, "{}", strength_of(strong));
        assert!(level(15, Need::Named, &coverage, true) > level(15, Need::None, &coverage, true));
        assert!(level(15, Need::None, &coverage, true) > level(15, Need::None, &coverage, false));
    }

    #[test]
    fn a_place_among_the_words_decides_between_answers_that_are_as_good() {
        let order = [
            (true, Where::Within),
            (true, Where::Covering),
            (true, Where::Near),
            (false, Where::Within),
            (false, Where::Covering),
            (false, Where::Near),
            (true, Where::Elsewhere),
        ];
        let ranks: Vec<Level> = order.into_iter().map(|(good, whereabouts)| rank(good, Some(whereabouts))).collect();
        assert!(ranks.windows(2).all(|pair| pair[0] >= pair[1] + STRENGTHS), "{ranks:?}");
        assert_eq!((rank(true, None), usize::from(ranks[0] + STRENGTHS)), (0, LEVELS));
        let coverage = Coverage::new(&[1.0], 0, Demand::Most);
        let placed = key(level(15, Need::None, &coverage, false) + ranks[0], &Standing::default());
        assert!((strength_of(placed) - 1.0).abs() < 1.0 / STEPS);
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
