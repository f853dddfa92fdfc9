//! What a search finds, by its places.

use crate::{ItemKind, Limited, Point};
use uuid::Uuid;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapAnswer {
    /// All matches, with and without a place.
    pub total: u64,
    /// How many of them have a place among `points`.
    pub shown: u64,
    /// Whether every place of every match is among `points`.
    pub complete: bool,
    /// Where to look first: south-west and north-east corner. Where the search says a place, without the tenth that lies
    /// farthest off on each side: it would make all that is near one spot.
    pub view: Option<(Point, Point)>,
    /// The first place of each before the second of any, the best matches first.
    pub points: Vec<MapPoint>,
    /// Limits that what was asked goes beyond.
    pub limits: Vec<Limited>,
}

/// One place of something found.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPoint {
    pub point: Point,
    pub kind: ItemKind,
    pub id: Uuid,
    /// In the reader's language where there is one.
    pub title: String,
    /// Language of `title`, a BCP 47 tag.
    pub language: String,
    /// Starts with `/{locale}/`.
    pub path: String,
    pub organisation: String,
    /// Name of the place's town.
    pub locality: Option<String>,
    /// Metres from where the search is around.
    pub distance_m: Option<u32>,
}
