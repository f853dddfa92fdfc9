//! Brings changed things from Postgres into this instance's index.

use super::{
    documents,
    log::{self, Xid},
    slot::blocking,
};
use crate::{Error, Portal, names::Names};
use search::{Change, Index, State};
use sqlx::PgPool;
use std::{collections::HashSet, path::Path, sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Things written in one commit of the index.
const WRITTEN_AT_ONCE: usize = 2000;
/// Things read in one statement.
const READ_AT_ONCE: usize = 500;
/// How often it is looked whether the index is still there.
const STILL_THERE: Duration = Duration::from_secs(1);
const AFTER_AN_ERROR: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// The cursor of an index that does not hold everything.
const INCOMPLETE: &str = "incomplete";

/// Until `shutdown`: opens the index, makes it anew where it must be, follows `horizon`; begins again when the index fails.
pub(super) async fn run(
    portal: &Portal,
    pool: &PgPool,
    dir: &Path,
    mut horizon: watch::Receiver<u64>,
    shutdown: &CancellationToken,
) {
    let mut pause = AFTER_AN_ERROR;
    while !shutdown.is_cancelled() {
        portal.memory.index.rebuilding();
        let began = Instant::now();
        if let Err(error) = serve(portal, pool, dir, &mut horizon, shutdown).await {
            tracing::warn!(error = &error as &dyn std::error::Error, folder = %dir.display(), "no search index; trying again");
            tokio::select! {
                () = sleep(pause) => {}
                () = shutdown.cancelled() => {}
            }
            // Another instance may have the directory for good: that is said less and less often.
            pause = if began.elapsed() > LONGEST_PAUSE { AFTER_AN_ERROR } else { (pause * 2).min(LONGEST_PAUSE) };
        }
    }
}

async fn serve(
    portal: &Portal,
    pool: &PgPool,
    dir: &Path,
    horizon: &mut watch::Receiver<u64>,
    shutdown: &CancellationToken,
) -> Result<(), Error> {
    let mut indexer = Indexer::open(portal, pool, dir, shutdown).await?;
    portal.memory.index.ready(indexer.index.clone());
    portal.raise_generation();
    while !shutdown.is_cancelled() {
        let to = Xid(*horizon.borrow_and_update());
        if to > indexer.position {
            match indexer.follow(to, shutdown).await {
                Ok(()) => portal.raise_generation(),
                Err(error @ (Error::Unavailable(_) | Error::Database(_))) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "cannot read changes; trying again");
                    sleep(AFTER_AN_ERROR).await;
                    continue;
                }
                Err(error) => return Err(error),
            }
        }
        tokio::select! {
            changed = horizon.changed() => if changed.is_err() { return Ok(()) },
            () = sleep(STILL_THERE) => {}
            () = shutdown.cancelled() => return Ok(()),
        }
        if !dir.join("meta.json").exists() {
            return Err(Error::Search(search::Error::Unusable("the index was deleted".to_owned())));
        }
    }
    Ok(())
}

struct Indexer<'a> {
    portal: &'a Portal,
    pool: &'a PgPool,
    index: Index,
    identity: String,
    /// The index holds everything of transactions below it.
    position: Xid,
    names: Arc<Names>,
}

impl<'a> Indexer<'a> {
    async fn open(
        portal: &'a Portal,
        pool: &'a PgPool,
        dir: &Path,
        shutdown: &CancellationToken,
    ) -> Result<Self, Error> {
        let folder = dir.to_owned();
        let (index, state) = blocking(move || Index::open_or_create(&folder)).await??;
        let identity = log::identity(pool).await?;
        let names = portal.refresh_names().await?;
        index.set_terms(names.terms());
        let kept = match &state {
            State::Ready { cursor: Some(cursor) } => log::resume(pool, &identity, cursor).await?,
            State::Ready { cursor: None } | State::Fresh => None,
        };
        let position = match kept {
            Some(position) => position,
            None => rebuild(pool, &names, &index, shutdown).await?,
        };
        Ok(Self { portal, pool, index, identity, position, names })
    }

    async fn follow(&mut self, to: Xid, shutdown: &CancellationToken) -> Result<(), Error> {
        let changed = log::between(self.pool, self.position, to).await?;
        let mut rebuilds = changed.everything;
        if changed.taxonomies {
            let names = self.portal.names().await?;
            self.index.set_terms(names.terms());
            // Documents hold the way up from their needs and territories.
            rebuilds |= names.moved(&self.names);
            self.names = names;
        }
        if rebuilds {
            self.position = rebuild(self.pool, &self.names, &self.index, shutdown).await?;
            return Ok(());
        }
        let mut ids: HashSet<Uuid> =
            changed.services.into_iter().chain(changed.organisations.iter().copied()).collect();
        ids.extend(documents::services_of(self.pool, &changed.organisations).await?);
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let batches = ids.len().div_ceil(WRITTEN_AT_ONCE).max(1);
        for number in 0..batches {
            if shutdown.is_cancelled() {
                return Ok(());
            }
            let batch = &ids[number * WRITTEN_AT_ONCE..ids.len().min((number + 1) * WRITTEN_AT_ONCE)];
            let mut changes = Vec::with_capacity(batch.len());
            for part in batch.chunks(READ_AT_ONCE) {
                changes.extend(changes_of(self.pool, &self.names, part).await?);
            }
            // Only the last commit moves on: after a crash in between all are simply written again.
            let reached = if number + 1 == batches { to } else { self.position };
            let (index, cursor) = (self.index.clone(), log::cursor(&self.identity, reached));
            blocking(move || index.write(changes, &cursor)).await??;
        }
        self.position = to;
        Ok(())
    }
}

/// What to write for things as they are now: those that are no longer shown go.
async fn changes_of(pool: &PgPool, names: &Names, ids: &[Uuid]) -> Result<Vec<Change>, Error> {
    let mut gone: HashSet<Uuid> = ids.iter().copied().collect();
    let mut changes = Vec::with_capacity(ids.len());
    for document in documents::by_id(pool, names, ids).await? {
        gone.remove(&document.id);
        changes.push(Change::Upsert(Box::new(document)));
    }
    changes.extend(gone.into_iter().map(Change::Delete));
    Ok(changes)
}

/// Reads the whole directory into `index` and returns the position it then holds. The old content answers until it
/// is done. A database that goes away in the middle is waited for.
pub(super) async fn rebuild(
    pool: &PgPool,
    names: &Names,
    index: &Index,
    shutdown: &CancellationToken,
) -> Result<Xid, Error> {
    tracing::info!("rebuilding the search index");
    let identity = log::identity(pool).await?;
    // Whatever commits from here on is in the log at or beyond this position, whether or not it is read now.
    let position = log::look(pool, Xid(0)).await?.horizon;
    let (sender, mut documents) = mpsc::channel(READ_AT_ONCE);
    let writing = {
        let index = index.clone();
        // The index cannot be told that its documents end too early, so it is called complete in a second commit.
        blocking(move || index.rebuild(std::iter::from_fn(|| documents.blocking_recv()), INCOMPLETE))
    };
    let reading = async {
        tokio::select! {
            read = documents::send_all(pool, names, sender, READ_AT_ONCE) => read,
            () = shutdown.cancelled() => Err(Error::Other(anyhow::anyhow!("shutting down"))),
        }
    };
    let (written, read) = tokio::join!(writing, reading);
    written??;
    let documents = read?;
    let (complete, cursor) = (index.clone(), log::cursor(&identity, position));
    blocking(move || complete.write(Vec::new(), &cursor)).await??;
    tracing::info!(documents, "the search index is complete");
    Ok(position)
}
