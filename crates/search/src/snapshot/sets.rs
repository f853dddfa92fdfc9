//! Sets of tags.

use super::{FACETS, Lists, Names};
use crate::Error;
use std::{collections::HashMap, ops::Range, sync::Arc};
use tantivy::{DocId, SegmentReader, columnar::Column};

/// Sets of tags of some facets: many documents have the same, and each match is asked for one number.
pub(crate) struct Sets {
    /// Number of each document's set.
    pub of: Vec<u32>,
    /// By set: numbers of [`Names`].
    tags: Lists<u32>,
}

impl Sets {
    pub fn len(&self) -> usize {
        self.tags.len()
    }

    pub fn tags(&self, set: u32) -> &[u32] {
        self.tags.of(set)
    }

    /// `more`: tags besides those of `facets`.
    pub(super) fn read<I: IntoIterator<Item = u32>>(
        segment: &SegmentReader,
        facets: Range<usize>,
        more: impl Fn(DocId) -> I,
        names: &mut Arc<Names>,
    ) -> Result<Self, Error> {
        let mut columns = Vec::with_capacity(facets.len());
        for facet in facets {
            columns.extend(TagColumn::read(segment, facet, names)?);
        }
        let mut sets = Self { of: Vec::with_capacity(segment.max_doc() as usize), tags: Lists::default() };
        let mut numbers: HashMap<Vec<u32>, u32> = HashMap::new();
        for doc in 0..segment.max_doc() {
            let tags: Vec<u32> = columns.iter().flat_map(|tags| tags.of(doc)).chain(more(doc)).collect();
            let next = numbers.len() as u32;
            sets.of.push(*numbers.entry(tags).or_insert_with_key(|tags| {
                sets.tags.push(tags.iter().copied());
                next
            }));
        }
        sets.tags.shrink();
        Ok(sets)
    }
}

struct TagColumn {
    ordinals: Column<u64>,
    /// By ordinal.
    numbers: Vec<u32>,
}

impl TagColumn {
    fn read(segment: &SegmentReader, facet: usize, names: &mut Arc<Names>) -> Result<Option<Self>, Error> {
        let Some(column) = segment.fast_fields().str(FACETS[facet])? else { return Ok(None) };
        let mut numbers = Vec::new();
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            numbers.push(number(names, facet, &String::from_utf8_lossy(terms.key())));
        }
        Ok(Some(Self { ordinals: column.ords().clone(), numbers }))
    }

    fn of(&self, doc: DocId) -> impl Iterator<Item = u32> {
        self.ordinals.values_for_doc(doc).filter_map(|ordinal| self.numbers.get(ordinal as usize).copied())
    }
}

/// The number of a tag, a new one for one that has none yet.
pub(super) fn number(names: &mut Arc<Names>, facet: usize, name: &str) -> u32 {
    if let Some(number) = names.numbers[facet].get(name) {
        return *number;
    }
    let names = Arc::make_mut(names);
    let (name, number) = (Arc::<str>::from(name), names.names.len() as u32);
    names.names.push((facet, name.clone()));
    names.numbers[facet].insert(name, number);
    number
}
