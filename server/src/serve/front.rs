//! What every request meets first: it gets its id, and where a page is kept ready it is answered here. Most visits are,
//! and none of the layers behind would add anything: a kept page has its complete head, and a GET needs no protection.

use super::{State, log, pages};
use app::routes::Place;
use axum::{
    Router,
    body::{Body, HttpBody},
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use hyper::body::{Bytes, Incoming};
use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tower::ServiceExt;

pub static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Cheap to clone.
#[derive(Clone)]
pub struct Front(Arc<Inside>);

struct Inside {
    state: Arc<State>,
    layers: Router,
}

impl Front {
    pub fn new(state: Arc<State>, layers: Router) -> Self {
        Self(Arc::new(Inside { state, layers }))
    }

    pub async fn answer<B>(&self, request: Request<B>) -> Response
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let id = id();
        let line = log::Line::begin(&request);
        let scanned = scanned(&request);
        let response = self.answered(request, id, line).await;
        if let Some(code) = scanned.filter(|_| led_somewhere(response.status())) {
            portal::scans::count(&self.0.state.portal, &code, self.0.state.clock.now().date_naive());
        }
        response
    }

    async fn answered<B>(&self, request: Request<B>, id: HeaderValue, line: log::Line) -> Response
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        match pages::kept(&self.0.state, request.method(), request.uri(), request.headers()).await {
            Some(response) => {
                line.end(&id, response.status());
                with_id(response, id)
            }
            None => self.pass(request.map(Body::new), id, line).await,
        }
    }

    /// The answer without looking for a kept page here, through every layer: the same, only later.
    pub async fn answer_through_layers(&self, request: Request) -> Response {
        let line = log::Line::begin(&request);
        self.pass(request, id(), line).await
    }

    async fn pass(&self, request: Request, id: HeaderValue, line: log::Line) -> Response {
        let passed = log::in_span(&id, self.0.layers.clone().oneshot(request)).await;
        let mut response = passed.unwrap_or_else(|never: Infallible| match never {});
        if response.status() == StatusCode::NOT_MODIFIED {
            // axum's, of the empty body: here it would be that of the page.
            response.headers_mut().remove(header::CONTENT_LENGTH);
        }
        line.end(&id, response.status());
        with_id(response, id)
    }
}

/// The code that somebody's phone asks for.
fn scanned<B>(request: &Request<B>) -> Option<String> {
    if *request.method() != Method::GET {
        return None;
    }
    match app::routes::place(request.uri().path()) {
        Place::Code(code) => Some(code.to_owned()),
        _ => None,
    }
}

/// Also to what has been withdrawn: the paper is still used.
fn led_somewhere(status: StatusCode) -> bool {
    matches!(status, StatusCode::OK | StatusCode::NOT_MODIFIED | StatusCode::GONE)
}

impl hyper::service::Service<Request<Incoming>> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let front = self.clone();
        Box::pin(async move { Ok(front.answer(request).await) })
    }
}

/// Process and a count: unique on a machine, guessable on purpose, secret of nothing. Told to the visitor, so that a
/// complaint can be found in the log.
fn id() -> HeaderValue {
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let id = format!("{:x}-{count:x}", std::process::id());
    HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("-"))
}

fn with_id(mut response: Response, id: HeaderValue) -> Response {
    response.headers_mut().insert(&REQUEST_ID, id);
    response
}
