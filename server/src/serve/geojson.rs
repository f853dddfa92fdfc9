//! Places on a map as GeoJSON (RFC 7946): of our own only what its section 6.1 allows, members beside the features.

use model::{MapAnswer, MapPoint, Point};
use serde_json::{Value, json};

pub const KIND: &str = "application/geo+json";

/// `total`: all matches; `shown`: how many of them have a place here; `complete`: every place of every match is here;
/// `view`: where to look first, from the south-west corner to the north-east one.
pub fn collection(answer: MapAnswer) -> Value {
    let MapAnswer { total, shown, complete, view, points, limits } = answer;
    let features: Vec<Value> = points.into_iter().map(feature).collect();
    json!({
        "type": "FeatureCollection",
        "total": total,
        "shown": shown,
        "complete": complete,
        "view": view.map(|(from, to)| [position(from), position(to)]),
        "limits": limits,
        "features": features,
    })
}

fn feature(at: MapPoint) -> Value {
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": position(at.point) },
        "properties": {
            "kind": at.kind,
            "id": at.id,
            "title": at.title,
            "language": at.language,
            "path": at.path,
            "organisation": at.organisation,
            "locality": at.locality,
            "distance_m": at.distance_m,
        },
    })
}

/// To the metre: what is finer says nothing, and costs.
fn position(Point { latitude, longitude }: Point) -> [f64; 2] {
    [longitude, latitude].map(|degrees| (degrees * 1e5).round() / 1e5)
}
