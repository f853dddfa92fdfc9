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

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_list_gets_a_short_address_that_leads_to_it_in_each_language() {
    let mut site = site().await;
    let ends = (now() + TimeDelta::days(1)).date_naive();
    let id = service().named("Hot soup").need("food").until(ends).save(&site.database).await;
    service().named("Bicycles").need("work").save(&site.database).await;
    let own = code(&site, id).await;
    let mut last = String::new();
    for (page, words) in [
        ("search?q=soup&size=a6&with=it", "/it/search?q=soup"),
        ("needs/food?q=soup", "/it/needs/food?q=soup"),
        (&format!("search?ids={own}"), &format!("/it/saved?ids={id}")),
    ] {
        let path = format!("/en/card/{page}");
        let before = site.get(&path).await;
        assert!(before.body.contains("method=\"post\"") && !before.body.contains("The short address"), "{page}");
        let answer = site.send(&path, &[]).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
        assert_eq!(answer.header("cache-control"), "no-store");
        let after = site.get(&path).await.body;
        assert!(!after.contains("method=\"post\""), "{page}");
        let short = after.split("bussola.example/q/").nth(1).unwrap().get(..7).unwrap().to_owned();
        let scanned = site.get(&format!("/q/{short}")).await;
        assert_eq!(scanned.status, StatusCode::OK);
        assert!(scanned.body.contains("Hot soup") && !scanned.body.contains("Bicycles"), "{page}");
        assert!(!scanned.body.contains("data-map") && !scanned.body.contains("data-near"), "{page}: no room for them");
        assert!(!scanned.body.contains("<script type=\"module\""), "{page}: what is scanned is paper");
        assert!(scanned.body.contains(&format!("href=\"{words}\" hreflang=\"it\"")), "{page}: {}", scanned.body);
        assert!(counted(&site).await.contains(&format!("{short},list,")), "{page}");
        last = short;
    }
    // All that was on the list is over: the paper still leads on.
    site.state.clock = Clock::from(|| later(3 * 86_400));
    site.state.stored = Stored::default();
    let over = site.get(&format!("/q/{last}")).await;
    assert_eq!(over.status, StatusCode::OK);
    assert!(!over.body.contains("Hot soup") && over.body.contains("No longer offered: 1"), "{}", over.body);
    assert!(over.body.contains("<p><a href=\"/en/needs\">"), "{}", over.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_more_short_addresses_are_given_the_list_is_printed_as_it_is() {
    let site = site().await;
    service().named("Hot soup").need("food").save(&site.database).await;
    for number in 0..codes::MOST_IN_A_DAY {
        let (list, fresh) = (format!("search?q={number}"), site.database.ids.uuid(now()));
        codes::of_list(&site.database.portal, list, fresh, now()).await.unwrap().unwrap();
    }
    let answer = site.send("/en/card/search?q=soup", &[]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.body.contains("no more until tomorrow") && answer.body.contains("Hot soup"), "{}", answer.body);
    assert!(!answer.body.contains("method=\"post\""));
}
