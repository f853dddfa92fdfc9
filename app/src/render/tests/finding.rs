//! The search page's ways to what is near, open, or elsewhere; and the saved list.

use super::*;

#[test]
fn a_place_among_the_words_and_nearness_can_be_let_go() {
    let at = visit(Locale::En, "search", "");
    let html = rendered(&at, || search::show(search_page(Locale::En, "q=food+in+evora&page=2"), Locale::En));
    assert!(html.contains("href=\"/en/search?q=food+in+evora&amp;literal=1\""), "{html}");
    assert!(html.contains("Place: Évora"), "{html}");
    assert!(html.contains("href=\"/en/search?q=food+in+evora&amp;open=now\""), "{html}");
    // Of what the script needs nothing shows without it.
    assert!(html.contains("<p hidden"), "{html}");
    let html = rendered(&at, || search::show(nothing_page(Locale::En), Locale::En));
    for part in [
        "Remove the filter: Near Évora",
        "Remove the filter: Up to 7 km",
        "href=\"/en/search?q=zzzz&amp;cost=free&amp;open=now&amp;literal=1\"",
        "<option value=\"bussola:pt-evora\" selected",
        "<option value=\"7000\" selected",
        "without “Free”",
        "without your words",
        "Who to call instead",
        "href=\"tel:+351266000000\"",
        "Your words are taken as they stand",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    // New words are looked at for places again.
    assert_eq!(html.matches("name=\"literal\"").count(), 1, "{html}");
}

#[test]
fn the_map_is_an_addition_that_a_script_shows() {
    for (name, html) in every_page(Locale::Ar) {
        assert_eq!(html.contains("data-map"), name == "search", "{name}");
    }
    let at = visit(Locale::Pt, "search", "");
    let html = rendered(&at, || search::show(search_page(Locale::Pt, "q=food&kind=service&page=2"), Locale::Pt));
    let map = html.split("<div data-map").nth(1).unwrap().split("</div>").next().unwrap();
    // The same search, every page of it; hidden until the script is there; nothing of the operator's.
    assert!(map.starts_with("=\"/api/v1/search.geojson?q=food&amp;lang=pt&amp;kind=service\""), "{map}");
    let tag = map.split('>').next().unwrap();
    assert!(tag.contains(" hidden") && tag.contains("class=\"map\"") && !tag.contains("data-tiles"), "{map}");
    assert!(map.contains("aria-expanded=\"false\"") && map.contains("{shown}"), "{map}");
    // One script, which waits for the page; the map's own is none of its business before somebody asks.
    assert_eq!(html.matches("<script").count(), 1, "{html}");
    assert!(html.contains("<script type=\"module\" src=\"/pkg/0/loader.js\""), "{html}");
    assert!(!html.contains("map/map.js") && !html.contains("maplibre"), "{html}");
    assert!(crate::LOADER.contains("import(\"./map/map.js\")"));
}

#[test]
fn a_list_is_its_address() {
    let [one, two] = saved_ids().ids[..] else { panic!("two") };
    let at = visit(Locale::En, "saved", "");
    let html = rendered(&at, || saved::show(saved_page(Locale::En), saved_ids(), Locale::En));
    assert!(html.contains(&format!("href=\"/en/saved?ids={two}&amp;removed={one}\"")), "{html}");
    assert!(html.contains(&format!("href=\"/en/saved?removed={one},{two}\"")), "{html}");
    assert!(html.contains(&format!("href=\"/en/saved?ids={one},{two},{}\"", saved_ids().removed[0])), "{html}");
    assert!(html.contains("No longer offered: 1") && html.contains("name=\"robots\" content=\"noindex\""), "{html}");
    let parsed = saved::Asked::parse(&format!("ids={one}%2C{two},{one},x&save={one}&removed=&q=y"));
    assert_eq!(parsed, saved::Asked { ids: vec![one, two], removed: vec![] });
    assert_eq!(saved::Asked::parse(&format!("ids={}", saved_list(80))).ids.len(), 50);
}
