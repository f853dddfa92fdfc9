//! Whether visitors may be sent here.

use crate::Portal;
use serde::Serialize;
use std::time::Duration;

/// A database that takes longer than this to say anything is not there.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Readiness {
    /// Without it nothing can be shown.
    pub database: bool,
    pub index: IndexState,
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
    let asked = sqlx::query_scalar::<_, i32>("select 1").fetch_one(&portal.pool);
    Readiness {
        database: matches!(tokio::time::timeout(PATIENCE, asked).await, Ok(Ok(1))),
        index: portal.memory.index.state(),
    }
}
