//! Counting the found documents by their tags, in the pass that finds them.

use crate::{
    RawFacets,
    search::Counted,
    snapshot::{COVERAGE, FACETS, Names, Sheet, Snapshot, TERRITORY},
    vocabulary::Vocabulary,
};
use model::ItemKind;
use std::sync::Arc;
use tantivy::DocId;

/// Values of one facet that are handed out, the commonest.
const MAX_VALUES: usize = 200;

pub(crate) struct Facets<'a> {
    snapshot: &'a Snapshot,
    kinds: [u64; 3],
    /// By number of the tag.
    counts: Vec<u32>,
    /// By set of tags, of the segment at hand.
    sets: Vec<u32>,
    /// Those that are not zero.
    seen: Vec<u32>,
}

impl<'a> Facets<'a> {
    /// `sets`: all zero, given back by [`Self::give_back_sets`].
    pub fn new(snapshot: &'a Snapshot, mut sets: Vec<u32>) -> Self {
        let most = snapshot.sheets.iter().map(|sheet| sheet.sets.len()).max().unwrap_or_default();
        if sets.len() < most {
            sets.resize(most, 0);
        }
        Self { snapshot, kinds: [0; 3], counts: vec![0; snapshot.names.names.len()], sets, seen: Vec::new() }
    }

    pub fn count(&mut self, sheet: &Sheet, doc: DocId) {
        if let Some(count) = self.kinds.get_mut(usize::from(sheet.kinds[doc as usize])) {
            *count += 1;
        }
        let Some(set) = sheet.set_of.get(doc as usize) else { return };
        if let Some(count) = self.sets.get_mut(*set as usize) {
            if *count == 0 {
                self.seen.push(*set);
            }
            *count += 1;
        }
    }

    /// To be called when the segment's documents are counted, before those of another.
    pub fn end_segment(&mut self, sheet: &Sheet) {
        for set in self.seen.drain(..) {
            let count = std::mem::take(&mut self.sets[set as usize]);
            for tag in sheet.sets.of(set) {
                if let Some(sum) = self.counts.get_mut(*tag as usize) {
                    *sum += count;
                }
            }
        }
    }

    pub fn give_back_sets(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.sets)
    }

    pub fn finish(mut self, above: &Above) -> RawFacets {
        self.add_coverage(above);
        let kind = |kind: &ItemKind| {
            let count = self.kinds[crate::schema::kind_number(*kind) as usize];
            (count > 0).then(|| (Arc::from(kind.as_str()), count))
        };
        let kinds = ItemKind::ALL.iter().filter_map(kind).collect();
        let mut found: [Vec<(&Arc<str>, u64)>; FACETS.len()] = Default::default();
        for ((facet, name), count) in self.snapshot.names.names.iter().zip(&self.counts) {
            if *count > 0 {
                found[*facet].push((name, u64::from(*count)));
            }
        }
        let [need, audience, cost, format, language, territory, _] = found.map(commonest);
        RawFacets { kind: sorted(kinds), need, audience, territory, cost, format, language }
    }

    /// What covers a whole country serves each of its towns: a territory where something is found is also counted
    /// for what covers it from above. No document is in both counts, see `schema`.
    fn add_coverage(&mut self, above: &Above) {
        let names = &self.snapshot.names.names;
        let count = |number: &u32| self.counts.get(*number as usize).copied().unwrap_or_default();
        let more: Vec<u32> = (names.iter().zip(&self.counts).zip(&above.coverage))
            .map(
                |(((facet, _), counted), above)| {
                    if *facet == TERRITORY && *counted > 0 { above.iter().map(count).sum() } else { 0 }
                },
            )
            .collect();
        self.counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
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

fn commonest(found: Vec<(&Arc<str>, u64)>) -> Vec<Counted> {
    let mut found = sorted(found);
    found.truncate(MAX_VALUES);
    found.into_iter().map(|(name, count)| (Arc::clone(name), count)).collect()
}

fn sorted<T: Ord>(mut counts: Vec<(T, u64)>) -> Vec<(T, u64)> {
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}
