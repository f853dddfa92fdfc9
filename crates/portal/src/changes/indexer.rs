//! Brings changed things from Postgres into this instance's index.

use super::{
    HeldBackBy,
    documents::{self, Sent},
    log::{self, Xid},
    slot::blocking,
    watcher::Seen,
};
use crate::{Error, Portal, names::Names};
use search::{Change, Document, Index, State};
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

/// Until `shutdown`: opens the index, makes it anew where it must be, follows `horizon`; begins again when the index fails.
pub(super) async fn run(
    portal: &Portal,
    pool: &PgPool,
    dir: &Path,
    mut seen: watch::Receiver<Seen>,
    shutdown: &CancellationToken,
) {
    let mut pause = AFTER_AN_ERROR;
    while !shutdown.is_cancelled() {
        portal.memory.index.rebuilding();
        let began = Instant::now();
        if let Err(error) = serve(portal, pool, dir, &mut seen, shutdown).await {
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
    seen: &mut watch::Receiver<Seen>,
    shutdown: &CancellationToken,
) -> Result<(), Error> {
    let breaks = seen.borrow().breaks;
    let mut indexer = Indexer::open(portal, pool, dir, shutdown).await?;
    indexer.breaks = breaks;
    let mut pause = AFTER_AN_ERROR;
    portal.memory.lag.ends(HeldBackBy::UnwrittenChanges);
    portal.memory.index.ready(indexer.index.clone());
    portal.raise_generation();
    while !shutdown.is_cancelled() {
        let now = *seen.borrow_and_update();
        if now.horizon > indexer.position || now.breaks != indexer.breaks {
            portal.memory.lag.goes_on(HeldBackBy::UnwrittenChanges);
            match indexer.follow(now, shutdown).await {
                Ok(()) => {
                    portal.memory.lag.ends(HeldBackBy::UnwrittenChanges);
                    portal.raise_generation();
                    pause = AFTER_AN_ERROR;
                }
                Err(error @ (Error::Unavailable(_) | Error::Database(_))) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "cannot read changes; trying again");
                    tokio::select! {
                        () = sleep(pause) => {}
                        () = shutdown.cancelled() => return Ok(()),
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
                Err(error) => return Err(error),
            }
        }
        tokio::select! {
            changed = seen.changed() => if changed.is_err() { return Ok(()) },
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
    /// Of the log that `position` is of.
    identity: String,
    /// Times the log is known to have gone back.
    breaks: u64,
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
            // Documents hold the way up from their needs and territories: another tree may have moved them.
            State::Ready { cursor: Some(cursor) } => {
                log::resume(pool, &identity_with(&identity, &names), cursor).await?
            }
            State::Ready { cursor: None } | State::Fresh => None,
        };
        let position = match kept {
            Some(position) => position,
            None => rebuild(pool, &names, &index, shutdown).await?,
        };
        Ok(Self { portal, pool, index, identity, breaks: 0, position, names })
    }

    async fn follow(&mut self, seen: Seen, shutdown: &CancellationToken) -> Result<(), Error> {
        let to = seen.horizon;
        let identity = log::identity(self.pool).await?;
        if identity != self.identity || seen.breaks != self.breaks {
            // A standby took over, or the database was set back: positions in the old log mean nothing in this one.
            tracing::warn!("the change log is another than before");
            self.names = self.portal.refresh_names().await?;
            self.index.set_terms(self.names.terms());
            self.position = rebuild(self.pool, &self.names, &self.index, shutdown).await?;
            (self.identity, self.breaks) = (identity, seen.breaks);
            return Ok(());
        }
        let changed = log::between(self.pool, self.position, to).await?;
        let mut rebuilds = changed.everything;
        if changed.taxonomies {
            let names = self.portal.names().await?;
            self.index.set_terms(names.terms());
            rebuilds |= names.moved(&self.names);
            self.names = names;
        }
        if rebuilds {
            self.position = rebuild(self.pool, &self.names, &self.index, shutdown).await?;
            return Ok(());
        }
        let mut ids: HashSet<Uuid> =
            documents::services_of(self.pool, &changed.organisations).await?.into_iter().collect();
        ids.extend(documents::organisations_of(self.pool, &changed.services).await?);
        ids.extend(changed.services.into_iter().chain(changed.organisations));
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
            let (index, cursor) =
                (self.index.clone(), log::cursor(&identity_with(&self.identity, &self.names), reached));
            blocking(move || index.write(changes, &cursor)).await??;
        }
        self.position = to;
        Ok(())
    }
}

/// What a position is of: the log, and the tree of names in which the documents were placed.
fn identity_with(log: &str, names: &Names) -> String {
    format!("{log}-{}", names.tree())
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
/// is done, and goes on to when it is not. A database that goes away in the middle is waited for.
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
        let (index, cursor) = (index.clone(), log::cursor(&identity_with(&identity, names), position));
        let mut ended = false;
        let all = move || -> Option<Result<Document, search::Error>> {
            match documents.blocking_recv() {
                Some(Sent::Document(document)) => Some(Ok(*document)),
                Some(Sent::End) => {
                    ended = true;
                    None
                }
                None if ended => None,
                None => Some(Err(search::Error::Unusable("reading the database ended too early".to_owned()))),
            }
        };
        blocking(move || index.rebuild_from(std::iter::from_fn(all), &cursor))
    };
    let reading = async {
        tokio::select! {
            read = documents::send_all(pool, names, sender, READ_AT_ONCE) => read,
            () = shutdown.cancelled() => Err(Error::Other(anyhow::anyhow!("shutting down"))),
        }
    };
    let (written, read) = tokio::join!(writing, reading);
    // What ended the reading says more than that it ended.
    let documents = read?;
    written??;
    tracing::info!(documents, "the search index is complete");
    Ok(position)
}
