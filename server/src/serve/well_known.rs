//! Files that machines look for at fixed addresses.

use super::State;
use axum::{
    extract::{Query, State as Extract},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{Duration, SecondsFormat};
use model::Locale;
use portal::sitemap::Entry;
use sitemap_rs::{
    sitemap::Sitemap,
    sitemap_index::SitemapIndex,
    url::{Link, Url},
    url_set::UrlSet,
};
use std::sync::Arc;

/// Entries in one file. Each entry is one address in one language and lists the others, so files stay small enough to build on request.
const ENTRIES: u64 = 1_000;

pub async fn robots(Extract(state): Extract<Arc<State>>) -> Response {
    // Search results are endless and say nothing that the pages behind them do not.
    let mut text = String::from("User-agent: *\n");
    for locale in Locale::ALL {
        text.push_str(&format!("Disallow: /{locale}/search\nDisallow: /{locale}/card/search\n"));
    }
    text.push_str(&format!("Sitemap: {}/sitemap.xml\n", state.origin));
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// RFC 9116. Not found where the operator has named no contact: a false one is worse than none.
pub async fn security(Extract(state): Extract<Arc<State>>) -> Response {
    let Some(contact) = &state.security_contact else {
        return (StatusCode::NOT_FOUND, "no security contact is configured\n").into_response();
    };
    // Expires must lie ahead by less than a year; counted from today, so that it never goes stale unnoticed.
    let expires = (state.clock.now() + Duration::days(180)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let languages = Locale::ALL.map(Locale::as_str).join(", ");
    let text = format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: {languages}\nCanonical: {}/.well-known/security.txt\n",
        state.origin
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `/sitemap.xml` is the index, `/sitemap.xml?part=0` its first part.
pub async fn sitemap(Extract(state): Extract<Arc<State>>, Query(part): Query<Part>) -> Response {
    let written = match part.part {
        Some(number) => part_of(&state, number).await,
        None => index(&state).await,
    };
    match written {
        Ok(Some(body)) => {
            let headers = [(header::CONTENT_TYPE, "application/xml"), (header::CACHE_CONTROL, "public, max-age=3600")];
            (headers, body).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, "no such part\n").into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "sitemap failed");
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "30")]).into_response()
        }
    }
}

#[derive(serde::Deserialize)]
pub struct Part {
    part: Option<u64>,
}

async fn index(state: &State) -> Result<Option<Vec<u8>>, portal::Error> {
    let count = portal::sitemap::count(&state.portal, state.clock.now()).await?;
    let parts = (0..count.div_ceil(ENTRIES).max(1))
        .map(|number| Sitemap::new(format!("{}/sitemap.xml?part={number}", state.origin), None))
        .collect();
    let mut out = Vec::new();
    let index = SitemapIndex::new(parts).map_err(anyhow::Error::from)?;
    index.write(&mut out).map_err(anyhow::Error::from)?;
    Ok(Some(out))
}

async fn part_of(state: &State, number: u64) -> Result<Option<Vec<u8>>, portal::Error> {
    let offset = ENTRIES.saturating_mul(number);
    let entries = portal::sitemap::entries(&state.portal, offset, ENTRIES, state.clock.now()).await?;
    if entries.is_empty() {
        return Ok(None);
    }
    let urls = entries.iter().flat_map(|entry| addresses(&state.origin, entry)).collect();
    let mut out = Vec::new();
    UrlSet::new(urls).map_err(anyhow::Error::from)?.write(&mut out).map_err(anyhow::Error::from)?;
    Ok(Some(out))
}

/// One address a language, each naming all of them.
fn addresses(origin: &str, entry: &Entry) -> Vec<Url> {
    let address =
        |locale: &Locale| format!("{origin}/{locale}{}{}", if entry.path.is_empty() { "" } else { "/" }, entry.path);
    let links: Vec<Link> = entry.locales.iter().map(|locale| Link::new(locale.to_string(), address(locale))).collect();
    let modified =
        jiff::Timestamp::from_second(entry.updated_at.timestamp()).ok().map(|at| at.to_zoned(jiff::tz::TimeZone::UTC));
    let url = |locale: &Locale| {
        let mut builder = Url::builder(address(locale));
        builder.links(links.clone());
        if let Some(modified) = &modified {
            builder.last_modified(modified.clone());
        }
        builder.build().ok()
    };
    entry.locales.iter().filter_map(url).collect()
}
