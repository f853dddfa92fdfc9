//! A search as an Atom feed: who follows it is told what is new, without an account.

use super::{State, answer::Answer, api, pages};
use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Person, Text, TextType};
use axum::{
    extract::{Request, State as Extract},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use chrono::{DateTime, Utc};
use model::{FoundItem, Locale, SearchAnswer, SearchQuery};
use std::sync::Arc;

/// Entries at most: the best results, newest first.
const ENTRIES: u32 = 50;

/// `GET /api/v1/search.atom`: parameters as of `/api/v1/search`, but for the page.
pub async fn search(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let asked = SearchQuery::parse(request.uri().query().unwrap_or_default());
    let locale = asked.lang.unwrap_or_default();
    let query = SearchQuery { page: 0, per_page: Some(ENTRIES), ..asked };
    let now = state.clock.now();
    match portal::search::answer(&state.portal, &query, locale, now).await {
        Ok(answer) => {
            let text = feed(&state.origin, &query, locale, answer, now).to_string();
            let headers = HeaderMap::from_iter([
                (header::CONTENT_TYPE, HeaderValue::from_static("application/atom+xml; charset=utf-8")),
                (header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.as_str())),
                (header::CACHE_CONTROL, HeaderValue::from_static(pages::cache_control(true, query.is_personal()))),
            ]);
            Answer::new(StatusCode::OK, headers, text, false).to(request.headers())
        }
        Err(portal::Error::Unavailable(_)) => api::not_now(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "feed failed");
            api::problem(StatusCode::INTERNAL_SERVER_ERROR, "internal error")
        }
    }
}

fn feed(origin: &str, query: &SearchQuery, locale: Locale, answer: SearchAnswer, now: DateTime<Utc>) -> Feed {
    // The page has its own length and its language in the path.
    let page = SearchQuery { per_page: None, lang: None, ..query.clone() };
    let page = format!("{origin}/{locale}/search?{}", page.to_query_string());
    let itself = SearchQuery { per_page: None, lang: Some(locale), ..query.clone() };
    let itself = format!("{origin}/api/v1/search.atom?{}", itself.to_query_string());
    let mut items = answer.items;
    items.sort_by_key(|item| std::cmp::Reverse(item.updated_at));
    Feed {
        title: Text::plain(if query.q.is_empty() { "Bussola".to_owned() } else { format!("Bussola: {}", query.q) }),
        id: itself.clone(),
        lang: Some(locale.to_string()),
        updated: items.first().map_or(now, |newest| newest.updated_at).fixed_offset(),
        links: vec![link("self", itself, "application/atom+xml"), link("alternate", page, "text/html")],
        generator: Some(Generator { value: "Bussola".to_owned(), ..Generator::default() }),
        entries: items.into_iter().map(|item| entry(origin, item)).collect(),
        ..Feed::default()
    }
}

fn entry(origin: &str, item: FoundItem) -> Entry {
    let updated: FixedDateTime = item.updated_at.fixed_offset();
    let text =
        |value: String| Text { value, lang: Some(item.language.clone()), r#type: TextType::Text, ..Text::default() };
    Entry {
        title: text(item.title.clone()),
        id: format!("urn:uuid:{}", item.id),
        updated,
        authors: vec![Person { name: item.organisation, ..Person::default() }],
        links: vec![link("alternate", format!("{origin}{}", item.path), "text/html")],
        summary: Some(text(item.summary)),
        ..Entry::default()
    }
}

fn link(rel: &str, href: String, mime_type: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(mime_type.to_owned()), ..Link::default() }
}
