//! What real feeds do wrong, in small files of our own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use model::{
    Cost, Format, OrganisationKind, PhoneKind,
    record::{OrganisationRecord, Record, Refusal, ServiceRecord},
};
use open_data::{Error, Feed, MappingSource, Options, UNCLAIMED, read};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn read_path(path: &Path, options: &Options) -> Feed {
    let feed = read(path, options, &mut |done, total| assert!(done <= total)).unwrap();
    assert!(feed.accounts.adds_up(), "{:?}", feed.accounts);
    assert!(feed.refusals.iter().all(|refusal| refusal.reason != UNCLAIMED), "{:?}", feed.refusals);
    feed
}

fn read_fixture(name: &str) -> Feed {
    read_path(&fixture(name), &Options::default())
}

fn with_mapping(path: &Path) -> Feed {
    let mapping = Some(MappingSource::File(fixture("places.toml")));
    read_path(path, &Options { mapping, ..Options::default() })
}

fn services(feed: &Feed) -> Vec<&ServiceRecord> {
    let services = feed.records.iter().map(|record| match record {
        Record::Service(service) => Some(service),
        Record::Organisation(_) => None,
    });
    services.flatten().collect()
}

fn organisations(feed: &Feed) -> Vec<&OrganisationRecord> {
    let organisations = feed.records.iter().map(|record| match record {
        Record::Organisation(organisation) => Some(organisation),
        Record::Service(_) => None,
    });
    organisations.flatten().collect()
}

fn refused<'a>(feed: &'a Feed, row: u64, column: &str) -> &'a Refusal {
    feed.refusals
        .iter()
        .find(|refusal| refusal.row == row && refusal.column.as_deref().unwrap_or_default() == column)
        .unwrap_or_else(|| panic!("row {row}, {column}: {:#?}", feed.refusals))
}

#[test]
fn a_latin1_semicolon_file_keeps_its_accents_and_its_good_values() {
    let feed = with_mapping(&fixture("places_latin1.csv"));
    let first = services(&feed)[0];
    assert_eq!(first.name.source_value(), "Accueil : Épicerie \"Le Relais\"");
    assert_eq!(first.description.as_ref().unwrap().source_value(), "Colis alimentaires\n\n- pain\n- légumes & fruits");
    let place = &first.places[0];
    assert_eq!((place.location.latitude, place.location.longitude), (Some(49.0104), Some(1.1579)));
    assert_eq!(place.schedules[0].opening_hours.as_deref(), Some("Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00"));
    assert_eq!(first.cost, Some(Cost::Free));
    assert_eq!(organisations(&feed)[0].website.as_deref(), Some("https://relais.example"));
    assert_eq!(organisations(&feed)[0].assured_at.unwrap().to_rfc3339(), "2022-12-31T00:00:00+00:00");
}

#[test]
fn bad_values_are_left_out_and_named_but_their_row_goes_in() {
    let feed = with_mapping(&fixture("places_latin1.csv"));
    let second = services(&feed).into_iter().find(|service| service.source_id == "2").unwrap();
    assert!(second.places[0].location.latitude.is_none());
    assert_eq!(second.places[0].schedules[0].note.as_ref().unwrap().source_value(), "Lundi : sur rendez-vous");
    for column in ["Nord,Est", "Site", "Courriel", "Téléphone", "Prix", "Lundi", "Mis à jour"] {
        assert!(refused(&feed, 2, column).partial, "{column}");
    }
    assert!(!refused(&feed, 4, "name").partial);
    assert!(feed.still_listed.services.contains("3"), "{:?}", feed.still_listed);
    assert_eq!(refused(&feed, 5, "").value, "de trop");
}

