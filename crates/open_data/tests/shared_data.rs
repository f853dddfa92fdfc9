//! The real feeds, when they are at hand beside the checkout.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use model::record::{Record, ServiceRecord};
use open_data::{Feed, Options, UNCLAIMED, read};
use std::path::{Path, PathBuf};

/// `None` where the data are not at hand; then there is nothing to test.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    path.exists().then_some(path)
}

fn feed(path: &str) -> Option<Feed> {
    let feed = read(&shared(path)?, &Options::default(), &mut |_, _| {}).unwrap();
    summarise(path, &feed);
    assert_eq!(feed.origins.len(), feed.records.len());
    assert!(feed.origins.iter().all(|origin| origin.row > 0 && !origin.file.is_empty()), "a record from nowhere");
    for file in &feed.accounts.files {
        assert!(file.adds_up(), "{file:?}");
        let whole = feed.refusals.iter().filter(|refusal| !refusal.partial && refusal.file == file.file);
        assert_eq!(whole.count() as u64, file.refused, "{}: every refused row has its reason", file.file);
    }
    assert!(feed.refusals.iter().all(|refusal| refusal.reason != UNCLAIMED), "a row was forgotten");
    check_order_and_references(&feed);
    Some(feed)
}

fn check_order_and_references(feed: &Feed) {
    let mut organisations = std::collections::HashSet::new();
    let mut services = std::collections::HashSet::new();
    for record in &feed.records {
        match record {
            Record::Organisation(organisation) => {
                assert!(organisations.insert(&organisation.source_id), "{}", organisation.source_id);
            }
            Record::Service(service) => {
                assert!(organisations.contains(&service.organisation), "{} comes too early", service.source_id);
                assert!(services.insert(&service.source_id), "{}", service.source_id);
                assert!(!service.name.source_value().is_empty());
            }
        }
    }
}

/// Seen with `cargo test -- --nocapture`.
fn summarise(path: &str, feed: &Feed) {
    let services = services(feed).count();
    println!("\n== {path}: {} | {} organisations, {services} services", feed.format, feed.records.len() - services);
    feed.accounts.files.iter().for_each(|file| println!("   {file:?}"));
    let mut reasons = std::collections::BTreeMap::<_, (u64, &str)>::new();
    for refusal in &feed.refusals {
        let key = (&refusal.file, refusal.partial, &refusal.column, &refusal.reason);
        reasons.entry(key).or_insert((0, &refusal.value)).0 += 1;
    }
    for ((file, partial, column, reason), (count, example)) in reasons {
        println!("   {count:>6} {} {file} {column:?}: {reason} ({example:?})", if partial { "part" } else { "WHOLE" });
    }
    println!("   unmapped {:?}", feed.unmapped);
}

fn services(feed: &Feed) -> impl Iterator<Item = &ServiceRecord> {
    feed.records.iter().filter_map(|record| match record {
        Record::Service(service) => Some(service),
        Record::Organisation(_) => None,
    })
}

#[test]
fn every_feed_is_read_and_its_rows_add_up() {
    for (path, organisations, least_services) in [
        ("en-baltimore-hsds", 748, 1_870),
        ("hsds-3.0/examples/csv", 1, 1),
        ("oruk-3.0/examples/csv", 1, 1),
        ("hsds-3.0/examples/service_full.json", 1, 1),
        ("hsds-3.0/examples/organization_full.json", 1, 1),
        ("hsds-3.0/examples/service_at_location_full.json", 1, 1),
        ("hsds-3.0/examples/service_list.json", 1, 1),
        ("hsds-3.0/examples/tabular.json", 1, 1),
        ("hsds-3.0/examples", 1, 1),
        ("oruk-3.0/examples", 1, 1),
        ("oruk-3.0/examples/service_list.json", 1, 1),
        ("fr-data-inclusion/services_2022-12-08.json", 1_303, 4_261),
        ("fr-data-inclusion/structures_numi_2023-04-05.json", 757, 700),
        ("fr-data-inclusion", 2_060, 4_900),
        ("fr-mediation-numerique/lieux_2023-02-06.json", 3_811, 3_811),
        ("fr-mediation-numerique/aidants-connect.json", 3_370, 3_370),
        ("fr-mediation-numerique/france-services_2022-12-01.csv", 2_683, 2_683),
        ("fr-mediation-numerique/hub-lo_centre-val-de-loire.json", 426, 426),
        ("fr-mediation-numerique/gironde.json", 347, 347),
        ("data-inclusion-vocabularies/dataset_valideur_fixture.xlsx", 1, 1),
    ] {
        let Some(feed) = feed(path) else { continue };
        let found = services(&feed).count();
        assert!(found >= least_services, "{path}: {found} services");
        assert!(feed.records.len() - found >= organisations, "{path}: {} organisations", feed.records.len() - found);
    }
}

#[test]
fn every_official_example_is_read_by_itself() {
    for folder in ["hsds-3.0/examples", "oruk-3.0/examples"] {
        let Some(path) = shared(folder) else { continue };
        for entry in std::fs::read_dir(path).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".json") {
                assert!(feed(&format!("{folder}/{name}")).is_some());
            }
        }
    }
}

#[test]
fn what_the_feeds_say_is_said_by_the_records() {
    if let Some(feed) = feed("en-baltimore-hsds") {
        let service = services(&feed).find(|service| service.source_id == "140239").unwrap();
        assert_eq!(service.organisation, "138022");
        assert!(!service.needs.is_empty() && service.phones.len() >= 3);
        assert_eq!(service.places[0].location.locality.as_deref(), Some("Bel Air"));
        let located = services(&feed).filter(|service| service.places.iter().any(|p| p.location.latitude.is_some()));
        assert!(located.count() > 1_600);
    }
    if let Some(feed) = feed("fr-mediation-numerique/gironde.json") {
        let place = &services(&feed).next().unwrap().places[0].location;
        assert_eq!((place.latitude, place.longitude), (Some(44.839_574_881_764), Some(-0.580_238_007_362_87)));
        assert_eq!(place.postal_code.as_deref(), Some("33000"));
    }
    if let Some(feed) = feed("fr-mediation-numerique/france-services_2022-12-01.csv") {
        let service = services(&feed).next().unwrap();
        let hours = service.places[0].schedules[0].opening_hours.as_deref();
        assert_eq!(hours, Some("Mo-Th 09:00-12:00,13:30-17:00; Fr 09:00-12:00,13:30-16:00"));
    }
    if let Some(feed) = feed("fr-mediation-numerique/lieux_2023-02-06.json") {
        let with_hours = services(&feed)
            .flat_map(|service| &service.places)
            .filter(|place| place.schedules.iter().any(|schedule| schedule.opening_hours.is_some()));
        assert!(with_hours.count() > 2_650);
        assert!(services(&feed).all(|service| !service.needs.is_empty()));
    }
}
