//! Needs: the citizen's way in.

use crate::{Error, Portal, cards, content_generation, names::Names, names::Need, search};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use model::pages::{Link, NeedLink, NeedPage};
use model::{Facets, ItemKind, Locale, SearchQuery};
use sqlx::PgPool;
use std::{collections::HashMap, sync::Arc};

/// Places to narrow the page of a need by.
const MOST_TERRITORIES: usize = 16;
/// How long counts may lag behind the services counted while changes keep coming.
const COUNTS_MAY_LAG: TimeDelta = TimeDelta::seconds(10);

/// The page of one need: what there is for it, narrowed by `query`'s other filters. A retired need still has its page.
pub async fn page(
    portal: &Portal,
    slug: &str,
    query: &SearchQuery,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<NeedPage, Error> {
    let names = portal.names().await?;
    let need = names.need(slug).ok_or(Error::NotFound)?;
    let asked = SearchQuery { needs: vec![slug.to_owned()], ..query.clone() };
    let answer = search::answer(portal, &asked, locale, now).await?;
    let counts = counts(portal, now).await?;
    let with_territory = |id: &String| {
        let query =
            SearchQuery { needs: vec![slug.to_owned()], territories: vec![id.clone()], ..SearchQuery::default() };
        Link { label: names.territory_label(id, locale), path: search::path(&query, locale) }
    };
    Ok(NeedPage {
        slug: slug.to_owned(),
        label: need.label.read(locale).value,
        parent: need.parent_slug.as_deref().map(|parent| link(&names, parent, locale)),
        sensitive: need.sensitive,
        about: need.about.as_ref().map(|about| about.read(locale)),
        cards: cards::links(portal, slug, &query.territories, locale).await?,
        children: names.children(slug).map(|child| need_link(&names, child, &counts, locale)).collect(),
        territories: territories(&names, &answer.facets).map(with_territory).collect(),
        answer,
    })
}

/// Where there is something for it: all countries, then what has most within them.
fn territories<'a>(names: &Names, facets: &'a Facets) -> impl Iterator<Item = &'a String> {
    let is_country = |id: &str| names.territory(id).is_some_and(|territory| territory.level == "country");
    let (countries, others): (Vec<_>, Vec<_>) =
        facets.territory.iter().map(|facet| &facet.value).partition(|id| is_country(id));
    countries.into_iter().chain(others).take(MOST_TERRITORIES)
}

/// The needs in force, two levels, in the taxonomy's order.
pub async fn tree(portal: &Portal, locale: Locale, now: DateTime<Utc>) -> Result<Vec<NeedLink>, Error> {
    let (names, counts) = (portal.names().await?, counts(portal, now).await?);
    Ok(names.first_level().map(|need| need_link(&names, need, &counts, locale)).collect())
}

pub(crate) fn link(names: &Names, slug: &str, locale: Locale) -> Link {
    Link { label: names.need_label(slug, locale), path: format!("/{locale}/needs/{slug}") }
}

fn need_link(names: &Names, need: &Need, counts: &Counts, locale: Locale) -> NeedLink {
    let Link { label, path } = link(names, &need.slug, locale);
    NeedLink {
        label,
        path,
        icon: need.icon.clone(),
        services: counts.needs.get(&need.slug).copied().unwrap_or_default(),
        children: names.children(&need.slug).map(|child| need_link(names, child, counts, locale)).collect(),
        slug: need.slug.clone(),
    }
}

/// How many visible things there are, by what they are found by.
pub(crate) struct Counts {
    pub services: u64,
    pub organisations: u64,
    /// Services and opportunities by need; those of children count for the parent, once.
    pub needs: HashMap<String, u64>,
    /// By the territories covered or with a place, and all above them. Perhaps only those with most.
    pub territories: Vec<(String, u64)>,
    generation: u64,
    at: DateTime<Utc>,
}

/// Counted by the index where there is one: Postgres takes a second for a hundred thousand services. Done by one caller
/// for all, once per batch of changes, and during a stream of changes not more often than [`COUNTS_MAY_LAG`].
pub(crate) async fn counts(portal: &Portal, now: DateTime<Utc>) -> Result<Arc<Counts>, Error> {
    let generation = content_generation(portal);
    let mut kept = portal.memory.counts.lock().await;
    if let Some(counts) = kept.as_ref().filter(|_| portal.is_followed()) {
        let unchanged = counts.generation == generation && counts.at.date_naive() == now.date_naive();
        if unchanged || (TimeDelta::zero()..COUNTS_MAY_LAG).contains(&(now - counts.at)) {
            return Ok(counts.clone());
        }
    }
    let everything = SearchQuery { per_page: Some(1), ..SearchQuery::default() };
    let counts = Arc::new(match portal.memory.index.search(&everything, Locale::default(), now).await {
        Some(found) => Counts::of(found.facets, generation, now),
        None => Counts::read(&portal.pool, generation, now).await?,
    });
    *kept = Some(counts.clone());
    Ok(counts)
}

impl Counts {
    fn of(facets: ::search::RawFacets, generation: u64, at: DateTime<Utc>) -> Self {
        let (organisations, services): (Vec<_>, Vec<_>) =
            facets.kind.into_iter().partition(|(kind, _)| **kind == *ItemKind::Organisation.as_str());
        let sum = |counts: Vec<::search::Counted>| counts.into_iter().map(|(_, count)| count).sum();
        Self {
            services: sum(services),
            organisations: sum(organisations),
            // Organisations have no needs.
            needs: facets.need.into_iter().map(|(need, count)| (need.to_string(), count)).collect(),
            territories: facets.territory.into_iter().map(|(id, count)| (id.to_string(), count)).collect(),
            generation,
            at,
        }
    }

    async fn read(pool: &PgPool, generation: u64, now: DateTime<Utc>) -> Result<Self, Error> {
        let today: NaiveDate = now.date_naive();
        let rows: Vec<(String, String, i64)> = sqlx::query_as(
            "with shown as materialized (
               select s.id from service s join organisation o on o.id = s.organisation_id
               where is_shown(s.status, s.ends_on, $1) and is_shown(o.status, null, $1)
             ), met as (
               select sn.service_id, n.slug, n.parent_slug
               from service_need sn join need n on n.slug = sn.need_slug join shown on shown.id = sn.service_id
             ), within as (
               select st.service_id, st.territory_id from service_territory st join shown on shown.id = st.service_id
               union
               select sl.service_id, l.territory_id
               from service_at_location sl join location l on l.id = sl.location_id join shown on shown.id = sl.service_id
               where l.territory_id is not null
             )
             select 'services', '', count(*) from shown
             union all select 'organisations', '', count(*) from organisation where is_shown(status, null, $1)
             union all select 'need', slug, count(*) from (
               select service_id, slug from met union select service_id, parent_slug from met where parent_slug is not null
             ) counted group by slug
             union all select 'territory', id, count(*) from (
               select service_id, territory_id as id from within
               union select w.service_id, unnest(t.ancestors) from within w join territory t on t.id = w.territory_id
             ) counted group by id",
        )
        .bind(today)
        .fetch_all(pool)
        .await?;
        let mut counts =
            Self { services: 0, organisations: 0, needs: HashMap::new(), territories: Vec::new(), generation, at: now };
        for (of, key, count) in rows {
            let count = u64::try_from(count).unwrap_or_default();
            match of.as_str() {
                "services" => counts.services = count,
                "organisations" => counts.organisations = count,
                "need" => drop(counts.needs.insert(key, count)),
                _ => counts.territories.push((key, count)),
            }
        }
        Ok(counts)
    }
}
