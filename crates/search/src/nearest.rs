//! Of many that little but their distance tells apart, those that may be among the best: found by where places are,
//! without asking each of them how far it is.

use crate::{bits::has, filters::SegmentFilter, near::Near, ranking::Level, snapshot::Snapshot};
use tantivy::DocId;

/// Metres, the ends of some tiers, see `ranking`.
pub(crate) const RINGS: [u32; 4] = [1_000, 5_000, 25_000, 100_000];
/// As far beyond a ring no distance reckoned quickly ends within it.
const MARGIN: f64 = 1.05;
/// So few times what is wanted are soon asked.
const FEW: usize = 2;

/// What is as near as the ring, or serves what is there: a bit each, by segment.
pub(crate) fn around(from: &Near, ring: u32, snapshot: &Snapshot, segments: &[SegmentFilter<'_>]) -> Vec<Vec<u64>> {
    let near = from.with_radius((f64::from(ring) * MARGIN) as u32);
    let of_segment = snapshot.sheets.iter().zip(segments).map(|(sheet, segment)| {
        let mut bits = vec![0; sheet.len().div_ceil(64)];
        sheet.belts.within(&near, &mut bits);
        segment.add_served(&mut bits);
        bits
    });
    of_segment.collect()
}

/// `kept`: documents by segment, each with its level. What is on the lowest of these levels stays only where it is as near
/// as the nearest of it that there is room for, if `limit` are wanted.
pub(crate) fn keep_nearest(
    kept: &mut Vec<Vec<(Level, DocId)>>,
    limit: usize,
    snapshot: &Snapshot,
    segments: &[SegmentFilter<'_>],
) {
    let all: usize = kept.iter().map(Vec::len).sum();
    let lowest = kept.iter().flatten().map(|(level, _)| *level).min().unwrap_or_default();
    let of_lowest = |kept: &Vec<(Level, DocId)>| kept.iter().find(|(level, _)| *level == lowest).map(|(_, doc)| *doc);
    let first = kept.iter().zip(segments).find_map(|(kept, segment)| Some((of_lowest(kept)?, segment)));
    let Some((doc, segment)) = first.filter(|_| all > limit * FEW) else { return };
    // Who is on one level is on one side of a place that the words name.
    let Some(from) = segment.distance_from(segment.whereabouts(doc)) else { return };
    for ring in RINGS {
        let around = around(from, ring, snapshot, segments);
        let mut found = 0;
        let mut nearest = Vec::with_capacity(kept.len());
        for ((kept, segment), around) in kept.iter().zip(segments).zip(&around) {
            let candidates = kept.iter().filter(|(level, doc)| *level > lowest || has(around, *doc));
            let candidates: Vec<(Level, DocId)> = candidates.copied().collect();
            let is_in = |doc: DocId| segment.distance(doc, segment.whereabouts(doc)).is_some_and(|m| m <= ring);
            found += candidates.iter().filter(|(level, doc)| *level > lowest || is_in(*doc)).count();
            nearest.push(candidates);
        }
        if found >= limit {
            *kept = nearest;
            return;
        }
    }
}
