//! What a need says of itself, and its cards.

use super::*;

fn card_html(locale: Locale, easy: bool, sensitive: bool) -> String {
    let path = if easy { "needs/food/pt/easy" } else { "needs/food/pt" };
    let visit = visit(locale, path, "");
    let need = model::pages::NeedCard { sensitive, ..need_card(locale) };
    rendered(&visit, || needs::card::show(need, country_card(), easy, &visit))
}

fn title(html: &str) -> &str {
    html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap()
}

fn data(html: &str) -> serde_json::Value {
    let block = html.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    serde_json::from_str(block.split("</script>").next().unwrap()).unwrap()
}

#[test]
fn a_sensitive_need_stays_out_of_titles() {
    let visit = visit(Locale::En, "needs/x", "");
    let need = model::pages::NeedPage { sensitive: true, label: "Violence at home".into(), ..need_page(Locale::En) };
    let html = rendered(&visit, || needs::show(need, Default::default(), &visit));
    let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
    assert!(!title.contains("Violence"), "{title}");
    assert!(html.contains("href=\"/en/safety\""), "{html}");
}

#[test]
fn a_sensitive_card_stays_out_of_titles() {
    for easy in [false, true] {
        let html = card_html(Locale::En, easy, true);
        assert!(!title(&html).contains("Food"), "{}", title(&html));
        assert!(html.contains("href=\"/en/safety\""), "{html}");
        assert!(title(&card_html(Locale::En, easy, false)).contains("Food: Portugal") != easy);
    }
}

#[test]
fn a_need_says_what_helps_and_leads_to_its_cards() {
    let visit = visit(Locale::En, "needs/food", "");
    let html = rendered(&visit, || needs::show(need_page(Locale::En), Default::default(), &visit));
    assert!(html.contains("<p class=\"prose\">A bag of food. Food banks give it. Call before you go.</p>"), "{html}");
    assert!(html.contains("name=\"description\" content=\"A bag of food."), "{html}");
    assert!(html.contains("href=\"/en/needs/food/pt\"") && html.contains("href=\"/en/needs/food/pt/easy\""), "{html}");
    let data = data(&html);
    assert_eq!((&data["@type"], &data["url"]), (&"CollectionPage".into(), &"https://example.org/en/needs/food".into()));
    assert_eq!(data["mainEntity"]["itemListElement"].as_array().unwrap().len(), 6);
}

#[test]
fn a_card_says_the_right_its_date_and_that_it_is_a_demonstration() {
    let html = card_html(Locale::Pt, false, false);
    for part in [
        "Tem direito a ser ouvido.",
        "Decide a câmara.",
        "Tem 15 dias para reclamar.",
        "Lei n.º 1/2000",
        "<li>O cartão de cidadão</li>",
        "29 de novembro de 2026",
        "Confirme antes de agir",
        "href=\"/pt/needs/food/pt/easy\"",
        "href=\"/pt/search?need=food&amp;territory=nuts2024:PT\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("Partes desta página"), "it is in the reader's language: {html}");
    let data = data(&html);
    assert_eq!((&data["dateModified"], &data["inLanguage"]), (&"2026-11-29".into(), &"pt".into()));
}

#[test]
fn a_card_in_another_language_falls_back_visibly() {
    for easy in [false, true] {
        let html = card_html(Locale::Ar, easy, false);
        assert!(html.contains("lang=\"pt\" dir=\"ltr\">"), "{html}");
        let original = if easy { "href=\"/pt/needs/food/pt/easy\"" } else { "href=\"/pt/needs/food/pt\"" };
        assert!(html.contains(original), "{html}");
        assert!(html.contains("hreflang=\"en\"") && !html.contains("rel=\"alternate\" hreflang=\"ar\""), "{html}");
    }
}

#[test]
fn the_easy_version_has_a_line_for_a_sentence_and_tells_how_easy_it_is() {
    let html = card_html(Locale::Pt, true, false);
    assert!(html.contains("<p>Há comida.</p><p>É de graça.</p>"), "{html}");
    assert!(html.contains("(Flesch, Martins): 91.") && html.contains("O texto completo: 55."), "{html}");
    assert!(html.contains("href=\"/pt/needs/food/pt\""), "{html}");
}
