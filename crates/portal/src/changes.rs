//! The change log and what follows it.
//!
//! Whoever changes something writes a row of `change` in the same transaction. In every server instance a *watcher*
//! looks at the log (woken by NOTIFY, by a clock in any case), keeps the names in memory fresh and raises the content
//! generation; an *indexer* brings the changed things from Postgres into this instance's own search index.

mod compare;
mod documents;
mod indexer;
mod lag;
mod log;
mod slot;
mod watcher;

pub use compare::{Differences, compare};
pub use lag::HeldBackBy;
pub(crate) use {lag::Lag, slot::Slot};

use crate::{Error, Operator, Portal, health::IndexState, transaction};
use futures::FutureExt;
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::{
    path::{Path, PathBuf},
    sync::atomic::Ordering,
    time::Duration,
};
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// Connections of the follower, apart from the visitors' so that neither waits for the other: one listens.
const CONNECTIONS: u32 = 3;

/// Grows whenever changes have reached this instance: whatever was made of an earlier generation may be stale. In
/// memory only; equal numbers of two instances, or before and after a restart, say nothing of each other.
pub fn content_generation(portal: &Portal) -> u64 {
    portal.memory.generation.load(Ordering::Acquire)
}

impl Portal {
    /// Follows the change log into the index in `index_dir`, which belongs to this instance alone, until `shutdown`.
    /// Never fails: what is wrong is logged and tried again, and searches are answered from Postgres meanwhile.
    pub fn follow(&self, index_dir: PathBuf, shutdown: CancellationToken) -> JoinHandle<()> {
        let portal = self.clone();
        // At once, so that whoever asks before the task runs is not told that nobody follows.
        portal.memory.index.rebuilding();
        tokio::spawn(async move {
            let pool = follower_pool(&portal.pool);
            let (seen, horizon) = watch::channel(watcher::Seen::NOTHING);
            tokio::join!(
                watcher::run(&portal, &pool, seen, &shutdown),
                indexer::run(&portal, &pool, &index_dir, horizon, &shutdown),
            );
            portal.memory.index.off();
            pool.close().await;
        })
    }

    /// The index that answers at present.
    pub fn index(&self) -> Option<::search::Index> {
        self.memory.index.get()
    }

    pub(crate) fn is_followed(&self) -> bool {
        self.memory.index.state() != IndexState::Off
    }

    fn raise_generation(&self) {
        self.memory.generation.fetch_add(1, Ordering::AcqRel);
    }
}

/// Makes the index in `index_dir` anew from Postgres and returns how many things it holds. Fails when a running
/// server has the directory: ask it with [`rebuild_everywhere`].
pub async fn reindex(portal: &Portal, index_dir: &Path) -> Result<u64, Error> {
    let dir = index_dir.to_owned();
    let (index, _) = slot::blocking(move || ::search::Index::open_or_create(&dir)).await??;
    let pool = follower_pool(&portal.pool);
    let names = portal.refresh_names().await?;
    index.set_terms(names.terms());
    indexer::rebuild(&pool, &names, &index, &CancellationToken::new()).await?;
    pool.close().await;
    Ok(index.count())
}

/// Asks every running instance to make its index anew, through the change log. Their old indexes answer meanwhile.
pub async fn rebuild_everywhere(portal: &Portal, operator: &Operator) -> Result<(), Error> {
    ask_for_rebuilds(portal, operator, "rebuild", None).await
}

/// After a dump was restored: empties the log, whose rows carry transaction ids of the database they came from and
/// mean nothing in this one, and asks every running instance to make its index anew.
pub async fn begin_anew(portal: &Portal, operator: &Operator) -> Result<(), Error> {
    ask_for_rebuilds(portal, operator, "restore", Some("delete from change")).await
}

async fn ask_for_rebuilds(
    portal: &Portal,
    operator: &Operator,
    action: &'static str,
    first: Option<&'static str>,
) -> Result<(), Error> {
    let actor = operator.actor();
    transaction(&portal.pool, move |connection| {
        async move {
            if let Some(first) = first {
                sqlx::query(first).execute(&mut *connection).await?;
            }
            sqlx::query(
                "insert into change (kind, id) values ('taxonomy', null), ('organisation', null), ('service', null)",
            )
            .execute(&mut *connection)
            .await?;
            sqlx::query("insert into audit (actor, action, kind) values ($1, $2, 'index')")
                .bind(actor)
                .bind(action)
                .execute(&mut *connection)
                .await?;
            Ok(())
        }
        .boxed()
    })
    .await
}

/// Removes rows of the change log that every instance has long read, and returns how many. Followers do it hourly.
pub async fn prune(portal: &Portal) -> Result<u64, Error> {
    log::prune(&portal.pool).await
}

fn follower_pool(of: &PgPool) -> PgPool {
    // Of two settings of one name the later counts: reading the whole directory may take longer than a visitor waits.
    let options = of
        .connect_options()
        .as_ref()
        .clone()
        .application_name("bussola follower")
        .options([("statement_timeout", "60000")]);
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .connect_lazy_with(options)
}
