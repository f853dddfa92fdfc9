//! What is near a point: places by their distance, and what serves the point without having a place there.
//!
//! Territories have a middle and no outline here. A point lies in the town whose middle is the nearest within
//! [`TOWN_M`], and in the region whose middle is clearly the nearest; where that is not clear, in what all the
//! likely regions lie in.

use crate::{
    Error, TermKind,
    bits::{any_of, has},
    near::Near,
    schema::Fields,
    snapshot::{COVERAGE, Sheet, Snapshot},
    vocabulary::Vocabulary,
};
use model::{Format, Point, TerritoryLevel};
use tantivy::{DocId, SegmentReader, schema::Field};

const TOWN_M: f64 = 10_000.0;
const REGION_M: f64 = 60_000.0;
/// The next region's middle must be this many times further.
const CLEARLY: f64 = 1.5;

/// What covers the town is as near as something so far away; what covers its region, and so on.
const COVERS_TOWN_M: u32 = 3_000;
const COVERS_REGION_M: u32 = 10_000;
const COVERS_LARGER_M: u32 = 25_000;
const COVERS_COUNTRY_M: u32 = 50_000;
/// What somebody goes to who has nothing nearer: beyond it even a better answer is of little use to who asks around them.
const REACH_M: u32 = 50_000;
/// What can be used from home stands behind what can be walked to and before what must be travelled to.
const REMOTE_M: u32 = 10_000;

/// The territories around a point, as documents are asked for them.
pub(crate) struct Around {
    /// Coverage by how near it makes: metres.
    covering: Vec<(u32, Vec<(Field, String)>)>,
    remote: (Field, String),
    countries: Vec<(Field, String)>,
    coverage: usize,
    reach: Near,
}

impl Around {
    pub fn new(point: Point, vocabulary: &Vocabulary, fields: &Fields) -> Self {
        let mut covering: Vec<(u32, Vec<(Field, String)>)> = Vec::new();
        let mut countries = Vec::new();
        for (id, level) in territories(point, vocabulary) {
            let metres = match level {
                TerritoryLevel::Municipality => COVERS_TOWN_M,
                TerritoryLevel::Nuts3 => COVERS_REGION_M,
                TerritoryLevel::Nuts2 | TerritoryLevel::Nuts1 => COVERS_LARGER_M,
                TerritoryLevel::Country => COVERS_COUNTRY_M,
            };
            if level == TerritoryLevel::Country {
                countries.push((fields.territory, id.clone()));
            }
            match covering.iter_mut().find(|(known, _)| *known == metres) {
                Some((_, terms)) => terms.push((fields.coverage, id)),
                None => covering.push((metres, vec![(fields.coverage, id)])),
            }
        }
        covering.sort_by_key(|(metres, _)| *metres);
        let remote = (fields.format, Format::Remote.as_str().to_owned());
        Self { covering, remote, countries, coverage: COVERAGE, reach: Near::new(point, Some(REACH_M)) }
    }

    pub fn segment<'s>(
        &self,
        segment: &SegmentReader,
        snapshot: &'s Snapshot,
        sheet: &'s Sheet,
    ) -> Result<AroundSegment<'s>, Error> {
        let covering = self.covering.iter().map(|(metres, terms)| Ok((*metres, any_of(segment, terms)?)));
        let covering = covering.collect::<Result<Vec<_>, Error>>()?;
        let remote = any_of(segment, std::slice::from_ref(&self.remote))?;
        let in_country = any_of(segment, &self.countries)?;
        let mut served: Vec<u64> = remote.iter().zip(&in_country).map(|(remote, inside)| remote & inside).collect();
        for (_, bits) in &covering {
            served.iter_mut().zip(bits).for_each(|(served, bits)| *served |= bits);
        }
        let mut close = vec![0; served.len()];
        sheet.belts.within(&self.reach, &mut close);
        Ok(AroundSegment { served, close, covering, remote, in_country, coverage: self.coverage, snapshot, sheet })
    }
}

/// Those that the point lies in, from the town up, each with its level.
fn territories(point: Point, vocabulary: &Vocabulary) -> Vec<(String, TerritoryLevel)> {
    let of_level = |wanted: TerritoryLevel| {
        let terms = vocabulary.terms.iter().filter(move |term| {
            term.kind == TermKind::Territory
                && term.level == Some(wanted)
                // A degree of latitude is 111 km.
                && term.point.is_some_and(|middle| (middle.latitude - point.latitude).abs() < 1.0)
        });
        let mut near: Vec<_> = terms
            .filter_map(|term| Some((term, term.point?.distance_m(point))))
            .filter(|(_, metres)| *metres <= REGION_M)
            .collect();
        near.sort_by(|a, b| a.1.total_cmp(&b.1));
        near
    };
    let towns = of_level(TerritoryLevel::Municipality);
    let town = towns.first().filter(|(_, metres)| *metres <= TOWN_M).map(|(term, _)| *term);
    let regions = of_level(TerritoryLevel::Nuts3);
    let with_above = |term: &crate::Term| -> Vec<String> { term.above.iter().chain([&term.key]).cloned().collect() };
    let ids: Vec<String> = match (town, regions.first()) {
        (Some(town), _) => with_above(town),
        (None, Some((nearest, metres))) => {
            let likely = regions.iter().filter(|(_, other)| *other < metres * CLEARLY);
            likely.fold(with_above(nearest), |common, (other, _)| {
                let other = with_above(other);
                common.into_iter().filter(|id| other.contains(id)).collect()
            })
        }
        (None, None) => Vec::new(),
    };
    let level = |id: &String| vocabulary.territory(id).and_then(|term| term.level);
    ids.iter().filter_map(|id| Some((id.clone(), level(id)?))).collect()
}

pub(crate) struct AroundSegment<'a> {
    /// Whatever may serve the point: few do.
    served: Vec<u64>,
    /// What has a place within reach.
    close: Vec<u64>,
    covering: Vec<(u32, Vec<u64>)>,
    remote: Vec<u64>,
    in_country: Vec<u64>,
    coverage: usize,
    snapshot: &'a Snapshot,
    sheet: &'a Sheet,
}

impl AroundSegment<'_> {
    /// Has a place within reach, or serves the point.
    pub fn is_close(&self, doc: DocId) -> bool {
        has(&self.close, doc) || self.serves_as_from(doc).is_some()
    }

    /// As how far away it counts, where nothing is said of its places: `None` when it does not serve the point.
    pub fn serves_as_from(&self, doc: DocId) -> Option<u32> {
        if !has(&self.served, doc) {
            return None;
        }
        let is_remote = has(&self.remote, doc);
        let covering = self.covering.iter().find(|(_, bits)| has(bits, doc)).map(|(metres, _)| *metres);
        match covering {
            Some(metres) if is_remote => Some(metres.min(REMOTE_M)),
            // Who serves just this town or region comes or receives, wherever the office is; of what serves a country the
            // place says where to go.
            Some(metres) if metres <= COVERS_REGION_M || self.sheet.points.of(doc).is_empty() => Some(metres),
            Some(_) => None,
            None if is_remote && has(&self.in_country, doc) && !self.says_coverage(doc) => Some(COVERS_COUNTRY_M),
            None => None,
        }
    }

    pub fn served(&self) -> &[u64] {
        &self.served
    }

    fn says_coverage(&self, doc: DocId) -> bool {
        let names = &self.snapshot.names.names;
        self.sheet.tags(doc).any(|tag| names.get(*tag as usize).is_some_and(|(facet, _)| *facet == self.coverage))
    }
}
