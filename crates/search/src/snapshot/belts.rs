//! The places of a segment by where they are: what is near is found without asking each of them.

use super::Lists;
use crate::near::Near;
use tantivy::DocId;

/// Of packed latitude: a fifth of a degree, 22 km.
const BELT: u32 = 2_000_000;

/// In order: by belt from the south, in each from the west.
pub(crate) struct Belts {
    /// Packed.
    points: Box<[u64]>,
    /// Whose point it is.
    documents: Box<[DocId]>,
}

fn key(point: u64) -> (u32, u32) {
    ((point >> 32) as u32 / BELT, point as u32)
}

impl Belts {
    /// `points`: by document.
    pub(super) fn read(points: &Lists<u64>) -> Self {
        let of = |doc: usize| points.of(doc as DocId).iter().map(move |point| (*point, doc as DocId));
        let mut places: Vec<(u64, DocId)> = (0..points.len()).flat_map(of).collect();
        places.sort_unstable_by_key(|(point, _)| key(*point));
        let (points, documents): (Vec<u64>, Vec<DocId>) = places.into_iter().unzip();
        Self { points: points.into(), documents: documents.into() }
    }

    /// Sets the bits of the documents with a place within the radius.
    pub fn within(&self, near: &Near, bits: &mut [u64]) {
        let Some([latitudes, longitudes]) = near.bounds() else { return };
        for belt in latitudes.start() / BELT..=latitudes.end() / BELT {
            let from = self.points.partition_point(|point| key(*point) < (belt, *longitudes.start()));
            let places = self.points[from..].iter().zip(&self.documents[from..]);
            for (point, doc) in places.take_while(|(point, _)| key(**point) <= (belt, *longitudes.end())) {
                if near.is_within(*point)
                    && let Some(block) = bits.get_mut(*doc as usize / 64)
                {
                    *block |= 1 << (doc % 64);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::pack;
    use model::Point;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = Point> {
        (-90.0..90.0_f64, -180.0..180.0_f64).prop_map(|(latitude, longitude)| Point { latitude, longitude })
    }

    proptest! {
        #[test]
        fn near_is_what_is_within_the_radius(
            middle in point(), radius in 0..3_000_000_u32,
            places in prop::collection::vec(prop::collection::vec(point(), 0..3), 0..200)
        ) {
            let near = Near::new(middle, Some(radius));
            let points = Lists::collect(places.len() as u32, |doc| places[doc as usize].iter().map(|point| pack(*point)));
            let mut bits = vec![0; places.len().div_ceil(64)];
            Belts::read(&points).within(&near, &mut bits);
            for (doc, places) in places.iter().enumerate() {
                let is_near = places.iter().any(|place| near.is_within(pack(*place)));
                prop_assert_eq!(bits[doc / 64] >> (doc % 64) & 1 == 1, is_near);
            }
        }
    }
}
