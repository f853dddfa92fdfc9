//! What searches read between two commits: tantivy's searcher and, decoded once per segment, the columns that every
//! match is asked for. About a hundred bytes per document, and ten times faster than the packed columns.

use crate::Error;
use std::{collections::HashMap, sync::Arc};
use tantivy::{DocId, Searcher, SegmentReader, columnar::Column, index::SegmentId};

/// The columns of tags that are counted.
pub(crate) const FACETS: [&str; 7] =
    ["need", "audience", "cost", "format", "language", "territory_counted", "coverage"];
/// Positions in it.
pub(crate) const NEED: usize = 0;
pub(crate) const TERRITORY: usize = 5;
pub(crate) const COVERAGE: usize = 6;

pub(crate) struct Snapshot {
    pub searcher: Searcher,
    /// By segment, in the searcher's order.
    pub sheets: Vec<Arc<Sheet>>,
    /// What the numbers in the sheets stand for.
    pub names: Arc<Names>,
}

/// Numbers for the tags of all facets, the same in all segments. They only grow, but taxonomies and territories are few.
#[derive(Clone, Default)]
pub(crate) struct Names {
    /// With the position of their facet in [`FACETS`].
    pub names: Vec<(usize, Arc<str>)>,
    numbers: [HashMap<Arc<str>, u32>; FACETS.len()],
}

impl Names {
    pub fn number(&self, facet: usize, name: &str) -> Option<u32> {
        self.numbers.get(facet)?.get(name).copied()
    }
}

/// The decoded columns of one segment, by document.
pub(crate) struct Sheet {
    pub ids: Vec<(u64, u64)>,
    pub kinds: Vec<u8>,
    pub qualities: Vec<u8>,
    /// Languages that its texts can be read in, a bit each.
    pub tongues: Vec<u8>,
    /// Microseconds.
    pub updated: Vec<i64>,
    /// Day number; [`i32::MAX`] when it does not end.
    pub ends_on: Vec<i32>,
    /// Packed, see `schema`.
    pub points: Lists<u64>,
    /// Number of the document's set of tags: many documents have the same, and each match is asked for one number.
    pub set_of: Vec<u32>,
    /// By set: numbers of [`Names`], of all facets together.
    pub sets: Lists<u32>,
    /// Number of places.
    pub places: Vec<u32>,
    pub localities: Localities,
}

/// Names of the places. Read from the packed dictionary, each of a page's twenty would cost the unpacking of a block.
pub(crate) struct Localities {
    of: Lists<Locality>,
    names: Vec<Box<str>>,
}

#[derive(Clone, Copy, Default)]
struct Locality {
    point: Option<u64>,
    name: u32,
}

pub(crate) struct Lists<T> {
    starts: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { starts: vec![0], values: Vec::new() }
    }
}

impl<T> Lists<T> {
    pub fn of(&self, doc: DocId) -> &[T] {
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or_default() as usize;
        self.values.get(bound(doc as usize)..bound(doc as usize + 1)).unwrap_or_default()
    }

    fn collect<I: Iterator<Item = T>>(documents: u32, mut values_of: impl FnMut(DocId) -> I) -> Self {
        let mut lists = Self::default();
        (0..documents).for_each(|doc| lists.push(values_of(doc)));
        lists
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn push(&mut self, values: impl Iterator<Item = T>) {
        self.values.extend(values);
        self.starts.push(self.values.len() as u32);
    }
}

impl Snapshot {
    /// Keeps the sheets of `earlier` for the segments that are still there.
    pub fn new(searcher: Searcher, earlier: Option<&Snapshot>) -> Result<Self, Error> {
        let mut names = earlier.map(|earlier| earlier.names.clone()).unwrap_or_default();
        let known: HashMap<SegmentId, &Arc<Sheet>> = earlier
            .into_iter()
            .flat_map(|earlier| earlier.searcher.segment_readers().iter().zip(&earlier.sheets))
            .map(|(segment, sheet)| (segment.segment_id(), sheet))
            .collect();
        let mut sheets = Vec::new();
        for segment in searcher.segment_readers() {
            sheets.push(match known.get(&segment.segment_id()) {
                Some(sheet) => Arc::clone(sheet),
                None => Arc::new(Sheet::read(segment, &mut names)?),
            });
        }
        Ok(Self { searcher, sheets, names })
    }
}

impl Sheet {
    /// Numbers of [`Names`].
    pub fn tags(&self, doc: DocId) -> &[u32] {
        self.sets.of(self.set_of.get(doc as usize).copied().unwrap_or(u32::MAX))
    }

