//! What searches read between two commits: tantivy's searcher and, decoded once per segment, the columns that every
//! match is asked for: ten times faster than the packed columns.

mod belts;
mod localities;
mod rules;
mod sets;
mod shown;

pub(crate) use belts::Belts;
pub(crate) use localities::locality_key;
pub(crate) use rules::Rules;
pub(crate) use sets::{Numbers, Sets};
pub(crate) use shown::Shown;

use crate::{Error, schema::kind_number};
use model::{ItemKind, Locale};
use sets::number;
use std::{collections::HashMap, sync::Arc};
use tantivy::{DocId, Searcher, SegmentReader, index::SegmentId};

/// The columns of tags that are counted.
pub(crate) const FACETS: [&str; 8] =
    ["kind", "need", "audience", "cost", "format", "language", "territory_counted", "coverage"];
/// Positions in it. The kind is known by its number alone.
const KIND: usize = 0;
pub(crate) const NEED: usize = 1;
pub(crate) const TERRITORY: usize = 6;
pub(crate) const COVERAGE: usize = 7;

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
    pub belts: Belts,
    /// Numbers of [`kind_number`](crate::schema::kind_number).
    kinds: Vec<u8>,
    /// What it is, and where: few documents have the same of both, but many of either.
    pub sets: [Sets; 2],
    /// How many needs, by set of what it is.
    needs: Vec<u8>,
    pub rules: Rules,
    pub shown: Shown,
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

    pub fn len(&self) -> usize {
        self.starts.len() - 1
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
    /// Number of documents.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Numbers of [`Names`].
    pub fn tags(&self, doc: DocId) -> impl Iterator<Item = &u32> {
        self.sets.iter().flat_map(move |sets| sets.tags_of(doc))
    }

    pub fn kind(&self, doc: DocId) -> u8 {
        self.kinds[doc as usize]
    }

    /// How many it meets, by its tags.
    pub fn needs(&self, doc: DocId) -> u8 {
        self.sets[0].of.of(doc).and_then(|set| self.needs.get(set as usize)).copied().unwrap_or_default()
    }

    pub fn is_readable(&self, doc: DocId, locale: Locale) -> bool {
        self.tongues[doc as usize] >> locale as u8 & 1 == 1
    }

    pub fn ends(&self, doc: DocId) -> bool {
        self.tongues[doc as usize] & ENDS != 0
    }

    /// `today`: number of the day.
    pub fn has_ended(&self, doc: DocId, today: i32) -> bool {
        self.ends(doc) && self.ends.binary_search_by_key(&doc, |(doc, _)| *doc).is_ok_and(|at| self.ends[at].1 < today)
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
        let kinds: Vec<u8> = all.clone().map(|doc| small(kind.first(doc))).collect();
        let named: Vec<(u64, u32)> =
            ItemKind::ALL.iter().map(|kind| (kind_number(*kind), number(names, KIND, kind.as_str()))).collect();
        let kind = |doc: DocId| {
            let of_doc = u64::from(kinds[doc as usize]);
            named.iter().find(|(kind, _)| *kind == of_doc).map(|(_, name)| *name)
        };
        let what = Sets::read(segment, NEED..TERRITORY, kind, names)?;
        let sets = [what, Sets::read(segment, TERRITORY..FACETS.len(), |_| None, names)?];
        let needs = |set| sets[0].tags(set).iter().filter(|tag| names.names[**tag as usize].0 == NEED).count().min(255);
        let needs = (0..sets[0].len() as u32).map(|set| needs(set) as u8).collect();
        let points =
            Lists::collect(segment.max_doc(), |doc| point.iter().flat_map(move |column| column.values_for_doc(doc)));
        Ok(Self {
            tongues,
            ends,
            qualities: all.clone().map(|doc| small(quality.first(doc))).collect(),
            changed: all.map(changed).collect(),
            kinds,
            sets,
            needs,
            rules: Rules::read(segment)?,
            shown: Shown::read(segment, &points)?,
            belts: Belts::read(&points),
            points,
        })
    }
}
