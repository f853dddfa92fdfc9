//! Who may send what where: every endpoint that takes a form, for every role. New endpoints and roles get a line here.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::http::Request;
use portal::test_database::service;
use site::{Answer, TestSite, form, site};

/// How a request comes, with the headers that tell it.
const ROLES: [(&str, &[(&str, &str)]); 6] = [
    ("a visitor's browser, from a page of ours", &[("sec-fetch-site", "same-origin")]),
    ("an old browser, from a page of ours", &[("origin", site::ORIGIN)]),
    ("a program without a browser", &[]),
    ("another site in a visitor's name", &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")]),
    ("a neighbour of our domain", &[("sec-fetch-site", "same-site")]),
    ("a sandboxed frame", &[("origin", "null")]),
];

async fn send(site: &TestSite, path: &str, role: &[(&str, &str)], body: &str) -> Answer {
    let mut request = Request::post(path).header("host", "bussola.example");
    for (name, value) in role {
        request = request.header(*name, *value);
    }
    site.post(request, body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_at_every_endpoint() {
    let site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    let gone = service().named("Cold soup").status(model::Status::Withdrawn).save(&site.database).await;
    let mistake = form(&[("key", "k"), ("kind", "hours"), ("text", "They close at four")]);
    // Path, body, and the status for each role in their order.
    let table = [
        (format!("/en/services/{id}/report"), mistake.as_str(), [303, 303, 303, 403, 403, 403]),
        (format!("/ar/services/{id}/report"), "", [422, 422, 422, 403, 403, 403]),
        (format!("/en/services/{gone}/report"), &mistake, [410, 410, 410, 403, 403, 403]),
        (
            "/en/services/00000000-0000-7000-8000-000000000000/report".to_owned(),
            &mistake,
            [404, 404, 404, 403, 403, 403],
        ),
        ("/en/services/x/report".to_owned(), &mistake, [404, 404, 404, 403, 403, 403]),
        (format!("/en/services/{id}/report/thanks"), &mistake, [405, 405, 405, 403, 403, 403]),
        (format!("/en/services/{id}/hot-soup"), &mistake, [405, 405, 405, 403, 403, 403]),
        ("/en/search".to_owned(), &mistake, [405, 405, 405, 403, 403, 403]),
        ("/en/card/search?q=soup".to_owned(), "", [303, 303, 303, 403, 403, 403]),
        ("/en/card/needs/food?territory=test:PT".to_owned(), "", [303, 303, 303, 403, 403, 403]),
        ("/en/card/needs/nothing?territory=test:PT".to_owned(), "", [404, 404, 404, 403, 403, 403]),
        ("/en/card/search.pdf?q=soup".to_owned(), "", [405, 405, 405, 403, 403, 403]),
        (format!("/en/card/services/{id}"), "", [405, 405, 405, 403, 403, 403]),
        ("/q/2222222".to_owned(), &mistake, [405, 405, 405, 403, 403, 403]),
    ];
    for (path, body, statuses) in table {
        for ((role, headers), status) in ROLES.into_iter().zip(statuses) {
            let answer = send(&site, &path, headers, body).await;
            assert_eq!(answer.status.as_u16(), status, "{role} at {path}");
            assert!(!answer.headers.contains_key("set-cookie"), "{role} at {path} got a cookie");
        }
    }
}

/// Kind, text and contact of each.
async fn reports(site: &TestSite) -> Vec<(String, String, String)> {
    let mut json = Vec::new();
    portal::reports::json(&site.state.portal, model::Locale::En, site.state.clock.now(), &mut json).await.unwrap();
    let lines: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let text = |line: &serde_json::Value, name: &str| line[name].as_str().unwrap().to_owned();
    lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (text(line, "kind"), text(line, "text"), text(line, "contact")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_reported_once_however_often_it_is_sent() {
    let site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    let path = format!("/en/services/{id}/report");
    let page = site.get(&path).await;
    assert_eq!((page.status.as_u16(), page.header("cache-control")), (200, "no-store"));
    let key = |html: &str| html.split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (first, second) = (key(&page.body), key(&site.get(&path).await.body));
    assert_ne!(first, second, "every form has a key of its own");
    let fields = [
        ("key", first.as_str()),
        ("kind", "other"),
        ("text", "The door is\r\nblue <now>"),
        ("contact", "me@example.org"),
    ];
    for _ in 0..3 {
        let answer = site.send(&path, &fields).await;
        assert_eq!(answer.header("location"), format!("{path}/thanks"));
    }
    let filed = ("other".to_owned(), "The door is\nblue <now>".to_owned(), "me@example.org".to_owned());
    assert_eq!(reports(&site).await, [filed]);
    let again = [("key", second.as_str()), ("kind", "closed")];
    assert_eq!(site.send(&path, &again).await.status.as_u16(), 303);
    assert_eq!(reports(&site).await.len(), 2);
    let thanks = site.get(&format!("{path}/thanks")).await;
    assert_eq!(thanks.status.as_u16(), 200);
    assert!(thanks.body.contains("What happens next") && thanks.body.contains(&format!("/en/services/{id}/hot-soup")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_kept_beside_what_is_wrong() {
    let site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    let path = format!("/en/services/{id}/report");
    let long = "x".repeat(2_001);
    let answer =
        site.send(&path, &[("key", "k"), ("kind", "hours"), ("text", &long), ("contact", "\"><script>me")]).await;
    assert_eq!(answer.status.as_u16(), 422);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.body.contains(&long) && answer.body.contains("at most 2,000 characters"));
    assert!(answer.body.contains("value=\"hours\" checked") && answer.body.contains("name=\"key\" value=\"k\""));
    assert!(answer.body.contains("aria-describedby=\"text-hint text-error\""), "{}", answer.body);
    assert!(!answer.body.contains("<script"), "{}", answer.body);
    assert!(reports(&site).await.is_empty());
    let silent = site.send(&path, &[("key", "k"), ("kind", "other"), ("contact", "here")]).await;
    assert!(silent.body.contains("in a few words") && silent.body.contains("value=\"here\""));
    let body = form(&[("kind", "hours"), ("text", &"y".repeat(70_000))]);
    let request = Request::post(&path).header("sec-fetch-site", "same-origin");
    assert_eq!(site.post(request, &body).await.status.as_u16(), 413);
    let request = Request::post(&path).header("sec-fetch-site", "same-origin").header("content-type", "text/plain");
    assert_eq!(site.ask(request).await.status.as_u16(), 415);
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_bounded_by_service_and_day() {
    let mut site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    let other = service().named("Cold soup").save(&site.database).await;
    let path = format!("/en/services/{id}/report");
    let send = async |site: &TestSite, path: &str, number: usize| {
        let text = format!("mistake {number}");
        site.send(path, &[("key", "k"), ("kind", "hours"), ("text", &text)]).await
    };
    for number in 0..20 {
        assert_eq!(send(&site, &path, number).await.status.as_u16(), 303);
    }
    let refused = send(&site, &path, 20).await;
    assert_eq!(refused.status.as_u16(), 429);
    assert!(refused.body.contains("mistake 20") && refused.body.contains("try again tomorrow"), "{}", refused.body);
    assert_eq!(send(&site, &path, 3).await.status.as_u16(), 303, "what is there already is no refusal");
    assert_eq!(send(&site, &format!("/en/services/{other}/report"), 0).await.status.as_u16(), 303);
    assert_eq!(reports(&site).await.len(), 21);
    let at = |days: i64| server::clock::Clock::from(move || site::later(days * 86_400));
    site.state.clock = at(1);
    assert_eq!(send(&site, &path, 20).await.status.as_u16(), 303, "the next day");
    assert_eq!(reports(&site).await.len(), 22);
    site.state.clock = at(367);
    assert!(reports(&site).await.is_empty(), "shown for one year");
    assert_eq!(send(&site, &path, 21).await.status.as_u16(), 303);
    site.state.clock = at(1);
    assert_eq!(reports(&site).await.len(), 1, "and forgotten");
}
