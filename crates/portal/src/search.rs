//! Search: the index says which and in what order, Postgres says what may be seen.

mod chips;
pub(crate) mod found;
mod plain;
mod suggestions;

use crate::{Error, Portal, names::Names, needs};
use chrono::{DateTime, Utc};
use model::pages::SearchPage;
use model::{Locale, SearchAnswer, SearchQuery};

pub use suggestions::suggest;

/// The search page. Labels of chips for closed lists (kind, cost, format, language) are the bare values, for the
/// page to translate.
pub async fn page(portal: &Portal, query: &SearchQuery, locale: Locale, now: DateTime<Utc>) -> Result<SearchPage, Error> {
    let names = portal.names().await?;
    Ok(SearchPage {
        answer: answer(portal, query, locale, now).await?,
        chips: chips::of(&names, query, locale),
        needs: needs::tree(portal, locale, now).await?,
        query: query.clone(),
    })
}

/// What a search finds, one page of it, in the order to show. While the index is rebuilt Postgres answers, plainly.
pub async fn answer(portal: &Portal, query: &SearchQuery, locale: Locale, now: DateTime<Utc>) -> Result<SearchAnswer, Error> {
    let names = portal.names().await?;
    let query = known(&names, query);
    let locale = query.lang.unwrap_or(locale);
    plain::answer(portal, &names, &query, locale, now).await
}

/// `/{locale}/search?…`
pub(crate) fn path(query: &SearchQuery, locale: Locale) -> String {
    let parameters = query.to_query_string();
    let separator = if parameters.is_empty() { "" } else { "?" };
    format!("/{locale}/search{separator}{parameters}")
}

/// The query with bare territory codes replaced by ids.
fn known(names: &Names, query: &SearchQuery) -> SearchQuery {
    let mut known = query.clone();
    known.territories = query.territories.iter().flat_map(|territory| names.territory_ids(territory)).collect();
    known
}

