//! One line a request, about the request and never about the person: no address, no query, no path with words in it.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{
    any::Any,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};
use tracing::Instrument;

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Gives the request its id (process start and a count: unique on a machine, guessable on purpose, secret of nothing),
/// logs how it ended and tells the id to the visitor so that a complaint can be found in the log.
pub async fn request(request: Request, next: Next) -> Response {
    let id = format!("{:x}-{:x}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    let method = request.method().clone();
    let kind = kind(request.uri().path());
    let started = Instant::now();
    let span = tracing::info_span!("request", id = %id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
    span.in_scope(|| tracing::info!(target: "bussola::request", %method, kind, status, milliseconds));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(&REQUEST_ID, value);
    }
    response
}

/// What was asked for, without saying by whom or about what.
fn kind(path: &str) -> &'static str {
    let mut segments = path.trim_start_matches('/').split('/');
    let first = segments.next().unwrap_or_default();
    if first.parse::<model::Locale>().is_ok() {
        return match segments.next().unwrap_or_default() {
            "" => "home",
            "search" => "search",
            "needs" => "need",
            "services" => "service",
            "organisations" => "organisation",
            "privacy" | "accessibility" | "safety" => "about",
            _ => "other",
        };
    }
    match first {
        "" => "root",
        "q" => "code",
        "api" => "api",
        "pkg" => "asset",
        "healthz" | "readyz" => "health",
        "robots.txt" | "sitemap.xml" | ".well-known" => "well_known",
        _ => "other",
    }
}

/// A defect of ours, shown as a plain 500. What it says is not logged: texts about strings quote them, and these may be
/// somebody's words. Where it happened has been said by [`without_words`].
pub fn caught_panic(_said: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, "500").into_response()
}

/// From now on a panic anywhere in this process is logged by its place alone, for the same reason.
pub fn without_words() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}
