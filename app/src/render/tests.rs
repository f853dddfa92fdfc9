//! Pages made by hand, through the real shell.

use super::*;
use crate::pages::{
    accessibility, home, needs, organisations, privacy, reports, safety, saved, search, services, styleguide,
};

mod finding;
mod needs_and_cards;
mod printed;
mod samples;
mod service;
mod style_and_script;
use printed::*;
use samples::*;

fn assets() -> Assets {
    Assets {
        css: "main{color:red}".into(),
        css_path: "/pkg/0/bussola.css".into(),
        card_css_path: "/pkg/0/card.css".into(),
        print_path: "/pkg/0/print.js".into(),
        loader_path: "/pkg/0/loader.js".into(),
        sprite_path: "/pkg/0/sprite.svg".into(),
        js_path: "/pkg/0/bussola.js".into(),
        wasm_path: "/pkg/0/bussola_bg.wasm".into(),
        tiles: None,
    }
}

fn visit(locale: Locale, path: &str, query: &str) -> Visit {
    Visit {
        locale,
        path: path.into(),
        query: query.into(),
        origin: "https://example.org".into(),
        contact: Some("mailto:help@example.org".into()),
        now: noon(),
        sent: None,
        fresh: uuid::Uuid::from_u128(7),
        styleguide: true,
        pdf: true,
        comes_from_us: false,
    }
}

fn rendered(visit: &Visit, page: impl FnOnce() -> Page) -> String {
    root().with(|| {
        surround(visit.locale, &assets());
        html(200, visit, page(), &assets()).html
    })
}

/// Every kind of page, with its name.
fn every_page(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path: &str| visit(locale, path, "");
    let on = |path: &str, page: &dyn Fn(&Visit) -> Page| {
        let visit = at(path);
        rendered(&visit, || page(&visit))
    };
    vec![
        ("home", on("", &|_| home::show(home_page(locale), locale))),
        ("search", on("search", &|_| search::show(search_page(locale, "q=food&kind=service&page=2"), locale))),
        ("nothing found", on("search", &|_| search::show(nothing_page(locale), locale))),
        ("saved", on("saved", &|_| saved::show(saved_page(locale), saved_ids(), locale))),
        ("needs", on("needs", &|_| needs::show_all(need_tree(locale), locale))),
        ("need", on("needs/food", &|visit| needs::show(need_page(locale), Default::default(), visit))),
        ("card", on("needs/food/pt", &|visit| needs::card::show(need_card(locale), country_card(), false, visit))),
        (
            "easy card",
            on("needs/food/pt/easy", &|visit| needs::card::show(need_card(locale), country_card(), true, visit)),
        ),
        ("service", on("services/x/y", &|visit| services::show(service_page(locale), visit))),
        ("organisation", on("organisations/x/y", &|visit| organisations::show(organisation_page(locale), visit))),
        ("report", on("services/x/report", &|_| reports::show(report_page(locale), Default::default(), None))),
        (
            "faulty report",
            on("services/x/report", &|_| reports::show(report_page(locale), full_report(), Some(faults()))),
        ),
        ("reported", on("services/x/report/thanks", &|_| reports::show_thanks(report_page(locale), locale))),
        ("styleguide", on("styleguide", &styleguide::page)),
        ("printed card", card_html(locale, "with=pt,ar&size=a4", service_card)),
        ("printed list", card_html(locale, "size=a3", list_card)),
        ("no document", on("card/needs/food", &cards::no_document)),
        ("withdrawn", on("services/x/y", &|visit| problem::gone(visit, withdrawn_page(locale)))),
        ("privacy", on("privacy", &privacy::page)),
        ("accessibility", on("accessibility", &accessibility::page)),
        ("safety", on("safety", &safety::page)),
        ("not found", on("x", &|visit| problem::page(visit, 404))),
        ("gone", on("x", &|visit| problem::page(visit, 410))),
        ("broken", on("x", &|visit| problem::page(visit, 500))),
        ("away", on("x", &|visit| problem::page(visit, 503))),
    ]
}

