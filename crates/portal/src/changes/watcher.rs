//! Looks at the change log on behalf of the whole instance.

use super::{
    HeldBackBy,
    log::{self, Xid},
};
use crate::Portal;
use sqlx::{PgPool, postgres::PgListener};
use std::time::Duration;
use tokio::{
    sync::{Notify, watch},
    time::{Instant, sleep, sleep_until},
};
use tokio_util::sync::CancellationToken;

/// Without any notification the log is looked at this often.
const POLL: Duration = Duration::from_millis(250);
/// Notifications that come faster are taken together.
const BREATH: Duration = Duration::from_millis(5);
/// When a committed change is held back by an older transaction: first and longest wait for that one to end.
const HELD_BACK: Duration = Duration::from_millis(10);
const AFTER_AN_ERROR: Duration = Duration::from_secs(1);
const PRUNE_EVERY: Duration = Duration::from_secs(3600);

/// How far there is something to read.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub horizon: Xid,
    /// How often the log has gone back: another server answers, or the same with an older content.
    pub breaks: u64,
}

impl Seen {
    pub const NOTHING: Self = Self { horizon: Xid(0), breaks: 0 };
}

/// Until `shutdown`. Sends the position up to which there is something new to read.
pub(super) async fn run(portal: &Portal, pool: &PgPool, seen: watch::Sender<Seen>, shutdown: &CancellationToken) {
    let wake = Notify::new();
    let watching = async { tokio::join!(watch_log(portal, pool, &seen, &wake), listen(pool, &wake), prune(pool)) };
    tokio::select! {
        _ = watching => {}
        () = shutdown.cancelled() => {}
    }
}

async fn watch_log(portal: &Portal, pool: &PgPool, seen: &watch::Sender<Seen>, wake: &Notify) {
    // From the very beginning: what happened before this instance started is as new to it as what comes.
    let mut position = Xid(0);
    let mut held_back = HELD_BACK;
    let lag = &portal.memory.lag;
    loop {
        let before = position;
        let looked = look(portal, pool, &mut position, seen).await;
        if looked.is_ok() {
            lag.ends(HeldBackBy::UnreadLog);
        }
        let pause = match looked {
            Ok(false) => {
                lag.ends(HeldBackBy::OldTransaction);
                held_back = HELD_BACK;
                POLL
            }
            Ok(true) => {
                if position != before {
                    // The one before has ended, and what it held back is read.
                    lag.ends(HeldBackBy::OldTransaction);
                }
                lag.goes_on(HeldBackBy::OldTransaction);
                held_back = (held_back * 2).min(POLL);
                held_back
            }
            Err(error) => {
                lag.goes_on(HeldBackBy::UnreadLog);
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot read the change log; trying again");
                AFTER_AN_ERROR
            }
        };
        tokio::select! {
            () = sleep(pause) => {}
            () = wake.notified() => sleep(BREATH).await,
        }
    }
}

/// Whether something is held back.
async fn look(
    portal: &Portal,
    pool: &PgPool,
    position: &mut Xid,
    seen: &watch::Sender<Seen>,
) -> Result<bool, crate::Error> {
    let look = log::look(pool, *position).await?;
    if look.horizon < *position {
        // Transaction ids only grow. What is read so far may never have happened here.
        portal.refresh_names().await?;
        portal.raise_generation();
        seen.send_modify(|seen| *seen = Seen { horizon: look.horizon, breaks: seen.breaks + 1 });
        *position = look.horizon;
        return Ok(look.pending);
    }
    if look.fresh {
        if look.taxonomy {
            portal.refresh_names().await?;
        }
        portal.raise_generation();
        seen.send_modify(|seen| seen.horizon = look.horizon);
    }
    *position = look.horizon;
    Ok(look.pending)
}

async fn listen(pool: &PgPool, wake: &Notify) {
    loop {
        let error = match listen_until_it_fails(pool, wake).await {
            Ok(never) => match never {},
            Err(error) => error,
        };
        tracing::debug!(error = &error as &dyn std::error::Error, "not listening for changes; polling");
        sleep(AFTER_AN_ERROR).await;
    }
}

async fn listen_until_it_fails(pool: &PgPool, wake: &Notify) -> Result<std::convert::Infallible, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen("change").await?;
    loop {
        wake.notify_one();
        listener.recv().await?;
    }
}

async fn prune(pool: &PgPool) {
    let mut next = Instant::now() + PRUNE_EVERY;
    loop {
        sleep_until(next).await;
        next += PRUNE_EVERY;
        match log::prune(pool).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "removed old rows of the change log"),
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "cannot prune the change log"),
        }
    }
}
