//! What visitors read of one thing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use chrono::TimeDelta;
use followed::follow;
use model::card::CardSubject;
use model::pages::CodeTarget;
use model::{Locale, OrganisationId, ServiceId, ServiceKind, Status};
use portal::{
    Error, codes, home, organisations, printed, services, sitemap,
    test_database::{TestDatabase, now, organisation, service, test_database},
};
use std::collections::HashSet;
use uuid::Uuid;

async fn run(database: &TestDatabase, statement: &'static str, id: Uuid) {
    sqlx::query(statement).bind(id).execute(database.pool()).await.unwrap();
}

#[tokio::test]
async fn a_service_page_says_everything_in_the_readers_language() {
    let database = test_database().await;
    let giver = organisation().named("Mesa Comum").save(&database).await;
    let id = service().named_in(Locale::Pt, "Almoço quente").translated(Locale::En, "Warm lunch").by(giver);
    let id = id
        .need("food")
        .audience("older-people")
        .covering("test:PT")
        .at(38.571, -7.913)
        .open("Mo-Fr 12:00-14:00")
        .save(&database)
        .await;
    run(&database, "insert into code (code, kind, id) values ('bcdfghj', 'service', $1)", id.0).await;
    run(&database, "insert into phone (id, service_id, number) select gen_random_uuid(), $1, n from unnest(array['+351 266 000 000', '+351266000000']) n", id.0).await;
    run(&database, "insert into phone (id, location_id, number, extension) select gen_random_uuid(), location_id, '266 000 001', '5' from service_at_location where service_id = $1", id.0).await;
    run(
        &database,
        "insert into required_document values ($1, 0, '{\"source\":\"pt\",\"values\":{\"pt\":\"Cartão de cidadão\"}}')",
        id.0,
    )
    .await;
    run(&database, "insert into source (id, key, name, licence, locale) values (gen_random_uuid(), 'feed', 'A feed', 'ODbL-1.0', 'pt') returning $1", id.0).await;
    run(&database, "update service set source_id = (select id from source), cost = 'free', languages = '{pt,uk}', formats = '{in_person}', minimum_age = 65 where id = $1", id.0).await;

    let page = services::page(&database.portal, id, Locale::En, now() + TimeDelta::hours(36)).await.unwrap();
    assert_eq!((page.name.value.as_str(), page.name.locale), ("Warm lunch", Locale::En));
    assert_eq!(page.path, format!("services/{id}/almoco-quente"));
    assert_eq!(
        (page.organisation.label.as_str(), page.organisation.path),
        ("Mesa Comum", format!("/en/organisations/{giver}/mesa-comum"))
    );
    assert_eq!(
        (page.needs[0].path.as_str(), page.audiences[0].path.as_str()),
        ("/en/needs/food", "/en/search?audience=older-people")
    );
    assert_eq!(
        (page.coverage, page.code.as_deref(), page.minimum_age),
        (vec!["test:PT".to_owned()], Some("bcdfghj"), Some(65))
    );
    assert_eq!(
        (page.phones.len(), page.phones[0].dial.as_str()),
        (1, "+351266000000"),
        "a number written twice is shown once"
    );
    assert_eq!(
        (page.required_documents[0].value.as_str(), page.required_documents[0].locale),
        ("Cartão de cidadão", Locale::Pt)
    );
    assert_eq!(page.provenance.licence.as_deref(), Some("ODbL-1.0"));
    assert_eq!(page.locales, [Locale::En, Locale::Pt]);
    let place = &page.places[0];
    assert_eq!((place.locality.as_deref(), place.phones[0].dial.as_str()), (Some("Évora"), "266000001,5"));
    // Noon and a half of a Monday, Lisbon time.
    assert_eq!((place.hours[0].open_now, place.hours[0].time_zone.as_str()), (Some(false), "Europe/Lisbon"));
    assert_eq!(place.hours[0].week.as_ref().unwrap()[0], [(720, 840)]);

    let arabic = services::page(&database.portal, id, Locale::Ar, now()).await.unwrap();
    assert_eq!(
        (arabic.name.value.as_str(), arabic.name.locale),
        ("Almoço quente", Locale::Pt),
        "else the source, marked as such"
    );
}

