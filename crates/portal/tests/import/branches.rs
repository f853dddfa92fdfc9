//! One national service posted by many branches.

use crate::feed::*;
use model::record::Record;
use portal::import::ImportOptions;
use serde_json::{Value, json};

const TEXT: &str =
    "Volunteers drive people without a car to the doctor, the market and the town hall, for the price of the petrol.";

fn branch(number: usize, extra: Value) -> Record {
    let mut fields = json!({
        "name": if number == 2 { "TRANSPORT  solidaire" } else { "Transport solidaire" }, "summary": TEXT,
        "places": [place(&format!("p{number}"))], "phones": [{ "number": format!("+351 200 000 10{number}") }],
        "email": format!("branch{number}@example.org"), "needs": if number == 1 { json!(["transport"]) } else { json!([]) },
    });
    fields.as_object_mut().unwrap().extend(extra.as_object().cloned().unwrap());
    service(&format!("b{number}"), &format!("o{number}"), fields)
}

fn branches(numbers: &[usize]) -> Vec<Record> {
    let mut records: Vec<_> = (1..=4).map(|number| organisation(&format!("o{number}"), json!({}))).collect();
    records.extend(numbers.iter().map(|number| branch(*number, json!({}))));
    records
}

#[tokio::test(flavor = "multi_thread")]
async fn branches_are_kept_once_with_their_places_telephones_and_mail() {
    let database = database().await;
    let report = run(&database, branches(&[1, 2, 3])).await;
    assert_eq!(counts(&report), (5, 0, 0, 2, 0, 0));
    assert_eq!((report.services, report.places), (1, 3));
    let kept = content(&database).await.into_iter().find(|row| row.starts_with("service")).unwrap();
    for part in [
        "b1|active|o1|",
        "{b2,b3}",
        "p1,",
        "p2,",
        "p3,",
        "+351 200 000 002/+351 200 000 103",
        "Organisation o3,Évora,branch3@example.org",
        "{transport}",
    ] {
        assert!(kept.contains(part), "{part} in {kept}");
    }
    let before = state(&database).await;
    assert_eq!(counts(&run_again(&database, branches(&[1, 2, 3])).await), (0, 0, 5, 2, 0, 0));
    assert_eq!(state(&database).await, before);
    // Another order is the same feed.
    assert_eq!(counts(&run_again(&database, branches(&[3, 1, 2])).await), (0, 0, 5, 2, 0, 0));
    assert_eq!(state(&database).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_that_changes_its_text_is_a_service_of_its_own_and_may_return() {
    let database = database().await;
    run(&database, branches(&[1, 2, 3])).await;
    let first = content(&database).await;
    let mut changed = branches(&[1, 2]);
    changed.push(branch(3, json!({ "summary": format!("{TEXT} On Sundays too.") })));
    assert_eq!(counts(&run_again(&database, changed).await), (1, 1, 4, 1, 0, 0));
    assert_eq!(number(&database, "select count(*) from service_at_location a join service s on s.id = a.service_id where s.source_record_id = 'b1'").await, 2);
    assert_eq!(counts(&run_again(&database, branches(&[1, 2, 3])).await), (0, 1, 4, 2, 1, 0));
    let shown: Vec<_> = content(&database).await.into_iter().filter(|row| !row.contains("vanished")).collect();
    assert_eq!(shown, first);
    let before = state(&database).await;
    run_again(&database, branches(&[1, 2, 3])).await;
    assert_eq!(state(&database).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_service_outlives_the_branch_it_was_read_from() {
    let database = database().await;
    run(&database, branches(&[1, 2, 3])).await;
    let mut connection = database.connection().await;
    let id: String = sqlx::query_scalar("select id::text from service").fetch_one(&mut connection).await.unwrap();
    let report = run_again(&database, branches(&[2, 3])).await;
    assert_eq!(counts(&report), (0, 1, 4, 1, 0, 0));
    let (again, record): (String, String) =
        sqlx::query_as("select id::text, source_record_id from service").fetch_one(&mut connection).await.unwrap();
    assert_eq!((again, record), (id, "b2".to_owned()));
    // The first branch is listed again: a branch of what is kept now.
    assert_eq!(counts(&run_again(&database, branches(&[1, 2, 3])).await), (0, 1, 4, 2, 0, 0));
    assert_eq!(number(&database, "select count(*) from service").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_feed_takes_no_branch_away() {
    let database = database().await;
    run(&database, branches(&[1, 2, 3])).await;
    let before = content(&database).await;
    let part = ImportOptions { mark_vanished: false, ..ImportOptions::default() };
    for numbers in [[1, 2], [2, 3]] {
        let report = run_at(&database, branches(&numbers), later(), part.clone()).await;
        assert_eq!((counts(&report), report.refused.len()), ((0, 0, 5, 1, 0, 0), 1));
        assert_eq!(content(&database).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_looks_alike_stays_apart() {
    let database = database().await;
    let vague = json!({ "name": "Repairs", "summary": "We repair." });
    let mut records: Vec<_> = (1..=4).map(|number| organisation(&format!("o{number}"), json!({}))).collect();
    records.push(service("a", "o1", vague.clone()));
    records.push(service("b", "o2", vague.clone()));
    // What a person relies on differs.
    records.push(branch(1, json!({})));
    records.push(branch(2, json!({ "cost": "free" })));
    records.push(branch(3, json!({ "minimum_age": 60 })));
    records.push(branch(4, json!({ "audiences": ["older-people"] })));
    assert_eq!(counts(&run(&database, records).await), (10, 0, 0, 0, 0, 0));
}
