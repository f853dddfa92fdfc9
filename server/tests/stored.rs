//! What is kept ready to send: for how long, under what, and that it is the same answer.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::http::{Request, StatusCode};
use portal::test_database::service;
use site::site;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_page_is_sent_until_its_content_changes() {
    let site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    let path = format!("/en/services/{id}/hot-soup");
    let first = site.ask(Request::get(&path).header("accept-encoding", "br")).await;
    assert_eq!(first.header("content-encoding"), "br");
    assert_eq!(first.header("vary"), "accept-encoding");
    let again = site
        .ask(Request::get(&path).header("accept-encoding", "br").header("if-none-match", first.header("etag")))
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());

    let index = tempfile::tempdir().unwrap();
    let stop = tokio_util::sync::CancellationToken::new();
    let follower = site.state.portal.follow(index.path().join("0"), stop.clone());
    service().named("Cold soup").id(id).updated_at(site::later(60)).save(&site.database).await;
    let changed = async {
        loop {
            let answer = site.get(&format!("/en/services/{id}/cold-soup")).await;
            if answer.status == StatusCode::OK && answer.body.contains("Cold soup") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), changed).await.expect("the stored page outlived its content");
    stop.cancel();
    follower.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_everyone_asks_for_is_kept_ready() {
    let site = site().await;
    service().named("Hot soup").need("food").save(&site.database).await;
    let (kept, made) =
        (["/en", "/el", "/en/search", "/en/needs/food"], ["/en/search?kind=service", "/en/search?q=soup"]);
    for path in kept.into_iter().chain(made) {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
    site.state.portal.close().await;
    for path in kept {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path} was made again");
    }
    for path in made {
        assert_eq!(site.get(path).await.status, StatusCode::SERVICE_UNAVAILABLE, "{path} was kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_a_page_does_not_read_is_no_part_of_it() {
    let site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    for path in [format!("/en/services/{id}/hot-soup"), "/en".into(), "/en/needs".into(), "/en/nothing".into()] {
        let plain = site.get(&path).await;
        let queried = site.get(&format!("{path}?one=1&page=2")).await;
        assert_eq!((plain.status, plain.body), (queried.status, queried.body), "{path}");
    }
    site.state.portal.close().await;
    let again = site.get(&format!("/en/services/{id}/hot-soup?two=2")).await;
    assert_eq!(again.status, StatusCode::OK, "made once more for a query it does not read");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_twice_is_compressed_better() {
    let site = site().await;
    let ask = async || site.ask(Request::get("/en/needs").header("accept-encoding", "br")).await;
    let (first, second) = (ask().await, ask().await);
    let length = |answer: &site::Answer| answer.header("content-length").parse::<usize>().unwrap();
    assert!(length(&second) < length(&first), "{} and {} bytes", length(&first), length(&second));
    assert_ne!(first.header("etag"), second.header("etag"), "one strong ETag for different bytes");
    let known = Request::get("/en/needs").header("accept-encoding", "br").header("if-none-match", first.header("etag"));
    let known = site.ask(known).await;
    assert_eq!((known.status, known.header("etag")), (StatusCode::NOT_MODIFIED, first.header("etag")));
}
