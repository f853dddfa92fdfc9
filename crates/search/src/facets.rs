//! Counting the found documents by their tags, in the pass that finds them.

use crate::{
    RawFacets,
    snapshot::{COVERAGE, FACETS, Sheet, Snapshot, TERRITORY},
    vocabulary::Vocabulary,
};
use model::ItemKind;
use tantivy::DocId;

/// Values of one facet that are handed out, the commonest.
const MAX_VALUES: usize = 200;

pub(crate) struct Facets<'a> {
    snapshot: &'a Snapshot,
    kinds: [u64; 3],
    /// By number of the tag.
    counts: Vec<u32>,
}

impl<'a> Facets<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, kinds: [0; 3], counts: vec![0; snapshot.names.names.len()] }
    }

    pub fn count(&mut self, sheet: &Sheet, doc: DocId) {
        if let Some(count) = self.kinds.get_mut(usize::from(sheet.kinds[doc as usize])) {
            *count += 1;
        }
        for tag in sheet.tags.of(doc) {
            if let Some(count) = self.counts.get_mut(*tag as usize) {
                *count += 1;
            }
        }
    }

    pub fn finish(mut self, vocabulary: &Vocabulary) -> RawFacets {
        self.add_coverage(vocabulary);
        let kind = |kind: &ItemKind| (kind.to_string(), self.kinds[crate::schema::kind_number(*kind) as usize]);
        let kinds = ItemKind::ALL.iter().map(kind).filter(|(_, count)| *count > 0).collect();
        let mut found: [Vec<(&str, u64)>; FACETS.len()] = Default::default();
        for ((facet, name), count) in self.snapshot.names.names.iter().zip(&self.counts) {
            if *count > 0 {
                found[*facet].push((name, u64::from(*count)));
            }
        }
        let [need, audience, cost, format, language, territory, _] = found.map(named);
        RawFacets { kind: sorted(kinds), need, audience, territory, cost, format, language }
    }

    /// What covers a whole country serves each of its towns: a territory where something is found is also counted
    /// for what covers it from above. No document is in both counts, see `schema`.
    fn add_coverage(&mut self, vocabulary: &Vocabulary) {
        let names = &self.snapshot.names;
        let count = |number: u32| self.counts.get(number as usize).copied().unwrap_or_default();
        let above = |id: &str| -> u32 {
            let numbers = vocabulary.above(id).iter().filter_map(|above| names.number(COVERAGE, above));
            numbers.map(count).sum()
        };
        let more: Vec<u32> = (names.names.iter().zip(&self.counts))
            .map(|((facet, id), counted)| if *facet == TERRITORY && *counted > 0 { above(id) } else { 0 })
            .collect();
        self.counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
    }
}

fn named(found: Vec<(&str, u64)>) -> Vec<(String, u64)> {
    let mut found = sorted(found);
    found.truncate(MAX_VALUES);
    found.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

fn sorted<T: Ord>(mut counts: Vec<(T, u64)>) -> Vec<(T, u64)> {
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}
