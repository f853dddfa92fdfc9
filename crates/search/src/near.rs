//! How far places are from the point asked for.

use crate::schema::{pack, unpack};
use model::Point;
use std::ops::RangeInclusive;

/// Metres that one step of a packed latitude is long.
const STEP: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0 / STEPS_A_DEGREE;
const STEPS_A_DEGREE: f64 = 1e7;
const AROUND: f64 = 360.0 * STEPS_A_DEGREE;
/// Nearer to a pole than this only the exact distance will do.
const LEAST_COSINE: f64 = 0.34;
/// By how much a distance that was reckoned quickly may be off.
const DOUBT: f64 = 0.02;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    point: Point,
    packed: u64,
    /// Of the latitude.
    sine: f64,
    cosine: f64,
    radius: Option<u32>,
}

impl Near {
    pub fn new(point: Point, radius: Option<u32>) -> Self {
        let (sine, cosine) = point.latitude.to_radians().sin_cos();
        Self { point, packed: pack(point), sine, cosine, radius }
    }

    pub fn with_radius(self, metres: u32) -> Self {
        Self { radius: Some(metres), ..self }
    }

    /// Metres to a packed point.
    pub fn exactly(&self, place: u64) -> u32 {
        self.point.distance_m(unpack(place)) as u32
    }

    /// … off by a fiftieth at most up to some hundred kilometres: a tenth of the work, for what is asked of every match.
    pub fn about(&self, place: u64) -> u32 {
        self.quickly(place).map_or_else(|| self.exactly(place), |metres| metres as u32)
    }

    pub fn is_within(&self, place: u64) -> bool {
        let Some(radius) = self.radius else { return true };
        // Whole metres are compared, so a begun one is none.
        let end = f64::from(radius) + 1.0;
        // It is never nearer than its latitude, and most are beyond that.
        if (place >> 32).abs_diff(self.packed >> 32) as f64 * STEP > end * (1.0 + DOUBT) {
            return false;
        }
        let quickly = self.quickly(place).filter(|metres| (metres / end - 1.0).abs() > DOUBT);
        quickly.map_or_else(|| self.exactly(place) <= radius, |metres| metres < end)
    }

    /// Packed latitudes and longitudes between which all is that is within the radius; `None`: there is no radius.
    pub fn bounds(&self) -> Option<[RangeInclusive<u32>; 2]> {
        let reach = (f64::from(self.radius?) + 1.0) * (1.0 + DOUBT) / STEP;
        let (latitude, longitude) = ((self.packed >> 32) as f64, f64::from(self.packed as u32));
        // A degree of longitude is shortest where the reach ends towards the pole.
        let north = (self.point.latitude.abs() + reach / STEPS_A_DEGREE).min(90.0);
        let east = reach / north.to_radians().cos().max(f64::EPSILON);
        let around = east > longitude || longitude + east > AROUND;
        // What is beyond a number's ends becomes the end.
        let between = |middle: f64, reach: f64| (middle - reach) as u32..=(middle + reach) as u32;
        Some([between(latitude, reach), if around { 0..=u32::MAX } else { between(longitude, east) }])
    }

    /// Whether so many metres are within the radius.
    pub fn allows(&self, metres: u32) -> bool {
        self.radius.is_none_or(|radius| metres <= radius)
    }

    pub fn allows_at_most(&self, metres: u32) -> bool {
        self.radius.is_some_and(|radius| radius <= metres)
    }

    pub fn has_radius(&self) -> bool {
        self.radius.is_some()
    }

    /// As on a plane, with the length of a degree of longitude halfway between the two.
    fn quickly(&self, place: u64) -> Option<f64> {
        if self.cosine < LEAST_COSINE {
            return None;
        }
        let north = (place >> 32) as f64 - (self.packed >> 32) as f64;
        let mut east = f64::from(place as u32) - f64::from(self.packed as u32);
        if east.abs() > AROUND / 2.0 {
            east -= AROUND.copysign(east);
        }
        let half = (north / STEPS_A_DEGREE).to_radians() / 2.0;
        let cosine = self.cosine * (1.0 - half * half / 2.0) - self.sine * half;
        let east = east * cosine;
        Some((east * east + north * north).sqrt() * STEP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A point and a place at most some hundred kilometres away.
    fn neighbours() -> impl Strategy<Value = (Point, u64)> {
        (-89.0..89.0_f64, -180.0..180.0_f64, -4.0..4.0_f64, -4.0..4.0_f64, 0..5_i32).prop_map(
            |(latitude, longitude, north, east, zoom)| {
                let shrink = 10_f64.powi(-zoom);
                let wrapped = (longitude + east * shrink + 540.0).rem_euclid(360.0) - 180.0;
                let there = Point { latitude: (latitude + north * shrink).clamp(-90.0, 90.0), longitude: wrapped };
                (Point { latitude, longitude }, pack(there))
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_reckoned_quickly_is_near_the_truth((point, place) in neighbours()) {
            let near = Near::new(point, None);
            let (exactly, about) = (f64::from(near.exactly(place)), f64::from(near.about(place)));
            prop_assert!((about - exactly).abs() <= exactly * DOUBT / 2.0 + 1.0, "{about} for {exactly}");
        }

        #[test]
        fn within_a_radius_is_what_is_exactly_within((point, place) in neighbours(), share in 0.9..1.1_f64) {
            let exactly = Near::new(point, None).exactly(place);
            for radius in [(f64::from(exactly) * share) as u32, exactly, exactly.saturating_sub(1)] {
                let near = Near::new(point, Some(radius));
                prop_assert_eq!(near.is_within(place), exactly <= radius, "{} of {}", exactly, radius);
                let [latitudes, longitudes] = near.bounds().unwrap();
                let is_between = latitudes.contains(&((place >> 32) as u32)) && longitudes.contains(&(place as u32));
                prop_assert!(exactly > radius || is_between);
            }
        }
    }
}
