//! Places among the words, nearness, opening and ways on, over the demonstration data.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use followed::{Followed, follow};
use model::{FoundItem, ItemKind, Locale, SearchAnswer, SearchQuery};
use portal::{
    Operator, Portal, demonstration, saved, search, taxonomies,
    test_database::{TestDatabase, now, test_database},
};
use uuid::Uuid;

async fn demonstration() -> (TestDatabase, Followed) {
    let database = test_database().await;
    taxonomies::load(&database.portal, now()).await.unwrap();
    let operator = Operator::at_the_console("test");
    demonstration::seed(&database.portal, &operator, &database.ids, now()).await.unwrap();
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    (database, followed)
}

async fn ask_in(portal: &Portal, locale: Locale, query: &str) -> SearchAnswer {
    search::answer(portal, &SearchQuery::parse(query), locale, now()).await.unwrap()
}

async fn ask(portal: &Portal, query: &str) -> SearchAnswer {
    ask_in(portal, Locale::En, query).await
}

/// Of the first page: those with a place in, or covering, one of the territories.
async fn serve(database: &TestDatabase, items: &[FoundItem], territories: &[&str]) -> Vec<bool> {
    let serving: Vec<Uuid> = sqlx::query_scalar(
        "select st.service_id from service_territory st join territory t on t.id = st.territory_id
           where t.id = any($1) or t.ancestors && $1
             or exists (select from territory wanted where wanted.id = any($1) and st.territory_id = any(wanted.ancestors))
         union select sl.service_id from service_at_location sl join location l on l.id = sl.location_id
           join territory t on t.id = l.territory_id where t.id = any($1) or t.ancestors && $1
         union select l.organisation_id from location l join territory t on t.id = l.territory_id
           where l.organisation_id is not null and (t.id = any($1) or t.ancestors && $1)",
    )
    .bind(territories)
    .fetch_all(database.pool())
    .await
    .unwrap();
    items.iter().map(|item| serving.contains(&item.id)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_sent_where_they_ask_and_onwards_where_little_is() {
    let (database, followed) = demonstration().await;
    let portal = &followed.portal;
    a_place_among_the_words_in_seven_languages(&database, portal).await;
    ways_on(portal).await;
    opening(portal).await;
    around(portal).await;
    kept(portal).await;
    danger(portal).await;
}

async fn danger(portal: &Portal) {
    for (locale, q) in [
        (Locale::En, "i want to die"),
        (Locale::It, "voglio morire"),
        (Locale::Pt, "quero morrer"),
        (Locale::Es, "quiero morir"),
        (Locale::Fr, "je veux mourir"),
        (Locale::El, "θέλω να πεθάνω"),
        (Locale::Ar, "أريد أن أموت"),
        (Locale::En, "my husband hits me"),
    ] {
        assert!(ask_in(portal, locale, &format!("q={q}")).await.danger, "{q}");
    }
    assert!(ask(portal, "need=crisis-line").await.danger);
    for q in ["q=food", "q=rent", "q=language course", "need=mental-health"] {
        assert!(!ask(portal, q).await.danger, "{q}");
    }
}

async fn a_place_among_the_words_in_seven_languages(database: &TestDatabase, portal: &Portal) {
    for (locale, q, label, territory) in [
        (Locale::En, "food in derry", "Derry", "bussola:gb-derry"),
        (Locale::Pt, "apoio alimentar évora", "Évora", "bussola:pt-evora"),
        (Locale::Fr, "logement près de Toulouse", "Toulouse", "bussola:fr-toulouse"),
        (Locale::It, "cibo a Palermo", "Palermo", "bussola:it-palermo"),
        (Locale::Es, "trabajo cerca de Gijón", "Gijón", "bussola:es-gijon"),
        (Locale::El, "φαγητό στην Αθήνα", "Αθήνα", "bussola:gr-athina"),
        (Locale::Ar, "طعام في عمان", "عمّان", "bussola:jo-amman"),
    ] {
        let answer = search::answer(portal, &SearchQuery::words(q), locale, now()).await.unwrap();
        let place = answer.place.as_ref().unwrap_or_else(|| panic!("{q}: no place"));
        assert!(place.label.contains(label) && place.territories == [territory], "{q}: {place:?}");
        let there = serve(database, &answer.items, &[territory]).await;
        assert!(there[0], "{q}: {:?}", answer.items[0]);
        let literal = SearchQuery { literal: true, ..SearchQuery::words(q) };
        let literal = search::answer(portal, &literal, locale, now()).await.unwrap();
        assert_eq!(literal.place, None);
    }
    let none = ["help with reading", "job centre", "people from jordan"];
    for q in none {
        assert_eq!(ask(portal, &format!("q={}", q.replace(' ', "+"))).await.place, None, "{q}");
    }
}

async fn ways_on(portal: &Portal) {
    let answer = ask(portal, "need=food&territory=bussola:pt-evora&language=xx").await;
    assert_eq!(answer.total, 0);
    let instead = answer.instead.unwrap();
    assert!(instead.less.iter().any(|less| less.without == "language"), "{instead:?}");
    for less in &instead.less {
        let query = less.path.split_once('?').map_or("", |(_, query)| query);
        assert_eq!(ask(portal, query).await.total, less.total, "{less:?}");
        assert!(less.total > 0);
    }
    let names: Vec<&str> = instead.less.iter().map(|less| less.without.as_str()).collect();
    assert!(!names.contains(&"q") && !names.contains(&"near"), "only what was asked: {names:?}");
    // Where one less does not help, all of them go.
    let answer = ask(portal, "need=food&territory=bussola:pt-evora&language=xx&audience=nobody").await;
    let less = answer.instead.unwrap().less;
    assert_eq!(less.iter().map(|less| less.without.as_str()).collect::<Vec<_>>(), ["all"]);
    assert_eq!((less[0].path.as_str(), less[0].total), ("/en/search?need=food", ask(portal, "need=food").await.total));
    // Who covers the need where the person looks, and can be called.
    assert!(!instead.call.is_empty());
    for one in &instead.call {
        assert!(!one.phone.dial.is_empty() && one.path.starts_with("/en/organisations/"), "{one:?}");
    }
    // Beyond the radius, with distances, the nearest first.
    let answer = ask(portal, "need=food&near=38.1,-8.5&radius=1000&format=in_person&kind=service").await;
    let nearest = answer.instead.unwrap().nearest;
    let distances: Vec<u32> = nearest.iter().filter_map(|item| item.distance_m).collect();
    assert!(!distances.is_empty() && distances.len() == nearest.len() && distances.is_sorted(), "{nearest:?}");
    assert!(distances[0] > 1000);
    // What is found in the country is not told again as the nearest to it.
    let answer = ask(portal, "q=meal&kind=service&territory=EL").await;
    let nearest = answer.instead.unwrap().nearest;
    assert!(!answer.items.is_empty() && !nearest.is_empty(), "{nearest:?}");
    assert!(nearest.iter().all(|near| answer.items.iter().all(|item| item.id != near.id)), "{nearest:?}");
    // Where enough is found nobody is sent on.
    assert_eq!(ask(portal, "need=food").await.instead, None);
    assert_eq!(ask(portal, "").await.instead, None);
    assert_eq!(ask(portal, "need=food&territory=bussola:pt-evora&language=xx&page=2").await.instead, None);
}

async fn opening(portal: &Portal) {
    let all = ask(portal, "need=food").await;
    let counted = all.opening.unwrap();
    assert_eq!(counted.open + counted.closed + counted.unknown, all.total);
    let open = ask(portal, "need=food&open=now&per_page=50").await;
    let told = open.opening.unwrap();
    assert_eq!((told.open, told.closed, told.unknown), (counted.open, 0, counted.unknown));
    assert_eq!(open.total, told.open + told.unknown, "unknown hours stay");
    let listed = |open_now: Option<bool>| open.items.iter().filter(|item| item.open == open_now).count() as u64;
    assert_eq!((listed(Some(true)), listed(None), listed(Some(false))), (told.open, told.unknown, 0));
    // The same instant by its name; the address that was opened says "now", whenever that is.
    let at = format!("need=food&per_page=50&open_at={}", now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    assert_eq!(ask(portal, &at).await.items, open.items);
}

async fn around(portal: &Portal) {
    let page = async |query: &str| search::page(portal, &SearchQuery::parse(query), Locale::En, now()).await.unwrap();
    let chosen = page("need=food&around=bussola:pt-evora&radius=30000").await;
    assert!(chosen.places.iter().any(|place| place.selected && place.value == "bussola:pt-evora"));
    let evora = ask(portal, "need=food&near=38.571,-7.913&radius=30000").await;
    assert!(!evora.items.is_empty());
    let ids = |items: &[FoundItem]| items.iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(ids(&chosen.answer.items), ids(&evora.items));
    // What was chosen is meant, not the point that the address still had; and nothing found still offers places.
    let both = page("need=food&around=bussola:pt-evora&near=55,-7.3&radius=30000").await;
    assert_eq!((ids(&both.answer.items), both.query.near), (ids(&evora.items), None));
    assert!(!page("q=zzzzqqq").await.places.is_empty());
}

async fn kept(portal: &Portal) {
    let some = ask(portal, "kind=service&per_page=3").await.items;
    let organisation = ask(portal, "kind=organisation&per_page=1").await.items[0].id;
    let nobody = Uuid::from_u128(7);
    let ids = [some[2].id, organisation, nobody, some[0].id, some[2].id];
    let page = saved::page(portal, &ids, Locale::Pt, now()).await.unwrap();
    let shown: Vec<Uuid> = page.items.iter().map(|item| item.id).collect();
    assert_eq!((shown, page.gone), (vec![some[2].id, organisation, some[0].id], 1));
    assert_eq!(page.items[1].kind, ItemKind::Organisation);
    let many: Vec<Uuid> = (0..80).map(Uuid::from_u128).collect();
    assert_eq!(saved::page(portal, &many, Locale::Pt, now()).await.unwrap().gone, saved::MOST as u64);
}
