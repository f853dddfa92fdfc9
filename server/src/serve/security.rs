//! Headers that every answer carries, and the refusal of requests that other sites make in a visitor's name.

use super::{State, pages};
use axum::{
    extract::{Request, State as Extract},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;
use tower_http::csrf::CsrfLayer;

/// Refuses unsafe methods from other sites by Sec-Fetch-Site, then Origin. No tokens: they would make pages
/// differ by visitor and so impossible to cache.
pub fn csrf(origin: &str) -> CsrfLayer {
    match CsrfLayer::new().add_trusted_origin(origin) {
        Ok(layer) => layer,
        Err(error) => {
            // Settings are validated at start; without a trusted origin only same-host requests pass, which is stricter.
            tracing::error!(%error, origin, "this origin cannot be trusted for forms behind a proxy");
            CsrfLayer::new()
        }
    }
}

/// The referrer stays on this site, where it says whence our own forms come: with none at all, browsers send
/// `Origin: null` with them, which is refused.
const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(), microphone=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Completes the head of every answer. Pages are complete when they are made, because they are kept so; in a 304
/// our defaults would take the place of what the visitor has.
pub async fn headers(Extract(state): Extract<Arc<State>>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let is_known = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    if !is_known {
        complete(headers, &state.origin);
    }
    if is_api {
        // Open data: any site's scripts may read it, none may do so in a visitor's name.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    }
    response
}

/// What an answer lacks of what every answer carries.
pub fn complete(headers: &mut HeaderMap, origin: &str) {
    for (name, value) in FIXED {
        set_default(headers, name, value);
    }
    set_default(headers, header::CONTENT_SECURITY_POLICY, pages::NOTHING_ALLOWED);
    if origin.starts_with("https://") {
        set_default(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
