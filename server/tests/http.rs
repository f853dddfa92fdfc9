//! Every address through the real server: what it answers, to whom, under which headers.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::http::{Request, StatusCode};
use model::Status;
use portal::test_database::{organisation, service};
use server::serve::Admission;
use site::{ORIGIN, site};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_keeps_the_header_policy() {
    let site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    let organisation = organisation().named("Soup Society").save(&site.database).await;
    // Path, status, start of the content type, cache control.
    let table = [
        ("/en", 200, "text/html", "public, no-cache"),
        ("/ar/search?q=soup", 200, "text/html", "private, no-store"),
        ("/ar/search?kind=service", 200, "text/html", "public, no-cache"),
        ("/en/search?near=38.5,-7.9", 200, "text/html", "private, no-store"),
        ("/en/saved", 200, "text/html", "private, no-store"),
        ("/en/saved?ids=01900000-0000-7000-8000-000000000000", 200, "text/html", "private, no-store"),
        ("/en/needs", 200, "text/html", "public, no-cache"),
        ("/en/needs/food", 200, "text/html", "public, no-cache"),
        ("/pt/needs/eviction/pt", 200, "text/html", "public, no-cache"),
        ("/pt/needs/eviction/pt/easy", 200, "text/html", "public, no-cache"),
        ("/pt/needs/eviction/PT", 404, "text/html", "public, no-cache"),
        ("/pt/needs/eviction/xx", 404, "text/html", "public, no-cache"),
        ("/pt/needs/eviction/pt/hard", 404, "text/html", "public, no-cache"),
        (&format!("/en/services/{id}/hot-soup"), 200, "text/html", "public, no-cache"),
        (&format!("/en/services/{id}/hot-soup?near=38.5,-7.9"), 200, "text/html", "private, no-store"),
        (&format!("/en/services/{id}"), 308, "", "public, no-cache"),
        (&format!("/en/organisations/{organisation}/soup-society"), 200, "text/html", "public, no-cache"),
        ("/en/card/needs/food", 200, "text/html", "public, no-cache"),
        ("/ar/card/needs/food.pdf?size=a4&with=en", 200, "application/pdf", "public, no-cache"),
        (&format!("/en/card/services/{id}?with=ar"), 200, "text/html", "public, no-cache"),
        (&format!("/en/card/services/{id}.pdf"), 200, "application/pdf", "public, no-cache"),
        (&format!("/en/card/organisations/{organisation}"), 200, "text/html", "public, no-cache"),
        ("/en/card/search?q=soup", 200, "text/html", "private, no-store"),
        ("/en/card/search.pdf?q=soup", 200, "application/pdf", "private, no-store"),
        ("/en/card/search.pdf?need=food", 200, "application/pdf", "private, no-store"),
        (&format!("/en/card/search?ids={id}"), 200, "text/html", "private, no-store"),
        (&format!("/en/card/search.pdf?ids={id}"), 200, "application/pdf", "private, no-store"),
        ("/en/card/needs/nothing.pdf", 404, "text/html", "public, no-cache"),
        ("/en/needs/food.pdf", 404, "text/html", "public, no-cache"),
        ("/en/card/nothing", 404, "text/html", "public, no-cache"),
        ("/en/privacy", 200, "text/html", "public, no-cache"),
        ("/en/accessibility", 200, "text/html", "public, no-cache"),
        ("/en/safety", 200, "text/html", "public, no-cache"),
        ("/en/nothing", 404, "text/html", "public, no-cache"),
        ("/xx", 404, "text/html", "public, no-cache"),
        ("/q/2222222", 404, "text/html", "public, no-cache"),
        ("/en/services/not-an-id/x", 404, "text/html", "public, no-cache"),
        ("/api/v1/search?q=soup", 200, "application/json", "private, no-store"),
        ("/api/v1/search?need=food", 200, "application/json", "public, no-cache"),
        ("/api/v1/search.atom?q=soup", 200, "application/atom+xml", "private, no-store"),
        ("/api/v1/search.atom?need=food", 200, "application/atom+xml", "public, no-cache"),
        ("/api/v1/search.geojson?q=soup", 200, "application/geo+json", "private, no-store"),
        ("/api/v1/search.geojson?need=food", 200, "application/geo+json", "public, no-cache"),
        ("/map.pmtiles", 404, "text/html", "public, no-cache"),
        ("/api/v1/suggest?q=so", 200, "application/json", "private, no-store"),
        ("/api/v1/nothing", 404, "application/problem+json", ""),
        ("/healthz", 200, "text/plain", "no-store"),
        ("/readyz", 200, "application/json", "no-store"),
        ("/robots.txt", 200, "text/plain", ""),
        ("/sitemap.xml", 200, "application/xml", "public, max-age=3600"),
        ("/sitemap.xml?part=0", 200, "application/xml", "public, max-age=3600"),
        ("/.well-known/security.txt", 200, "text/plain", ""),
        ("/manifest.webmanifest", 200, "application/manifest+json", "public, max-age=86400"),
        ("/offline.js", 200, "text/javascript", "no-cache"),
        ("/pkg/nothing.js", 404, "text/plain", ""),
    ];
    for (path, status, kind, cache) in table {
        let answer = site.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(answer.header("content-type").starts_with(kind), "{path}: {}", answer.header("content-type"));
        assert_eq!(answer.header("cache-control"), cache, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(answer.header("strict-transport-security").contains("max-age"), "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        // Of a document's only the browser's own page around it takes style.
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("unsafe-eval'")
                || policy.contains("wasm-unsafe-eval")
                || kind == "application/pdf" && !policy.contains("script-src"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("nonce"), "{path}");
        assert!(!answer.headers.contains_key("set-cookie"), "{path} sets a cookie");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        let open = answer.headers.contains_key("access-control-allow-origin");
        assert_eq!(open, path.starts_with("/api/"), "{path}: only data is open to other sites' scripts");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_styleguide_is_there_only_where_it_is_asked_for() {
    let mut site = site().await;
    assert_eq!(site.get("/en/styleguide").await.status, StatusCode::NOT_FOUND);
    site.state.styleguide = true;
    site.state.stored = server::serve::Stored::default();
    let page = site.get("/en/styleguide").await;
    assert_eq!((page.status, page.header("x-robots-tag")), (StatusCode::OK, "noindex"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_quick_exit_takes_what_is_stored_with_it() {
    let site = site().await;
    let answer = site.ask(Request::get("/leave").header("accept-language", "ar")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, "https://ar.wikipedia.org/"));
    for (name, value) in
        [("clear-site-data", "\"storage\""), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")]
    {
        assert_eq!(answer.header(name), value);
    }
    let page = site.get("/ar/needs").await.body;
    assert!(page.contains("href=\"/leave\"") && !page.contains("wikipedia"), "nobody else is named before the tap");
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_pages_allow_no_script_and_carry_none() {
    let site = site().await;
    let id = service().named("Hot soup").save(&site.database).await;
    for path in [
        "/en/needs/food".to_owned(),
        "/el/needs/rights-at-work/gr".into(),
        "/ar/needs/rights-at-work/jo/easy".into(),
        format!("/el/services/{id}/hot-soup"),
        "/ar/privacy".to_owned(),
        "/en/nope".to_owned(),
    ] {
        let answer = site.get(&path).await;
        assert!(!answer.header("content-security-policy").contains("script-src"), "{path}");
        let scripts = answer.body.matches("<script").count();
        assert_eq!(scripts, answer.body.matches("<script type=\"application/ld+json\"").count(), "{path}");
        for attribute in ["onclick=", "onload=", " style="] {
            assert!(!answer.body.contains(attribute), "{attribute} on {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_in_a_visitors_name_from_other_sites_are_refused() {
    let site = site().await;
    let request =
        |method: &str, path: &str| Request::builder().method(method).uri(path).header("host", "bussola.example");
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        for path in ["/en", "/en/search", "/api/v1/search", "/q/2222222", "/healthz", "/anything"] {
            for (header, value) in [
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-site", "same-site"),
                ("origin", "https://evil.example"),
                ("origin", "https://bussola.example.evil.example"),
                ("origin", "null"),
            ] {
                let answer = site.ask(request(method, path).header(header, value)).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path} with {header}: {value}");
            }
            // Our own forms pass this layer; nothing here takes them yet.
            for (header, value) in [("sec-fetch-site", "same-origin"), ("origin", ORIGIN)] {
                let answer = site.ask(request(method, path).header(header, value)).await;
                assert_ne!(answer.status, StatusCode::FORBIDDEN, "{method} {path} with {header}: {value}");
                assert!(answer.status.is_client_error(), "{method} {path}: {}", answer.status);
            }
        }
    }
    let link = Request::get("/en").header("sec-fetch-site", "cross-site");
    assert_eq!(site.ask(link).await.status, StatusCode::OK, "a link from elsewhere is no forgery");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_offers_a_link_that_leads_nowhere() {
    let mut site = site().await;
    site.state.security_contact = None;
    let id = service().named("Hot soup").need("hot-meals").save(&site.database).await;
    let service = format!("/en/services/{id}/hot-soup");
    let mut offered = std::collections::BTreeSet::new();
    for path in [
        "/en",
        "/en/search?q=soup",
        "/en/needs/food",
        "/en/needs/eviction",
        "/en/needs/eviction/pt",
        "/en/needs/eviction/pt/easy",
        &service,
        "/en/privacy",
        "/en/accessibility",
        "/en/safety",
    ] {
        let page = site.get(path).await.body;
        let links = page.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
        offered.extend(links.map(|link| format!("/{}", link.replace("&amp;", "&"))));
    }
    // Files of a built site, which the tests do without.
    offered.retain(|link| !link.starts_with("/pkg/"));
    assert!(offered.len() > 20);
    for link in offered {
        let status = site.get(&link).await.status;
        assert!(status.is_success() || status.is_redirection(), "{link}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_leads_to_the_visitors_language() {
    let site = site().await;
    for (header, expected) in [("pt-BR,pt;q=0.9", "/pt"), ("de", "/en"), ("ar,en;q=0.5", "/ar"), ("", "/en")] {
        let answer = site.ask(Request::get("/").header("accept-language", header)).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, expected), "{header}");
        assert!(answer.header("vary").contains("accept-language"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_for_one_language_is_not_sent_to_another() {
    let site = site().await;
    for path in ["/nonsense", "/EN/search", "/openapi.json", "//", "//q/2222222", "/q/2222222", "//en"] {
        for locale in ["ar", "el"] {
            let answer = site.ask(Request::get(path).header("accept-language", locale)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.header("content-language"), locale, "{path}");
            let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
            assert!(vary.iter().any(|value| *value == "accept-language"), "{path}: {vary:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_service_is_gone_and_says_so_in_the_readers_language() {
    let site = site().await;
    let id = service().named("Hot soup").status(Status::Withdrawn).save(&site.database).await;
    let answer = site.get(&format!("/fr/services/{id}/hot-soup")).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(answer.body.contains("lang=\"fr\""));
    assert!(!answer.body.contains("Hot soup"));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_at_once_is_shed_with_a_page_that_says_when_to_come_back() {
    let mut site = site().await;
    site.state.admission = Admission::new(0, Duration::from_millis(1), Duration::from_secs(1));
    let answer = site.get("/it/search?q=casa").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), "2");
    assert!(answer.body.contains("lang=\"it\""));
    for locale in ["it", "ar"] {
        let again = site.get(&format!("/{locale}/needs")).await;
        assert!(again.body.contains(&format!("<html lang=\"{locale}\"")), "sent away in another language");
    }
    let program = site.get("/api/v1/search?q=casa").await;
    assert_eq!((program.status, program.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "2"));
    assert_eq!(program.header("content-type"), "application/problem+json");
    assert!(serde_json::from_str::<serde_json::Value>(&program.body).is_ok());
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK, "the balancer still hears us");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_database_it_says_so_and_does_not_break() {
    let site = site().await;
    site.state.portal.close().await;
    assert_eq!(site.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK);
    let page = site.get("/es").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("lang=\"es\""));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(site.get("/api/v1/search?q=x").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(site.get("/es/privacy").await.status, StatusCode::OK, "what needs no data is there");
}
