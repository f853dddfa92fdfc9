//! The home page.

use crate::{
    Error, Portal,
    names::{Names, Territory},
    needs,
    search::{self, found::Wanted},
};
use chrono::{DateTime, Utc};
use model::pages::{HomePage, Link};
use model::{Locale, SearchQuery};
use std::collections::HashSet;

const TERRITORIES: usize = 24;
const RECENT: i64 = 6;

pub async fn page(portal: &Portal, locale: Locale, now: DateTime<Utc>) -> Result<HomePage, Error> {
    let (names, counts) = (portal.names().await?, needs::counts(portal, now).await?);
    let recent: Vec<uuid::Uuid> = sqlx::query_scalar(
        "select s.id from service s join organisation o on o.id = s.organisation_id
         where is_shown(s.status, s.ends_on, $1) and is_shown(o.status, null, $1)
         order by s.updated_at desc, s.id desc limit $2",
    )
    .bind(now.date_naive())
    .bind(RECENT)
    .fetch_all(&portal.pool)
    .await?;
    Ok(HomePage {
        needs: needs::tree(portal, locale, now).await?,
        territories: territories(&names, &counts.territories, locale),
        services: counts.services,
        organisations: counts.organisations,
        recent: search::found::load(portal, &Wanted::services(&recent), locale, now).await?,
    })
}

/// Regions (NUTS 2) that have something, largest first; a country stands for itself where none of its regions has.
fn territories(names: &Names, counted: &[(String, u64)], locale: Locale) -> Vec<Link> {
    // Counted by Postgres, a place may come under several ids.
    let known: Vec<(&Territory, u64)> = (counted.iter())
        .filter_map(|(id, count)| Some((names.territory(id)?, *count)))
        .filter(|(node, _)| names.place(&node.id) == node.id)
        .collect();
    let with_regions: HashSet<&str> = known
        .iter()
        .filter(|(node, _)| node.level == "nuts2")
        .filter_map(|(node, _)| node.ancestors.first())
        .map(String::as_str)
        .collect();
    let is_region = |node: &Territory| match node.level.as_str() {
        "nuts2" => true,
        "country" => !with_regions.contains(node.id.as_str()),
        _ => false,
    };
    let mut regions: Vec<(&str, u64)> =
        known.iter().filter(|(node, _)| is_region(node)).map(|(node, count)| (node.id.as_str(), *count)).collect();
    regions.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let link = |id: &str| {
        let query = SearchQuery { territories: vec![id.to_owned()], ..SearchQuery::default() };
        Link { label: names.territory_label(id, locale), path: search::path(&query, locale) }
    };
    regions.into_iter().take(TERRITORIES).map(|(id, _)| link(id)).collect()
}
