//! What search engines read of a service: schema.org, only what the page itself says.

use crate::visit::Visit;
use model::{Cost, pages::ServicePage};
use serde_json::{Map, Value, json};
use ui::schema_hours;

pub fn service(service: &ServicePage, visit: &Visit) -> Option<String> {
    let mut out = Map::new();
    let mut set = |name: &str, value: Value| drop(out.insert(name.to_owned(), value));
    set("@context", json!("https://schema.org"));
    set("@type", json!("Service"));
    set("name", json!(service.name.value));
    set("url", json!(format!("{}/{}/{}", visit.origin, visit.locale, service.path)));
    if let Some(text) = &service.summary {
        set("description", json!(text.value));
    }
    let provider = format!("{}{}", visit.origin, service.organisation.path);
    set("provider", json!({ "@type": "Organization", "name": service.organisation.label, "url": provider }));
    if !service.coverage.is_empty() {
        set("areaServed", json!(service.coverage));
    }
    if service.cost == Cost::Free {
        set("isAccessibleForFree", json!(true));
    }
    let channels: Vec<Value> = service.places.iter().take(3).filter_map(channel).collect();
    if !channels.is_empty() {
        set("availableChannel", Value::Array(channels));
    }
    serde_json::to_string(&Value::Object(out)).ok()
}

fn channel(place: &model::pages::Place) -> Option<Value> {
    if place.address.is_empty() {
        return None;
    }
    let mut location = json!({ "@type": "Place", "address": place.address.join(", ") });
    if let Some(point) = place.point {
        location["geo"] =
            json!({ "@type": "GeoCoordinates", "latitude": point.latitude, "longitude": point.longitude });
    }
    let hours: Vec<String> =
        place.hours.iter().filter_map(|hours| hours.week.as_ref()).flat_map(schema_hours).collect();
    if !hours.is_empty() {
        location["openingHours"] = json!(hours);
    }
    Some(json!({ "@type": "ServiceChannel", "serviceLocation": location }))
}
