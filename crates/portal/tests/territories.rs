//! Built-in territories and lists from files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use portal::{
    Operator, taxonomies, territories,
    test_database::{TestDatabase, now, test_database},
};
use std::path::Path;

async fn database() -> TestDatabase {
    let database = test_database().await;
    taxonomies::load(&database.portal, now()).await.unwrap();
    database
}

async fn one(database: &TestDatabase, sql: &'static str) -> String {
    sqlx::query_scalar(sql).fetch_one(&mut database.connection().await).await.unwrap()
}

const LIST: &str = "\u{feff}CNTR_CODE,NUTS_ID,NAME_LATN,NUTS_NAME,MOUNT_TYPE\n\
    BG,BG,Bulgaria,България,0\nBG,BG4,Yugozapadna,Югозападна,0\nEL,EL54,Ipeiros,Ήπειρος,0\nEL,EL541,Arta,Άρτα,0\n\
    PT,PT187,Alentejo Central,Alentejo Central,0\nXX,XX999,Lost,Lost,0\nXX,x,,,0\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_adds_what_is_new_and_keeps_what_is_known() {
    let database = database().await;
    let operator = Operator::at_the_console("test");
    let import =
        async |bytes: &[u8]| territories::import(&database.portal, &operator, "NUTS_AT_2021.csv", bytes, now()).await;
    let report = import(LIST.as_bytes()).await.unwrap();
    assert_eq!((report.rows, report.created, report.unchanged, report.refused.len()), (7, 3, 2, 2), "{report:?}");
    assert_eq!(report.updated, 0);
    assert_eq!(
        one(&database, "select ancestors::text from territory where id = 'nuts2021:EL541'").await,
        "{nuts2021:EL,nuts2021:EL6,nuts2021:EL54}".replace("EL6", "EL5")
    );
    assert_eq!(one(&database, "select country || ' ' || read_text(name, 'el') || ' ' || read_text(name, 'en') from territory where code = 'EL541'").await, "GR Άρτα Arta");
    assert_eq!(
        one(
            &database,
            "select read_text(name, 'en') || ' ' || (synonyms #>> '{en,0}') from territory where code = 'BG'"
        )
        .await,
        "Bulgaria България"
    );
    assert_eq!(
        one(&database, "select read_text(name, 'en') from territory where id = 'nuts2021:PT187'").await,
        "Central Alentejo"
    );
    let changes = "select count(*)::text from change";
    let before = one(&database, changes).await;
    assert_eq!(import(LIST.as_bytes()).await.unwrap().created, 0);
    assert_eq!(one(&database, changes).await, before, "an unchanged list writes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_is_said() {
    let database = database().await;
    let operator = Operator::at_the_console("test");
    for (name, text, expected) in [
        ("list.csv", LIST, "version of NUTS"),
        ("NUTS_2021.csv", "a,b\n1,2\n", "needs the columns"),
        ("NUTS_2021.csv", "", "needs the columns"),
    ] {
        let error = territories::import(&database.portal, &operator, name, text.as_bytes(), now())
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{error}");
    }
    let error = territories::import(&database.portal, &operator, "x_2021.csv", b"\xff\xfe", now()).await.unwrap_err();
    assert!(error.to_string().contains("UTF-8"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shared_lists_go_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/nuts");
    if !folder.is_dir() {
        return;
    }
    let database = database().await;
    let operator = Operator::at_the_console("test");
    for (name, rows) in [("NUTS_AT_2021.csv", 2010), ("nuts2024_pt.csv", 25)] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let report = territories::import(&database.portal, &operator, name, &bytes, now()).await.unwrap();
        println!(
            "{name}: {} created, {} updated, {} unchanged, {:?}",
            report.created, report.updated, report.unchanged, report.refused
        );
        assert_eq!(report.refused, []);
        assert_eq!(report.created + report.updated + report.unchanged, rows, "{name}");
    }
    assert_eq!(
        one(&database, "select ancestors::text from territory where id = 'nuts2024:PT111'").await,
        "{nuts2021:PT,nuts2021:PT1,nuts2024:PT11}"
    );
    assert_eq!(
        one(&database, "select count(*)::text from territory where scheme = 'nuts2021' and level = 'nuts3'").await,
        "1514"
    );
}
