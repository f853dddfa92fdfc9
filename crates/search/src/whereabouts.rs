//! Where a document is, seen from a place that the words name or from a point that somebody stands at.

mod around;

pub(crate) use around::{Around, AroundSegment};

use crate::{
    Error,
    bits::{any_of, each_of, has},
    near::Near,
    places::Place,
    schema::Fields,
    snapshot::{Sheet, Snapshot},
    tokens::tokens,
    vocabulary::Vocabulary,
};
use model::{Point, TerritoryLevel};
use tantivy::{DocId, SegmentReader, schema::Field};

/// How far around the middle of a town, and of a region, is near it.
const NEAR_TOWN_M: u32 = 30_000;
const NEAR_REGION_M: u32 = 60_000;

/// Of a place that the words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Where {
    Elsewhere,
    Near,
    /// Serves it from above: what covers the country serves the town.
    Covering,
    Within,
}

/// A place that the words name, as documents are asked for it.
pub(crate) struct Placed {
    within: Vec<(Field, String)>,
    covering: Vec<(Field, String)>,
    place_field: Field,
    name_field: Field,
    locality: String,
    /// The words of its name.
    name: Vec<String>,
    /// Its middle, and as far as is near it.
    pub middle: Option<Near>,
    pub point: Option<Point>,
}

impl Placed {
    pub fn new(place: &Place, vocabulary: &Vocabulary, snapshot: &Snapshot, fields: &Fields) -> Self {
        let terms = || place.territories.iter().map(|term| &vocabulary.terms[*term as usize]);
        let within: Vec<(Field, String)> = terms().map(|term| (fields.territory, term.key.clone())).collect();
        let mut covering: Vec<(Field, String)> =
            terms().flat_map(|term| &term.above).map(|id| (fields.coverage, id.clone())).collect();
        covering.sort();
        covering.dedup();
        let reach = |level| match level {
            Some(TerritoryLevel::Municipality) => Some(NEAR_TOWN_M),
            Some(TerritoryLevel::Nuts3) => Some(NEAR_REGION_M),
            // Of what is larger the middle says nothing.
            _ => None,
        };
        let middle: Option<(Point, u32)> = match place.territories.is_empty() {
            true => snapshot.middle_of(&place.locality).map(|point| (point, NEAR_TOWN_M)),
            false => terms().find_map(|term| Some((term.point?, reach(term.level)?))),
        };
        Self {
            within,
            covering,
            place_field: fields.place,
            name_field: fields.folded.name,
            locality: place.locality.clone(),
            name: place.words.clone(),
            middle: middle.map(|(point, reach)| Near::new(point, Some(reach))),
            point: middle.map(|(point, _)| point),
        }
    }

    /// What is read of the index for it.
    pub fn terms(&self) -> impl Iterator<Item = (Field, String)> {
        let name =
            self.name.iter().flat_map(|word| [self.place_field, self.name_field].map(|field| (field, word.clone())));
        self.within.iter().chain(&self.covering).cloned().chain(name)
    }

    pub fn segment(&self, segment: &SegmentReader, sheet: &Sheet) -> Result<PlacedSegment, Error> {
        let mut within = any_of(segment, &self.within)?;
        for doc in self.called(segment, sheet)? {
            if let Some(block) = within.get_mut(doc as usize / 64) {
                *block |= 1 << (doc % 64);
            }
        }
        let mut covering = any_of(segment, &self.covering)?;
        covering.iter_mut().zip(self.named(segment)?).for_each(|(covering, named)| *covering |= named);
        let mut anywhere = within.clone();
        anywhere.iter_mut().zip(&covering).for_each(|(anywhere, covering)| *anywhere |= covering);
        if let Some(middle) = &self.middle {
            sheet.belts.within(middle, &mut anywhere);
        }
        Ok(PlacedSegment { within, covering, anywhere })
    }

    /// The documents with a place in a locality of the name.
    fn called(&self, segment: &SegmentReader, sheet: &Sheet) -> Result<Vec<DocId>, Error> {
        let first = |name: &str| tokens(name).into_iter().next().map(|token| (self.place_field, token.text));
        let mut terms: Vec<(Field, String)> = sheet.shown.called(&self.locality).filter_map(first).collect();
        terms.sort();
        terms.dedup();
        let candidates = any_of(segment, &terms)?;
        let mut called = Vec::new();
        each_of(&candidates, |doc| {
            if sheet.shown.is_in(doc, &self.locality) {
                called.push(doc);
            }
        });
        Ok(called)
    }

    /// The documents that say the place in their own name, wherever they are.
    fn named(&self, segment: &SegmentReader) -> Result<Vec<u64>, Error> {
        let mut all: Option<Vec<u64>> = None;
        for word in &self.name {
            let has = any_of(segment, &[(self.name_field, word.clone())])?;
            match &mut all {
                Some(all) => all.iter_mut().zip(has).for_each(|(all, has)| *all &= has),
                None => all = Some(has),
            }
        }
        Ok(all.unwrap_or_default())
    }

    /// Whether something is called like the place without being there.
    pub fn is_named_elsewhere(&self, snapshot: &Snapshot) -> Result<bool, Error> {
        for (segment, sheet) in snapshot.searcher.segment_readers().iter().zip(&snapshot.sheets) {
            let within = self.segment(segment, sheet)?.within;
            if self.named(segment)?.iter().zip(within).any(|(named, within)| named & !within != 0) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The documents of a segment, a bit each, by where they are.
pub(crate) struct PlacedSegment {
    within: Vec<u64>,
    covering: Vec<u64>,
    /// All three, near ones too.
    anywhere: Vec<u64>,
}

impl PlacedSegment {
    pub fn of(&self, doc: DocId) -> Where {
        if !has(&self.anywhere, doc) {
            Where::Elsewhere
        } else if has(&self.within, doc) {
            Where::Within
        } else if has(&self.covering, doc) {
            Where::Covering
        } else {
            Where::Near
        }
    }

    /// What is not elsewhere.
    pub fn anywhere(&self) -> &[u64] {
        &self.anywhere
    }
}
