use super::*;
use std::{collections::BTreeSet, path::Path};

fn taxonomy(file: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../portal/taxonomies").join(file);
    let value: toml::Value = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let mut slugs = BTreeSet::new();
    collect(&value, &mut slugs);
    slugs
}

fn collect(value: &toml::Value, slugs: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| match (key.as_str(), value) {
            ("slug", toml::Value::String(slug)) => drop(slugs.insert(slug.clone())),
            ("slugs", toml::Value::Array(items)) => slugs.extend(items.iter().filter_map(|s| s.as_str().map(str::to_owned))),
            _ => collect(value, slugs),
        }),
        toml::Value::Array(items) => items.iter().for_each(|item| collect(item, slugs)),
        _ => {}
    }
}

#[test]
fn every_shipped_crosswalk_parses() {
    for text in SHIPPED {
        toml::from_str::<Crosswalk>(text).unwrap();
    }
    assert_eq!(CROSSWALKS.len(), SHIPPED.len());
}

#[test]
fn every_slug_is_in_the_taxonomy() {
    let (needs, audiences) = (taxonomy("needs.toml"), taxonomy("audiences.toml"));
    assert!(needs.len() > 90 && audiences.len() >= 20);
    for crosswalk in CROSSWALKS.values() {
        for (term, slugs) in &crosswalk.terms {
            for slug in slugs.split_whitespace() {
                let known = match slug.strip_prefix('@') {
                    Some(audience) => audiences.contains(audience),
                    None => needs.contains(slug),
                };
                assert!(known, "{}: {term}: {slug} is no slug of ours", crosswalk.vocabulary);
            }
        }
    }
}

#[test]
fn a_narrower_term_is_read_as_the_broader_one() {
    let crosswalk = &CROSSWALKS["open-eligibility"];
    assert_eq!(crosswalk.slugs("106-01-02-03-11"), crosswalk.slugs("106-01"));
    assert_eq!(crosswalk.slugs("999"), None);
}
