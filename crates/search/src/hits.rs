//! From ranked documents to what the caller shows.

use crate::{Error, Hit, filters::Filters, ranking::Ranked, schema::kind_number, snapshot::Snapshot};
use model::ItemKind;
use std::collections::HashMap;
use uuid::Uuid;

pub(crate) fn read(snapshot: &Snapshot, filters: &Filters<'_>, ranked: &[Ranked]) -> Result<Vec<Hit>, Error> {
    let mut hits = Vec::with_capacity(ranked.len());
    let mut filter_of = HashMap::new();
    for (_, _, number, doc) in ranked {
        let (segment, sheet) = (&snapshot.searcher.segment_readers()[*number], &*snapshot.sheets[*number]);
        if !filter_of.contains_key(number) {
            filter_of.insert(*number, filters.segment(segment, snapshot, sheet)?);
        }
        let Some(filter) = filter_of.get(number) else { continue };
        let nearest = filter.nearest(*doc).or_else(|| filter.outside_place(*doc, filter.whereabouts(*doc)));
        let (kind, shown) = (u64::from(sheet.kind(*doc)), &sheet.shown);
        let (high, low) = (shown.id_high.first(*doc), shown.id_low.first(*doc));
        hits.push(Hit {
            kind: ItemKind::ALL.iter().copied().find(|other| kind_number(*other) == kind).unwrap_or(ItemKind::Service),
            id: Uuid::from_u64_pair(high.unwrap_or_default(), low.unwrap_or_default()),
            distance_m: nearest.map(|(_, metres)| metres),
            open: filter.open(*doc),
            places: shown.places.first(*doc).and_then(|count| u32::try_from(count).ok()).unwrap_or_default(),
            locality: shown.locality(*doc, nearest.map(|(point, _)| point)).map(str::to_owned),
            matched: Vec::new(),
        });
    }
    Ok(hits)
}
