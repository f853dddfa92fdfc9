//! Counting the found documents by their tags, in the pass that finds them.

use crate::{
    RawFacets,
    snapshot::{Names, Sheet, Snapshot},
};
use model::ItemKind;
use tantivy::DocId;

/// Values of one facet that are handed out, the commonest.
const MAX_VALUES: usize = 200;

pub(crate) struct Facets<'a> {
    snapshot: &'a Snapshot,
    kinds: [u64; 3],
    /// By facet, by number of the tag.
    counts: [Vec<u32>; 3],
}

impl<'a> Facets<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let counts = snapshot.names.each_ref().map(|names| vec![0; names.names.len()]);
        Self { snapshot, kinds: [0; 3], counts }
    }

    pub fn count(&mut self, sheet: &Sheet, doc: DocId) {
        if let Some(count) = self.kinds.get_mut(usize::from(sheet.kinds[doc as usize])) {
            *count += 1;
        }
        for (counts, tags) in self.counts.iter_mut().zip(&sheet.tags) {
            for tag in tags.of(doc) {
                counts[*tag as usize] += 1;
            }
        }
    }

    pub fn finish(self) -> RawFacets {
        let kind = |kind: &ItemKind| (kind.to_string(), self.kinds[crate::schema::kind_number(*kind) as usize]);
        let tags = |facet: usize| named(&self.snapshot.names[facet], &self.counts[facet]);
        let kinds = ItemKind::ALL.iter().map(kind).filter(|(_, count)| *count > 0).collect();
        RawFacets { kind: sorted(kinds), need: tags(0), audience: tags(1), territory: tags(2) }
    }
}

fn named(names: &Names, counts: &[u32]) -> Vec<(String, u64)> {
    let mut found: Vec<(&str, u64)> =
        names.names.iter().map(AsRef::as_ref).zip(counts.iter().map(|count| u64::from(*count))).collect();
    found.retain(|(_, count)| *count > 0);
    let mut found = sorted(found);
    found.truncate(MAX_VALUES);
    found.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

fn sorted<T: Ord>(mut counts: Vec<(T, u64)>) -> Vec<(T, u64)> {
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}
