//! The change log and the index that follows it, on a real Postgres.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[path = "support/followed.rs"]
mod followed;

use followed::{Followed, eventually, follow};
use model::{ItemKind, Locale, SearchQuery, Status};
use portal::{
    changes,
    health::IndexState,
    search,
    test_database::{now, organisation, service, test_database},
};
use sqlx::Connection;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_write_is_found_soon() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let id = service().named("Help with the rent").save(&database).await;
    followed.finds("rent", id).await;
    // A change of name, and of the organisation's name, which every service of it carries.
    let giver = organisation().named("Porta Amiga").save(&database).await;
    service()
        .id(id)
        .named("Warm meals")
        .by(giver)
        .updated_at(now() + chrono::TimeDelta::hours(1))
        .save(&database)
        .await;
    followed.finds("meals", id).await;
    followed.finds("amiga", id).await;
    eventually("the old name is forgotten", async || followed.search("rent").await.total == 0).await;
    organisation().id(giver).named("Mão Dada").save(&database).await;
    followed.finds("dada", id).await;
    followed.equals_database().await;
}

/// A sequence hands out numbers before commits: following it by number would lose the slower transaction's row.
#[tokio::test(flavor = "multi_thread")]
async fn a_lower_number_that_commits_later_is_not_lost() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let (mut slow, mut quick) = (database.connection().await, database.connection().await);
    let mut slow = slow.begin().await.unwrap();
    let first = service().named("Slow shelter").save_in(&database, &mut slow).await;
    let mut quick = quick.begin().await.unwrap();
    let second = service().named("Quick shelter").save_in(&database, &mut quick).await;
    quick.commit().await.unwrap();
    // Several looks at the log happen in between.
    tokio::time::sleep(Duration::from_millis(600)).await;
    slow.commit().await.unwrap();
    followed.finds("slow", first).await;
    followed.finds("quick", second).await;
    followed.equals_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_on_one_database_show_the_same() {
    let database = test_database().await;
    let other = database.another_portal().await;
    let (one, two) = tokio::join!(follow(&database.portal), follow(&other));
    let before = changes::content_generation(&other);
    let id = service().named("Night school").save(&database).await;
    one.finds("night", id).await;
    two.finds("night", id).await;
    assert!(changes::content_generation(&other) > before, "cached pages of the other instance must be made anew");
    one.equals_database().await;
    two.equals_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_not_shown_even_while_the_index_has_it() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let giver = organisation().save(&database).await;
    let (one, two) = (service().named("Food parcel one").by(giver), service().named("Food parcel two").by(giver));
    let (kept, withdrawn) = (one.save(&database).await, two.save(&database).await);
    followed.finds("parcel", kept).await;
    followed.finds("parcel", withdrawn).await;
    // Without a row in the change log: the index cannot know.
    sqlx::query("update service set status = 'withdrawn' where id = $1")
        .bind(withdrawn.0)
        .execute(database.pool())
        .await
        .unwrap();
    let answer = followed.search("parcel").await;
    assert_eq!((answer.total, answer.items.len(), answer.items[0].id, answer.degraded), (1, 1, kept.0, false));
    let suggestions = search::suggest(&database.portal, "parcel", Locale::En, now()).await.unwrap();
    assert!(suggestions.iter().all(|suggestion| !suggestion.path.contains(&withdrawn.to_string())), "{suggestions:?}");
    // With one, it goes from the index too, and comes back when published again.
    service().id(withdrawn).named("Food parcel two").by(giver).status(Status::Withdrawn).save(&database).await;
    eventually("it left the index", async || followed.portal.index().unwrap().count() == 2).await;
    service().id(withdrawn).named("Food parcel two").by(giver).save(&database).await;
    followed.finds("two", withdrawn).await;
    followed.equals_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_organisation_hides_its_services() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let giver = organisation().named("Gone Tomorrow").save(&database).await;
    let id = service().named("Debt advice").by(giver).save(&database).await;
    followed.finds("debt", id).await;
    organisation().id(giver).named("Gone Tomorrow").status(Status::Defunct).save(&database).await;
    eventually("both left the index", async || followed.portal.index().unwrap().count() == 0).await;
    followed.equals_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_instance_goes_on_where_it_was() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let first = service().named("First aid").save(&database).await;
    followed.finds("first", first).await;
    let dir = followed.stop().await;
    let second = service().named("Second hand").save(&database).await;
    let followed = Followed::start(&database.portal, dir).await;
    followed.finds("second", second).await;
    followed.finds("first", first).await;
    followed.equals_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reindex_fills_a_directory_and_leaves_a_running_instances_alone() {
    let database = test_database().await;
    let id = service().named("Legal aid").save(&database).await;
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(changes::reindex(&database.portal, dir.path()).await.unwrap(), 2);
    let followed = Followed::start(&database.portal, dir.path().to_owned()).await;
    followed.finds("legal", id).await;
    assert!(changes::reindex(&database.portal, dir.path()).await.is_err(), "a running instance has it");
    followed.finds("legal", id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_things_are_found_no_longer_without_anything_happening() {
    let database = test_database().await;
    let followed = follow(&database.portal).await;
    let today = now().date_naive();
    let id = service().named("Open day").until(today).save(&database).await;
    followed.finds("open", id).await;
    let tomorrow = now() + chrono::TimeDelta::days(1);
    let answer = search::answer(&database.portal, &SearchQuery::words("open day"), Locale::En, tomorrow).await.unwrap();
    assert!(answer.items.iter().all(|item| item.kind == ItemKind::Organisation), "{answer:?}");
    followed.equals_database().await;
    assert_eq!(portal::health::ready(&database.portal).await.index, IndexState::Ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_rows_of_the_log_go_but_the_newest_stays() {
    let database = test_database().await;
    sqlx::query(
        "insert into change (kind, at) select 'taxonomy', now() - interval '8 days' from generate_series(1, 3)",
    )
    .execute(database.pool())
    .await
    .unwrap();
    assert_eq!(changes::prune(&database.portal).await.unwrap(), 2);
    assert_eq!(changes::prune(&database.portal).await.unwrap(), 0);
}
