//! What is kept ready to send: for how long, under what, and that it is the same answer.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use portal::test_database::service;
use site::{read, site};
use std::{collections::HashSet, time::Duration};

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_page_is_sent_until_its_content_changes() {
    let site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    let path = format!("/en/services/{id}/hot-soup");
    let first = site.ask(Request::get(&path).header("accept-encoding", "br")).await;
    assert_eq!(first.header("content-encoding"), "br");
    let vary: Vec<_> = first.headers.get_all("vary").iter().collect();
    assert_eq!(vary, ["sec-fetch-site, sec-fetch-mode", "accept-encoding"]);
    let again = site
        .ask(Request::get(&path).header("accept-encoding", "br").header("if-none-match", first.header("etag")))
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
    let head: usize = again.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    assert!(head < 300, "{head} bytes to say that nothing is new: {:?}", again.headers);

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
async fn who_comes_from_a_page_of_ours_is_sent_the_page_without_its_style() {
    let site = site().await;
    let ask = async |from: &str, mode: &str| {
        site.ask(Request::get("/en/needs").header("sec-fetch-site", from).header("sec-fetch-mode", mode)).await.body
    };
    let (first, second) = (ask("none", "navigate").await, ask("same-origin", "navigate").await);
    assert!(first.contains("<style>") && !first.contains("rel=\"stylesheet\""), "{first}");
    assert!(!second.contains("<style>") && second.contains("rel=\"stylesheet\""), "{second}");
    assert_eq!(ask("cross-site", "navigate").await, first);
    assert_eq!(ask("same-origin", "cors").await, first, "what is kept for later carries its style");
}

#[tokio::test(flavor = "multi_thread")]
async fn data_that_is_known_is_open_to_other_sites_scripts_all_the_same() {
    let site = site().await;
    let path = "/api/v1/search?need=food";
    let etag = site.get(path).await.header("etag").to_owned();
    let known = site.ask(Request::get(path).header("if-none-match", etag)).await;
    assert_eq!((known.status, known.header("access-control-allow-origin")), (StatusCode::NOT_MODIFIED, "*"));
    assert_eq!(known.header("content-security-policy"), "", "it would take the place of the one that is known");
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
    let first = ask().await;
    // Beside the second visitor, who does not wait for it.
    settled(ask).await;
    let second = ask().await;
    let length = |answer: &site::Answer| answer.header("content-length").parse::<usize>().unwrap();
    assert!(length(&second) < length(&first), "{} and {} bytes", length(&first), length(&second));
    let known = Request::get("/en/needs").header("accept-encoding", "br").header("if-none-match", first.header("etag"));
    let known = site.ask(known).await;
    assert_eq!((known.status, known.header("etag")), (StatusCode::NOT_MODIFIED, first.header("etag")));
}

/// The ETag once the page is compressed as well as it will be.
async fn settled(ask: impl AsyncFn() -> site::Answer) -> String {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    loop {
        let answer = ask().await;
        if !answer.header("etag").ends_with("-once\"") {
            return answer.header("etag").to_owned();
        }
        assert!(tokio::time::Instant::now() < deadline, "never compressed better");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A kept page is answered before any layer; what the layers would have added must be there all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_kept_page_is_the_same_answer_as_through_all_layers() {
    let site = site().await;
    let id = service().named("Hot soup").need("food").save(&site.database).await;
    let front = site.front();
    let paths = [
        "/en".to_owned(),
        "/ar/search".into(),
        "/en/needs/food?page=1".into(),
        format!("/en/services/{id}/hot-soup"),
        format!("/en/services/{id}"),
        "/el/nothing".into(),
        "/q/2222222".into(),
        "/nonsense".into(),
    ];
    for path in &paths {
        let ask = |method: &str, encoding: &str, etag: &str| {
            let request = Request::builder().method(method).uri(path).header("accept-language", "fr");
            let request = request.header("accept-encoding", encoding).header("if-none-match", etag);
            request.header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap()
        };
        let made = read(front.answer(ask("GET", "", "")).await).await;
        for encoding in ["", "gzip", "br, gzip"] {
            let etag = read(front.answer(ask("GET", encoding, "")).await).await.header("etag").to_owned();
            for (method, etag) in [("GET", ""), ("HEAD", ""), ("GET", &*etag), ("HEAD", &*etag)] {
                let through = || front.answer_through_layers(ask(method, encoding, etag));
                let (kept, through) = loop {
                    let mut answers = [
                        read(front.answer(ask(method, encoding, etag)).await).await,
                        read(through().await).await,
                        read(front.answer(ask(method, encoding, etag)).await).await,
                    ];
                    let ids = answers.each_mut().map(|answer| answer.headers.remove("x-request-id").unwrap());
                    assert_eq!(HashSet::from(ids).len(), 3, "{method} {path}: two requests under one id");
                    let [kept, through, again] = answers;
                    // Else it has just been compressed better.
                    if (&kept.headers, &kept.body) == (&again.headers, &again.body) {
                        break (kept, through);
                    }
                };
                let what = format!("{method} {path} as {encoding:?}, with {etag:?}");
                assert_eq!((kept.status, &kept.headers), (through.status, &through.headers), "{what}");
                assert_eq!(kept.body, through.body, "{what}");
                assert_eq!(kept.status == StatusCode::NOT_MODIFIED, !etag.is_empty(), "{what}");
                assert!(method == "GET" || kept.body.is_empty(), "{what}");
                // A cache would take over another policy.
                let policy = if etag.is_empty() { made.header("content-security-policy") } else { "" };
                assert_eq!(kept.header("content-security-policy"), policy, "{what}");
            }
        }
    }
    // All of this came from the store: nothing is made where there is no database.
    site.state.portal.close().await;
    for path in &paths {
        let request = Request::get(path).header("accept-language", "fr").body(Body::empty()).unwrap();
        assert!(front.answer(request).await.status().as_u16() < 500, "{path} was not kept");
    }
}