fn scripts(html: &str) -> Vec<&str> {
    html.split("<script").skip(1).filter_map(|rest| rest.split('>').next()).collect()
}

fn service_html(locale: Locale, change: impl FnOnce(&mut model::pages::ServicePage)) -> String {
    let mut service = service_page(locale);
    change(&mut service);
    let visit = visit(locale, "services/x/y", "");
    rendered(&visit, || services::show(service, &visit))
}

#[test]
fn every_page_in_every_language_has_what_a_document_needs() {
    for locale in Locale::ALL {
        for (name, html) in every_page(locale) {
            let direction = locale.direction().as_str();
            assert!(
                html.starts_with(&format!("<!DOCTYPE html><html lang=\"{locale}\" dir=\"{direction}\">")),
                "{name}"
            );
            assert_eq!(html.matches("<h1").count(), 1, "{name} in {locale}");
            assert_eq!(html.matches("<main").count(), 1, "{name}");
            assert!(html.contains("content=\"same-origin\""), "{name}");
            assert!(html.contains("class=\"leave\""), "{name} has no quick exit");
            assert!(!html.contains(" style=\"") && !html.contains(" onclick"), "{name}");
            assert!(!html.contains("{{"), "{name} in {locale} shows a variable");
            let title = html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap();
            assert!(!title.is_empty() && !title.contains('<'), "{name}: {title}");
            assert!(!html.contains("<use href=\"#"), "{name} has an icon without its file");
        }
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    for (name, html) in every_page(Locale::En) {
        let mut level = 0;
        for heading in html.split("<h").skip(1) {
            let Some(next) = heading.chars().next().and_then(|digit| digit.to_digit(10)) else { continue };
            assert!(next <= level + 1, "{name}: h{next} after h{level}");
            level = next;
        }
    }
}

#[test]
fn text_in_another_language_is_marked_and_said() {
    let html = service_html(Locale::En, |service| service.name = in_portuguese("Banco <b>alimentar</b>"));
    assert!(
        html.contains("<h1><span lang=\"pt\" dir=\"ltr\">Banco &lt;b&gt;alimentar&lt;/b&gt;</span></h1>"),
        "{html}"
    );
    assert!(html.contains("<title>Banco &lt;b&gt;alimentar&lt;/b&gt; · Bussola</title>"), "{html}");
    assert!(html.contains("Parts of this page are in Portuguese"), "{html}");
    assert!(html.contains("href=\"/pt/services/0190/cabaz\""), "{html}");
    let html = service_html(Locale::Ar, |service| service.name = in_portuguese("Banco alimentar"));
    assert!(html.contains("<span lang=\"pt\" dir=\"ltr\">"), "{html}");
}

#[test]
fn an_outdated_translation_says_so() {
    let marked = |html: &str| html.contains("has changed since it was translated");
    assert!(!marked(&service_html(Locale::En, |_| {})));
    assert!(marked(&service_html(Locale::En, |service| service.name.outdated = true)));
}

#[test]
fn values_cannot_leave_their_place() {
    let evil = "</script></title><script>alert(1)</script>\"'>";
    let html = service_html(Locale::En, |service| {
        service.name.value = evil.into();
        service.summary = Some(in_english(evil));
        service.website = Some("javascript:alert(1)".into());
        service.coverage = vec![evil.into()];
    });
    assert_eq!(scripts(&html).len(), 1, "{html}");
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(!html.contains("href=\"javascript:"), "{html}");
    let found = visit(Locale::En, "search", "q=%22%3E%3Cscript%3E");
    let html = rendered(&found, || search::show(search_page(Locale::En, &found.query), Locale::En));
    assert_eq!(scripts(&html).len(), 1, "{html}");
}

#[test]
fn only_locales_with_content_are_alternates() {
    let html = service_html(Locale::En, |service| service.locales = vec![Locale::Pt, Locale::En]);
    assert!(html.contains("<link rel=\"canonical\" href=\"https://example.org/en/services/0190/cabaz\">"), "{html}");
    assert!(html.contains("hreflang=\"pt\" href=\"https://example.org/pt/services/0190/cabaz\""), "{html}");
    assert!(html.contains("hreflang=\"x-default\" href=\"https://example.org/en/services/0190/cabaz\""), "{html}");
    assert_eq!(html.matches("rel=\"alternate\"").count(), 3, "{html}");
    // Read in a language it does not exist in, the page is at home under its own.
    let html = service_html(Locale::Fr, |service| service.locales = vec![Locale::Pt]);
    assert!(html.contains("<link rel=\"canonical\" href=\"https://example.org/pt/services/0190/cabaz\">"), "{html}");
}

#[test]
fn search_results_are_not_for_search_engines() {
    let at = visit(Locale::En, "search", "q=food");
    let html = rendered(&at, || search::show(search_page(Locale::En, "q=food"), Locale::En));
    assert!(html.contains("name=\"robots\" content=\"noindex\""), "{html}");
    assert!(!html.contains("rel=\"canonical\""), "{html}");
}

#[test]
fn the_language_switch_stays_on_the_page() {
    let at = visit(Locale::En, "search", "q=food&kind=service");
    let html = rendered(&at, || search::show(search_page(Locale::En, &at.query), Locale::En));
    assert!(html.contains("href=\"/ar/search?q=food&amp;kind=service\""), "{html}");
    let at = visit(Locale::En, "nothing/here", "");
    assert!(rendered(&at, || problem::page(&at, 404)).contains("href=\"/el/nothing/here\""));
}

#[test]
fn the_operator_is_reached_where_a_contact_is_named() {
    let mut at = visit(Locale::Ar, "privacy", "");
    for page in [privacy::page, accessibility::page] {
        let html = rendered(&at, || page(&at));
        assert!(
            html.contains("<a href=\"mailto:help@example.org\"><bdi dir=\"ltr\">help@example.org</bdi></a>"),
            "{html}"
        );
    }
    at.contact = None;
    for page in [privacy::page, accessibility::page] {
        assert!(!rendered(&at, || page(&at)).contains("mailto:"));
    }
}

#[test]
fn filters_stay_in_the_form_and_facets_change_one_value() {
    let at = visit(Locale::En, "search", "");
    let html = rendered(&at, || search::show(search_page(Locale::En, "q=food&kind=service&page=2"), Locale::En));
    assert!(html.contains("type=\"hidden\" name=\"kind\" value=\"service\""), "{html}");
    assert!(html.contains("href=\"/en/search?q=food\""), "the chosen kind can be let go: {html}");
    assert!(html.contains("href=\"/en/search?q=food&amp;kind=service&amp;need=hot-meals\""), "{html}");
    assert!(html.contains("href=\"/en/search?q=food&amp;kind=service&amp;page=3\""), "{html}");
}

#[test]
fn a_search_page_says_which_words_were_left_out() {
    for (locale, sentence) in [(Locale::En, "Only the 8 words that say most"), (Locale::It, "solo le 8 parole")] {
        let at = visit(locale, "search", "q=food");
        let html = rendered(&at, || search::show(search_page(locale, "q=food"), locale));
        assert!(html.contains(sentence) && html.contains("blanket, kettle"), "{locale}");
    }
}

#[test]
fn an_error_page_needs_no_database() {
    for status in [400, 403, 404, 405, 410, 500, 503] {
        let page = error_page(status, Locale::Ar, &assets(), "https://example.org");
        assert_eq!((page.status, page.index), (status, false));
        assert!(page.html.contains("dir=\"rtl\""));
    }
}

#[test]
fn paths_have_one_spelling() {
    let is_in = |path| matches!(routes::place(path), Place::In(Locale::En, _));
    assert!(is_in("/en") && is_in("/en/needs/food"));
    assert!(!is_in("/EN") && !is_in("/xx/needs"));
    assert!(matches!(routes::place("/"), Place::Door));
    assert!(matches!(routes::place("/q/abc1234"), Place::Code("abc1234")));
    assert!(matches!(routes::place("/q/a/b"), Place::Nowhere));
    for other in ["//", "//q/abc1234", "//en", "", "en"] {
        assert!(matches!(routes::place(other), Place::Nowhere), "{other}");
    }
}
