//! What comes with a page besides its words.

use super::*;

#[test]
fn paper_pages_carry_no_script_but_data() {
    for (name, html) in every_page(Locale::En) {
        let live = ["home", "search", "nothing found", "saved"].contains(&name);
        let printed = ["printed card", "printed list"].contains(&name);
        let executable = scripts(&html).into_iter().filter(|tag| !tag.contains("application/ld+json")).count();
        assert_eq!(executable, usize::from(live || printed), "{name}: {:?}", scripts(&html));
        assert!(!printed || html.contains("src=\"/pkg/0/print.js\"") && !html.contains("wasm"), "{name}");
        assert_eq!(html.contains("<leptos-island"), live && name != "saved", "{name}");
        let linked = live || printed;
        assert_eq!(html.contains("<style>main{color:red}</style>"), !linked, "{name}");
        assert_eq!(html.contains("rel=\"stylesheet\""), linked, "{name}");
        assert!(!html.contains("preload"), "{name}");
    }
}

#[test]
fn who_comes_from_a_page_of_ours_fetches_the_style_once() {
    let linked = Visit { comes_from_us: true, ..visit(Locale::En, "privacy", "") };
    let html = rendered(&linked, || privacy::page(&linked));
    assert!(html.contains("<link rel=\"stylesheet\" href=\"/pkg/0/bussola.css\">"), "{html}");
    assert!(!html.contains("<style"), "{html}");
}

#[test]
fn marks_for_hydration_stand_in_islands_only() {
    let html = "<p>a<!></p><leptos-island data-component=\"x\"><b>b<!></b><leptos-island>c<!></leptos-island><!></leptos-island>d<!>";
    let marked = "<p>a</p><leptos-island data-component=\"x\"><b>b<!----></b><leptos-island>c<!----></leptos-island><!----></leptos-island>d";
    assert_eq!(marked_in_islands(html), marked);
}

#[test]
fn the_loader_knows_its_files_and_comes_last() {
    let visit = visit(Locale::En, "", "");
    let html = rendered(&visit, || home::show(home_page(Locale::En), Locale::En));
    let body = html.split("</head>").nth(1).unwrap();
    for part in ["data-js=\"/pkg/0/bussola.js\"", "data-wasm=\"/pkg/0/bussola_bg.wasm\"", "src=\"/pkg/0/loader.js\""] {
        assert!(body.contains(part), "{part}");
    }
    assert!(body.find("<script").unwrap() > body.find("</footer>").unwrap());
}
