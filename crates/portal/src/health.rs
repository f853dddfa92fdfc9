//! Whether visitors may be sent here.

use crate::Portal;
pub use crate::changes::HeldBackBy;
use serde::Serialize;
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::time::Duration;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

/// A database that takes longer than this to say anything is not there.
const PATIENCE: Duration = Duration::from_secs(2);
/// What was seen so long ago still holds.
const FRESH: Duration = Duration::from_secs(1);

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Readiness {
    /// Without it nothing can be shown.
    pub database: bool,
    pub index: IndexState,
    /// For how long there have been changes that the index does not have; 0 where Postgres answers in its place. No reason to
    /// send visitors elsewhere: what it finds is shown as it is now, and where the cause is in the database every instance
    /// is behind alike.
    pub index_behind_s: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_held_back_by: Option<HeldBackBy>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexState {
    Ready,
    /// Searches are answered from Postgres meanwhile.
    Rebuilding,
    /// Nobody follows the changes here: a command, not a server.
    Off,
}

pub async fn ready(portal: &Portal) -> Readiness {
    let index = portal.memory.index.state();
    let behind = portal.memory.lag.longest().filter(|_| index == IndexState::Ready);
    Readiness {
        database: portal.memory.pulse.felt(portal).await,
        index,
        index_behind_s: behind.map_or(0, |(_, since)| since.elapsed().as_secs()),
        index_held_back_by: behind.map(|(by, _)| by),
    }
}

/// Whether the database answers: asked by one caller for all, and over a connection of its own. In the visitors' queue
/// the question would be late exactly when there are many of them, and a balancer would send them all elsewhere.
#[derive(Default)]
pub(crate) struct Pulse(Mutex<Felt>);

#[derive(Default)]
struct Felt {
    pool: Option<PgPool>,
    last: Option<(Instant, bool)>,
}

impl Pulse {
    async fn felt(&self, portal: &Portal) -> bool {
        if portal.pool.is_closed() {
            return false;
        }
        let mut felt = self.0.lock().await;
        if let Some((_, there)) = felt.last.filter(|(at, _)| at.elapsed() < FRESH) {
            return there;
        }
        let pool = felt.pool.get_or_insert_with(|| {
            let options = portal.pool.connect_options().as_ref().clone().application_name("bussola health");
            PgPoolOptions::new().max_connections(1).acquire_timeout(PATIENCE).connect_lazy_with(options)
        });
        let asked = sqlx::query_scalar::<_, i32>("select 1").fetch_one(&*pool);
        let there = matches!(timeout(PATIENCE, asked).await, Ok(Ok(1)));
        felt.last = Some((Instant::now(), there));
        there
    }

    pub async fn close(&self) {
        if let Some(pool) = self.0.lock().await.pool.take() {
            pool.close().await;
        }
    }
}
