//! What is printed about a thing or a list of them, in several languages at once.

mod needs;
mod rows;

pub(crate) use rows::known;

use crate::{Error, Portal, codes, search};
use chrono::{DateTime, Utc};
use model::card::{Card, CardEdition, CardKind, CardSubject, MAX_LISTED};
use model::{ItemKind, Locale, MAX_PER_PAGE, Point, SearchQuery};
use rows::Row;
use uuid::Uuid;

/// The card as it is today, read in each of `locales`. `Gone` for one thing that is no longer shown; of lists what is
/// shown is printed.
pub async fn card(
    portal: &Portal,
    subject: &CardSubject,
    locales: &[Locale],
    now: DateTime<Utc>,
) -> Result<Card, Error> {
    match subject {
        CardSubject::Service(id) => about(portal, "services", id.0, locales, now).await,
        CardSubject::Organisation(id) => about(portal, "organisations", id.0, locales, now).await,
        CardSubject::Need(slug, query) => needs::need(portal, slug, query, locales, now).await,
        CardSubject::Country(slug, country) => needs::in_country(portal, slug, country, locales, now).await,
        CardSubject::Search(query) => found(portal, query, locales, now).await,
        CardSubject::List(kept) => list(portal, kept, locales, now).await,
    }
}

async fn about(portal: &Portal, folder: &str, id: Uuid, locales: &[Locale], now: DateTime<Utc>) -> Result<Card, Error> {
    let row = rows::load(portal, &[id], now).await?.pop().filter(|row| row.is_of(folder)).ok_or(Error::NotFound)?;
    if !row.shown {
        return Err(Error::Gone);
    }
    let given = rows::given_by(portal, id, now).await?;
    // As on its page: its name stays out of titles and history.
    let sensitive = portal.names().await?.any_sensitive(&row.needs);
    let editions = editions(locales, &given, now, |locale| (row.name.read(locale).value, Some(&row)));
    Ok(Card {
        path: format!("{folder}/{id}/{}", row.slug),
        code: row.code.clone(),
        kind: row.kind(),
        sensitive,
        editions,
        total: given.len() as u64,
    })
}

async fn found(portal: &Portal, query: &SearchQuery, locales: &[Locale], now: DateTime<Utc>) -> Result<Card, Error> {
    let (rows, total) = search(portal, query, locales, now).await?;
    let names = portal.names().await?;
    let path = with_query("search", &on_paper(query));
    let title = |locale| {
        let needs = query.needs.iter().map(|slug| names.need_label(slug, locale));
        let places = query.territories.iter().flat_map(|id| names.territory_ids(id));
        let places = places.take(1).map(|id| names.territory_label(&id, locale));
        let words = (!query.q.is_empty()).then(|| query.q.clone());
        words.into_iter().chain(needs).chain(places).collect::<Vec<_>>().join(" · ")
    };
    Ok(Card {
        code: codes::of_page(portal, &path).await?,
        path,
        kind: CardKind::Search,
        sensitive: query.needs.iter().any(|slug| names.need(slug).is_some_and(|need| need.sensitive)),
        editions: editions(locales, &rows, now, |locale| (title(locale), None)),
        total,
    })
}

/// Gives the list a code that has none; `None` where no more can be given today, or there is nothing on it. `NotFound` for
/// what is no list: such things have theirs from the start. `fresh`: something that was never used.
pub async fn give_code(
    portal: &Portal,
    subject: &CardSubject,
    fresh: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<String>, Error> {
    let list = match subject {
        CardSubject::Service(_) | CardSubject::Organisation(_) | CardSubject::Country(..) => {
            return Err(Error::NotFound);
        }
        CardSubject::Need(slug, query) => {
            portal.names().await?.need(slug).ok_or(Error::NotFound)?;
            let (path, narrowed) = needs::path(slug, query);
            if !narrowed {
                return codes::of_need(portal, slug).await;
            }
            path
        }
        CardSubject::Search(query) => with_query("search", &on_paper(query)),
        CardSubject::List(kept) => {
            let rows = kept_rows(portal, kept, now).await?;
            if rows.is_empty() {
                return Ok(None);
            }
            path_of_list(&rows)
        }
    };
    codes::of_list(portal, list, fresh, now).await
}

fn with_query(path: &str, query: &SearchQuery) -> String {
    let query = query.to_query_string();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{path}{mark}{query}")
}

/// The search as its address stands on paper, which is left lying about: it tells to a kilometre where somebody stood, not
/// to ten metres, and nothing of how the list was looked at.
fn on_paper(query: &SearchQuery) -> SearchQuery {
    let coarse = |degrees: f64| (degrees * 100.0).round() / 100.0;
    let near = query.near.and_then(|near| Point::new(coarse(near.latitude), coarse(near.longitude)));
    let rest = Vec::new();
    SearchQuery { near, lang: None, page: 0, per_page: None, explain: false, rest, ..query.clone() }
}

async fn list(portal: &Portal, kept: &[String], locales: &[Locale], now: DateTime<Utc>) -> Result<Card, Error> {
    let rows = kept_rows(portal, kept, now).await?;
    let path = path_of_list(&rows);
    Ok(Card {
        code: codes::of_page(portal, &path).await?,
        path,
        kind: CardKind::List,
        sensitive: false,
        editions: editions(locales, &rows, now, |_| (String::new(), None)),
        total: rows.len() as u64,
    })
}

async fn kept_rows(portal: &Portal, kept: &[String], now: DateTime<Utc>) -> Result<Vec<Row>, Error> {
    let ids = known(portal, &kept[..kept.len().min(MAX_LISTED)]).await?;
    let mut rows = rows::load(portal, &ids, now).await?;
    rows.retain(|row| row.shown);
    Ok(rows)
}

/// By their codes: an id is five times as long, and all of it would be in the code on the paper.
fn path_of_list(rows: &[Row]) -> String {
    let names: Vec<String> = rows.iter().map(|row| row.code.clone().unwrap_or_else(|| row.id.to_string())).collect();
    format!("card/search?ids={}", names.join(","))
}

/// Found in the first of the languages: whoever prints has that list before them.
async fn search(
    portal: &Portal,
    query: &SearchQuery,
    locales: &[Locale],
    now: DateTime<Utc>,
) -> Result<(Vec<Row>, u64), Error> {
    let locale = locales.first().copied().unwrap_or_default();
    let kinds =
        if query.kinds.is_empty() { vec![ItemKind::Service, ItemKind::Opportunity] } else { query.kinds.clone() };
    let query = SearchQuery { kinds, page: 0, per_page: Some(MAX_PER_PAGE.min(MAX_LISTED as u32)), ..query.clone() };
    let answer = search::answer(portal, &query, locale, now).await?;
    let ids: Vec<Uuid> = answer.items.iter().map(|item| item.id).collect();
    let mut rows = rows::load(portal, &ids, now).await?;
    rows.retain(|row| row.shown);
    Ok((rows, answer.total))
}

fn editions<'a>(
    locales: &[Locale],
    rows: &[Row],
    now: DateTime<Utc>,
    title: impl Fn(Locale) -> (String, Option<&'a Row>),
) -> Vec<CardEdition> {
    let edition = |locale: &Locale| {
        let (title, about) = title(*locale);
        CardEdition {
            locale: *locale,
            title,
            lead: None,
            country: None,
            about: about.map(|row| row.entry(*locale, now)),
            entries: rows.iter().map(|row| row.entry(*locale, now)).collect(),
        }
    };
    locales.iter().map(edition).collect()
}
