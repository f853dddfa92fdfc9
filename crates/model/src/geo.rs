use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A point on the earth in WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub latitude: f64,
    pub longitude: f64,
}

impl Point {
    /// `None` outside -90..=90 and -180..=180, and for 0,0: in the feeds we read, a place in the Gulf of
    /// Guinea is always a missing coordinate.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let valid = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        (valid && (latitude != 0.0 || longitude != 0.0)).then_some(Self { latitude, longitude })
    }

    /// `38.57,-7.91`: to about a kilometre, for addresses that are kept, as a browser keeps those of pages.
    pub fn rounded(self) -> String {
        format!("{:.2},{:.2}", self.latitude, self.longitude)
    }

    /// Great-circle distance in metres (haversine; within 0.5 % of the ellipsoid).
    pub fn distance_m(self, other: Self) -> f64 {
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let (dy, dx) = (b - a, (other.longitude - self.longitude).to_radians());
        let h = (dy / 2.0).sin().powi(2) + a.cos() * b.cos() * (dx / 2.0).sin().powi(2);
        2.0 * 6_371_008.8 * h.sqrt().min(1.0).asin()
    }
}

impl FromStr for Point {
    type Err = ();
    /// Reads `38.571,-7.913`.
    fn from_str(s: &str) -> Result<Self, ()> {
        let (latitude, longitude) = s.split_once(',').ok_or(())?;
        let number = |part: &str| part.trim().parse::<f64>().map_err(|_| ());
        Self::new(number(latitude)?, number(longitude)?).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evora_to_lisbon_is_about_109_km() {
        let (evora, lisbon) = (Point::new(38.571, -7.913).unwrap(), Point::new(38.722, -9.139).unwrap());
        let km = evora.distance_m(lisbon) / 1000.0;
        assert!((107.0..109.5).contains(&km), "{km}");
    }

    #[test]
    fn refuses_what_is_not_on_earth() {
        assert_eq!("91,0".parse::<Point>(), Err(()));
        assert_eq!("0,0".parse::<Point>(), Err(()));
        assert_eq!("NaN,1".parse::<Point>(), Err(()));
        assert!("38.57, -7.9".parse::<Point>().is_ok());
    }
}