#[test]
fn rows_with_one_id_are_told_apart_and_repeated_rows_are_set_aside() {
    let feed = with_mapping(&fixture("places_latin1.csv"));
    let account = &feed.accounts.files[0];
    assert_eq!((account.rows, account.used, account.refused), (7, 4, 1));
    assert_eq!(account.set_aside.values().sum::<u64>(), 2);
    assert!(organisations(&feed).iter().any(|organisation| organisation.source_id.starts_with("1~")));
    assert_eq!(with_mapping(&fixture("places_latin1.csv")).records, feed.records, "ids stay the same");
}

#[test]
fn a_bom_lists_in_cells_nul_bytes_and_missing_structures() {
    let feed = read_fixture("services_bom.csv");
    let services = services(&feed);
    assert_eq!(services.len(), 2);
    assert_eq!(services[0].cost, Some(Cost::Reduced));
    assert_eq!(services[0].formats, [Format::Remote]);
    assert_eq!(services[0].needs, ["internet-and-phone"]);
    assert_eq!(feed.unmapped.len(), 1);
    assert_eq!(feed.unmapped[0].0.code, "theme-inconnu");
    assert_eq!(services[1].name.source_value(), "Aide alimentaire");
    assert!(refused(&feed, 2, "nom").partial);
    assert!(!refused(&feed, 3, "").partial);
    assert_eq!(organisations(&feed)[0].name.source_value(), "Structure o1");
}

#[test]
fn a_list_cut_short_gives_what_it_has() {
    let feed = read_fixture("services_truncated.json");
    assert_eq!(services(&feed).len(), 2);
    assert!(!refused(&feed, 3, "").partial);
    assert_eq!(feed.accounts.files[0].rows, 3);
    assert_eq!(feed.still_listed.unnamed, 1, "any record may have stood behind the cut");
}

#[test]
fn a_broken_line_costs_only_itself() {
    let feed = read_fixture("services.ndjson");
    assert_eq!(services(&feed).len(), 2);
    assert!(refused(&feed, 2, "").reason.starts_with("not JSON"));
}

#[test]
fn ohana_tables_are_joined_and_what_dangles_is_refused() {
    let feed = read_fixture("hsds");
    assert_eq!(feed.source.key, "hsds");
    let services = services(&feed);
    assert_eq!(services.iter().map(|service| service.source_id.as_str()).collect::<Vec<_>>(), ["100", "101"]);
    let soup = services[0];
    assert_eq!(soup.organisation, "1");
    assert_eq!(soup.cost, Some(Cost::Free));
    assert_eq!(soup.languages, ["es", "ase"]);
    assert_eq!(soup.description.as_ref().unwrap().source_value(), "Soup & bread,\ndaily");
    assert_eq!(soup.needs, ["hot-meals", "food-parcel"]);
    assert_eq!((soup.phones[0].extension.as_deref(), soup.phones[0].kind), (Some("12"), PhoneKind::Voice));
    let place = &soup.places[0];
    assert_eq!(place.location.street.as_deref(), Some("1 Quay Street"));
    assert_eq!(place.location.country.as_deref(), Some("US"));
    assert_eq!(place.schedules[0].opening_hours.as_deref(), Some("Mo 09:00-12:00"));
    assert_eq!(place.schedules[0].rrule.as_deref(), Some("FREQ=WEEKLY;BYDAY=MO"));
    // 311 is a number, though its service is unknown; it stays with its location.
    assert_eq!(place.location.phones[0].number, "311");
    let whole: Vec<(&str, u64)> =
        feed.refusals.iter().filter(|r| !r.partial).map(|r| (r.file.as_str(), r.row)).collect();
    assert_eq!(
        whole,
        [
            ("addresses.csv", 2),
            ("locations.csv", 2),
            ("organizations.csv", 2),
            ("phones.csv", 2),
            ("phones.csv", 3),
            ("service_categories.json", 2),
            ("services.csv", 3)
        ]
    );
    // The shelter's organisation had no name: it is kept under a stand-in.
    assert_eq!(services[1].organisation, "2");
    assert!(organisations(&feed).iter().any(|o| o.name.source_value() == "Organisation 2" && o.stand_in));
    assert!(feed.still_listed.organisations.contains("2"), "{:?}", feed.still_listed);
}

