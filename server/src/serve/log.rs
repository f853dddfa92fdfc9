//! One line a request, about the request and never about the person: no address, no query, no path with words in it.

use axum::{
    http::{HeaderValue, Method, Request, StatusCode},
    response::{IntoResponse, Response},
};
use std::{any::Any, future::Future, time::Instant};
use tracing::{Instrument, Level, Span};

/// What will be said of a request when it has ended. Nothing is looked at where nobody listens.
pub struct Line(Option<Begun>);

struct Begun {
    at: Instant,
    method: Method,
    kind: &'static str,
}

impl Line {
    pub fn begin<B>(request: &Request<B>) -> Self {
        let begun = || Begun { at: Instant::now(), method: request.method().clone(), kind: kind(request.uri().path()) };
        Self(tracing::enabled!(target: "bussola::request", Level::INFO).then(begun))
    }

    pub fn end(self, id: &HeaderValue, status: StatusCode) {
        let Some(Begun { at, method, kind }) = self.0 else { return };
        let milliseconds = at.elapsed().as_secs_f64() * 1000.0;
        let status = status.as_u16();
        span(id).in_scope(|| tracing::info!(target: "bussola::request", %method, kind, status, milliseconds));
    }
}

/// Whatever is logged while `work` runs names the request.
pub fn in_span<T>(id: &HeaderValue, work: impl Future<Output = T>) -> impl Future<Output = T> {
    work.instrument(span(id))
}

fn span(id: &HeaderValue) -> Span {
    tracing::info_span!("request", id = id.to_str().unwrap_or_default())
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
