//! What only meets the same needs as the little that was found: it may be a third of all there is, and nobody reads it
//! to its end, so that the best so many follow.
//!
//! It answers every word alike, by its tags alone: it is a set of bits, and its score is known without reading a list.

use crate::{
    Error,
    accumulator::{Fits, with_tag},
    bits::{add_postings, each_of},
    clauses::{Clause, Origin, Plan},
    filters::SegmentFilter,
    judge::Judgement,
    late::Late,
    nearest::{RINGS, around},
    query::Words,
    ranking::{Best, Level, Ranked, Standing, key, lot},
    scores::share,
    sieve::Sieve,
    snapshot::{Sheet, Snapshot},
    whereabouts::Where,
};
use model::Locale;
use tantivy::{DocId, Searcher};

const MOST_ALIKE: usize = 200;
/// Where distances count, at least so many of the nearest are compared: not all of them are in the reader's language.
const NEAREST: u64 = 300;
/// Where there are twice as many and more, others take part each day.
const COMPARED: u64 = 1_024;

pub(crate) struct Alike {
    documents: Bits,
    words: usize,
    /// Of [`PERFECT`](crate::clauses::PERFECT).
    fit: u8,
    /// Numbers of the needs' tags, and what each counts.
    needs: Vec<(u32, f32)>,
}

impl Alike {
    /// `None`: nothing is looked for by its needs.
    pub fn new(searcher: &Searcher, words: &Words, plan: &Plan) -> Result<Option<Self>, Error> {
        let of_need = |clause: &Clause| match clause.origin {
            Origin::Alike(tag) => Some((tag, clause.weight)),
            _ => None,
        };
        let clauses = || plan.clauses.iter().flatten();
        let Some(fit) = clauses().find(|clause| of_need(clause).is_some()).map(|clause| clause.fit) else {
            return Ok(None);
        };
        let mut needs: Vec<(u32, f32)> = clauses().filter_map(of_need).collect();
        needs.sort_unstable_by_key(|(tag, _)| *tag);
        needs.dedup_by_key(|(tag, _)| *tag);
        let mut documents = Vec::with_capacity(plan.clauses.len());
        for (segment, clauses) in searcher.segment_readers().iter().zip(&plan.clauses) {
            let mut bits = vec![0; (segment.max_doc() as usize).div_ceil(64)];
            for clause in clauses.iter().filter(|clause| of_need(clause).is_some()) {
                add_postings(&*segment.inverted_index(clause.field)?, &clause.postings, &mut bits)?;
            }
            documents.push(bits);
        }
        Ok(Some(Self { documents, words: words.words.len(), fit, needs }))
    }

    /// Those of a segment, a bit each.
    pub fn among(&self, number: usize, among: Option<&[u64]>) -> Vec<u64> {
        let mut bits = self.documents[number].clone();
        if let Some(among) = among {
            bits.iter_mut().zip(among).for_each(|(bits, among)| *bits &= among);
        }
        bits
    }

    /// How a document answers the words that is one of these, if without that it answers them so.
    pub fn with(&self, fits: Fits) -> Fits {
        let mut fits = fits.to_le_bytes();
        fits[..self.words].iter_mut().for_each(|fit| *fit = with_tag(*fit, self.fit));
        Fits::from_le_bytes(fits)
    }

