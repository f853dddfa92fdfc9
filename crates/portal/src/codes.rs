//! The short permanent tokens behind QR codes.

mod issue;
mod list;

pub use issue::{issue, issue_of_taxonomies};
pub use list::{MOST_IN_A_DAY, of_list};

use crate::{Error, Portal};
use model::pages::CodeTarget;
use model::{OrganisationId, SearchQuery, ServiceId};
use uuid::Uuid;

/// No vowels (no words arise) and no look-alikes.
const ALPHABET: &[u8] = b"23456789bcdfghjkmnpqrstvwxyz";
const LENGTH: usize = 7;
/// 28^7 codes: a collision is rare, four in a row are a broken generator.
const ATTEMPTS: usize = 4;

/// What `/q/{code}` leads to, whether or not it is still shown. `NotFound` for a code that was never given out.
pub async fn target(portal: &Portal, code: &str) -> Result<CodeTarget, Error> {
    let (kind, id, need, page): (String, Option<Uuid>, Option<String>, Option<String>) =
        sqlx::query_as("select kind, id, need_slug, page from code where code = $1")
            .bind(code.to_ascii_lowercase())
            .fetch_one(&portal.pool)
            .await?;
    match (kind.as_str(), id, need, page) {
        ("service", Some(id), ..) => Ok(CodeTarget::Service(ServiceId(id))),
        ("organisation", Some(id), ..) => Ok(CodeTarget::Organisation(OrganisationId(id))),
        ("card", _, _, Some(page)) => card(portal, &page).await,
        ("list", _, _, Some(page)) => list(portal, &page).await,
        ("list", ..) => Err(Error::Gone),
        (_, _, Some(slug), _) => Ok(CodeTarget::Need(slug, SearchQuery::default())),
        _ => Err(Error::NotFound),
    }
}

/// A card that is no longer shipped leads to its need.
async fn card(portal: &Portal, page: &str) -> Result<CodeTarget, Error> {
    let (need, country) = page.strip_prefix("needs/").and_then(|rest| rest.split_once('/')).ok_or(Error::NotFound)?;
    let is_there: bool =
        sqlx::query_scalar("select exists (select from card where need_slug = $1 and country = upper($2))")
            .bind(need)
            .bind(country)
            .fetch_one(&portal.pool)
            .await?;
    Ok(match is_there {
        true => CodeTarget::Card(need.to_owned(), country.to_owned()),
        false => CodeTarget::Need(need.to_owned(), SearchQuery::default()),
    })
}

/// The list as [`crate::printed`] has written its page on paper.
async fn list(portal: &Portal, page: &str) -> Result<CodeTarget, Error> {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    match (path.strip_prefix("needs/"), query.strip_prefix("ids=")) {
        (Some(slug), _) => Ok(CodeTarget::Need(slug.to_owned(), SearchQuery::parse(query))),
        (None, Some(names)) => {
            let names: Vec<String> = names.split(',').map(str::to_owned).collect();
            Ok(CodeTarget::List(crate::printed::known(portal, &names).await?))
        }
        (None, None) => Ok(CodeTarget::Search(SearchQuery::parse(query))),
    }
}

/// The code of a card or list that has one. `page`: as in the table.
pub(crate) async fn of_page(portal: &Portal, page: &str) -> Result<Option<String>, Error> {
    Ok(sqlx::query_scalar("select code from code where page = $1").bind(page).fetch_optional(&portal.pool).await?)
}

pub(crate) async fn of_need(portal: &Portal, slug: &str) -> Result<Option<String>, Error> {
    Ok(sqlx::query_scalar("select code from code where need_slug = $1").bind(slug).fetch_optional(&portal.pool).await?)
}