#[test]
fn a_nested_service_gives_everything_it_carries() {
    let feed = read_fixture("service_v3.json");
    let service = services(&feed)[0];
    assert_eq!(organisations(&feed)[0].kind, OrganisationKind::Company);
    assert_eq!((service.organisation.as_str(), service.minimum_age), ("o-1", Some(16)));
    assert_eq!(service.cost, Some(Cost::Reduced));
    assert_eq!(service.cost_options[1].currency.as_deref(), Some("GBP"));
    assert_eq!(service.languages, ["ga"]);
    assert_eq!(service.needs, ["health"]);
    let place = &service.places[0];
    assert_eq!(place.location.locality.as_deref(), Some("Derry"));
    assert_eq!(place.location.accessibility.len(), 1);
    assert_eq!(place.schedules[0].opening_hours.as_deref(), Some("Mo-We 09:00-17:30"));
    assert_eq!(place.schedules[1].rrule.as_deref(), Some("FREQ=MONTHLY;BYDAY=2SA"));
    assert_eq!(place.schedules[1].opening_hours, None);
    assert_eq!(place.phones[0].languages, ["pl"]);
    assert!(refused(&feed, 1, "contacts[0].phones[0].number").partial);
}

#[test]
fn a_workbook_with_a_formula_a_date_an_error_and_a_huge_cell() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["Numéro", "Intitulé", "Mis à jour", "Texte", "Ville", "Prix"].iter().enumerate() {
        sheet.write(0, column as u16, *name).unwrap();
    }
    sheet.write(1, 0, 7).unwrap();
    sheet.write(1, 1, Formula::new("=\"Le \"&\"Relais\"").set_result("Le Relais")).unwrap();
    let day = ExcelDateTime::from_ymd(2024, 2, 29).unwrap();
    sheet.write_with_format(1, 2, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write(1, 3, "é".repeat(32_000)).unwrap();
    sheet.write(1, 5, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    // A far cell must not make the sheet large in memory.
    sheet.write(1_048_575, 16_383, "far").unwrap();
    book.add_worksheet().write(0, 0, "something else").unwrap();
    book.save(&path).unwrap();
    let feed = with_mapping(&path);
    let service = services(&feed)[0];
    assert_eq!(service.source_id, "7");
    assert_eq!(service.name.source_value(), "Accueil : Le Relais");
    assert_eq!(service.assured_at.unwrap().to_rfc3339(), "2024-02-29T00:00:00+00:00");
    assert_eq!(service.description.as_ref().unwrap().source_value().chars().count(), 32_000);
    assert_eq!(service.cost, None);
    assert_eq!(feed.accounts.files.len(), 2);
    assert!(feed.accounts.files[0].file.starts_with("book.xlsx#"));
}

#[test]
fn a_huge_cell_is_cut_and_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.csv");
    std::fs::write(&path, format!("Numéro,Intitulé,Fin,Texte\n1,Un,02/28/27,{}\n", "ä".repeat(70_000))).unwrap();
    let feed = with_mapping(&path);
    assert_eq!(services(&feed)[0].description.as_ref().unwrap().source_value().len(), 64 << 10);
    assert_eq!(services(&feed)[0].ends_on.unwrap().to_string(), "2027-02-28", "in the order the mapping says");
    assert!(refused(&feed, 1, "Texte").reason.starts_with("cut"));
}

#[test]
fn what_nobody_knows_is_an_error_that_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("unknown.csv");
    std::fs::write(&path, "colour,size\nred,1\n").unwrap();
    let error = read(&path, &Options::default(), &mut |_, _| {}).unwrap_err();
    assert!(matches!(&error, Error::Unrecognised { columns, .. } if columns.contains("colour")), "{error}");
    let error = read(folder.path().join("none").as_path(), &Options::default(), &mut |_, _| {}).unwrap_err();
    assert!(matches!(error, Error::Io { .. }));
}
