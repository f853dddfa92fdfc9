//! Taxonomy terms of services, in the four ways the versions write them.

use super::{Tables, draft::Draft, entity::Entity, service::split};
use crate::{
    crosswalk::CROSSWALKS,
    row::{Row, scalar},
};
use model::record::SourceTerm;
use serde_json::Value;
use std::collections::HashMap;

const REFERENCE: &str = "a term, looked up for the services";

impl Draft<'_> {
    pub fn terms(&mut self, tables: &mut Tables) {
        let mut terms: HashMap<String, SourceTerm> = HashMap::new();
        // 1.x keeps the terms in the table that 3.0 uses for the names of vocabularies.
        let (old, new): (Vec<Row>, Vec<Row>) =
            tables.take(Entity::Taxonomy).into_iter().partition(|row| row.columns.has("parent_id"));
        new.into_iter().for_each(|row| tables.push(Entity::Taxonomy, row));
        for row in tables.take(Entity::Term).into_iter().chain(old) {
            if let Some(id) = row.text("id") {
                terms.entry(id).or_insert_with(|| term_of(&row));
            }
            self.ledger.set_aside(&row, REFERENCE);
        }
        let by_code: HashMap<String, SourceTerm> =
            terms.values().map(|term| (term.code.clone(), term.clone())).collect();
        let find =
            |id: &str| terms.get(id).or_else(|| by_code.get(id)).cloned().unwrap_or_else(|| term(id, None, None));
        for (service, ids) in std::mem::take(&mut self.own_terms) {
            self.services[service].record.source_terms.extend(ids.iter().map(|id| find(id)));
        }
        for row in tables.take(Entity::ServiceTerm) {
            let ids = ids(&row, &["taxonomy_ids", "taxonomy_term_id", "taxonomy_id", "taxonomy_detail"]);
            self.attach(&row, "service_id", ids.iter().map(|id| find(id)).collect());
        }
        for row in tables.take(Entity::Attribute) {
            let ids = ids(&row, &["taxonomy_term_id", "value"]);
            let column = if row.get("service_id").is_some() { "service_id" } else { "link_id" };
            self.attach(&row, column, ids.iter().map(|id| find(id)).collect());
        }
        for service in &mut self.services {
            let known: Vec<SourceTerm> = std::mem::take(&mut service.record.source_terms);
            for term in known {
                if !service.record.source_terms.contains(&term) {
                    service.record.source_terms.push(term);
                }
            }
        }
    }

    fn attach(&mut self, row: &Row, column: &str, terms: Vec<SourceTerm>) {
        let id = row.text(column).unwrap_or_default();
        match self.service_by_id.get(&id) {
            Some(service) => {
                self.services[*service].record.source_terms.extend(terms);
                self.ledger.used(row);
            }
            None if self.location_by_id.contains_key(&id) || self.organisation_by_id.contains_key(&id) => {
                self.ledger.set_aside(row, "a term of something other than a service");
            }
            None => self.ledger.refuse(row, column, &id, "no service of the feed has this id"),
        }
    }
}

fn ids(row: &Row, columns: &[&'static str]) -> Vec<String> {
    let Some(column) = columns.iter().find(|column| row.get(column).is_some()) else { return Vec::new() };
    match row.get(column) {
        Some(Value::Array(items)) => items.iter().filter_map(scalar).collect(),
        Some(other) => scalar(other).map(|text| split(&text)).unwrap_or_default(),
        None => Vec::new(),
    }
}

fn term_of(row: &Row) -> SourceTerm {
    let code = row.first(&["taxonomy_id", "code", "id"]).filter(|(column, code)| {
        // In 3.0 `taxonomy_id` is the id of the vocabulary.
        *column != "taxonomy_id" || is_open_eligibility(code)
    });
    let code = code.map(|(_, code)| code).or_else(|| row.text("code")).or_else(|| row.text("id"));
    term(&code.unwrap_or_default(), row.first(&["name", "term"]).map(|(_, name)| name), row.text("taxonomy"))
}

fn term(code: &str, label: Option<String>, taxonomy: Option<String>) -> SourceTerm {
    let vocabulary = if is_open_eligibility(code) {
        "open-eligibility".to_owned()
    } else if code.starts_with("human_services") || code.starts_with("human_situations") {
        "open-eligibility/hasadna".to_owned()
    } else {
        taxonomy.filter(|name| CROSSWALKS.contains_key(name)).unwrap_or_else(|| "hsds".to_owned())
    };
    SourceTerm { vocabulary, code: code.to_owned(), label }
}

/// `101`, `101-02-01`.
fn is_open_eligibility(code: &str) -> bool {
    let mut parts = code.split('-');
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    parts.next().is_some_and(|first| digits(first, 3) && first.starts_with('1')) && parts.all(|part| digits(part, 2))
}
