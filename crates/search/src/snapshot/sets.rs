//! Sets of tags.

use super::{FACETS, Lists, Names};
use crate::Error;
use std::{collections::HashMap, ops::Range, sync::Arc};
use tantivy::{DocId, SegmentReader, columnar::Column};

/// Sets of tags of some facets: many documents have the same, and each match is asked for one number.
pub(crate) struct Sets {
    /// Number of each document's set.
    pub of: Numbers,
    /// By set: numbers of [`Names`].
    tags: Lists<u32>,
}

/// By document. All searches read them for each match: the less there is, the more of it is at hand.
pub(crate) enum Numbers {
    Narrow(Box<[u16]>),
    Wide(Box<[u32]>),
}

impl Numbers {
    fn new(numbers: Vec<u32>) -> Self {
        let narrow: Result<Vec<u16>, _> = numbers.iter().map(|number| u16::try_from(*number)).collect();
        narrow.map_or_else(|_| Self::Wide(numbers.into()), |narrow| Self::Narrow(narrow.into()))
    }

    pub fn of(&self, doc: DocId) -> Option<u32> {
        match self {
            Self::Narrow(numbers) => numbers.get(doc as usize).copied().map(u32::from),
            Self::Wide(numbers) => numbers.get(doc as usize).copied(),
        }
    }
}

impl Sets {
    /// Of the document's set.
    pub fn tags_of(&self, doc: DocId) -> &[u32] {
        self.of.of(doc).map_or(&[], |set| self.tags(set))
    }

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
        let (mut of, mut tags_of_sets) = (Vec::with_capacity(segment.max_doc() as usize), Lists::default());
        let mut numbers: HashMap<Vec<u32>, u32> = HashMap::new();
        for doc in 0..segment.max_doc() {
            let tags: Vec<u32> = columns.iter().flat_map(|tags| tags.of(doc)).chain(more(doc)).collect();
            let next = numbers.len() as u32;
            of.push(*numbers.entry(tags).or_insert_with_key(|tags| {
                tags_of_sets.push(tags.iter().copied());
                next
            }));
        }
        tags_of_sets.shrink();
        Ok(Self { of: Numbers::new(of), tags: tags_of_sets })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_kept() {
        let few = vec![0, 65_535, 7];
        let many = vec![0, 65_536, 7];
        assert!(matches!(Numbers::new(few.clone()), Numbers::Narrow(_)));
        assert!(matches!(Numbers::new(many.clone()), Numbers::Wide(_)));
        for numbers in [few, many] {
            let kept = Numbers::new(numbers.clone());
            let read: Vec<Option<u32>> = (0..4).map(|doc| kept.of(doc)).collect();
            assert_eq!(read, [Some(numbers[0]), Some(numbers[1]), Some(7), None]);
        }
    }
}
