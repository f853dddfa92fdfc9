//! Counting the found documents by their tags, in the pass that finds them.

use crate::Error;
use model::ItemKind;
use std::collections::HashMap;
use tantivy::{DocId, SegmentReader, columnar::StrColumn};

/// Values of one facet that are handed out, the commonest.
const MAX_VALUES: usize = 200;

/// Tags that are counted, by their column.
const COLUMNS: [&str; 3] = ["need", "audience", "territory"];

#[derive(Default)]
pub(crate) struct Facets {
    kinds: [u64; 3],
    counts: [HashMap<String, u64>; 3],
}

/// The counters of one segment: by ordinal, so that counting is an addition.
pub(crate) struct SegmentFacets {
    kinds: [u64; 3],
    columns: [Option<(StrColumn, Vec<u32>)>; 3],
}

impl SegmentFacets {
    pub fn open(segment: &SegmentReader) -> Result<Self, Error> {
        let mut columns = [None, None, None];
        for (column, name) in columns.iter_mut().zip(COLUMNS) {
            *column = segment.fast_fields().str(name)?.map(|values| {
                let counts = vec![0; values.num_terms()];
                (values, counts)
            });
        }
        Ok(Self { kinds: [0; 3], columns })
    }

    pub fn count(&mut self, doc: DocId, kind: u64) {
        if let Some(count) = self.kinds.get_mut(kind as usize) {
            *count += 1;
        }
        for (column, counts) in self.columns.iter_mut().flatten() {
            for ordinal in column.ords().values_for_doc(doc) {
                if let Some(count) = counts.get_mut(ordinal as usize) {
                    *count += 1;
                }
            }
        }
    }
}

impl Facets {
    pub fn add(&mut self, segment: SegmentFacets) -> Result<(), Error> {
        for (all, here) in self.kinds.iter_mut().zip(segment.kinds) {
            *all += here;
        }
        let mut value = String::new();
        for (all, column) in self.counts.iter_mut().zip(segment.columns) {
            let Some((column, counts)) = column else { continue };
            for (ordinal, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                if column.ord_to_str(ordinal as u64, &mut value)? {
                    *all.entry(value.clone()).or_default() += u64::from(count);
                }
            }
        }
        Ok(())
    }

    pub fn finish(self) -> crate::RawFacets {
        let kinds =
            ItemKind::ALL.iter().map(|kind| (kind.to_string(), self.kinds[crate::schema::kind_number(*kind) as usize]));
        let [need, audience, territory] = self.counts.map(sorted);
        crate::RawFacets { kind: sorted(kinds.collect()), need, audience, territory }
    }
}

fn sorted(counts: HashMap<String, u64>) -> Vec<(String, u64)> {
    let mut all: Vec<(String, u64)> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(MAX_VALUES);
    all
}
