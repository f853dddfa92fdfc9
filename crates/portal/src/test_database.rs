//! A fresh, migrated database for each test, on a real Postgres that all tests share; gone when the test is.
#![allow(clippy::expect_used, clippy::panic, reason = "for tests: what fails here fails the test")]

pub mod builders;

pub use builders::{OrganisationBuilder, ServiceBuilder, organisation, service};

use crate::{DatabaseSettings, Ids, Portal};
use chrono::{DateTime, Utc};
use local_postgres::{Postgres, scratch};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};
use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// A Sunday in November; tests that need another time say so.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).expect("a valid time")
}

pub struct TestDatabase {
    pub portal: Portal,
    pub url: String,
    pub ids: Ids,
    name: String,
}

/// A clone of the migrated template, with its own portal of eight connections.
pub async fn test_database() -> TestDatabase {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    let postgres = tokio::task::spawn_blocking(cluster).await.expect("starting the test Postgres");
    let mut admin = PgConnection::connect(&postgres.url()).await.expect("connecting to the test Postgres");
    let template = template(&mut admin, postgres).await;
    // Of an earlier process of this number that was killed.
    run(&mut admin, format!("drop database if exists {name} with (force)")).await;
    run(&mut admin, format!("create database {name} template {template}")).await;
    let url = postgres.url_of(&name);
    let portal = connect(&url).await;
    TestDatabase { portal, url, ids: Ids::seeded([7; 32]), name }
}

impl TestDatabase {
    /// Another portal on the same database, as another server instance would have.
    pub async fn another_portal(&self) -> Portal {
        connect(&self.url).await
    }

    pub fn pool(&self) -> &PgPool {
        &self.portal.pool
    }

    /// A connection of its own, for transactions that a test keeps open.
    pub async fn connection(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.expect("connecting to the test database")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let name = self.name.clone();
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                // A database left behind harms nobody: the next process of this number removes it.
                if let Ok(mut admin) = PgConnection::connect(&cluster().url()).await {
                    let statement = AssertSqlSafe(format!("drop database if exists {name} with (force)"));
                    let _ = sqlx::query(statement).execute(&mut admin).await;
                }
            });
        });
        let _ = dropping.join();
    }
}

async fn connect(url: &str) -> Portal {
    let settings =
        DatabaseSettings { url: url.to_owned(), max_connections: 8, statement_timeout: Duration::from_secs(20) };
    Portal::connect(&settings).await.expect("opening the portal")
}

fn cluster() -> &'static Postgres {
    static CLUSTER: OnceLock<Postgres> = OnceLock::new();
    CLUSTER.get_or_init(|| match scratch::cluster() {
        Ok(postgres) => postgres,
        Err(error) => panic!("the test Postgres does not start: {error}"),
    })
}

/// Name of the database with all migrations run, made once for each state of the migrations.
async fn template(admin: &mut PgConnection, postgres: &Postgres) -> String {
    static NAME: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    NAME.get_or_init(|| async {
        let mut hasher = DefaultHasher::new();
        sqlx::migrate!("../../migrations").iter().for_each(|migration| migration.checksum.hash(&mut hasher));
        let name = format!("template_{:016x}", hasher.finish());
        // Other test processes wait here for the one that makes it.
        run(admin, "select pg_advisory_lock(7013)".to_owned()).await;
        let known: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(&name)
            .fetch_one(&mut *admin)
            .await
            .expect("looking for the template");
        if !known {
            run(admin, format!("drop database if exists making_{name} with (force)")).await;
            run(admin, format!("create database making_{name}")).await;
            connect(&postgres.url_of(&format!("making_{name}"))).await.close().await;
            run(admin, format!("alter database making_{name} rename to {name}")).await;
        }
        run(admin, "select pg_advisory_unlock(7013)".to_owned()).await;
        name
    })
    .await
    .clone()
}

async fn run(admin: &mut PgConnection, statement: String) {
    let done = sqlx::query(AssertSqlSafe(statement.clone())).execute(admin).await;
    if let Err(error) = done {
        panic!("{statement}: {error}");
    }
}
