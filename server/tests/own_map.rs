//! The operator's own map: what may be named as one, and how it is served.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::http::{Request, StatusCode};
use server::serve::{Site, tiles::examine};
use site::{TestSite, site};
use std::{fs, path::PathBuf, process::Command, sync::Arc};

/// The head of a file of vector tiles, and something behind it.
fn tiles(folder: &tempfile::TempDir) -> PathBuf {
    let mut bytes = vec![0; 127];
    bytes[..7].copy_from_slice(b"PMTiles");
    (bytes[7], bytes[99]) = (3, 1);
    bytes.extend((0..2_000_u32).map(|number| number as u8));
    let file = folder.path().join("my own.pmtiles");
    fs::write(&file, bytes).unwrap();
    file
}

async fn with_tiles(file: PathBuf) -> TestSite {
    let mut site = site().await;
    site.state.site = Arc::new(Site::bare().with_tiles(Some(file)));
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_served_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    let site = with_tiles(tiles(&folder)).await;
    let part = site.ask(Request::get("/map.pmtiles").header("range", "bytes=127-130")).await;
    assert_eq!((part.status, part.body.as_bytes()), (StatusCode::PARTIAL_CONTENT, &[0, 1, 2, 3][..]));
    assert_eq!(part.header("content-range"), "bytes 127-130/2127");
    assert_eq!(part.header("content-type"), "application/vnd.pmtiles");
    assert_eq!((part.header("cache-control"), part.header("content-encoding")), ("public, max-age=3600", ""));
    assert!(part.header("etag").starts_with('"'), "strong");
    assert_eq!(part.header("cross-origin-resource-policy"), "same-origin", "nobody else's maps are fed");
    let beyond = site.ask(Request::get("/map.pmtiles").header("range", "bytes=9000-9001")).await;
    assert_eq!((beyond.status, beyond.header("content-range")), (StatusCode::RANGE_NOT_SATISFIABLE, "bytes */2127"));
    let whole = site.get("/map.pmtiles").await;
    assert_eq!((whole.status, whole.header("accept-ranges")), (StatusCode::OK, "bytes"));
    let page = site.get("/en/search?kind=organisation").await.body;
    assert!(!page.contains("data-tiles"), "nothing found, no map");
    portal::test_database::service().named("Hot soup").save(&site.database).await;
    assert!(site.get("/en/search?q=soup").await.body.contains("data-tiles=\"/map.pmtiles\""));
    fs::remove_file(folder.path().join("my own.pmtiles")).unwrap();
    assert_eq!(site.get("/map.pmtiles").await.status, StatusCode::NOT_FOUND);
}

#[test]
fn what_is_no_map_is_refused_before_anything_starts() {
    let folder = tempfile::tempdir().unwrap();
    let file = tiles(&folder);
    let good = fs::read(&file).unwrap();
    assert_eq!(examine(&file), Ok(()));
    let refused = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        fs::write(&file, bytes).unwrap();
        examine(&file).unwrap_err()
    };
    assert!(refused(&|bytes| bytes.truncate(100)).contains("no PMTiles"));
    assert!(refused(&|bytes| bytes[0] = b'X').contains("no PMTiles"));
    assert!(refused(&|bytes| bytes[7] = 2).contains("version 2"));
    assert!(refused(&|bytes| bytes[99] = 2).contains("no vector tiles"));
    let doctor = |map: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bussola"));
        command.env("BUSSOLA_DATA", folder.path().join("data")).env("BUSSOLA_ADDR", "127.0.0.1:0");
        let output = command.env("BUSSOLA_MAP", map).args(["doctor", "--json"]).output().unwrap();
        (output.status.code(), [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat())
    };
    let (code, said) = doctor("/nowhere/map.pmtiles");
    assert!(code == Some(2) && said.contains("--map") && said.contains("cannot be read"), "{code:?} {said}");
    fs::write(&file, &good).unwrap();
    assert!(doctor(file.to_str().unwrap()).1.contains("my own.pmtiles"), "shown with the other settings");
    assert!(doctor("").1.contains("\"BUSSOLA_MAP\": \"\""), "none");
}
