//! Cards and what paper leads to.

use super::*;
use crate::pages::cards;
use chrono::NaiveDate;
use model::{
    card::{Card, CardEdition, CardEntry, CardKind},
    pages::CountryCard,
    *,
};

pub fn card_html(locale: Locale, query: &str, card: fn(&[Locale]) -> model::card::Card) -> String {
    let visit = visit(locale, "card/services/01900000-0000-7000-8000-000000000000", query);
    rendered(&visit, || {
        let about = visit.path.split('/').skip(1).collect::<Vec<_>>();
        let asked = cards::Asked::of(&visit, &about).unwrap_or_else(|_| panic!("not a card: {}", visit.path));
        let card = card(&asked.locales());
        cards::show(card, asked, &visit, false)
    })
}

#[test]
fn a_card_has_its_languages_side_by_side_and_a_code_to_its_address() {
    let html = card_html(Locale::En, "with=ar&with=el&size=a6", service_card);
    assert!(html.contains("class=\"sheet a6 of-2\""), "{html}");
    assert!(html.contains("<section lang=\"en\" dir=\"ltr\" class=\"column\">"), "{html}");
    assert!(html.contains("<section lang=\"ar\" dir=\"rtl\" class=\"column\">"), "{html}");
    assert!(!html.contains("<section lang=\"el\""), "a card has room for two");
    assert!(html.contains("This paper has room for 2 languages"), "{html}");
    let code = print::Code::of("https://example.org/q/abc1234").unwrap();
    assert!(html.contains(&code.path()), "{html}");
    assert!(html.contains("<p class=\"letters\"><bdi dir=\"ltr\">example.org/q/abc1234<"), "{html}");
    assert!(html.contains("\u{2066}266\u{a0}000\u{a0}000\u{2069}"), "{html}");
    let document =
        "href=\"/en/card/services/01900000-0000-7000-8000-000000000000.pdf?with=ar&amp;with=el&amp;size=a6\"";
    assert!(html.contains(document) && html.contains(">Open as PDF (A6)<"), "{html}");
    assert!(html.contains("choose “Print” in the menu") && html.contains("hidden"), "works without a script: {html}");
}

#[test]
fn the_law_of_a_country_is_printed_whole_with_its_date_or_not_at_all() {
    let printed = |size: &str, gives: &'static str| {
        let at = visit(Locale::En, "card/needs/food/pt", &format!("size={size}"));
        rendered(&at, || {
            let asked = cards::Asked::of(&at, &["needs", "food", "pt"]).unwrap_or_else(|_| panic!("no card"));
            let mut card = list_card(&asked.locales());
            card.kind = CardKind::Need;
            for edition in &mut card.editions {
                let gives = Translation { value: gives.repeat(12), ..country_card().gives };
                edition.country = Some(Box::new(CountryCard { gives, ..country_card() }));
            }
            cards::show(card, asked, &at, false)
        })
    };
    let long = "Quem perde a casa tem direito a ser ouvido antes. ";
    let sheet = printed("a4", long);
    let all = long.repeat(12);
    for said in
        [all.trim(), "Your right:", "demonstration text of 29 November 2026", "Tem 15 dias para reclamar.", "1. "]
    {
        assert!(sheet.contains(said), "{said}: {sheet}");
    }
    assert!(sheet.contains("<span lang=\"pt\" dir=\"ltr\">"), "in the country's language, and marked");
    let card = printed("a6", long);
    assert!(!card.contains("tem direito a ser ouvido"), "{card}");
    assert_eq!(card.contains("Ligue hoje."), card.contains("demonstration text"), "no word of it without that: {card}");
    assert!(card.contains("1. ") && card.contains("There is more at this address"), "somebody to turn to: {card}");
}

#[test]
fn a_withdrawn_page_leads_on() {
    let at = visit(Locale::En, "services/x/y", "");
    let html = rendered(&at, || problem::gone(&at, withdrawn_page(Locale::En)));
    assert!(html.contains("What may help instead") && html.contains("href=\"/en/needs/food\""), "{html}");
    assert!(html.contains("noindex"), "{html}");
}

fn card_entry(locale: Locale) -> CardEntry {
    let service = service_page(locale);
    CardEntry {
        name: service.name,
        organisation: Some(service.organisation.label),
        summary: service.summary,
        eligibility: service.eligibility,
        minimum_age: Some(18),
        maximum_age: None,
        documents: service.required_documents,
        cost: Cost::Free,
        fees: None,
        languages: vec!["pt".into(), "ar".into()],
        phones: vec![phone()],
        email: Some("apoio@example.org".into()),
        website: None,
        place: Some(place(locale)),
        more_places: 2,
        ends_on: NaiveDate::from_ymd_opt(2027, 1, 31),
        code: Some("abc1234".into()),
    }
}

fn card(kind: CardKind, locales: &[Locale], edition: impl Fn(Locale) -> CardEdition) -> Card {
    Card {
        path: "services/0190/cabaz".into(),
        code: Some("abc1234".into()),
        kind,
        sensitive: false,
        editions: locales.iter().map(|locale| edition(*locale)).collect(),
        total: 40,
    }
}

pub fn service_card(locales: &[Locale]) -> Card {
    card(CardKind::Service(ServiceKind::Service), locales, |locale| CardEdition {
        locale,
        title: "Food parcel".into(),
        lead: None,
        country: None,
        about: Some(card_entry(locale)),
        entries: Vec::new(),
    })
}

pub fn list_card(locales: &[Locale]) -> Card {
    card(CardKind::Search, locales, |locale| CardEdition {
        locale,
        title: "Food".into(),
        lead: Some(said(locale, "Who has nothing to eat gets food, today and for free.")),
        country: None,
        about: None,
        entries: vec![card_entry(locale); 40],
    })
}

pub fn withdrawn_page(locale: Locale) -> WithdrawnPage {
    WithdrawnPage { needs: vec![link("Food", &format!("/{locale}/needs/food"))], similar: found(locale, 3) }
}
