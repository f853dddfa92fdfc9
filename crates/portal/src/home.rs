//! The home page.

use crate::{Error, Portal, names::Names, needs, search};
use chrono::{DateTime, Utc};
use model::pages::{HomePage, Link};
use model::{Locale, SearchQuery};
use std::collections::HashMap;

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
        recent: search::found::load(portal, &recent, locale, now).await?,
    })
}

/// Regions that have something, largest first: each counted territory stands for its NUTS 2 region, or for itself
/// where there is none on the way up.
fn territories(names: &Names, counted: &[(String, u64)], locale: Locale) -> Vec<Link> {
    let mut regions: HashMap<&str, u64> = HashMap::new();
    for (id, count) in counted {
        let Some(territory) = names.territory(id) else { continue };
        let above = territory.ancestors.iter().filter_map(|ancestor| names.territory(ancestor));
        let region = above.chain([territory]).find(|node| node.level == "nuts2").unwrap_or(territory);
        *regions.entry(&region.id).or_default() += count;
    }
    let mut regions: Vec<(&str, u64)> = regions.into_iter().collect();
    regions.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let link = |id: &str| {
        let query = SearchQuery { territories: vec![id.to_owned()], ..SearchQuery::default() };
        Link { label: names.territory_label(id, locale), path: search::path(&query, locale) }
    };
    regions.into_iter().take(TERRITORIES).map(|(id, _)| link(id)).collect()
}
