//! What stands in the log. Alone in their process: the log and the hook are everybody's.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::{Router, body::Body, http::Request, http::StatusCode, routing::get};
use portal::test_database::service;
use server::serve::log;
use std::{
    io,
    sync::{Arc, Mutex, OnceLock},
};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What this process has logged so far.
fn logged() -> String {
    static WRITTEN: OnceLock<Written> = OnceLock::new();
    let written = WRITTEN.get_or_init(|| {
        let written = Written::default();
        let to = written.clone();
        tracing_subscriber::fmt().json().with_writer(move || to.clone()).init();
        written
    });
    String::from_utf8(written.0.lock().unwrap().clone()).unwrap()
}

#[tokio::test]
async fn a_panic_leaves_no_words_in_the_log() {
    logged();
    log::without_words();
    let cut = || async {
        let words = "violência".to_owned();
        words[..5].len().to_string()
    };
    let router = Router::new().route("/", get(cut)).layer(CatchPanicLayer::custom(log::caught_panic));
    let answer = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let log = logged();
    assert!(log.contains("server/tests/log.rs:"), "the place is not said: {log}");
    assert!(!log.contains("viol"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_has_one_line_that_names_nobody() {
    logged();
    let site = site::site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    let page = format!("/en/services/{id}/hot-soup?me");
    // The second time from the store.
    for (path, status) in
        [(page.clone(), 200), (page.clone(), 200), (page + "&near=38.57,-7.91", 200), (format!("/en/hot-{id}"), 404)]
    {
        let request = Request::get(&path).header("user-agent", "hot-phone");
        let answer = site.ask(request).await;
        let name = answer.header("x-request-id").to_owned();
        let log = logged();
        let lines: Vec<serde_json::Value> = (log.lines())
            .filter(|line| line.contains(&format!("\"{name}\"")))
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 1, "{path}: {lines:?}");
        assert_eq!(
            (lines[0]["target"].as_str(), lines[0]["fields"]["status"].as_u64()),
            (Some("bussola::request"), Some(status))
        );
        assert_eq!(lines[0]["span"]["id"].as_str(), Some(&*name));
        for secret in ["hot", &id.to_string(), "?me", "38.57"] {
            assert!(!lines[0].to_string().contains(secret), "{path}: {}", lines[0]);
        }
    }
}
