//! Needs in one country.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use model::{Locale, ReadabilityMeasure, SearchQuery};
use portal::{
    Error, Portal, cards, needs, sitemap, taxonomies,
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
    sqlx::query("insert into code (code, kind, need_slug) values ('bcdfghk', 'need', 'eviction')")
        .execute(database.pool())
        .await
        .unwrap();
    let need = cards::of_need(&database.portal, "eviction", Some("pt"), Locale::Pt, now()).await.unwrap();
    assert_eq!((need.code.as_deref(), need.sensitive), (Some("bcdfghk"), false));
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
