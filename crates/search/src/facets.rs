//! Counting the found documents by their tags, in the pass that finds them.

use crate::{
    RawFacets,
    search::Counted,
    snapshot::{COVERAGE, FACETS, Names, Sheet, Snapshot, TERRITORY},
    vocabulary::Vocabulary,
};
use model::ItemKind;
use std::{cmp::Ordering, sync::Arc};
use tantivy::DocId;

/// Values of one facet that are handed out, the commonest.
const MAX_VALUES: usize = 200;

pub(crate) struct Facets<'a> {
    snapshot: &'a Snapshot,
    kinds: [u64; 3],
    counters: Counters,
    /// Sets of the segment at hand whose counter is not zero, and tags.
    sets: Vec<u32>,
    tags: Vec<u32>,
}

/// Reused between searches; all zero whenever nobody holds them.
#[derive(Default)]
pub(crate) struct Counters {
    /// By number of the set of tags, of the segment at hand.
    sets: Vec<u32>,
    /// By number of the tag.
    tags: Vec<u32>,
}

impl<'a> Facets<'a> {
    pub fn new(snapshot: &'a Snapshot, mut counters: Counters) -> Self {
        let most = snapshot.sheets.iter().map(|sheet| sheet.sets.len()).max().unwrap_or_default();
        for (counters, wanted) in [(&mut counters.sets, most), (&mut counters.tags, snapshot.names.names.len())] {
            if counters.len() < wanted {
                counters.resize(wanted, 0);
            }
        }
        Self { snapshot, kinds: [0; 3], counters, sets: Vec::new(), tags: Vec::new() }
    }

    pub fn count(&mut self, sheet: &Sheet, doc: DocId) {
        let Some(set) = sheet.set_of.get(doc as usize) else { return };
        if let Some(count) = self.counters.sets.get_mut(*set as usize) {
            if *count == 0 {
                self.sets.push(*set);
            }
            *count += 1;
        }
    }

    /// To be called when the segment's documents are counted, before those of another.
    pub fn end_segment(&mut self, sheet: &Sheet) {
        for set in self.sets.drain(..) {
            let count = std::mem::take(&mut self.counters.sets[set as usize]);
            if let Some(sum) = self.kinds.get_mut(usize::from(sheet.sets.kind(set))) {
                *sum += u64::from(count);
            }
            for tag in sheet.sets.tags(set) {
                if let Some(sum) = self.counters.tags.get_mut(*tag as usize) {
                    if *sum == 0 {
                        self.tags.push(*tag);
                    }
                    *sum += count;
                }
            }
        }
    }

    /// With the counters, for the next search.
    pub fn finish(mut self, above: &Above) -> (RawFacets, Counters) {
        let kind = |kind: &ItemKind| {
            let count = self.kinds[crate::schema::kind_number(*kind) as usize];
            (count > 0).then(|| (Arc::from(kind.as_str()), count))
        };
        let kinds = ItemKind::ALL.iter().filter_map(kind).collect();
        let mut found: [Vec<(&Arc<str>, u64)>; FACETS.len()] = Default::default();
        for tag in &self.tags {
            let (facet, name) = &self.snapshot.names.names[*tag as usize];
            found[*facet].push((name, self.sum(*tag, above)));
        }
        let [need, audience, cost, format, language, territory, _] = found.map(commonest);
        for tag in self.tags.drain(..) {
            self.counters.tags[tag as usize] = 0;
        }
        (RawFacets { kind: sorted(kinds), need, audience, territory, cost, format, language }, self.counters)
    }

    /// What covers a whole country serves each of its towns: a territory where something is found is also counted
    /// for what covers it from above. No document is in both counts, see `schema`.
    fn sum(&self, tag: u32, above: &Above) -> u64 {
        let count = |tag: u32| self.counters.tags.get(tag as usize).copied().map_or(0, u64::from);
        let above = above.coverage.get(tag as usize).map_or(&[][..], |above| above);
        count(tag) + above.iter().map(|above| count(*above)).sum::<u64>()
    }
}

/// For each territory's number those of the coverages above it.
pub(crate) struct Above {
    names: Arc<Names>,
    vocabulary: Arc<Vocabulary>,
    coverage: Vec<Box<[u32]>>,
}

impl Above {
    pub fn new(names: &Arc<Names>, vocabulary: &Arc<Vocabulary>) -> Self {
        let coverage = names.names.iter().map(|(facet, id)| {
            let above = if *facet == TERRITORY { vocabulary.above(id) } else { &[] };
            above.iter().filter_map(|above| names.number(COVERAGE, above)).collect()
        });
        Self { coverage: coverage.collect(), names: Arc::clone(names), vocabulary: Arc::clone(vocabulary) }
    }

    pub fn is_of(&self, names: &Arc<Names>, vocabulary: &Arc<Vocabulary>) -> bool {
        Arc::ptr_eq(&self.names, names) && Arc::ptr_eq(&self.vocabulary, vocabulary)
    }
}

fn commonest(mut found: Vec<(&Arc<str>, u64)>) -> Vec<Counted> {
    if found.len() > MAX_VALUES {
        found.select_nth_unstable_by(MAX_VALUES, order);
        found.truncate(MAX_VALUES);
    }
    sorted(found).into_iter().map(|(name, count)| (Arc::clone(name), count)).collect()
}

fn sorted<T: Ord>(mut counts: Vec<(T, u64)>) -> Vec<(T, u64)> {
    counts.sort_unstable_by(order);
    counts
}

fn order<T: Ord>(a: &(T, u64), b: &(T, u64)) -> Ordering {
    b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0))
}
