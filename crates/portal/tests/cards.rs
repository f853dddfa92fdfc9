//! Needs in one country.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use model::{Locale, ReadabilityMeasure, SearchQuery, card::CardSubject, pages::CodeTarget};
use portal::{
    Error, Portal, cards, codes, needs, printed, sitemap, taxonomies,
    test_database::{TestDatabase, now, service, test_database},
};

async fn loaded() -> TestDatabase {
    let database = test_database().await;
    taxonomies::load(&database.portal, now()).await.unwrap();
    database
}

async fn countries(portal: &Portal, query: &str, locale: Locale) -> Vec<String> {
    let page = needs::page(portal, "bank-account", &SearchQuery::parse(query), locale, now()).await.unwrap();
    page.cards.into_iter().map(|card| card.path).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_has_a_card_for_a_country_with_the_services_there() {
    let database = loaded().await;
    let there = service().named("Casa").need("eviction").covering("nuts2024:PT1C4").save(&database).await;
    service().named("Maison").need("eviction").covering("nuts2021:FRJ").save(&database).await;
    let need = cards::of_need(&database.portal, "eviction", Some("pt"), Locale::Pt, now()).await.unwrap();
    assert!(!need.sensitive);
    assert_eq!(need.services.iter().map(|found| found.id).collect::<Vec<_>>(), [there.0]);
    assert_eq!(need.about.unwrap().locale, Locale::Pt);
    let card = need.card.unwrap();
    assert_eq!((card.path.as_str(), card.country_name.as_str()), ("needs/eviction/pt", "Portugal"));
    assert_eq!((card.gives.locale, card.locales), (Locale::Pt, vec![Locale::En, Locale::Pt]));
    assert_eq!(card.readability.measure, ReadabilityMeasure::FleschMartins);
    assert!(card.easy.readability.is_easier_than(card.readability));
    assert!(card.easy.right.value.contains('\n'), "a line is a sentence");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_of_a_country_is_printed_with_its_law_and_has_a_code() {
    let database = loaded().await;
    service().named("Casa").need("eviction").covering("nuts2024:PT1C4").save(&database).await;
    service().named("Maison").need("eviction").covering("nuts2021:FRJ").save(&database).await;
    codes::issue_of_taxonomies(&database.portal, &database.ids, now()).await.unwrap();
    let subject = CardSubject::Country("eviction".into(), "pt".into());
    let card = printed::card(&database.portal, &subject, &[Locale::Pt, Locale::Ar], now()).await.unwrap();
    assert_eq!((card.path.as_str(), card.total), ("needs/eviction/pt", 1));
    let code = card.code.unwrap();
    let laws: Vec<_> = card.editions.iter().map(|edition| edition.country.clone().unwrap()).collect();
    assert_eq!((laws[0].gives.locale, laws[0].country_name.as_str()), (Locale::Pt, "Portugal"));
    assert_eq!((laws[1].gives.locale, laws[1].country_name.as_str()), (Locale::Pt, "البرتغال"), "falls back visibly");
    assert_eq!(card.editions[0].entries.len(), 1);
    let target = async || codes::target(&database.portal, &code).await.unwrap();
    assert_eq!(target().await, CodeTarget::Card("eviction".into(), "pt".into()));
    let nowhere = CardSubject::Country("eviction".into(), "xx".into());
    let nowhere = printed::card(&database.portal, &nowhere, &[Locale::Pt], now()).await;
    assert!(matches!(nowhere, Err(Error::NotFound)));
    sqlx::query("delete from card where need_slug = 'eviction'").execute(database.pool()).await.unwrap();
    assert_eq!(target().await, CodeTarget::Need("eviction".into(), SearchQuery::default()), "no longer shipped");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_not_translated_is_in_the_countrys_language_and_measured_in_it() {
    let database = loaded().await;
    let need = cards::of_need(&database.portal, "rights-at-work", Some("GR"), Locale::Ar, now()).await.unwrap();
    let card = need.card.unwrap();
    assert_eq!((card.gives.locale, card.readability.measure), (Locale::El, ReadabilityMeasure::Lix));
    assert_eq!(card.country_name, "اليونان");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_country_or_a_card_the_need_is_still_told() {
    let database = loaded().await;
    for country in [None, Some("FR"), Some("XX"), Some("'; drop")] {
        let need = cards::of_need(&database.portal, "food-parcel", country, Locale::Fr, now()).await.unwrap();
        assert!(need.card.is_none() && need.about.is_some(), "{country:?}");
    }
    let unknown = cards::of_need(&database.portal, "flying", Some("FR"), Locale::Fr, now()).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_page_leads_to_the_cards_of_the_country_that_is_asked_for() {
    let database = loaded().await;
    let portal = &database.portal;
    let (es, fr) = ("/es/needs/bank-account/es", "/fr/needs/bank-account/fr");
    assert_eq!(countries(portal, "", Locale::Es).await, [es, "/es/needs/bank-account/fr"]);
    assert_eq!(countries(portal, "", Locale::Fr).await[0], fr, "the reader's language first");
    assert_eq!(countries(portal, "territory=nuts2021:FRJ", Locale::Fr).await, [fr]);
    assert_eq!(countries(portal, "territory=EL", Locale::Fr).await.len(), 2, "a country without one hides none");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sitemap_names_cards_and_their_easy_versions_in_their_languages() {
    let database = loaded().await;
    let all = sitemap::entries(&database.portal, 0, 1000, now()).await.unwrap();
    assert_eq!(all.len() as u64, sitemap::count(&database.portal, now()).await.unwrap());
    for path in ["needs/eviction/pt", "needs/eviction/pt/easy"] {
        let entry = all.iter().find(|entry| entry.path == path).unwrap();
        assert_eq!(entry.locales, [Locale::En, Locale::Pt], "{path}");
    }
    let need = all.iter().find(|entry| entry.path == "needs/eviction").unwrap();
    assert_eq!(need.locales.len(), 7);
}