    /// The best of `only`, what nothing else was found by. `judgement`: what is thought of them.
    pub fn best(
        &self,
        mut only: Bits,
        judgement: Judgement,
        locale: Locale,
        snapshot: &Snapshot,
        segments: &[SegmentFilter<'_>],
        late: &[Late<'_>],
    ) -> Vec<Ranked> {
        for (only, segment) in only.iter_mut().zip(segments) {
            segment.keep_passing(only);
        }
        narrow(&mut only, snapshot, segments, late.first().map_or(0, |late| late.day));
        let mut sieve = Sieve::new(MOST_ALIKE);
        for ((only, segment), sheet) in only.iter().zip(segments).zip(&snapshot.sheets) {
            let (mut documents, mut levels) = (Vec::<DocId>::new(), Vec::<Level>::new());
            each_of(only, |doc| {
                if segment.passes(doc) {
                    documents.push(doc);
                    levels.push(judgement.level_of(doc, sheet, segment, locale));
                }
            });
            sieve.offer(&documents, &levels);
        }
        let mut best = Best::new(MOST_ALIKE);
        for (number, kept) in sieve.finish().into_iter().enumerate() {
            for (level, doc) in kept {
                let score = self.score(&snapshot.sheets[number], doc);
                let standing = Standing { score, ..late[number].standing(&segments[number], doc) };
                best.offer(key(level, &standing), number, doc, || late[number].lot(doc));
            }
        }
        best.finish()
    }

    fn score(&self, sheet: &Sheet, doc: DocId) -> f32 {
        let tags = sheet.sets[0].tags_of(doc);
        let met = self.needs.iter().filter(|(tag, _)| tags.contains(tag));
        met.map(|(_, weight)| weight).sum::<f32>() * share(sheet.needs(doc))
    }
}

/// A set of documents: by segment, a bit each.
type Bits = Vec<Vec<u64>>;

/// Leaves, of many, those at the place that the words name, those nearest to where distances count from, and a sample of
/// the others.
fn narrow(only: &mut Bits, snapshot: &Snapshot, segments: &[SegmentFilter<'_>], day: i64) {
    if count(only) < COMPARED * 2 {
        return;
    }
    let mut sets = vec![only.clone()];
    let place: Option<Vec<&[u64]>> = segments.iter().map(SegmentFilter::placed).collect();
    sets.extend(place.map(|place| both(only, &place)));
    if let Some(from) = segments.first().and_then(|segment| segment.distance_from(Some(Where::Elsewhere))) {
        for ring in RINGS {
            let near = both(only, &around(from, ring, snapshot, segments));
            let found = count(&near);
            sets.push(near);
            if found >= NEAREST {
                break;
            }
        }
    }
    only.iter_mut().flatten().for_each(|bits| *bits = 0);
    for set in sets {
        let sample = sample(set, day);
        only.iter_mut().flatten().zip(sample.iter().flatten()).for_each(|(bits, some)| *bits |= some);
    }
}

fn both(one: &Bits, other: &[impl AsRef<[u64]>]) -> Bits {
    let of_segment = |(one, other): (&Vec<u64>, &_)| -> Vec<u64> {
        one.iter().zip(AsRef::<[u64]>::as_ref(other)).map(|(one, other)| one & other).collect()
    };
    one.iter().zip(other).map(of_segment).collect()
}

fn count(set: &Bits) -> u64 {
    set.iter().flatten().map(|bits| u64::from(bits.count_ones())).sum()
}

/// [`COMPARED`] and up to twice as many of the set, others each day; all of a smaller one.
fn sample(mut set: Bits, day: i64) -> Bits {
    let halvings = (count(&set) / COMPARED).max(1).ilog2();
    let half = |number: u64| lot(number, day);
    let some = |at: usize| (0..u64::from(halvings)).fold(u64::MAX, |some, time| some & half((at as u64) << 32 | time));
    let some: [u64; 64] = std::array::from_fn(some);
    for bits in &mut set {
        for (block, bits) in bits.iter_mut().enumerate() {
            // Fibonacci hashing: neighbours have nothing in common.
            *bits &= some[((block as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize];
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_a_part_of_what_is_many_another_one_each_day() {
        let all: Bits = vec![vec![u64::MAX; 300], vec![0x5555_5555_5555_5555; 2_000]];
        let [monday, tuesday] = [1, 2].map(|day| sample(all.clone(), day));
        for sample in [&monday, &tuesday] {
            assert_eq!(&both(sample, &all), sample);
            // By chance, and so only about as many.
            assert!((COMPARED / 2..COMPARED * 4).contains(&count(sample)), "{}", count(sample));
        }
        let again = count(&both(&monday, &tuesday));
        assert!(again < COMPARED, "{again}");
        let few: Bits = vec![vec![u64::MAX; 20]];
        assert_eq!(sample(few.clone(), 1), few);
    }
}
