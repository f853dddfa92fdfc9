//! The short permanent tokens behind QR codes.

mod issue;

pub use issue::issue;

use crate::{Error, Portal};
use model::pages::CodeTarget;
use model::{OrganisationId, ServiceId};
use uuid::Uuid;

/// What `/q/{code}` leads to, whether or not it is still shown. `NotFound` for a code that was never given out.
pub async fn target(portal: &Portal, code: &str) -> Result<CodeTarget, Error> {
    let (kind, id, need): (String, Option<Uuid>, Option<String>) =
        sqlx::query_as("select kind, id, need_slug from code where code = $1")
            .bind(code.to_ascii_lowercase())
            .fetch_one(&portal.pool)
            .await?;
    match (kind.as_str(), id, need) {
        ("service", Some(id), _) => Ok(CodeTarget::Service(ServiceId(id))),
        ("organisation", Some(id), _) => Ok(CodeTarget::Organisation(OrganisationId(id))),
        (_, _, Some(slug)) => Ok(CodeTarget::Need(slug)),
        _ => Err(Error::NotFound),
    }
}
