//! Whatever the bytes are, reading them ends in a feed whose accounts add up, or in an error.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use open_data::{FormatName, MappingSource, Options, read, values};
use proptest::prelude::*;
use std::path::Path;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

fn survives(name: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let places = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/places.toml");
    for (format, mapping) in [
        (None, None),
        (Some(FormatName::HsdsTables), None),
        (Some(FormatName::HsdsJson), None),
        (None, Some(MappingSource::Shipped("gironde".to_owned()))),
        (None, Some(MappingSource::File(places))),
    ] {
        let options = Options { format, mapping, ..Options::default() };
        if let Ok(feed) = read(&path, &options, &mut |_, _| {}) {
            assert!(feed.accounts.adds_up());
        }
    }
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["Lieu", "Coord. X", "Coord. Y", "Pôle territorial"].iter().enumerate() {
        sheet.write(0, column as u16, *name).unwrap();
        sheet.write(1, column as u16, column as f64).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn names() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["services.csv", "a.json", "organizations.csv", "phones.csv", "service_categories.json"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(name in names(), bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        survives(name, &bytes);
    }

    #[test]
    fn damaged_fixtures(
        source in prop::sample::select(vec![
            "places_latin1.csv", "services_bom.csv", "service_v3.json", "services.ndjson", "hsds/services.csv",
            "hsds/phones.csv", "services_truncated.json",
        ]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = fixture(source);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2));
        survives(source.rsplit('/').next().unwrap(), &bytes);
    }

    #[test]
    fn damaged_workbooks(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = workbook();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() / 2 + cut.index(bytes.len()));
        survives("book.xlsx", &bytes);
    }

    #[test]
    fn any_value(text in "\\PC{0,80}", hours in "[0-9hH:.,/;aàet –-]{0,40}|[MoTuSa0-9:;, +-]{0,40}|(lundi|mardi|au|de|9h|12h30|-| |,){0,12}") {
        for text in [text, hours] {
            let _ = values::url(&text).map(|url| assert_eq!(values::url(&url), Ok(url.clone())));
            let _ = values::email(&text);
            let _ = values::instant(&text);
            let _ = values::decimal(&text);
            let _ = values::country(&text);
            let _ = values::language(&text);
            let _ = values::opening_hours(&text);
            if let Some(spans) = values::times(&text) {
                let week = [const { Vec::new() }; 7].map(|_: Vec<(u16, u16)>| spans.clone());
                if let Some(written) = values::opening_hours_of(&week) {
                    prop_assert_eq!(values::opening_hours(&written), Ok(written.clone()));
                }
            }
            if let Some(written) = values::week_hours(&text) {
                prop_assert_eq!(values::opening_hours(&written), Ok(written.clone()));
            }
            values::languages_of_text(&text);
            values::phones(&text, model::Locale::En);
            let plain = values::plain(&text);
            prop_assert!(!plain.contains('\r') && !plain.contains('\0'));
        }
    }
}
