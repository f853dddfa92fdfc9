//! What machines read: the search as data, feeds, the sitemap, security.txt.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/site.rs"]
mod site;

use axum::http::StatusCode;
use model::Status;
use portal::test_database::{now, service};
use site::{ORIGIN, site};

#[tokio::test(flavor = "multi_thread")]
async fn the_search_answers_in_the_agreed_shape() {
    let site = site().await;
    service().named("Hot soup").need("hot-meals").at(38.57, -7.91).save(&site.database).await;
    let answer = site.get("/api/v1/search?q=soup&lang=pt&near=38.5,-7.9&per_page=5&kind=service&page=1").await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(json["total"], 1);
    for field in ["facets", "did_you_mean"] {
        assert!(json.get(field).is_some(), "{field} is missing");
    }
    let item = json["items"][0].as_object().unwrap();
    for field in ["kind", "id", "title", "path", "organisation", "territory", "distance_m", "updated_at"] {
        assert!(item.contains_key(field), "{field} is missing");
    }
    assert!(item["path"].as_str().unwrap().starts_with("/pt/services/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_can_be_put_on_a_map() {
    let site = site().await;
    let id = service().named("Hot soup").need("hot-meals").at(38.571234567, -7.91).save(&site.database).await;
    service().named("Cold soup").at(38.6, -7.9).save(&site.database).await;
    let answer = site.get("/api/v1/search.geojson?q=soup&need=hot-meals&lang=pt&near=38.5,-7.9&page=7").await;
    assert_eq!(answer.header("content-language"), "pt");
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&json["type"], &json["total"], &json["shown"]), (&"FeatureCollection".into(), &1.into(), &1.into()));
    assert_eq!((&json["complete"], json["features"].as_array().unwrap().len()), (&true.into(), 1));
    let feature = &json["features"][0];
    assert_eq!((&feature["type"], &feature["geometry"]["type"]), (&"Feature".into(), &"Point".into()));
    assert_eq!(feature["geometry"]["coordinates"], serde_json::json!([-7.91, 38.57123]), "longitude first, in metres");
    assert_eq!(json["view"], serde_json::json!([[-7.91, 38.57123], [-7.91, 38.57123]]));
    let about = &feature["properties"];
    assert_eq!((&about["title"], &about["locality"]), (&"Hot soup".into(), &"Évora".into()));
    assert_eq!(about["path"], format!("/pt/services/{id}/hot-soup"));
    assert!((7_000..9_000).contains(&about["distance_m"].as_u64().unwrap()), "{about}");
    for (query, points) in [("near=abc&radius=-1&need=%00&q=soup", 2), ("kind=nonsense&q=soup", 2), ("", 2)] {
        let answer = site.get(&format!("/api/v1/search.geojson?{query}")).await;
        let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(json["features"].as_array().unwrap().len(), points, "what cannot be read is dropped: {query}");
    }
    let head = site.ask(axum::http::Request::head("/api/v1/search.geojson?q=soup")).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_can_be_followed() {
    let site = site().await;
    let id = service().named("Soup & <bread>").save(&site.database).await;
    let feed = site.get("/api/v1/search.atom?q=soup&lang=pt&page=7").await.body;
    assert!(
        feed.contains("xmlns=\"http://www.w3.org/2005/Atom\"") && feed.contains(&format!("<id>urn:uuid:{id}</id>"))
    );
    assert!(feed.contains(&format!("{ORIGIN}/pt/services/{id}/")), "{feed}");
    assert!(feed.contains("Soup &amp; &lt;bread&gt;"), "{feed}");
    assert!(feed.contains(&format!("{ORIGIN}/pt/search?q=soup\"")), "the page of it: {feed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sitemap_lists_what_is_visible_with_its_languages() {
    let site = site().await;
    let shown = service().named("Hot soup").translated(model::Locale::Pt, "Sopa quente").save(&site.database).await;
    let hidden = service().named("Old soup").status(Status::Defunct).save(&site.database).await;
    let index = site.get("/sitemap.xml").await;
    assert!(index.body.contains(&format!("{ORIGIN}/sitemap.xml?part=0")));
    let part = site.get("/sitemap.xml?part=0").await.body;
    assert!(
        part.contains(&format!("{ORIGIN}/en/services/{shown}/"))
            && part.contains(&format!("{ORIGIN}/pt/services/{shown}/"))
    );
    assert!(part.contains("hreflang=\"pt\""));
    assert!(!part.contains(&hidden.to_string()));
    assert!(!part.contains(&format!("{ORIGIN}/el/services/{shown}")), "no Greek address for what has no Greek text");
    assert_eq!(site.get("/sitemap.xml?part=99").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn security_txt_is_valid_or_absent() {
    let mut site = site().await;
    let text = site.get("/.well-known/security.txt").await.body;
    let expires = text.lines().find_map(|line| line.strip_prefix("Expires: ")).unwrap();
    let expires = chrono::DateTime::parse_from_rfc3339(expires).unwrap();
    assert!(expires > now() && expires < now() + chrono::Duration::days(365));
    assert!(text.contains("Contact: mailto:security@bussola.example"));
    site.state.security_contact = None;
    assert_eq!(site.get("/.well-known/security.txt").await.status, StatusCode::NOT_FOUND);
}
