//! The real server over a fresh database, without a socket.

#![allow(dead_code, reason = "each test file uses a part of it")]

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, Response, StatusCode},
};
use chrono::{DateTime, Utc};
use portal::test_database::{TestDatabase, now, test_database};
use server::{
    clock::Clock,
    serve::{Admission, Front, Printer, Site, State, Stored, front},
};
use std::{sync::Arc, time::Duration};

pub const ORIGIN: &str = "https://bussola.example";

pub struct TestSite {
    pub database: TestDatabase,
    pub state: State,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

pub async fn site() -> TestSite {
    let database = test_database().await;
    portal::taxonomies::load(&database.portal, now()).await.unwrap();
    let state = State {
        portal: database.portal.clone(),
        site: Arc::new(Site::bare()),
        origin: ORIGIN.into(),
        contact: Some("mailto:help@bussola.example".into()),
        security_contact: Some("mailto:security@bussola.example".into()),
        clock: Clock::from(now),
        ids: database.ids.clone(),
        styleguide: false,
        stored: Stored::default(),
        printer: Printer::new(None, Printer::AT_ONCE),
        admission: Admission::new(8, Duration::from_millis(50), Duration::from_secs(20)),
    };
    TestSite { database, state }
}

impl TestSite {
    pub fn front(&self) -> Front {
        front(self.state.clone())
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path)).await
    }

    /// A form as a browser sends it from a page of ours.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path).header("sec-fetch-site", "same-origin");
        self.post(request, &form(fields)).await
    }

    pub async fn post(&self, request: axum::http::request::Builder, body: &str) -> Answer {
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        read(self.front().answer(request.body(Body::from(body.to_owned())).unwrap()).await).await
    }

    pub async fn ask(&self, request: axum::http::request::Builder) -> Answer {
        let request = request.body(Body::empty()).unwrap();
        read(self.front().answer(request).await).await
    }
}

pub fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

pub async fn read(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 10 << 20).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

pub fn later(seconds: i64) -> DateTime<Utc> {
    now() + chrono::Duration::seconds(seconds)
}
