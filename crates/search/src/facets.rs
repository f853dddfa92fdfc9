//! Counting the found documents by their tags, in the pass that finds them.

use crate::{
    RawFacets,
    snapshot::{COVERAGE, FACETS, Names, Numbers, Sets, Sheet, Snapshot, TERRITORY},
    vocabulary::Vocabulary,
};
use std::{cmp::Reverse, sync::Arc};
use tantivy::DocId;

/// Values of one facet that are handed out, the commonest.
const MAX_VALUES: usize = 200;

pub(crate) struct Facets<'a> {
    snapshot: &'a Snapshot,
    counters: Counters,
    /// Those whose counter is not zero.
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
        let sets = snapshot.sheets.iter().flat_map(|sheet| &sheet.sets);
        let most = sets.map(Sets::len).max().unwrap_or_default();
        for (counters, wanted) in [(&mut counters.sets, most), (&mut counters.tags, snapshot.names.names.len())] {
            if counters.len() < wanted {
                counters.resize(wanted, 0);
            }
        }
        Self { snapshot, counters, sets: Vec::new(), tags: Vec::new() }
    }

    /// The documents found in one segment.
    pub fn count(&mut self, sheet: &Sheet, documents: &[DocId]) {
        for sets in &sheet.sets {
            // Where documents are few it is worth to note which sets they have, else all are looked at.
            let few = documents.len() < sets.len();
            match &sets.of {
                Numbers::Narrow(of) => self.add(documents, of, few),
                Numbers::Wide(of) => self.add(documents, of, few),
            }
            if few {
                let mut seen = std::mem::take(&mut self.sets);
                seen.drain(..).for_each(|set| self.sum_up(sets, set));
                self.sets = seen;
            } else {
                (0..sets.len()).for_each(|set| self.sum_up(sets, set as u32));
            }
        }
    }

    /// `of`: number of each document's set; `noted`: whether to note the sets.
    fn add<N: Copy + Into<u32>>(&mut self, documents: &[DocId], of: &[N], noted: bool) {
        for set in documents.iter().filter_map(|doc| of.get(*doc as usize)) {
            let set: u32 = (*set).into();
            if let Some(count) = self.counters.sets.get_mut(set as usize) {
                if noted && *count == 0 {
                    self.sets.push(set);
                }
                *count += 1;
            }
        }
    }

    /// Adds what was counted of a set to all its tags.
    fn sum_up(&mut self, sets: &Sets, set: u32) {
        let count = std::mem::take(&mut self.counters.sets[set as usize]);
        if count == 0 {
            return;
        }
        for tag in sets.tags(set) {
            if let Some(sum) = self.counters.tags.get_mut(*tag as usize) {
                if *sum == 0 {
                    self.tags.push(*tag);
                }
                *sum += count;
            }
        }
    }

    /// With the counters, for the next search.
    pub fn finish(mut self, above: &Above) -> (RawFacets, Counters) {
        let mut found: [Vec<(Place, u64)>; FACETS.len()] = Default::default();
        for tag in &self.tags {
            let place = above.places.get(*tag as usize).copied().unwrap_or(u32::MAX);
            found[self.snapshot.names.names[*tag as usize].0].push(((place, *tag), self.sum(*tag, above)));
        }
        let name = |((_, tag), count): (Place, u64)| (Arc::clone(&self.snapshot.names.names[tag as usize].1), count);
        let [kind, need, audience, cost, format, language, territory, _] =
            found.map(|found| commonest(found).into_iter().map(name).collect());
        for tag in self.tags.drain(..) {
            self.counters.tags[tag as usize] = 0;
        }
        (RawFacets { kind, need, audience, territory, cost, format, language }, self.counters)
    }

    /// What covers a whole country serves each of its towns: a territory where something is found is also counted
    /// for what covers it from above. No document is in both counts, see `schema`.
    fn sum(&self, tag: u32, above: &Above) -> u64 {
        let count = |tag: u32| self.counters.tags.get(tag as usize).copied().map_or(0, u64::from);
        let above = above.coverage.get(tag as usize).map_or(&[][..], |above| above);
        count(tag) + above.iter().map(|above| count(*above)).sum::<u64>()
    }
}

/// Place of a name in the alphabet, and its number.
type Place = (u32, u32);

/// What follows from names and vocabulary, by number of the name.
pub(crate) struct Above {
    names: Arc<Names>,
    vocabulary: Arc<Vocabulary>,
    /// Of a territory, the numbers of the coverages above it.
    coverage: Vec<Box<[u32]>>,
    /// In the alphabet: what is counted equally often is in its order, and numbers are compared faster than names.
    places: Vec<u32>,
}

impl Above {
    pub fn new(names: &Arc<Names>, vocabulary: &Arc<Vocabulary>) -> Self {
        let coverage = names.names.iter().map(|(facet, id)| {
            let above = if *facet == TERRITORY { vocabulary.above(id) } else { &[] };
            above.iter().filter_map(|above| names.number(COVERAGE, above)).collect()
        });
        let mut alphabet: Vec<u32> = (0..names.names.len() as u32).collect();
        alphabet.sort_unstable_by_key(|number| &names.names[*number as usize].1);
        let mut places = vec![0; alphabet.len()];
        alphabet.iter().zip(0..).for_each(|(number, place)| places[*number as usize] = place);
        Self { coverage: coverage.collect(), places, names: Arc::clone(names), vocabulary: Arc::clone(vocabulary) }
    }

    pub fn is_of(&self, names: &Arc<Names>, vocabulary: &Arc<Vocabulary>) -> bool {
        Arc::ptr_eq(&self.names, names) && Arc::ptr_eq(&self.vocabulary, vocabulary)
    }
}

fn commonest(mut found: Vec<(Place, u64)>) -> Vec<(Place, u64)> {
    let order = |(place, count): &(Place, u64)| (Reverse(*count), *place);
    if found.len() > MAX_VALUES {
        found.select_nth_unstable_by_key(MAX_VALUES, order);
        found.truncate(MAX_VALUES);
    }
    found.sort_unstable_by_key(order);
    found
}
