//! The shipped demonstration data goes in whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use portal::{
    Operator, demonstration, export, import, taxonomies,
    test_database::{now, test_database},
};

#[tokio::test(flavor = "multi_thread")]
async fn every_demonstration_record_goes_in_without_a_refusal_and_can_be_exported() {
    let database = test_database().await;
    taxonomies::load(&database.portal, now()).await.unwrap();
    let is_loaded = async || demonstration::is_loaded(&database.portal).await.unwrap();
    assert!(!is_loaded().await);
    let operator = Operator::at_the_console("test");
    // Interrupted after the first file: the others are not there.
    let (file, text) = demonstration::FILES[0];
    let (source, records) = demonstration::read(file, text, now()).unwrap();
    let options = import::ImportOptions::default();
    import::run(&database.portal, &operator, &database.ids, &source, records, options, now(), |_| ()).await.unwrap();
    assert!(!is_loaded().await);
    let report = demonstration::seed(&database.portal, &operator, &database.ids, now()).await.unwrap();
    assert_eq!(report.refused, []);
    assert!(report.adds_up() && report.merged == 0, "{report:?}");
    println!("{} organisations, {} services, {} places", report.organisations, report.services, report.places);
    assert!(is_loaded().await);
    let again = demonstration::seed(&database.portal, &operator, &database.ids, now()).await.unwrap();
    assert_eq!((again.created, again.updated, again.vanished), (0, 0, 0));

    let (mut csv, mut json) = (Vec::new(), Vec::new());
    let today = now().date_naive();
    let locale = model::Locale::En;
    let count = export::services_csv(&database.portal, locale, today, &mut csv).await.unwrap();
    assert_eq!(count, report.services as u64, "demonstration data is all visible");
    assert_eq!(export::services_json(&database.portal, locale, today, &mut json).await.unwrap(), count);
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&json).unwrap();
    assert_eq!(rows.len() as u64, count);
    let csv = String::from_utf8(csv).unwrap();
    assert!(
        csv.contains("'+") && !csv.contains("\n+") && !csv.contains(",+") && !csv.contains(",\"+"),
        "formulas are defused"
    );
}
