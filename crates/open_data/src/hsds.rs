//! HSDS / Open Referral, 1.x (also as Ohana writes it) to 3.0 and its UK profile: tables or nested JSON, which is
//! first taken apart into the same tables.

mod address;
mod children;
mod contact;
mod draft;
mod entity;
mod flatten;
mod organisation;
mod schedule;
mod service;
mod terms;

use crate::{FormatName, Options, feed::Read, files::Loaded, ledger::Ledger, row::Row, source, table};
use draft::Draft;
use entity::Entity;
use serde_json::{Map, Value};
use std::{collections::HashMap, path::Path};

/// The rows of all files by what they are.
#[derive(Debug, Default)]
pub struct Tables {
    rows: HashMap<Entity, Vec<Row>>,
}

impl Tables {
    fn push(&mut self, entity: Entity, row: Row) {
        self.rows.entry(entity).or_default().push(row);
    }

    fn take(&mut self, entity: Entity) -> Vec<Row> {
        self.rows.remove(&entity).unwrap_or_default()
    }
}

/// Some table or object says by its name and columns that it is HSDS.
pub fn recognises(loaded: &Loaded) -> bool {
    let describes = loaded.objects.iter().any(|(_, _, object)| object.contains_key("openapi_url"));
    let named = |name: &str| matches!(Entity::of_table(name), Some(Entity::Service | Entity::Organisation));
    let by_name = loaded.tables.iter().any(|table| named(&table.name) && table.has("id") && table.has("name"));
    let first = loaded.tables.iter().filter_map(|table| table.rows.first());
    by_name
        || describes
        || first.into_iter().any(|row| flatten::entity_of(row).is_some())
        || loaded.objects.iter().any(|(_, _, object)| {
            flatten::entity_of_object(object).is_some() || object.keys().any(|key| tabular(key).is_some())
        })
}

/// `organizations.csv` as a key of one JSON object that holds all tables.
fn tabular(key: &str) -> Option<Entity> {
    Entity::of_table(key.strip_suffix(".csv")?)
}

pub fn records(loaded: Loaded, path: &Path, options: &Options, ledger: &mut Ledger) -> Read {
    let source = source::of_path(path, loaded.package.as_ref(), options);
    let mut tables = Tables::default();
    let mut is_json = false;
    for table in loaded.tables {
        for row in table.rows {
            // A JSON list says in each object what it is; the table of a CSV file is said by its name.
            let nested = row.cells.iter().any(|cell| cell.is_object() || cell.is_array());
            match (Entity::of_table(&table.name), flatten::entity_of(&row)) {
                (Some(entity), _) if !nested => tables.push(entity, row),
                (_, Some(entity)) | (Some(entity), None) => {
                    is_json = true;
                    flatten::into(entity, row, &mut tables);
                }
                (None, None) => ledger.set_aside(&row, "not a table of HSDS"),
            }
        }
    }
    for (file, name, object) in loaded.objects {
        is_json |= self::object(object, file, &name, &mut tables, ledger);
    }
    let mut draft = Draft::new(source.locale, ledger);
    draft.build(&mut tables);
    let records = draft.finish();
    let name = if is_json && options.format != Some(FormatName::HsdsTables) { "HSDS JSON" } else { "HSDS tables" };
    Read { source, format: name.to_owned(), records }
}

/// An HSDS object, all tables in one object, or a list of the terms of each service (which stands beside tables
/// and does not make the feed JSON: `false`).
fn object(object: Map<String, Value>, file: usize, name: &str, tables: &mut Tables, ledger: &mut Ledger) -> bool {
    if let Some(entity) = flatten::entity_of_object(&object) {
        let table = table::json::single(object, file, name, ledger);
        table.rows.into_iter().for_each(|row| flatten::into(entity, row, tables));
        return true;
    }
    if object.contains_key("openapi_url") {
        let number = ledger.count(file);
        ledger.set_aside_number(file, number, "describes an interface");
        return true;
    }
    let mut has_tables = false;
    let is_terms = name == "service_categories";
    for (key, value) in object {
        let entity = tabular(&key);
        has_tables |= entity.is_some();
        let items = match value {
            Value::Array(items) if entity.is_some() => items,
            other => vec![other],
        };
        for mut item in items {
            let number = ledger.count(file);
            table::clean_value(&mut item, ledger, file, number, &key);
            match (entity, item) {
                (Some(entity), Value::Object(fields)) => tables.push(entity, Row::of_object(file, number, fields)),
                (None, terms @ Value::Array(_)) if is_terms => {
                    let fields = [("service_id", Value::String(key.clone())), ("taxonomy_ids", terms)];
                    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                    tables.push(Entity::ServiceTerm, Row::of_object(file, number, fields));
                }
                _ => ledger.set_aside_number(file, number, "not a table of HSDS"),
            }
        }
    }
    has_tables
}
