use crate::{
    Error,
    changes::{Lag, Slot},
    health::Pulse,
    names::Names,
    needs::Counts,
    scans::Scans,
};
use futures::{FutureExt, future::BoxFuture};
use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    str::FromStr,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, AtomicUsize},
    },
    time::Duration,
};

/// A connection given back so lately is not tried before it is used: sqlx did so when it was given back, and each trial is a
/// way to Postgres and back. Less than a restart of Postgres takes, so that after one each is tried.
const TRUSTED: Duration = Duration::from_millis(100);

pub struct DatabaseSettings {
    /// `postgres://…`
    pub url: String,
    pub max_connections: u32,
    /// A statement of a visitor that takes longer is cancelled.
    pub statement_timeout: Duration,
}

/// The open portal: a pool to the database and what this instance keeps in memory of it. Cheap to clone.
#[derive(Clone)]
pub struct Portal {
    pub(crate) pool: PgPool,
    pub(crate) memory: Arc<Memory>,
}

/// What can be lost at any time: all of it is read again from Postgres.
#[derive(Default)]
pub(crate) struct Memory {
    names: RwLock<Option<Arc<Names>>>,
    pub(crate) counts: tokio::sync::Mutex<Option<Arc<Counts>>>,
    /// Grows with every batch of changes that reached this instance.
    pub(crate) generation: AtomicU64,
    pub(crate) index: Slot,
    pub(crate) lag: Lag,
    pub(crate) pulse: Pulse,
    /// Misses being written.
    pub(crate) misses_written: AtomicUsize,
    /// Counted and not yet written.
    pub(crate) scans: Scans,
}

impl Portal {
    /// Connects and brings the schema up to date, under the migrator's advisory lock: any number of instances may start at once.
    pub async fn connect(settings: &DatabaseSettings) -> Result<Self, Error> {
        let milliseconds = |duration: Duration| duration.as_millis().to_string();
        let plain =
            PgConnectOptions::from_str(&settings.url)?.application_name("bussola").options([("timezone", "UTC")]);
        // A migration may take its time, and an instance that waits for another's must not give up after seconds.
        let mut migrating = plain.clone().connect().await?;
        sqlx::migrate!("../../migrations").run(&mut migrating).await.map_err(anyhow::Error::from)?;
        migrating.close().await?;
        let options = plain.options([
            ("statement_timeout", milliseconds(settings.statement_timeout)),
            ("lock_timeout", "5000".to_owned()),
            ("idle_in_transaction_session_timeout", "60000".to_owned()),
        ]);
        let pool = PgPoolOptions::new()
            .max_connections(settings.max_connections)
            .acquire_timeout(Duration::from_secs(3))
            .test_before_acquire(false)
            .before_acquire(|connection, known| {
                async move {
                    if known.idle_for >= TRUSTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                }
                .boxed()
            })
            .connect_with(options)
            .await?;
        Ok(Self { pool, memory: Arc::default() })
    }

    pub async fn close(&self) {
        self.pool.close().await;
        self.memory.pulse.close().await;
    }

    /// The names of needs, audiences, expertise and territories; read from the database at first use.
    pub async fn names(&self) -> Result<Arc<Names>, Error> {
        let known = self.memory.names.read().unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            Some(names) => Ok(names),
            None => self.refresh_names().await,
        }
    }

    /// Reads the names again: the follower does on every change of a taxonomy, and whoever loads one without a
    /// follower must.
    pub async fn refresh_names(&self) -> Result<Arc<Names>, Error> {
        let names = Arc::new(Names::read(&self.pool).await?);
        *self.memory.names.write().unwrap_or_else(PoisonError::into_inner) = Some(names.clone());
        Ok(names)
    }
}

/// Runs `work` in one transaction, in a task of its own that finishes even when the caller goes away: sqlx 0.9
/// leaves a pooled connection inside an open transaction when `begin` is cancelled, and a disconnecting visitor
/// must never cancel half a change.
pub async fn transaction<T, F>(pool: &PgPool, work: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut PgConnection) -> BoxFuture<'c, Result<T, Error>> + Send + 'static,
{
    let pool = pool.clone();
    let task = tokio::spawn(async move {
        #[expect(clippy::disallowed_methods, reason = "the one place: inside a task that nobody cancels")]
        let mut transaction = pool.begin().await?;
        let value = work(&mut transaction).await?;
        transaction.commit().await?;
        Ok(value)
    });
    task.await.map_err(anyhow::Error::from)?
}
