//! What is printed about a thing or a list of them, in several languages at once.

mod rows;

use crate::{Error, Portal, search};
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
        CardSubject::Need(slug, query) => need(portal, slug, query, locales, now).await,
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

async fn need(
    portal: &Portal,
    slug: &str,
    query: &SearchQuery,
    locales: &[Locale],
    now: DateTime<Utc>,
) -> Result<Card, Error> {
    let names = portal.names().await?;
    let need = names.need(slug).ok_or(Error::NotFound)?;
    let narrowed = query.is_filtered() || !query.is_empty();
    let query = SearchQuery { needs: vec![slug.to_owned()], ..query.clone() };
    let (rows, total) = search(portal, &query, locales, now).await?;
    let query = on_paper(&query);
    // The code leads to the need as a whole; where the paper shows a part, its address says which.
    let code = if narrowed { None } else { rows::code_of_need(portal, slug).await? };
    let narrowed = SearchQuery { needs: Vec::new(), page: 0, ..query.clone() }.to_query_string();
    let mark = if narrowed.is_empty() { "" } else { "?" };
    let mut editions = editions(locales, &rows, now, |locale| (need.label.read(locale).value, None));
    for edition in &mut editions {
        edition.lead = need.about.as_ref().map(|about| about.read(edition.locale));
    }
    Ok(Card {
        path: format!("needs/{slug}{mark}{narrowed}"),
        code,
        kind: CardKind::Need,
        sensitive: need.sensitive,
        editions,
        total,
    })
}

async fn found(portal: &Portal, query: &SearchQuery, locales: &[Locale], now: DateTime<Utc>) -> Result<Card, Error> {
    let (rows, total) = search(portal, query, locales, now).await?;
    let names = portal.names().await?;
    let parameters = on_paper(query).to_query_string();
    let mark = if parameters.is_empty() { "" } else { "?" };
    let title = |locale| {
        let needs = query.needs.iter().map(|slug| names.need_label(slug, locale));
        let places = query.territories.iter().flat_map(|id| names.territory_ids(id));
        let places = places.take(1).map(|id| names.territory_label(&id, locale));
        let words = (!query.q.is_empty()).then(|| query.q.clone());
        words.into_iter().chain(needs).chain(places).collect::<Vec<_>>().join(" · ")
    };
    Ok(Card {
        path: format!("search{mark}{parameters}"),
        code: None,
        kind: CardKind::Search,
        sensitive: query.needs.iter().any(|slug| names.need(slug).is_some_and(|need| need.sensitive)),
        editions: editions(locales, &rows, now, |locale| (title(locale), None)),
        total,
    })
}

/// The search as its address stands on paper, which is left lying about: it tells to a kilometre where somebody stood, not
/// to ten metres.
fn on_paper(query: &SearchQuery) -> SearchQuery {
    let coarse = |degrees: f64| (degrees * 100.0).round() / 100.0;
    let near = query.near.and_then(|near| Point::new(coarse(near.latitude), coarse(near.longitude)));
    SearchQuery { near, ..query.clone() }
}

async fn list(portal: &Portal, kept: &[String], locales: &[Locale], now: DateTime<Utc>) -> Result<Card, Error> {
    let ids = rows::known(portal, &kept[..kept.len().min(MAX_LISTED)]).await?;
    let mut rows = rows::load(portal, &ids, now).await?;
    rows.retain(|row| row.shown);
    // By their codes: an id is five times as long, and all of it would be in the code on the paper.
    let names: Vec<String> = rows.iter().map(|row| row.code.clone().unwrap_or_else(|| row.id.to_string())).collect();
    Ok(Card {
        path: format!("card/search?ids={}", names.join(",")),
        code: None,
        kind: CardKind::List,
        sensitive: false,
        editions: editions(locales, &rows, now, |_| (String::new(), None)),
        total: rows.len() as u64,
    })
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
            about: about.map(|row| row.entry(*locale, now)),
            entries: rows.iter().map(|row| row.entry(*locale, now)).collect(),
        }
    };
    locales.iter().map(edition).collect()
}
