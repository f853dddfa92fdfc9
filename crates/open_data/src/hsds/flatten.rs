//! Nested HSDS JSON to rows: what stands in a list belongs to the object around it, what stands alone is
//! referred to by it.

use super::{Tables, entity::Entity};
use crate::row::Row;
use serde_json::{Map, Value};
use std::sync::Arc;

/// What an object is, by the fields it has.
pub fn entity_of(row: &Row) -> Option<Entity> {
    entity_by(&|name| row.columns.has(name))
}

pub fn entity_of_object(object: &Map<String, Value>) -> Option<Entity> {
    entity_by(&|name| object.contains_key(name))
}

fn entity_by(has: &dyn Fn(&str) -> bool) -> Option<Entity> {
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    if !has("id") {
        return None;
    }
    Some(if any(&["service"]) || (has("location") && !has("name")) {
        Entity::ServiceAtLocation
    } else if any(&["taxonomy_detail", "term_uri"]) || (has("taxonomy") && has("parent_id")) {
        Entity::Term
    } else if !has("name") {
        return None;
    } else if any(&["location_type", "addresses"]) && !has("organization") || (has("latitude") && !has("status")) {
        Entity::Location
    } else if any(&["organization", "service_at_locations", "assured_date", "fees_description"])
        || (has("status") && any(&["organization_id", "url", "email", "description"]))
    {
        Entity::Service
    } else if any(&["services", "organization_identifiers", "parent_organization_id", "year_incorporated"])
        || any(&["legal_status", "tax_status", "locations"])
    {
        Entity::Organisation
    } else if has("organization_id") {
        Entity::Service
    } else if has("uri") && has("version") {
        Entity::Taxonomy
    } else if has("website") {
        Entity::Organisation
    } else {
        return None;
    })
}

/// Depth is bounded by the JSON reader, which refuses more than 128 levels.
pub fn into(entity: Entity, row: Row, tables: &mut Tables) {
    let (file, number) = (row.file, row.number);
    let object = row.columns.names().iter().cloned().zip(row.cells).collect();
    object_into(entity, object, &Place { file, number, path: "" }, tables);
}

struct Place<'a> {
    file: usize,
    number: u64,
    path: &'a str,
}

/// Gives back the id of the object, which is made from its path where it has none.
fn object_into(entity: Entity, object: Map<String, Value>, place: &Place<'_>, tables: &mut Tables) -> Value {
    let id = object.get("id").filter(|id| !id.is_null()).cloned();
    let id = id.unwrap_or_else(|| Value::String(format!("{}/{}/{}", place.file, place.number, place.path)));
    let mut own = Map::new();
    for (key, value) in object {
        let child = Entity::of_table(&key);
        let path = if place.path.is_empty() { key.clone() } else { format!("{}.{key}", place.path) };
        match (child, value) {
            (Some(child), Value::Array(items)) if items.iter().any(Value::is_object) => {
                for (at, item) in items.into_iter().enumerate() {
                    let Value::Object(mut item) = item else { continue };
                    if let Some(key) = entity.key() {
                        item.insert(key.to_owned(), id.clone());
                    }
                    if child == Entity::Attribute {
                        item.insert("link_id".to_owned(), id.clone());
                    }
                    object_into(child, item, &Place { path: &format!("{path}[{at}]"), ..*place }, tables);
                }
            }
            (Some(child), Value::Object(item)) => {
                let child_id = object_into(child, item, &Place { path: &path, ..*place }, tables);
                if let Some(key) = child.key() {
                    own.insert(key.to_owned(), child_id);
                }
            }
            (_, value) => drop(own.insert(key, value)),
        }
    }
    own.insert("id".to_owned(), id.clone());
    let mut row = Row::of_object(place.file, place.number, own);
    row.path = (!place.path.is_empty()).then(|| Arc::from(place.path));
    tables.push(entity, row);
    id
}
