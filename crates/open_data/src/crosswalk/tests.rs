use super::*;
use std::{collections::BTreeSet, path::Path};

fn taxonomy(file: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../portal/taxonomies").join(file);
    let table: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut slugs = BTreeSet::new();
    collect(&toml::Value::Table(table), &mut slugs);
    slugs
}

fn collect(value: &toml::Value, slugs: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| match (key.as_str(), value) {
            ("slug", toml::Value::String(slug)) => drop(slugs.insert(slug.clone())),
            ("slugs", toml::Value::Array(items)) => {
                slugs.extend(items.iter().filter_map(|s| s.as_str().map(str::to_owned)))
            }
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

/// `None` where the shared data are not at hand.
fn shared(path: &str) -> Option<std::path::PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    path.exists().then_some(path)
}

#[test]
fn nine_of_ten_occurrences_of_terms_map_in_the_shared_data() {
    let (mut all, mut unknown, mut topical, mut mapped) = (0_u64, 0_u64, 0_u64, 0_u64);
    for path in [
        "en-baltimore-hsds",
        "fr-data-inclusion",
        "fr-mediation-numerique/lieux_2023-02-06.json",
        "fr-mediation-numerique/gironde.json",
        "fr-mediation-numerique/hub-lo_centre-val-de-loire.json",
    ] {
        let Some(path) = shared(path) else { return };
        let feed = crate::read(&path, &crate::Options::default(), &mut |_, _| {}).unwrap();
        unknown += feed.unmapped.iter().map(|(_, count)| count).sum::<u64>();
        let services = feed.records.iter().filter_map(|record| match record {
            Record::Service(service) => Some(service),
            Record::Organisation(_) => None,
        });
        for term in services.flat_map(|service| &service.source_terms) {
            all += 1;
            // Kinds of help say nothing of a need.
            if term.vocabulary != "data-inclusion/types" {
                topical += 1;
                let slugs = CROSSWALKS.get(&term.vocabulary).and_then(|crosswalk| crosswalk.slugs(&term.code));
                mapped += u64::from(slugs.is_some_and(|slugs| !slugs.is_empty()));
            }
        }
    }
    println!("{all} occurrences, {unknown} unknown; {mapped} of {topical} topical ones map");
    assert!(unknown * 100 <= all && mapped * 10 >= topical * 9);
}

#[test]
fn every_open_eligibility_id_in_use_is_listed_by_itself() {
    let Some(path) = shared("en-baltimore-hsds") else { return };
    let feed = crate::read(&path, &crate::Options::default(), &mut |_, _| {}).unwrap();
    let mut used = BTreeSet::new();
    for record in &feed.records {
        let Record::Service(service) = record else { continue };
        used.extend(service.source_terms.iter().map(|term| (term.code.clone(), term.label.clone())));
    }
    assert_eq!(used.len(), 207);
    let crosswalk = &CROSSWALKS["open-eligibility"];
    let inherited: Vec<_> = used.iter().filter(|(code, _)| !crosswalk.terms.contains_key(code)).collect();
    assert!(inherited.is_empty(), "read as broader terms: {inherited:?}");
}

#[test]
fn every_term_of_the_vocabularies_is_known() {
    for (vocabulary, file) in [
        ("data-inclusion/thematiques", "v0/thematiques.csv"),
        ("data-inclusion/thematiques", "v1/thematiques_v1.csv"),
        ("data-inclusion/publics", "v0/profils.csv"),
        ("data-inclusion/publics", "v1/publics_v1.csv"),
        ("data-inclusion/types", "v0/typologies_de_services.csv"),
        ("data-inclusion/types", "v1/types_de_services_v1.csv"),
    ] {
        let Some(path) = shared("data-inclusion-vocabularies").map(|folder| folder.join(file)) else { return };
        let text = std::fs::read_to_string(path).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for record in reader.records() {
            let code = record.unwrap()[0].to_owned();
            assert!(CROSSWALKS[vocabulary].slugs(&code).is_some(), "{vocabulary}: {code}");
        }
    }
}
