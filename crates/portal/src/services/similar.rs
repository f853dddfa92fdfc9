//! What else may help whoever reads about one service.

use crate::{Error, Portal, search::found};
use chrono::{DateTime, Utc};
use model::{FoundItem, Locale, ServiceId};

/// At most four that meet one of the same needs in the same territory or the one around it: those with more needs
/// in common first, then those nearest, then the newest.
pub(super) async fn to(
    portal: &Portal,
    id: ServiceId,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<FoundItem>, Error> {
    let ids: Vec<uuid::Uuid> = sqlx::query_scalar(
        "with here as (
           select t.id, t.ancestors from territory t where t.id in (
             select territory_id from service_territory where service_id = $1
             union select l.territory_id from service_at_location sl join location l on l.id = sl.location_id where sl.service_id = $1)
         ), around as (
           select id as territory_id, 0 as far from here
           union select ancestors[cardinality(ancestors)], 1 from here where cardinality(ancestors) > 0
         ), candidate as (
           select sn.service_id as id, count(*) as shared from service_need sn
           where sn.need_slug in (select need_slug from service_need where service_id = $1) and sn.service_id <> $1
           group by sn.service_id order by shared desc, sn.service_id desc limit 500
         )
         select s.id
         from candidate c
         join service s on s.id = c.id
         join organisation o on o.id = s.organisation_id
         join lateral (
           select min(a.far) as far from around a where a.territory_id in (
             select territory_id from service_territory where service_id = s.id
             union all select l.territory_id from service_at_location sl join location l on l.id = sl.location_id where sl.service_id = s.id)
         ) near on near.far is not null
         where is_shown(s.status, s.ends_on, $2) and is_shown(o.status, null, $2)
         order by c.shared desc, near.far, s.updated_at desc, s.id
         limit 4",
    )
    .bind(id.0)
    .bind(now.date_naive())
    .fetch_all(&portal.pool)
    .await?;
    found::load(portal, &ids, locale, now).await
}
