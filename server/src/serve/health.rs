use super::State;
use axum::{
    Json,
    extract::State as Extract,
    http::{StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// The process answers. Nothing else is asked: a balancer that restarts us because Postgres is away would make it worse.
pub async fn live() -> Response {
    ([(CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

/// May visitors be sent here? Needs the database; a search index under construction is no obstacle, searches are
/// answered from Postgres meanwhile.
pub async fn ready(Extract(state): Extract<Arc<State>>) -> Response {
    let readiness = portal::health::ready(&state.portal).await;
    let status = if readiness.database { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(CACHE_CONTROL, "no-store")], Json(readiness)).into_response()
}
