//! The quick exit: takes what this site has stored on the device with it, and leads to a page that tells nothing.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::Locale;

/// In the language of the browser, not in that of the page it came from: it is what the visitor might have read anyway.
pub async fn leave(headers: HeaderMap) -> Response {
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = language.and_then(Locale::from_accept_language).unwrap_or_default();
    let location = format!("https://{locale}.wikipedia.org/");
    let headers = [
        (header::LOCATION, location.as_str()),
        // Not "cache": browsers take seconds for it and go nowhere until it is done.
        (header::HeaderName::from_static("clear-site-data"), "\"storage\""),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::FOUND, headers).into_response()
}
