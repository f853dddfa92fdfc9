//! Running again: unchanged, changed, vanished, come back, killed.

use crate::feed::*;
use chrono::{DateTime, Utc};
use model::record::Record;
use portal::{
    Operator,
    import::{self, ImportOptions, Stage},
    test_database::{TestDatabase, now},
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_first_run_writes_whole_records() {
    let database = database().await;
    let report = run(&database, small()).await;
    assert_eq!(counts(&report), (5, 0, 0, 0, 0, 0), "{:?}", report.refused);
    assert_eq!((report.organisations, report.services, report.places), (2, 3, 2));
    let s1 = content(&database).await.into_iter().find(|row| row.starts_with("service s1|")).unwrap();
    assert_eq!(
        s1,
        "service s1|active|o1|service-s1|{\"source\": \"en\", \"values\": {\"en\": \"Service s1\"}}|\
         {\"source\": \"en\", \"values\": {\"en\": \"A bag of food every week\"}}|free|{pt,en}|16|2027-01-31|{food-parcel}|{families}|\
         {nuts2021:PT187}|{\"v,c\\t\\\\1,A \\\"label\\\"\\nof two lines\"}|{en}|{\"Adults,2.50,EUR\"}|{\"Desk,desk@example.org\"}|\
         {\"+351 200 000 003\"}|{}|{\"p1,bussola:pt-evora,t,Tu 10:00-12:00,+351 200 000 002,Mo-Fr 09:00-17:00,+351 200 000 001\",\
         \"p2,bussola:pt-evora,f,Tu 10:00-12:00,+351 200 000 002,Mo-Fr 09:00-17:00,+351 200 000 001\"}"
            .replace("\\t", "\t")
            .replace("\\n", "\n")
    );
    assert_eq!(number(&database, "select count(*) from change where kind <> 'taxonomy'").await, 5);
    assert_eq!(number(&database, "select count(*) from code where kind <> 'need'").await, 5);
    assert_eq!(number(&database, "select count(*) from import_run where finished_at is not null").await, 1);
    assert_eq!(number(&database, "select count(*) from audit where action = 'import'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_run_writes_nothing() {
    let database = database().await;
    run(&database, small()).await;
    let before = state(&database).await;
    let report = run_again(&database, small()).await;
    assert_eq!(counts(&report), (0, 0, 5, 0, 0, 0));
    assert_eq!(state(&database).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_counts_and_writes_nothing() {
    let database = database().await;
    let before = state(&database).await;
    let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
    let report = run_at(&database, small(), now(), options).await;
    assert_eq!((report.dry_run, report.created), (true, 5));
    assert_eq!(state(&database).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_record_is_written_anew_and_no_other() {
    let database = database().await;
    run(&database, small()).await;
    let at_place = "select min(a.id::text) from service_at_location a join service s on s.id = a.service_id
                    join location l on l.id = a.location_id where s.source_record_id = 's2' and l.source_record_id = 'p2'";
    let mut connection = database.connection().await;
    let kept: String = sqlx::query_scalar(at_place).fetch_one(&mut connection).await.unwrap();
    let mut records = small();
    records[3] = service(
        "s2",
        "o2",
        json!({ "places": [place("p2")], "summary": "New words", "needs": [], "audiences": ["migrants"] }),
    );
    let report = run_again(&database, records.clone()).await;
    assert_eq!(counts(&report), (0, 1, 4, 0, 0, 0));
    assert_eq!(number(&database, "select count(*) from service where updated_at > created_at").await, 1);
    assert_eq!(number(&database, "select count(*) from change where kind = 'service'").await, 4);
    let again: String = sqlx::query_scalar(at_place).fetch_one(&mut connection).await.unwrap();
    assert_eq!(kept, again, "other platforms know a service at a place by its id");
    let content_after_update = content(&database).await;
    assert_eq!(content_after_update, fresh(records).await);
}

/// What a first run of these records gives.
async fn fresh(records: Vec<Record>) -> Vec<String> {
    let database = database().await;
    run(&database, records).await;
    content(&database).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_feed_no_longer_lists_vanishes_and_comes_back() {
    let database = database().await;
    run(&database, small()).await;
    let code = "select code from code c join service s on s.id = c.id where s.source_record_id = 's1'";
    let mut connection = database.connection().await;
    let paper: String = sqlx::query_scalar(code).fetch_one(&mut connection).await.unwrap();
    let without: Vec<_> =
        small().into_iter().filter(|r| !matches!(r, Record::Service(s) if s.source_id == "s1")).collect();

    let part = ImportOptions { mark_vanished: false, ..ImportOptions::default() };
    assert_eq!(counts(&run_at(&database, without.clone(), later(), part).await), (0, 0, 4, 0, 0, 0));

    assert_eq!(counts(&run_again(&database, without.clone()).await), (0, 0, 4, 0, 1, 0));
    assert_eq!(number(&database, "select count(*) from service where status = 'vanished'").await, 1);
    assert_eq!(number(&database, "select count(*) from change where kind = 'service'").await, 4);
    let before = state(&database).await;
    assert_eq!(counts(&run_again(&database, without).await), (0, 0, 4, 0, 0, 0));
    assert_eq!(state(&database).await, before, "vanishing twice is once");

    assert_eq!(counts(&run_again(&database, small()).await), (0, 1, 4, 0, 0, 0));
    assert_eq!(number(&database, "select count(*) from service where status = 'active'").await, 3);
    assert_eq!(sqlx::query_scalar::<_, String>(code).fetch_one(&mut connection).await.unwrap(), paper);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_publisher_withdrew_stays_withdrawn() {
    let database = database().await;
    run(&database, small()).await;
    let mut connection = database.connection().await;
    sqlx::query("update service set status = 'withdrawn' where source_record_id = 's1'")
        .execute(&mut connection)
        .await
        .unwrap();
    let mut records = small();
    records[2] = service("s1", "o1", json!({ "summary": "Changed" }));
    assert_eq!(run_again(&database, records).await.updated, 1);
    run_again(&database, small().into_iter().take(2).collect()).await;
    assert_eq!(number(&database, "select count(*) from service where status = 'withdrawn'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_follows_its_first_mention_and_goes_with_the_last() {
    let database = database().await;
    run(&database, small()).await;
    // o1 moves its place p1, which s1 uses as well.
    let mut moved = place("p1");
    moved["location"]["street"] = json!("Rua Nova 1");
    let mut records = small();
    records[0] =
        organisation("o1", json!({ "locations": [moved["location"]], "phones": [{ "number": "+351 200 000 004" }] }));
    assert_eq!(counts(&run_again(&database, records.clone()).await), (0, 2, 3, 0, 0, 0));
    assert_eq!(number(&database, "select count(*) from location where street = 'Rua Nova 1'").await, 1);
    // Nothing is at p2 any more.
    records[2] = service("s1", "o1", json!({}));
    records[3] = service("s2", "o1", json!({}));
    run_again(&database, records).await;
    assert_eq!(number(&database, "select count(*) from location").await, 1);
}

/// The index ranks and filters a service by its places.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_moves_a_place_tells_of_the_others_given_there() {
    let database = database().await;
    run(&database, small()).await;
    let of_s1 = "select count(*) from change c join service s on s.id = c.id where s.source_record_id = 's1'";
    let options = || ImportOptions { mark_vanished: false, ..ImportOptions::default() };
    let part = |place: serde_json::Value, words: &str| {
        vec![organisation("o1", json!({})), service("s2", "o1", json!({ "places": [place], "summary": words }))]
    };
    run_at(&database, part(place("p2"), "New words, at the same place"), later(), options()).await;
    assert_eq!(number(&database, of_s1).await, 1, "nothing changed for it");
    let mut moved = place("p2");
    moved["location"]["latitude"] = json!(38.6);
    run_at(&database, part(moved.clone(), "Moved"), later(), options()).await;
    assert_eq!(number(&database, of_s1).await, 2, "s1 is given there too");
    moved["location"]["schedules"] = json!([{ "opening_hours": "Sa 10:00-12:00" }]);
    run_at(&database, part(moved, "Other hours"), later(), options()).await;
    assert_eq!(number(&database, of_s1).await, 3);
}

fn many() -> Vec<Record> {
    let mut records: Vec<_> = (0..20).map(|n| organisation(&format!("o{n}"), json!({}))).collect();
    records.extend((0..200).map(|n| {
        let places = [place(&format!("p{}", n % 30)), place(&format!("q{n}"))];
        service(
            &format!("s{n}"),
            &format!("o{}", n % 20),
            json!({ "places": places, "summary": format!("Summary {n}") }),
        )
    }));
    records
}

async fn import_in_fives(database: &TestDatabase, at: DateTime<Utc>, stop_after: Option<usize>) {
    let options = ImportOptions { chunk: 5, ..ImportOptions::default() };
    let (portal, ids) = (database.another_portal().await, database.ids.clone());
    let (reached, mut stopping) = tokio::sync::watch::channel(false);
    let importing = tokio::spawn(async move {
        let progress = |progress: import::Progress| {
            if progress.stage == Stage::Writing && stop_after.is_some_and(|stop| progress.done >= stop) {
                let _ = reached.send(true);
            }
        };
        import::run(&portal, &Operator::at_the_console("test"), &ids, &source(), many(), options, at, progress).await
    });
    if stop_after.is_some() {
        stopping.wait_for(|stop| *stop).await.unwrap();
        importing.abort();
        let _ = importing.await;
    } else {
        importing.await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_leaves_whole_records_and_the_next_run_completes_them() {
    let expected = {
        let database = database().await;
        import_in_fives(&database, now(), None).await;
        content(&database).await
    };
    let database = database().await;
    for stop in [10, 60, 120] {
        import_in_fives(&database, now(), Some(stop)).await;
        // Aborted between chunks: the chunk at work ends in its own task.
        let torn = "select count(*) from service s where (select count(*) from service_at_location where service_id = s.id) <> 2
                    or not exists (select from service_need where service_id = s.id)";
        assert_eq!(number(&database, torn).await, 0);
        let written = number(&database, "select count(*) from service").await
            + number(&database, "select count(*) from organisation").await;
        assert!(written < 220, "{written}: the run was not stopped");
    }
    import_in_fives(&database, now(), None).await;
    assert_eq!(content(&database).await, expected);
    assert_eq!(number(&database, "select count(*) from import_run where finished_at is null").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_after_the_last_chunk_is_made_good_by_the_next_run() {
    let database = database().await;
    run(&database, small()).await;
    let mut connection = database.connection().await;
    for sql in ["update import_run set finished_at = null, report = null", "delete from code where kind <> 'need'"] {
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
    assert_eq!(counts(&run_again(&database, small()).await), (0, 0, 5, 0, 0, 0));
    assert_eq!(number(&database, "select count(*) from code where kind <> 'need'").await, 5);
    assert_eq!(number(&database, "select count(*) from import_run where finished_at is not null").await, 1);
    let before = state(&database).await;
    run_again(&database, small()).await;
    assert_eq!(state(&database).await, before, "done once");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_import_of_a_source_at_a_time() {
    let database = database().await;
    let mut connection = database.connection().await;
    sqlx::query("select pg_advisory_lock(hashtextextended('bussola import test-feed', 0))")
        .execute(&mut connection)
        .await
        .unwrap();
    let import = async || {
        let (operator, options) = (Operator::at_the_console("test"), ImportOptions::default());
        import::run(&database.portal, &operator, &database.ids, &source(), small(), options, now(), |_| ()).await
    };
    let refused = import().await.unwrap_err().to_string();
    assert!(refused.contains("being imported by another"), "{refused}");
    drop(connection);
    // The server notices the closed connection in its own time.
    for _ in 0..50 {
        if import().await.is_ok() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the lock outlived its holder");
}
