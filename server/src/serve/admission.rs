//! When more is asked than can be answered: a bounded wait, then a quick 503 that says when to come back.

use super::{State, answer::Answer, api, pages};
use axum::{
    extract::{Request, State as Extract},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_ENCODING, RETRY_AFTER},
    },
    middleware::Next,
    response::Response,
};
use model::Locale;
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{sync::Semaphore, time::timeout};

#[derive(Clone)]
pub struct Admission {
    permits: Arc<Semaphore>,
    /// How long a request may wait for its turn.
    wait: Duration,
    /// How long a request may take once it has its turn.
    work: Duration,
    /// The page that sends visitors away, by language: made once, because there is no time for it then.
    away: Arc<[OnceLock<Answer>; Locale::ALL.len()]>,
}

impl Admission {
    pub fn new(at_once: usize, wait: Duration, work: Duration) -> Self {
        Self { permits: Arc::new(Semaphore::new(at_once)), wait, work, away: Arc::default() }
    }
}

pub async fn admit(Extract(state): Extract<Arc<State>>, request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    let admission = &state.admission;
    let permit = match admission.permits.clone().try_acquire_owned() {
        Ok(permit) => Some(permit),
        Err(_) => timeout(admission.wait, admission.permits.clone().acquire_owned()).await.ok().and_then(Result::ok),
    };
    let Some(_permit) = permit else { return come_back(&state, &asker) };
    match timeout(admission.work, next.run(request)).await {
        Ok(response) => response,
        Err(_) => come_back(&state, &asker),
    }
}

/// What is to be known of a request before it is let in, for the case that it is not.
enum Asker {
    Program,
    Visitor(Locale, HeaderMap),
}

impl Asker {
    fn of(request: &Request) -> Self {
        if request.uri().path().starts_with("/api/") {
            return Self::Program;
        }
        let encodings = request.headers().get(ACCEPT_ENCODING).map(|value| (ACCEPT_ENCODING, value.clone()));
        Self::Visitor(pages::locale_of(request), encodings.into_iter().collect())
    }
}

fn come_back(state: &State, asker: &Asker) -> Response {
    let mut response = match asker {
        Asker::Program => api::not_now(),
        Asker::Visitor(locale, headers) => {
            let page = || pages::refusal(state, StatusCode::SERVICE_UNAVAILABLE, *locale);
            state.admission.away[*locale as usize].get_or_init(page).to(headers)
        }
    };
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
    response
}
