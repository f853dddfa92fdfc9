//! Codes on paper through the real server: what a scan gets, and that it is counted.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::http::{Request, StatusCode};
use chrono::TimeDelta;
use model::{Locale, ServiceId};
use portal::{
    codes, scans, services,
    test_database::{now, service},
};
use server::{clock::Clock, serve::Stored};
use site::{TestSite, later, site};

async fn code(site: &TestSite, id: ServiceId) -> String {
    codes::issue(&site.database.portal, &site.database.ids, now()).await.unwrap();
    services::page(&site.database.portal, id, Locale::En, now()).await.unwrap().code.unwrap()
}

async fn counted(site: &TestSite) -> String {
    scans::write(&site.state.portal).await.unwrap();
    let mut csv = Vec::new();
    scans::csv(&site.state.portal, &mut csv).await.unwrap();
    String::from_utf8(csv).unwrap().lines().skip(1).map(|line| format!("{line}\n")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_scan_is_counted_also_of_a_page_that_is_kept_and_nothing_else_is() {
    let site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    let code = code(&site, id).await;
    let front = site.front();
    let path = format!("/q/{code}");
    let ask = |method: &str, path: &str| {
        let request = Request::builder().method(method).uri(path).header("accept-language", "pt");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let front = front.clone();
        async move { front.answer(request).await.status() }
    };
    for path in [&path, &path, &path.to_ascii_uppercase().replace("/Q/", "/q/")] {
        assert_eq!(ask("GET", path).await, StatusCode::OK);
    }
    assert_eq!(ask("HEAD", &path).await, StatusCode::OK);
    assert_eq!(ask("GET", "/q/2222222").await, StatusCode::NOT_FOUND);
    assert_eq!(ask("GET", &format!("/en/services/{id}/hot-soup")).await, StatusCode::OK);
    assert_eq!(counted(&site).await, format!("{},{code},service,Hot soup,3\n", now().date_naive()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_stays_and_leads_on_when_its_service_is_over() {
    let mut site = site().await;
    let ends = (now() + TimeDelta::days(1)).date_naive();
    let id = service().named("Course").need("food").until(ends).save(&site.database).await;
    let code = code(&site, id).await;
    assert_eq!(codes::issue(&site.database.portal, &site.database.ids, now()).await.unwrap(), 0, "it keeps its code");
    let path = format!("/q/{code}");
    let there = site.get(&path).await;
    assert_eq!(there.status, StatusCode::OK);
    for locale in Locale::ALL.into_iter().filter(|locale| *locale != Locale::En) {
        let link = format!("href=\"/{locale}/services/{id}/course\" hreflang=\"{locale}\"");
        assert!(there.body.contains(&link), "{locale} is not one tap away: {}", there.body);
    }
    // A day later, and with it what was kept.
    site.state.clock = Clock::from(|| later(3 * 86_400));
    site.state.stored = Stored::default();
    for path in [path, format!("/en/services/{id}/course"), format!("/en/card/services/{id}")] {
        let over = site.get(&path).await;
        assert_eq!(over.status, StatusCode::GONE, "{path}");
        assert!(!over.body.contains("Course"), "{path}: its publisher took it back");
        assert_eq!(over.body.contains("href=\"/en/needs/food\""), !path.contains("card"), "{path}");
    }
    assert!(counted(&site).await.contains(&format!("{code},service,Course,1\n")), "scans of what is over count");
}
