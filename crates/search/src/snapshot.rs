//! What searches read between two commits: tantivy's searcher and, decoded once per segment, the columns that every
//! match is asked for: ten times faster than the packed columns.

mod localities;

pub(crate) use localities::locality_key;

use crate::Error;
use model::Locale;
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

/// What each match of one segment is asked for, by document: some twenty bytes each. What only the few are asked for
/// that are shown stays in the packed columns, which are mapped.
pub(crate) struct Sheet {
    /// Languages that its texts can be read in, a bit each; the highest bit: it ends one day.
    tongues: Vec<u8>,
    /// Of those that end: the number of the last day, by document.
    ends: Vec<(DocId, i32)>,
    pub qualities: Vec<u8>,
    /// Day of the last change, from 1970 on.
    changed: Vec<u16>,
    /// Packed, see `schema`.
    pub points: Lists<u64>,
    /// Number of the document's set of tags: many documents have the same, and each match is asked for one number.
    pub set_of: Vec<u32>,
    pub sets: Sets,
    pub shown: Shown,
}

/// What documents have in common that are counted alike.
#[derive(Default)]
pub(crate) struct Sets {
    /// By set, see `schema`.
    kinds: Vec<u8>,
    /// By set: numbers of [`Names`], of all facets together.
    tags: Lists<u32>,
}

/// Columns that only those documents are asked for that are shown.
pub(crate) struct Shown {
    pub id_high: Column<u64>,
    pub id_low: Column<u64>,
    /// Number of places.
    pub places: Column<u64>,
    /// Names of the places: of those that have a point in the order of the points, then of the others.
    localities: Option<Column<u64>>,
    /// By ordinal. Read from the packed dictionary, each of a page's twenty would cost the unpacking of a block.
    names: Vec<Box<str>>,
    /// Key of a name -> its ordinals: one town is spelled in several ways.
    called: HashMap<Box<str>, Vec<u32>>,
}

const ENDS: u8 = 1 << 7;
const DAY: i64 = 86_400_000_000;

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
        lists.shrink();
        lists
    }

    fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.values.shrink_to_fit();
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
        self.sets.tags.of(self.set_of.get(doc as usize).copied().unwrap_or(u32::MAX))
    }

    pub fn kind(&self, doc: DocId) -> u8 {
        self.set_of.get(doc as usize).map_or(0, |set| self.sets.kind(*set))
    }

    pub fn is_readable(&self, doc: DocId, locale: Locale) -> bool {
        self.tongues[doc as usize] >> locale as u8 & 1 == 1
    }

    /// `today`: number of the day.
    pub fn has_ended(&self, doc: DocId, today: i32) -> bool {
        self.tongues[doc as usize] & ENDS != 0
            && self.ends.binary_search_by_key(&doc, |(doc, _)| *doc).is_ok_and(|at| self.ends[at].1 < today)
    }

    /// Days since the document was changed; `today`: from 1970 on.
    pub fn age(&self, doc: DocId, today: i64) -> i64 {
        today - i64::from(self.changed[doc as usize])
    }

    fn read(segment: &SegmentReader, names: &mut Arc<Names>) -> Result<Self, Error> {
        let columns = segment.fast_fields();
        let all = 0..segment.max_doc();
        let numbers = |name: &str| columns.u64(name);
        let (kind, quality, tongues) = (numbers("kind_number")?, numbers("quality")?, numbers("tongues")?);
        let point = columns.column_opt::<u64>("point")?;
        let (updated, ends_on) = (columns.i64("updated_at")?, columns.column_opt::<i64>("ends_on")?);
        let day = |doc| ends_on.as_ref().and_then(|column| column.first(doc)).and_then(|day| i32::try_from(day).ok());
        let small = |value: Option<u64>| value.unwrap_or_default().min(255) as u8;
        let ends: Vec<(DocId, i32)> = all.clone().filter_map(|doc| Some((doc, day(doc)?))).collect();
        let mut tongues: Vec<u8> = all.clone().map(|doc| small(tongues.first(doc)) & !ENDS).collect();
        ends.iter().for_each(|(doc, _)| tongues[*doc as usize] |= ENDS);
        let changed = |doc| updated.first(doc).unwrap_or_default().div_euclid(DAY).clamp(0, i64::from(u16::MAX)) as u16;
        let (set_of, sets) = Sets::read(segment, |doc| small(kind.first(doc)), names)?;
        Ok(Self {
            tongues,
            ends,
            qualities: all.clone().map(|doc| small(quality.first(doc))).collect(),
            changed: all.map(changed).collect(),
            points: Lists::collect(segment.max_doc(), |doc| {
                point.iter().flat_map(move |column| column.values_for_doc(doc))
            }),
            set_of,
            sets,
            shown: Shown::read(segment)?,
        })
    }
}

impl Sets {
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    pub fn kind(&self, set: u32) -> u8 {
        self.kinds.get(set as usize).copied().unwrap_or_default()
    }

    pub fn tags(&self, set: u32) -> &[u32] {
        self.tags.of(set)
    }

    /// With the number of each document's set.
    fn read(
        segment: &SegmentReader,
        kind: impl Fn(DocId) -> u8,
        names: &mut Arc<Names>,
    ) -> Result<(Vec<u32>, Self), Error> {
        let mut columns = Vec::with_capacity(FACETS.len());
        for facet in 0..FACETS.len() {
            columns.extend(TagColumn::read(segment, facet, names)?);
        }
        let mut set_of = Vec::with_capacity(segment.max_doc() as usize);
        let mut numbers: HashMap<(u8, Vec<u32>), u32> = HashMap::new();
        let mut sets = Self::default();
        for doc in 0..segment.max_doc() {
            let tags: Vec<u32> = columns.iter().flat_map(|tags| tags.of(doc)).collect();
            let next = numbers.len() as u32;
            set_of.push(*numbers.entry((kind(doc), tags)).or_insert_with_key(|(kind, tags)| {
                sets.kinds.push(*kind);
                sets.tags.push(tags.iter().copied());
                next
            }));
        }
        sets.kinds.shrink_to_fit();
        sets.tags.shrink();
        Ok((set_of, sets))
    }
}

impl Shown {
    fn read(segment: &SegmentReader) -> Result<Self, Error> {
        let columns = segment.fast_fields();
        let localities = columns.str("locality")?;
        let mut names = Vec::new();
        if let Some(column) = &localities {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                names.push(String::from_utf8_lossy(terms.key()).into());
            }
        }
        Ok(Self {
            id_high: columns.u64("id_high")?,
            id_low: columns.u64("id_low")?,
            places: columns.u64("places")?,
            localities: localities.map(|column| column.ords().clone()),
            called: localities::by_key(&names),
            names,
        })
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
