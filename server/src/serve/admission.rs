//! When more is asked than can be answered: a bounded wait, then a quick 503 that says when to come back.

use super::{State, pages};
use axum::{
    extract::{Request, State as Extract},
    http::{HeaderValue, header::RETRY_AFTER},
    middleware::Next,
    response::Response,
};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Semaphore, time::timeout};

#[derive(Clone)]
pub struct Admission {
    permits: Arc<Semaphore>,
    /// How long a request may wait for its turn.
    wait: Duration,
    /// How long a request may take once it has its turn.
    work: Duration,
}

impl Admission {
    pub fn new(at_once: usize, wait: Duration, work: Duration) -> Self {
        Self { permits: Arc::new(Semaphore::new(at_once)), wait, work }
    }
}

pub async fn admit(Extract(state): Extract<State>, request: Request, next: Next) -> Response {
    let locale = pages::locale_of(&request);
    let admission = &state.admission;
    let permit = match admission.permits.clone().try_acquire_owned() {
        Ok(permit) => Some(permit),
        Err(_) => timeout(admission.wait, admission.permits.clone().acquire_owned()).await.ok().and_then(Result::ok),
    };
    let Some(_permit) = permit else { return come_back(&state, locale) };
    match timeout(admission.work, next.run(request)).await {
        Ok(response) => response,
        Err(_) => come_back(&state, locale),
    }
}

fn come_back(state: &State, locale: model::Locale) -> Response {
    let mut response = pages::error(state, 503, locale);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
    response
}
