//! A service that is no longer shown: paper still leads to it, so its page leads on.

use super::similar;
use crate::{Error, Portal, needs};
use chrono::{DateTime, Utc};
use model::{Locale, Point, ServiceId, WithdrawnPage};

/// What meets the same needs: in the same territories, else near the old place, else anywhere. Says nothing of the service
/// itself: its publisher took it back. `NotFound` for what never was.
pub async fn withdrawn(
    portal: &Portal,
    id: ServiceId,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<WithdrawnPage, Error> {
    let names = portal.names().await?;
    let (slugs, territories, latitude, longitude): (Vec<String>, Vec<String>, Option<f64>, Option<f64>) =
        sqlx::query_as(BEFORE).bind(id.0).fetch_one(&portal.pool).await?;
    let near = latitude.zip(longitude).and_then(|(latitude, longitude)| Point::new(latitude, longitude));
    let mut found = Vec::new();
    for (territories, near) in [(territories, near), (Vec::new(), near), (Vec::new(), None)] {
        if found.is_empty() {
            found = similar::to(portal, id, &slugs, territories, near, locale, now).await?;
        }
    }
    Ok(WithdrawnPage { needs: slugs.iter().map(|slug| needs::link(&names, slug, locale)).collect(), similar: found })
}

const BEFORE: &str = "
select array(select n.slug from service_need sn join need n on n.slug = sn.need_slug
    where sn.service_id = s.id and not n.retired order by n.position),
  array(select st.territory_id from service_territory st where st.service_id = s.id
    union select l.territory_id from service_at_location sl join location l on l.id = sl.location_id
    where sl.service_id = s.id and l.territory_id is not null),
  place.latitude, place.longitude
from service s
left join lateral (
  select l.latitude, l.longitude from service_at_location sl join location l on l.id = sl.location_id
  where sl.service_id = s.id and l.latitude is not null order by sl.position, sl.id limit 1
) place on true
where s.id = $1";
