//! When the index has to be made anew, and what must not make it so, on a real Postgres.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use followed::{Followed, eventually, follow};
use model::{Locale, SearchQuery};
use portal::{
    Operator, changes, search,
    test_database::{builders, now, organisation, service, test_database},
};

/// An index directory that was filled from another database (a restored one, say) must not be believed.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_database_is_made_anew() {
    let (old, new) = tokio::join!(test_database(), test_database());
    service().named("From the old database").save(&old).await;
    let followed = follow(&old.portal).await;
    let dir = followed.stop().await;
    let id = service().named("From the new database").save(&new).await;
    let followed = Followed::start(&new.portal, dir).await;
    followed.finds("new", id).await;
    assert_eq!(followed.search("old").await.total, 0);
    followed.equals_database().await;
}

/// Rows that an instance missed were removed meanwhile: it must not believe that it has everything.
#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_was_away_too_long_is_made_anew() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let dir = followed.stop().await;
    let missed = service().named("Missed entirely").save(&database).await;
    sqlx::query("delete from change").execute(database.pool()).await.unwrap();
    let seen = service().named("Still in the log").save(&database).await;
    let followed = Followed::start(&database.portal, dir).await;
    followed.finds("log", seen).await;
    followed.finds("missed", missed).await;
    followed.equals_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_territory_moves_what_it_holds() {
    let database = test_database().await;
    let mut connection = database.connection().await;
    builders::territory(&mut connection, "test:PT", None).await;
    builders::territory(&mut connection, "test:PT1", Some("test:PT")).await;
    let id = service().named("Day centre").covering("test:PT1").save(&database).await;
    let _followed = follow(&database.portal).await;
    let within = async |territory: &str| {
        let query = SearchQuery { territories: vec![territory.to_owned()], ..SearchQuery::default() };
        let answer = search::answer(&database.portal, &query, Locale::En, now()).await.unwrap();
        assert!(!answer.degraded);
        answer.items.iter().any(|item| item.id == id.0)
    };
    eventually("found through the country", async || within("test:PT").await && within("pt").await).await;
    builders::territory(&mut connection, "test:ES", None).await;
    sqlx::query("update territory set parent_id = 'test:ES', ancestors = '{test:ES}' where code = 'PT1'")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("insert into change (kind) values ('taxonomy')").execute(&mut connection).await.unwrap();
    eventually("found through its new country", async || within("test:ES").await && !within("test:PT").await).await;
}

/// A release that moves a need or a territory writes its change row before its own index is opened.
#[tokio::test(flavor = "multi_thread")]
async fn a_territory_moved_while_nobody_followed_moves_what_it_holds() {
    let database = test_database().await;
    let mut connection = database.connection().await;
    builders::territory(&mut connection, "test:PT", None).await;
    builders::territory(&mut connection, "test:ES", None).await;
    builders::territory(&mut connection, "test:PT1", Some("test:PT")).await;
    let id = service().named("Day centre").covering("test:PT1").save(&database).await;
    let followed = follow(&database.portal).await;
    followed.finds("day", id).await;
    let dir = followed.stop().await;
    sqlx::query("update territory set parent_id = 'test:ES', ancestors = '{test:ES}' where code = 'PT1'")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("insert into change (kind) values ('taxonomy')").execute(&mut connection).await.unwrap();
    let _followed = Followed::start(&database.portal, dir).await;
    let query = SearchQuery { territories: vec!["test:ES".to_owned()], ..SearchQuery::default() };
    eventually("found through its new country", async || {
        let answer = search::answer(&database.portal, &query, Locale::En, now()).await.unwrap();
        !answer.degraded && answer.items.iter().any(|item| item.id == id.0)
    })
    .await;
}

/// A newer program may write what an older instance cannot read.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_read_costs_only_itself() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let giver = organisation().named("Giver").save(&database).await;
    let broken = service().named("Soup kitchen").by(giver).save(&database).await;
    let whole = service().named("Soup delivery").by(giver).save(&database).await;
    followed.finds("kitchen", broken).await;
    sqlx::query("update service set name = jsonb_set(name, '{values,xx}', '\"x\"') where id = $1")
        .bind(broken.0)
        .execute(database.pool())
        .await
        .unwrap();
    sqlx::query("insert into change (kind, id) values ('service', $1)")
        .bind(broken.0)
        .execute(database.pool())
        .await
        .unwrap();
    eventually("it left the index", async || followed.portal.index().unwrap().count() == 2).await;
    changes::rebuild_everywhere(&database.portal, &Operator::at_the_console("test")).await.unwrap();
    let later = service().named("Soup to go").by(giver).save(&database).await;
    followed.finds("go", later).await;
    followed.finds("delivery", whole).await;
    assert_eq!(followed.portal.index().unwrap().count(), 3);
}

/// As after a failover to a standby that lacked the last transactions: the instance runs on, its positions mean nothing.
#[tokio::test(flavor = "multi_thread")]
async fn another_log_under_a_running_instance_makes_its_index_anew() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let id = service().named("Never happened").save(&database).await;
    followed.finds("happened", id).await;
    for sql in [
        "update service set status = 'withdrawn'",
        "alter table change rename to older",
        "create table change (like older including all)",
        "insert into change (kind, id) values ('service', gen_random_uuid())",
    ] {
        sqlx::query(sql).execute(database.pool()).await.unwrap();
    }
    eventually("it left the index", async || followed.portal.index().is_some_and(|index| index.count() == 1)).await;
    let later = service().named("Afterwards").save(&database).await;
    followed.finds("afterwards", later).await;
    followed.equals_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rebuilding_everywhere_repairs_what_the_log_does_not_know() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let id = service().named("Before").save(&database).await;
    followed.finds("before", id).await;
    sqlx::query("update service set name = jsonb_set(name, '{values,en}', '\"Afterwards\"'), updated_at = updated_at + interval '1 second'")
        .execute(database.pool())
        .await
        .unwrap();
    assert_eq!(changes::compare(&database.portal, &followed.portal.index().unwrap()).await.unwrap().stale, [id.0]);
    changes::rebuild_everywhere(&database.portal, &Operator::at_the_console("test")).await.unwrap();
    followed.finds("afterwards", id).await;
    followed.equals_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_index_is_made_anew_and_searches_go_on() {
    let database = test_database().await;
    let id = service().named("Language course").save(&database).await;
    // Nobody follows: Postgres answers.
    let answer =
        search::answer(&database.portal, &SearchQuery::words("language course"), Locale::En, now()).await.unwrap();
    assert_eq!((answer.degraded, answer.items.len(), answer.items[0].id), (true, 1, id.0));
    let followed = follow(&database.portal).await;
    followed.finds("course", id).await;
    // Somebody may be writing there at this moment.
    eventually("it is lost", async || std::fs::remove_dir_all(&followed.dir).is_ok()).await;
    eventually("it is noticed and mended", async || {
        // At no moment is there no answer.
        let answer = followed.search("course").await;
        assert_eq!(answer.items.len(), 1, "degraded: {}", answer.degraded);
        followed.dir.join("meta.json").exists() && followed.portal.index().is_some_and(|index| index.count() == 2)
    })
    .await;
    let later = service().named("Sewing course").save(&database).await;
    followed.finds("sewing", later).await;
    followed.equals_database().await;
}