    fn read(segment: &SegmentReader, names: &mut Arc<Names>) -> Result<Self, Error> {
        let columns = segment.fast_fields();
        let all = 0..segment.max_doc();
        let numbers = |name: &str| columns.u64(name);
        let (high, low) = (numbers("id_high")?, numbers("id_low")?);
        let (kind, quality, point) =
            (numbers("kind_number")?, numbers("quality")?, columns.column_opt::<u64>("point")?);
        let (places, tongues) = (numbers("places")?, numbers("tongues")?);
        let (updated, ends_on) = (columns.i64("updated_at")?, columns.column_opt::<i64>("ends_on")?);
        let day = |doc| ends_on.as_ref().and_then(|column| column.first(doc)).and_then(|day| i32::try_from(day).ok());
        let small = |value: Option<u64>| value.unwrap_or_default().min(255) as u8;
        let mut columns_of_tags = Vec::with_capacity(FACETS.len());
        for facet in 0..FACETS.len() {
            columns_of_tags.extend(TagColumn::read(segment, facet, names)?);
        }
        let mut set_of = Vec::with_capacity(segment.max_doc() as usize);
        let mut numbers_of: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut sets = Lists::default();
        for doc in all.clone() {
            let tags: Vec<u32> = columns_of_tags.iter().flat_map(|tags| tags.of(doc)).collect();
            let next = numbers_of.len() as u32;
            set_of.push(*numbers_of.entry(tags).or_insert_with_key(|tags| {
                sets.push(tags.iter().copied());
                next
            }));
        }
        Ok(Self {
            set_of,
            sets,
            ids: all
                .clone()
                .map(|doc| (high.first(doc).unwrap_or_default(), low.first(doc).unwrap_or_default()))
                .collect(),
            kinds: all.clone().map(|doc| small(kind.first(doc))).collect(),
            qualities: all.clone().map(|doc| small(quality.first(doc))).collect(),
            tongues: all.clone().map(|doc| small(tongues.first(doc))).collect(),
            updated: all.clone().map(|doc| updated.first(doc).unwrap_or_default()).collect(),
            ends_on: all.map(|doc| day(doc).unwrap_or(i32::MAX)).collect(),
            points: Lists::collect(segment.max_doc(), |doc| {
                point.iter().flat_map(move |column| column.values_for_doc(doc))
            }),
            places: (0..segment.max_doc())
                .map(|doc| places.first(doc).and_then(|count| u32::try_from(count).ok()).unwrap_or_default())
                .collect(),
            localities: Localities::read(segment)?,
        })
    }
}

impl Localities {
    fn read(segment: &SegmentReader) -> Result<Self, Error> {
        let column = segment.fast_fields().str("locality")?;
        let mut names = Vec::new();
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut entries = Vec::new();
        if let Some(column) = &column {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                let entry = String::from_utf8_lossy(terms.key());
                let (point, name) = entry.split_at_checked(16).unwrap_or(("", ""));
                let number = *numbers.entry(name.into()).or_insert_with(|| {
                    names.push(name.into());
                    names.len() as u32 - 1
                });
                entries.push(Locality { point: u64::from_str_radix(point, 16).ok(), name: number });
            }
        }
        let values = |doc| column.iter().flat_map(move |column| column.ords().values_for_doc(doc));
        let of = Lists::collect(segment.max_doc(), |doc| {
            values(doc).filter_map(|ordinal| entries.get(ordinal as usize).copied())
        });
        Ok(Self { of, names })
    }

    /// Name of the place at `point`; without one of the first place that has a name.
    pub fn name(&self, doc: DocId, point: Option<u64>) -> Option<&str> {
        // Another place's name would send the reader to the wrong town.
        let mut places = self.of.of(doc).iter();
        let place = places.find(|place| point.is_none() || place.point == point)?;
        self.names.get(place.name as usize).map(AsRef::as_ref)
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

fn number(names: &mut Arc<Names>, facet: usize, name: &str) -> u32 {
    if let Some(number) = names.numbers[facet].get(name) {
        return *number;
    }
    let names = Arc::make_mut(names);
    let (name, number) = (Arc::<str>::from(name), names.names.len() as u32);
    names.names.push((facet, name.clone()));
    names.numbers[facet].insert(name, number);
    number
}
