//! From ranked documents to what the caller shows.

use crate::{Hit, filters::SegmentFilter, ranking::Ranked, schema::kind_number, snapshot::Snapshot};
use model::ItemKind;
use uuid::Uuid;

pub(crate) fn read(snapshot: &Snapshot, segments: &[SegmentFilter<'_>], ranked: &[Ranked]) -> Vec<Hit> {
    let mut hits = Vec::with_capacity(ranked.len());
    for (_, _, number, doc) in ranked {
        let (sheet, filter) = (&*snapshot.sheets[*number], &segments[*number]);
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
    hits
}
