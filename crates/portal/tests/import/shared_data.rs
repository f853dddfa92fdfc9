//! Real feeds, when they lie beside the checkout: everything goes in or is refused, and a second run writes nothing.

use crate::feed::{database, later, number, state};
use model::record::Refusal;
use portal::{
    Operator,
    import::{self, ImportOptions},
    test_database::now,
};
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    folder.is_dir().then_some(folder)
}

async fn twice(path: &Path) {
    let feed = match open_data::read(path, &open_data::Options::default(), &mut |_, _| ()) {
        Ok(feed) => feed,
        Err(error) => panic!("{}: {error}", path.display()),
    };
    let database = database().await;
    let (operator, options) = (Operator::at_the_console("test"), ImportOptions::default());
    let records = feed.records.clone();
    let first =
        import::run(&database.portal, &operator, &database.ids, &feed.source, records, options.clone(), now(), |_| ())
            .await
            .unwrap();
    assert!(first.adds_up(), "{}: {first:?}", path.display());
    let whole: Vec<&Refusal> = first.refused.iter().filter(|refusal| !refusal.partial).take(3).collect();
    println!(
        "{}: {} records: {} created, {} merged, {} refused {whole:?}, {} values refused; {} organisations, {} services, {} places",
        path.file_name().unwrap_or_default().to_string_lossy(),
        first.records,
        first.created,
        first.merged,
        first.refused_whole(),
        first.refused.len() - first.refused_whole(),
        first.organisations,
        first.services,
        first.places,
    );
    let mut reasons = std::collections::BTreeMap::<_, (usize, &str)>::new();
    for refusal in &first.refused {
        reasons.entry((refusal.column.as_deref(), &refusal.reason)).or_insert((0, &refusal.value)).0 += 1;
    }
    reasons.iter().for_each(|((column, reason), (count, value))| println!("  {count} {column:?} {reason}: {value}"));
    let services = number(&database, "select count(*) from service").await;
    let branches = number(&database, "select count(*) from merged_record").await;
    assert_eq!((services, branches), (first.services as i64, first.merged as i64), "{}", path.display());
    assert_eq!(number(&database, "select count(*) from location").await, first.places as i64, "{}", path.display());
    let before = state(&database).await;
    let again =
        import::run(&database.portal, &operator, &database.ids, &feed.source, feed.records, options, later(), |_| ())
            .await
            .unwrap();
    assert_eq!((again.created, again.updated, again.vanished), (0, 0, 0), "{}", path.display());
    assert_eq!(again.unchanged, first.created, "{}", path.display());
    assert!(state(&database).await == before, "{}: an unchanged import wrote something", path.display());
}

#[tokio::test(flavor = "multi_thread")]
async fn baltimore() {
    let Some(shared) = shared() else { return };
    twice(&shared.join("en-baltimore-hsds")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_inclusion() {
    let Some(shared) = shared() else { return };
    twice(&shared.join("fr-data-inclusion")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_french_mediation_file() {
    let Some(shared) = shared() else { return };
    let mut files: Vec<_> =
        std::fs::read_dir(shared.join("fr-mediation-numerique")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending != "txt" && ending != "md"));
    files.sort();
    for file in files {
        twice(&file).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_hsds_examples() {
    let Some(shared) = shared() else { return };
    for part in ["examples", "examples/csv", "examples/service_full.json", "examples/tabular.json"] {
        twice(&shared.join("hsds-3.0").join(part)).await;
    }
}
