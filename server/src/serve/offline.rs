//! What makes the site an app that can be kept: its manifest, and the worker that shows saved pages without a network.

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::json;

pub async fn manifest() -> Response {
    let manifest = json!({
        "name": "Bussola",
        "short_name": "Bussola",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbf6ec",
        "theme_color": "#0b4f55",
        "icons": [{ "src": "/favicon.ico", "type": "image/svg+xml", "sizes": "any" }],
    });
    let headers =
        [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, Json(manifest).into_response().into_body()).into_response()
}

/// At the root, because a worker sees only what is below it. Fetches from here alone.
pub async fn worker() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"),
    ];
    (headers, app::OFFLINE).into_response()
}
