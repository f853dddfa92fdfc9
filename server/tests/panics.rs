//! What a panic leaves in the log. Alone in its process: the hook is everybody's.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here fails the test")]

use axum::{Router, body::Body, http::Request, http::StatusCode, routing::get};
use server::serve::log;
use std::{
    io,
    sync::{Arc, Mutex},
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

#[tokio::test]
async fn a_panic_leaves_no_words_in_the_log() {
    let written = Written::default();
    let to = written.clone();
    tracing_subscriber::fmt().json().with_writer(move || to.clone()).init();
    log::without_words();
    let cut = || async {
        let words = "violência".to_owned();
        words[..5].len().to_string()
    };
    let router = Router::new().route("/", get(cut)).layer(CatchPanicLayer::custom(log::caught_panic));
    let answer = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("server/tests/panics.rs:"), "the place is not said: {log}");
    assert!(!log.contains("viol"), "{log}");
}
