//! How far a service is from where somebody searched: on a page that is theirs alone.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::http::StatusCode;
use portal::test_database::service;
use site::{ORIGIN, site};

const SAID: &str = "from where you searched";

#[tokio::test(flavor = "multi_thread")]
async fn a_search_from_somewhere_leads_to_pages_that_say_how_far_they_are() {
    let site = site().await;
    let id = service().named("Hot soup").need("hot-meals").at(38.571, -7.913).save(&site.database).await;
    let list = site.get("/en/search?q=soup&near=38.55123,-7.94321").await.body;
    let link = format!("/en/services/{id}/hot-soup?near=38.55,-7.94");
    assert!(list.contains(&format!("href=\"{link}\"")), "to about a kilometre: {list}");
    let list = site.get("/en/search?q=soup").await.body;
    assert!(list.contains(&format!("href=\"/en/services/{id}/hot-soup\"")), "{list}");

    let page = site.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("About 3 km from where you searched"), "{}", page.body);
    assert_eq!((page.header("cache-control"), page.header("x-robots-tag")), ("private, no-store", "noindex"));
    for (part, is_there) in [
        (&*format!("<link rel=\"canonical\" href=\"{ORIGIN}/en/services/{id}/hot-soup\">"), true),
        ("<meta name=\"robots\" content=\"noindex\">", true),
        ("rel=\"alternate\"", false),
        ("type=\"module\"", false),
        // Whoever changes the language stays; whoever listens, too.
        (&*format!("href=\"/ar/services/{id}/hot-soup?near=38.55,-7.94\""), true),
        (&*format!("href=\"/en/services/{id}/hot-soup?near=38.55,-7.94&amp;listen\""), true),
    ] {
        assert_eq!(page.body.contains(part), is_there, "{part}: {}", page.body);
    }
    let heard = site.get(&format!("{link}&listen")).await;
    assert!(heard.body.contains(SAID) && heard.body.contains("type=\"module\""), "{}", heard.body);
    let greek = site.get(&link.replace("/en/", "/el/")).await.body;
    assert!(greek.contains("Περίπου 3 χλμ."), "{greek}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_elses_page_says_it() {
    let site = site().await;
    let id = service().named("Hot soup").at(38.571, -7.913).save(&site.database).await;
    let path = format!("/en/services/{id}/hot-soup");
    let plain = site.get(&path).await;
    let theirs = site.get(&format!("{path}?near=38.55,-7.94")).await;
    assert!(theirs.body.contains(SAID));
    // Asked for again, after the one with a position: the same bytes, kept.
    for query in ["", "?", "?near=", "?near=here", "?near=0,0", "?utm_source=near"] {
        let again = site.get(&format!("{path}{query}")).await;
        assert_eq!((&again.body, again.header("cache-control")), (&plain.body, "public, no-cache"), "{query}");
        assert_eq!(again.header("etag"), plain.header("etag"), "{query}");
        assert!(!again.body.contains(SAID) && !again.body.contains("noindex"), "{query}: {}", again.body);
    }
    let farther = site.get(&format!("{path}?near=39.5,-7.94")).await.body;
    assert!(farther.contains("About 103 km"), "each position has its own page: {farther}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_places_the_nearest_comes_first() {
    let site = site().await;
    let id = service().named("Hot soup").at(38.8, -7.5).at(38.571, -7.913).save(&site.database).await;
    let page = site.get(&format!("/en/services/{id}/hot-soup?near=38.57,-7.91")).await.body;
    let said: Vec<usize> = ["About 1 km", "About 1 km", "About 44 km"]
        .iter()
        .scan(0, |from, words| {
            let at = *from + page[*from..].find(words)?;
            *from = at + 1;
            Some(at)
        })
        .collect();
    assert_eq!(said.len(), 3, "at a glance, then at each place: {page}");
}
