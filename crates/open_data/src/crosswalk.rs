//! The terms of other vocabularies to our needs and audiences. One TOML file for each vocabulary in
//! `crosswalk/`; its head says how a term is written.

use model::record::{Record, ServiceRecord, SourceTerm};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

const SHIPPED: [&str; 6] = [
    include_str!("../crosswalk/open-eligibility.toml"),
    include_str!("../crosswalk/open-eligibility-hasadna.toml"),
    include_str!("../crosswalk/data-inclusion-thematiques.toml"),
    include_str!("../crosswalk/data-inclusion-publics.toml"),
    include_str!("../crosswalk/data-inclusion-types.toml"),
    include_str!("../crosswalk/mediation-numerique-services.toml"),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    pub vocabulary: String,
    /// What parts a term from its narrower terms: an unknown narrower term is read as the broader one.
    #[serde(default)]
    broader: Option<String>,
    /// Code or slug of a label to slugs parted by spaces: needs as they are, audiences behind `@`; empty for a
    /// term that deliberately says nothing about either.
    pub terms: BTreeMap<String, String>,
}

impl Crosswalk {
    /// `None` when the vocabulary has no such term and no broader one.
    pub fn slugs(&self, code: &str) -> Option<&str> {
        let mut code = code.trim();
        loop {
            if let Some(slugs) = self.terms.get(code).or_else(|| self.terms.get(&slug::slugify(code))) {
                return Some(slugs);
            }
            code = code.rsplit_once(self.broader.as_deref()?)?.0;
        }
    }
}

/// By vocabulary. A shipped file that does not parse is left out; the tests see to it that all do.
pub static CROSSWALKS: LazyLock<HashMap<String, Crosswalk>> = LazyLock::new(|| {
    SHIPPED
        .iter()
        .filter_map(|text| toml::from_str::<Crosswalk>(text).ok())
        .map(|crosswalk| (crosswalk.vocabulary.clone(), crosswalk))
        .collect()
});

/// Adds needs and audiences to every service; gives back the terms nobody knows, most frequent first.
pub fn apply(records: &mut [Record]) -> Vec<(SourceTerm, u64)> {
    let mut unmapped: HashMap<SourceTerm, u64> = HashMap::new();
    for record in records {
        let Record::Service(service) = record else { continue };
        for term in std::mem::take(&mut service.source_terms) {
            match CROSSWALKS.get(&term.vocabulary).and_then(|crosswalk| crosswalk.slugs(&term.code)) {
                Some(slugs) => slugs.split_whitespace().for_each(|slug| add(service, slug)),
                None => *unmapped.entry(term.clone()).or_default() += 1,
            }
            service.source_terms.push(term);
        }
    }
    let mut unmapped: Vec<(SourceTerm, u64)> = unmapped.into_iter().collect();
    unmapped.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    unmapped
}

fn add(service: &mut ServiceRecord, slug: &str) {
    let (list, slug) = match slug.strip_prefix('@') {
        Some(slug) => (&mut service.audiences, slug),
        None => (&mut service.needs, slug),
    };
    if !list.iter().any(|known| known == slug) {
        list.push(slug.to_owned());
    }
}

#[cfg(test)]
mod tests;
