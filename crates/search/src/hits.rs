//! From ranked documents to what the caller shows.

use crate::{Error, Hit, filters::Filters, ranking::Ranked, schema::kind_number, snapshot::Snapshot};
use model::ItemKind;
use tantivy::{DocId, SegmentReader};
use uuid::Uuid;

pub(crate) fn read(snapshot: &Snapshot, filters: &Filters<'_>, ranked: &[Ranked]) -> Result<Vec<Hit>, Error> {
    let mut hits = Vec::with_capacity(ranked.len());
    for (_, _, number, doc) in ranked {
        let (segment, sheet) = (&snapshot.searcher.segment_readers()[*number], &*snapshot.sheets[*number]);
        let filter = filters.segment(segment, sheet)?;
        let nearest = filter.nearest(*doc);
        let kind = u64::from(sheet.kinds[*doc as usize]);
        let (high, low) = sheet.ids[*doc as usize];
        let places = segment.fast_fields().u64("places")?.first(*doc).unwrap_or_default();
        hits.push(Hit {
            kind: ItemKind::ALL.iter().copied().find(|other| kind_number(*other) == kind).unwrap_or(ItemKind::Service),
            id: Uuid::from_u64_pair(high, low),
            distance_m: nearest.map(|(_, metres)| metres),
            open: filter.open(*doc),
            places: u32::try_from(places).unwrap_or(u32::MAX),
            locality: locality(segment, *doc, nearest.map(|(point, _)| point))?,
        });
    }
    Ok(hits)
}

/// Name of the place at `point`, else of the first place that has one.
fn locality(segment: &SegmentReader, doc: DocId, point: Option<u64>) -> Result<Option<String>, Error> {
    let Some(names) = segment.fast_fields().str("locality")? else { return Ok(None) };
    let wanted = point.map(|point| format!("{point:016x}"));
    let mut entry = String::new();
    let mut found = None;
    for ordinal in names.ords().values_for_doc(doc) {
        if !names.ord_to_str(ordinal, &mut entry)? {
            continue;
        }
        let name = entry.get(16..).map(str::to_owned);
        if wanted.as_ref().is_some_and(|wanted| entry.starts_with(wanted)) {
            return Ok(name);
        }
        found = found.or(name);
    }
    // Another place's name would send the reader to the wrong town.
    Ok(found.filter(|_| wanted.is_none()))
}
