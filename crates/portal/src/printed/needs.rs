//! A need on paper: as a whole, narrowed by filters, and in one country with what the law gives there.

use super::{editions, on_paper, search, with_query};
use crate::{Error, Portal, cards, codes, names::Need};
use chrono::{DateTime, Utc};
use model::card::{Card, CardEdition, CardKind};
use model::{Locale, SearchQuery};

pub(super) async fn need(
    portal: &Portal,
    slug: &str,
    query: &SearchQuery,
    locales: &[Locale],
    now: DateTime<Utc>,
) -> Result<Card, Error> {
    let names = portal.names().await?;
    let need = names.need(slug).ok_or(Error::NotFound)?;
    let (path, narrowed) = path(slug, query);
    // The need's own code leads to it as a whole; the paper shows a part.
    let code = if narrowed { codes::of_page(portal, &path).await? } else { codes::of_need(portal, slug).await? };
    let query = SearchQuery { needs: vec![slug.to_owned()], ..query.clone() };
    let (rows, total) = search(portal, &query, locales, now).await?;
    let mut editions = editions(locales, &rows, now, |locale| (need.label.read(locale).value, None));
    editions.iter_mut().for_each(|edition| edition.lead = lead(need, edition));
    Ok(Card { path, code, kind: CardKind::Need, sensitive: need.sensitive, editions, total })
}

/// `country`: ISO 3166-1 alpha-2. `NotFound` where nothing is written on the need there.
pub(super) async fn in_country(
    portal: &Portal,
    slug: &str,
    country: &str,
    locales: &[Locale],
    now: DateTime<Utc>,
) -> Result<Card, Error> {
    let names = portal.names().await?;
    let need = names.need(slug).ok_or(Error::NotFound)?;
    let row = cards::row(portal, slug, country).await?.ok_or(Error::NotFound)?;
    let of_first = row.read(&names, locales.first().copied().unwrap_or_default());
    let query = SearchQuery {
        needs: vec![slug.to_owned()],
        territories: of_first.territory.into_iter().collect(),
        ..SearchQuery::default()
    };
    let (rows, total) = search(portal, &query, locales, now).await?;
    let mut editions = editions(locales, &rows, now, |locale| (need.label.read(locale).value, None));
    for edition in &mut editions {
        edition.lead = lead(need, edition);
        edition.country = Some(Box::new(row.read(&names, edition.locale)));
    }
    let code = codes::of_page(portal, &of_first.path).await?;
    Ok(Card { path: of_first.path, code, kind: CardKind::Need, sensitive: need.sensitive, editions, total })
}

fn lead(need: &Need, edition: &CardEdition) -> Option<model::Translation> {
    need.about.as_ref().map(|about| about.read(edition.locale))
}

/// Its page as on paper, and whether that shows a part of the need only.
pub(super) fn path(slug: &str, query: &SearchQuery) -> (String, bool) {
    let narrowed = query.is_filtered() || !query.is_empty();
    let path = with_query(&format!("needs/{slug}"), &SearchQuery { needs: Vec::new(), ..on_paper(query) });
    (path, narrowed)
}
