//! The search as data. Open to everyone and to every site's scripts.

use super::{State, answer::Answer, geojson, pages};
use axum::{
    Json,
    body::Body,
    extract::{Request, State as Extract},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::SearchQuery;
use serde::Serialize;
use std::sync::Arc;

const JSON: &str = "application/json";

/// `GET /api/v1/search`: what the search page shows, as JSON ([`model::SearchAnswer`]).
pub async fn search(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let query = SearchQuery::parse(request.uri().query().unwrap_or_default());
    let locale = query.lang.unwrap_or_default();
    let answer = portal::search::answer(&state.portal, &query, locale, state.clock.now()).await;
    reply(answer, &query, request.headers(), JSON)
}

/// `GET /api/v1/search.geojson`: parameters as of `/api/v1/search`, but for the page; what is found by its places.
pub async fn places(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let query = SearchQuery::parse(request.uri().query().unwrap_or_default());
    let locale = query.lang.unwrap_or_default();
    let answer = portal::search::on_map(&state.portal, &query, locale, state.clock.now()).await;
    reply(answer.map(geojson::collection), &query, request.headers(), geojson::KIND)
}

/// `GET /api/v1/suggest?q=&lang=`: at most eight completions ([`model::Suggestion`]).
pub async fn suggest(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let query = SearchQuery::parse(request.uri().query().unwrap_or_default());
    let locale = query.lang.unwrap_or_default();
    let answer = portal::search::suggest(&state.portal, &query.q, locale, state.clock.now()).await;
    reply(answer, &query, request.headers(), JSON)
}

/// Anything else below `/api/`.
pub async fn unknown() -> Response {
    problem(StatusCode::NOT_FOUND, "no such endpoint")
}

/// For a while there is no answer.
pub fn not_now() -> Response {
    let mut response = problem(StatusCode::SERVICE_UNAVAILABLE, "not available now, try again in some seconds");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    response
}

fn reply<T: Serialize>(
    answer: Result<T, portal::Error>,
    query: &SearchQuery,
    request: &HeaderMap,
    kind: &'static str,
) -> Response<Body> {
    let value = match answer {
        Ok(value) => value,
        Err(portal::Error::Unavailable(error)) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "search not available");
            return not_now();
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "search failed");
            return problem(StatusCode::INTERNAL_SERVER_ERROR, "internal error");
        }
    };
    let Ok(json) = serde_json::to_vec(&value) else {
        return problem(StatusCode::INTERNAL_SERVER_ERROR, "internal error");
    };
    let headers = HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(query.lang.unwrap_or_default().as_str())),
        (header::CACHE_CONTROL, HeaderValue::from_static(pages::cache_control(true, query.is_personal()))),
    ]);
    Answer::new(StatusCode::OK, headers, json, false).to(request)
}

pub fn problem(status: StatusCode, detail: &str) -> Response {
    let body = serde_json::json!({ "status": status.as_u16(), "title": detail });
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
