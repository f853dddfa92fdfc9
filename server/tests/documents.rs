//! Cards as PDF through the real server.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::http::{Request, StatusCode};
use model::{Locale, Status};
use portal::test_database::service;
use server::serve::{Printer, Stored};
use site::{TestSite, site};
use std::path::PathBuf;

/// With a printer of its own; what was kept is forgotten.
fn with(site: &mut TestSite, printer: Printer) {
    site.state.printer = printer;
    site.state.stored = Stored::default();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_offered_and_sent_as_a_document_in_every_language() {
    let site = site().await;
    let id = service().named("Hot soup").need("food").save(&site.database).await;
    for locale in Locale::ALL {
        for about in ["needs/food".to_owned(), format!("services/{id}")] {
            let path = format!("/{locale}/card/{about}");
            let page = site.get(&format!("{path}?size=a4&with=ar,fr")).await;
            let link = format!("href=\"{path}.pdf?size=a4&amp;with=ar,fr\"");
            assert!(page.body.contains(&link), "{link} in {}", page.body);
            let document = site.get(&format!("{path}.pdf?size=a4&with=ar,fr")).await;
            assert_eq!(document.status, StatusCode::OK, "{path}");
            assert!(document.body.starts_with("%PDF-1."), "{path}");
            assert_eq!(document.header("content-disposition"), "inline; filename=\"bussola-a4.pdf\"");
            assert_eq!(document.header("x-robots-tag"), "noindex");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_card_has_no_document_and_the_same_page_says_so() {
    let site = site().await;
    let gone = service().named("Cold soup").status(Status::Withdrawn).save(&site.database).await;
    for (about, status) in [
        (format!("services/{gone}"), StatusCode::GONE),
        ("services/01900000-0000-7000-8000-000000000000".to_owned(), StatusCode::NOT_FOUND),
        ("services/nothing".to_owned(), StatusCode::NOT_FOUND),
        ("needs/nothing".to_owned(), StatusCode::NOT_FOUND),
        (String::new(), StatusCode::NOT_FOUND),
    ] {
        let page = site.get(&format!("/el/card/{about}")).await;
        let answer = site.get(&format!("/el/card/{about}.pdf")).await;
        assert_eq!((page.status, answer.status), (status, status), "{about}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{about}");
        assert!(answer.body.contains("lang=\"el\""), "{about}: {}", answer.body);
    }
    let sent = site.send("/el/card/needs/food.pdf", &[]).await;
    assert_eq!((sent.status, sent.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD"));
    let head = site.ask(Request::head("/el/card/needs/food.pdf")).await;
    assert_eq!((head.status, head.header("content-type"), head.body.as_str()), (StatusCode::OK, "application/pdf", ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_the_document_need_not_fetch_it_again() {
    let mut site = site().await;
    let ask = |etag: &str| Request::get("/en/card/needs/food.pdf").header("if-none-match", etag);
    let first = site.get("/en/card/needs/food.pdf").await;
    let etag = first.header("etag").to_owned();
    assert!(!etag.is_empty());
    assert_eq!(site.ask(ask(&etag)).await.status, StatusCode::NOT_MODIFIED);
    // Also when it has to be made anew.
    with(&mut site, Printer::new(None, 1));
    assert_eq!(site.ask(ask(&etag)).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_documents_at_once_than_can_be_made_are_sent_away() {
    let mut site = site().await;
    with(&mut site, Printer::new(None, 0));
    let answer = site.get("/it/card/needs/food.pdf").await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "2"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.body.contains("lang=\"it\""), "{}", answer.body);
    assert_eq!(site.get("/it/card/needs/food").await.status, StatusCode::OK, "the page is not held up");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_fonts_cards_offer_no_document_and_its_address_leads_to_the_page() {
    let mut site = site().await;
    with(&mut site, Printer::new(Some(PathBuf::from("/nowhere")), 1));
    let page = site.get("/ar/card/needs/food?size=a3").await;
    assert!(page.status == StatusCode::OK && !page.body.contains(".pdf"), "{}", page.body);
    let answer = site.get("/ar/card/needs/food.pdf?size=a3").await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::SERVICE_UNAVAILABLE, "no-store"));
    assert!(answer.body.contains("href=\"/ar/card/needs/food?size=a3\""), "{}", answer.body);
}
