//! Whether an index holds exactly what it should.

use super::slot::blocking;
use crate::{Error, Portal};
use chrono::{DateTime, Utc};
use search::Index;
use serde::Serialize;
use std::collections::HashMap;
use uuid::Uuid;

/// Ids by what is wrong with them; all empty when nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Differences {
    /// In the database, not in the index.
    pub missing: Vec<Uuid>,
    /// In the index, not shown by the database.
    pub surplus: Vec<Uuid>,
    /// In both, of different times.
    pub stale: Vec<Uuid>,
}

impl Differences {
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.surplus.is_empty() && self.stale.is_empty()
    }
}

/// Compares ids and times of change. Meaningful when nothing has been written for a moment.
pub async fn compare(portal: &Portal, index: &Index) -> Result<Differences, Error> {
    let index = index.clone();
    let versions = blocking(move || index.all_versions()).await??;
    let rows: Vec<(Uuid, DateTime<Utc>)> = sqlx::query_as(
        "select s.id, s.updated_at from service s join organisation o on o.id = s.organisation_id
         where is_shown(s.status, null, current_date) and is_shown(o.status, null, current_date)
         union all select id, updated_at from organisation where is_shown(status, null, current_date)",
    )
    .fetch_all(&portal.pool)
    .await?;
    let mut wanted: HashMap<Uuid, i64> = rows.into_iter().map(|(id, at)| (id, at.timestamp_micros())).collect();
    let mut differences = Differences::default();
    for (id, at) in versions {
        match wanted.remove(&id) {
            None => differences.surplus.push(id),
            Some(right) if right != at => differences.stale.push(id),
            Some(_) => {}
        }
    }
    differences.missing = wanted.into_keys().collect();
    Ok(differences)
}
