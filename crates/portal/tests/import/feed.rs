//! A small feed, and what the database holds of it.

use chrono::{DateTime, Duration, Utc};
use model::{
    Locale,
    record::{Record, Source},
};
use portal::{
    Operator,
    import::{self, ImportOptions, Report},
    taxonomies,
    test_database::{TestDatabase, now, test_database},
};
use serde_json::{Value, json};
use sqlx::Row;

pub async fn database() -> TestDatabase {
    let database = test_database().await;
    taxonomies::load(&database.portal, now()).await.unwrap();
    database
}

pub fn source() -> Source {
    serde_json::from_value(json!({ "key": "test-feed", "name": "Test feed", "locale": "en", "licence": "CC0-1.0" }))
        .unwrap()
}

fn text(value: &str) -> Value {
    serde_json::to_value(model::Text::new(Locale::En, value)).unwrap()
}

/// `extra` is merged over the plain fields; strings of name, summary and description become texts.
fn record(plain: Value, extra: Value) -> Value {
    let mut fields = plain.as_object().cloned().unwrap();
    fields.extend(extra.as_object().cloned().unwrap());
    for key in ["name", "summary", "description"] {
        if let Some(value) = fields.get(key).and_then(Value::as_str) {
            let value = text(value);
            fields.insert(key.to_owned(), value);
        }
    }
    Value::Object(fields)
}

pub fn organisation(id: &str, extra: Value) -> Record {
    let plain = json!({ "source_id": id, "name": format!("Organisation {id}") });
    Record::Organisation(serde_json::from_value(record(plain, extra)).unwrap())
}

pub fn service(id: &str, organisation: &str, extra: Value) -> Record {
    let plain = json!({ "source_id": id, "organisation": organisation, "name": format!("Service {id}"), "needs": ["food-parcel"] });
    Record::Service(serde_json::from_value(record(plain, extra)).unwrap())
}

pub fn place(id: &str) -> Value {
    json!({
        "location": {
            "source_id": id, "locality": "Évora", "country": "PT", "latitude": 38.57, "longitude": -7.91,
            "schedules": [{ "opening_hours": "Mo-Fr 09:00-17:00" }], "phones": [{ "number": "+351 200 000 001" }],
        },
        "schedules": [{ "opening_hours": "Tu 10:00-12:00" }],
        "phones": [{ "number": "+351 200 000 002" }],
    })
}

pub fn small() -> Vec<Record> {
    let full = json!({
        "summary": "A bag of food every week", "places": [place("p1"), place("p2")], "audiences": ["families"],
        "coverage": ["PT187"], "source_terms": [{ "vocabulary": "v", "code": "c\t\\1", "label": "A \"label\"\nof two lines" }],
        "required_documents": [serde_json::to_value(model::Text::new(Locale::En, "Identity card")).unwrap()],
        "cost_options": [{ "option": "Adults", "amount": 2.5, "currency": "EUR" }],
        "contact_points": [{ "name": "Desk", "email": "desk@example.org" }], "phones": [{ "number": "+351 200 000 003" }],
        "languages": ["pt", "en"], "formats": ["in_person", "remote"], "minimum_age": 16, "maximum_age": 30,
        "cost": "free", "ends_on": "2027-01-31",
    });
    vec![
        organisation(
            "o1",
            json!({ "locations": [place("p1")["location"]], "phones": [{ "number": "+351 200 000 004" }] }),
        ),
        organisation(
            "o2",
            json!({ "identifiers": [{ "scheme": "nif", "value": "500" }], "expertise": ["social-work"] }),
        ),
        service("s1", "o1", full),
        service("s2", "o1", json!({ "places": [place("p2")] })),
        service("s3", "o2", json!({ "kind": "job" })),
    ]
}

pub async fn run(database: &TestDatabase, records: Vec<Record>) -> Report {
    run_at(database, records, now(), ImportOptions { chunk: 2, ..ImportOptions::default() }).await
}

/// An hour later than the first run, so that touched rows show.
pub async fn run_again(database: &TestDatabase, records: Vec<Record>) -> Report {
    run_at(database, records, later(), ImportOptions { chunk: 2, ..ImportOptions::default() }).await
}

pub fn later() -> DateTime<Utc> {
    now() + Duration::hours(1)
}

pub async fn run_at(
    database: &TestDatabase,
    records: Vec<Record>,
    at: DateTime<Utc>,
    options: ImportOptions,
) -> Report {
    let operator = Operator::at_the_console("test");
    let report =
        import::run(&database.portal, &operator, &database.ids, &source(), records, options, at, |_| ()).await.unwrap();
    assert!(report.adds_up(), "{report:?}");
    report
}

pub fn counts(report: &Report) -> (usize, usize, usize, usize, usize, usize) {
    (report.created, report.updated, report.unchanged, report.merged, report.vanished, report.refused_whole())
}

pub async fn number(database: &TestDatabase, sql: &'static str) -> i64 {
    let mut connection = database.connection().await;
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

/// Every row of every table with the transaction that wrote it: two equal states mean that nothing was written between.
pub async fn state(database: &TestDatabase) -> Vec<String> {
    let mut connection = database.connection().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select tablename::text from pg_tables where schemaname = 'public' and tablename not like '\\_%' order by 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut state = Vec::new();
    for table in tables {
        let sql =
            format!("select '{table}: ' || xmin || ' ' || ctid || ' ' || t::text as row from {table} t order by 1");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
        state.extend(rows.iter().map(|row| row.get::<String, _>("row")));
    }
    state
}

/// Everything a reader can see of the feed, without ids and times that may differ between two ways to the same state.
pub async fn content(database: &TestDatabase) -> Vec<String> {
    let mut connection = database.connection().await;
    let sql = "
      select 'organisation ' || concat_ws('|', source_record_id, status, slug, name, summary, phones) from (
        select o.*, array(select number from phone where organisation_id = o.id order by position) as phones from organisation o) o
      union all
      select 'service ' || concat_ws('|', s.source_record_id, s.status, o.source_record_id, s.slug, s.name, s.summary, s.cost,
        s.languages, s.minimum_age, s.ends_on,
        array(select need_slug from service_need where service_id = s.id order by 1),
        array(select audience_slug from service_audience where service_id = s.id order by 1),
        array(select territory_id from service_territory where service_id = s.id order by 1),
        array(select concat_ws(',', vocabulary, code, label) from service_term where service_id = s.id order by 1),
        array(select document ->> 'source' from required_document where service_id = s.id order by position),
        array(select concat_ws(',', option, amount, currency) from cost_option where service_id = s.id order by position),
        array(select concat_ws(',', name, department, email) from contact_point where service_id = s.id order by position),
        array(select number from phone where service_id = s.id order by position),
        array(select source_record_id from merged_record where service_id = s.id order by 1),
        array(select concat_ws(',', l.source_record_id, l.territory_id, l.organisation_id is not null,
            (select string_agg(opening_hours, '/') from schedule where service_at_location_id = a.id),
            (select string_agg(number, '/' order by position) from phone where service_at_location_id = a.id),
            (select string_agg(opening_hours, '/') from schedule where location_id = l.id),
            (select string_agg(number, '/' order by position) from phone where location_id = l.id))
          from service_at_location a join location l on l.id = a.location_id where a.service_id = s.id order by a.position))
      from service s join organisation o on o.id = s.organisation_id
      union all
      select 'location ' || source_record_id from location
      order by 1";
    sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
}