#[tokio::test]
async fn what_is_no_more_is_gone_and_what_never_was_is_not_found() {
    let database = test_database().await;
    let giver = organisation().save(&database).await;
    let page = async |id: ServiceId| services::page(&database.portal, id, Locale::En, now()).await;
    let shown = service().by(giver).save(&database).await;
    assert!(page(shown).await.is_ok());
    let closed = service().status(Status::TemporarilyClosed).save(&database).await;
    assert_eq!(page(closed).await.unwrap().status, Status::TemporarilyClosed);
    for status in [Status::Inactive, Status::Defunct, Status::Withdrawn, Status::Vanished] {
        assert!(matches!(page(service().status(status).save(&database).await).await, Err(Error::Gone)), "{status}");
    }
    let today = now().date_naive();
    assert!(page(service().until(today).save(&database).await).await.is_ok(), "the last day is a day");
    let ended = service().kind(ServiceKind::Event).until(today - TimeDelta::days(1)).save(&database).await;
    assert!(matches!(page(ended).await, Err(Error::Gone)));
    assert!(matches!(page(ServiceId(Uuid::nil())).await, Err(Error::NotFound)));
    organisation().id(giver).status(Status::Withdrawn).save(&database).await;
    assert!(matches!(page(shown).await, Err(Error::Gone)), "nobody gives it any more");
    assert!(matches!(organisations::page(&database.portal, giver, Locale::En, now()).await, Err(Error::Gone)));
    let unknown = organisations::page(&database.portal, OrganisationId(Uuid::nil()), Locale::En, now()).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn similar_services_meet_the_same_need_nearby() {
    let database = test_database().await;
    let here = || service().covering("test:PT");
    let id = here().named("This one").need("food").need("housing").save(&database).await;
    let both = here().named("Both needs").need("food").need("housing").save(&database).await;
    let one = here().named("One need").need("food").save(&database).await;
    here().named("Another need").need("work").save(&database).await;
    here().named("Withdrawn").need("food").status(Status::Withdrawn).save(&database).await;
    service().named("Elsewhere").need("food").covering("test:IT").save(&database).await;
    let followed = follow(&database.portal).await;
    followed.equals_database().await;
    let page = services::page(&database.portal, id, Locale::En, now()).await.unwrap();
    let similar: HashSet<Uuid> = page.similar.iter().map(|item| item.id).collect();
    assert_eq!(similar, HashSet::from([both.0, one.0]));
    for number in 0..6 {
        here().named(&format!("More {number}")).need("food").save(&database).await;
    }
    followed.equals_database().await;
    assert_eq!(services::page(&database.portal, id, Locale::En, now()).await.unwrap().similar.len(), 4);
}

#[tokio::test]
async fn an_organisation_page_lists_services_before_opportunities() {
    let database = test_database().await;
    let giver = organisation().named("Casa do Povo").summary("Help for everyone").save(&database).await;
    let event =
        service().by(giver).kind(ServiceKind::Event).updated_at(now() + TimeDelta::hours(1)).save(&database).await;
    let permanent = service().by(giver).save(&database).await;
    service().by(giver).status(Status::Withdrawn).save(&database).await;
    service().named("Of another").save(&database).await;
    let page = organisations::page(&database.portal, giver, Locale::Fr, now()).await.unwrap();
    assert_eq!(page.services.iter().map(|item| item.id).collect::<Vec<_>>(), [permanent.0, event.0]);
    assert_eq!((page.path, page.locales), (format!("organisations/{giver}/casa-do-povo"), vec![Locale::En]));
}

#[tokio::test]
async fn the_home_page_counts_what_is_shown() {
    let database = test_database().await;
    let giver = organisation().save(&database).await;
    let newest = service()
        .by(giver)
        .need("food")
        .covering("test:PT")
        .updated_at(now() + TimeDelta::hours(1))
        .save(&database)
        .await;
    let older = service().by(giver).need("food").save(&database).await;
    service().by(giver).need("food").status(Status::Vanished).save(&database).await;
    let page = home::page(&database.portal, Locale::Es, now()).await.unwrap();
    assert_eq!((page.services, page.organisations, page.needs[0].services), (2, 1, 2));
    assert_eq!(page.recent.iter().map(|item| item.id).collect::<Vec<_>>(), [newest.0, older.0]);
    assert_eq!(page.territories[0].path, "/es/search?territory=test:PT");
}

#[tokio::test]
async fn codes_lead_to_their_thing_for_ever() {
    let database = test_database().await;
    let id = service().status(Status::Withdrawn).need("food").save(&database).await;
    run(&database, "insert into code (code, kind, id) values ('bcdfghj', 'service', $1)", id.0).await;
    run(
        &database,
        "insert into code (code, kind, need_slug) select 'bcdfghk', 'need', 'food' where $1::uuid is not null",
        id.0,
    )
    .await;
    assert_eq!(codes::target(&database.portal, "BCDFGHJ").await.unwrap(), CodeTarget::Service(id));
    assert_eq!(
        codes::target(&database.portal, "bcdfghk").await.unwrap(),
        CodeTarget::Need("food".to_owned(), model::SearchQuery::default())
    );
    assert!(matches!(codes::target(&database.portal, "' or 1=1").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_sitemap_names_each_visible_page_once() {
    let database = test_database().await;
    let giver = organisation().save(&database).await;
    let id = service()
        .named_in(Locale::Pt, "Banco")
        .translated(Locale::En, "Bank")
        .by(giver)
        .need("food")
        .save(&database)
        .await;
    service().by(giver).status(Status::Withdrawn).save(&database).await;
    let all = sitemap::entries(&database.portal, 0, 100, now()).await.unwrap();
    let paths: Vec<&str> = all.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(
        paths,
        ["", "needs/food", &format!("organisations/{giver}/casa-aberta"), &format!("services/{id}/banco")]
    );
    assert_eq!(all[3].locales, [Locale::En, Locale::Pt]);
    assert_eq!(sitemap::count(&database.portal, now()).await.unwrap(), 4);
    let mut paged = Vec::new();
    for offset in 0..5 {
        paged.extend(sitemap::entries(&database.portal, offset, 1, now()).await.unwrap());
    }
    assert_eq!(paged, all);
}

/// Who can be neither called nor written to is reached by way of who gives it.
#[tokio::test]
async fn a_service_without_a_telephone_has_that_of_its_organisation() {
    let database = test_database().await;
    let giver = organisation().named("Mesa Comum").save(&database).await;
    let silent = service().named("Lunch").by(giver).save(&database).await;
    let spoken = service().named("Dinner").by(giver).save(&database).await;
    run(
        &database,
        "insert into phone (id, organisation_id, number) values (gen_random_uuid(), $1, '+351 266 000 002')",
        giver.0,
    )
    .await;
    run(
        &database,
        "insert into phone (id, service_id, number) values (gen_random_uuid(), $1, '+351 266 000 003')",
        spoken.0,
    )
    .await;
    for (id, dial, by_organisation) in [(silent, "+351266000002", true), (spoken, "+351266000003", false)] {
        let page = services::page(&database.portal, id, Locale::En, now()).await.unwrap();
        let dials: Vec<&str> = page.phones.iter().map(|phone| phone.dial.as_str()).collect();
        assert_eq!((dials, page.by_organisation), (vec![dial], by_organisation));
        let card = printed::card(&database.portal, &CardSubject::Service(id), &[Locale::En], now()).await.unwrap();
        assert_eq!(card.editions[0].about.as_ref().unwrap().phones[0].dial, dial);
    }
}
