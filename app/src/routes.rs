//! The route table: which path shows which page. Reading order: citizens' pages first, then what explains them.

use crate::{
    head::{Instead, Page},
    pages::{
        accessibility, cards, codes, home, needs, organisations, privacy, reports, safety, saved, search, services,
        styleguide,
    },
    visit::Visit,
};
use model::{Locale, SearchQuery, pages::PageError};
use print::Sheet;

/// `locale` is the first path segment; `path` is what follows it, without slashes at its ends.
pub async fn page(visit: &Visit) -> Result<Page, Instead> {
    let segments: Vec<&str> = visit.path.split('/').collect();
    match segments.as_slice() {
        [""] => home::page(visit).await,
        ["search"] => search::page(visit).await,
        ["needs"] => needs::all(visit).await,
        ["needs", slug] => needs::page(visit, slug).await,
        ["needs", slug, country] => needs::card::page(visit, slug, country, false).await,
        ["needs", slug, country, "easy"] => needs::card::page(visit, slug, country, true).await,
        ["services", id] => services::page(visit, id, None).await,
        ["services", id, "report"] => reports::form(visit, id).await,
        ["services", id, "report", "thanks"] => reports::thanks(visit, id).await,
        ["services", id, slug] => services::page(visit, id, Some(slug)).await,
        ["organisations", id] => organisations::page(visit, id, None).await,
        ["organisations", id, slug] => organisations::page(visit, id, Some(slug)).await,
        ["saved"] => saved::page(visit).await,
        ["card", about @ ..] => cards::page(visit, about).await,
        ["privacy"] => Ok(privacy::page(visit)),
        ["accessibility"] => Ok(accessibility::page(visit)),
        ["safety"] => Ok(safety::page(visit)),
        ["styleguide"] if visit.styleguide => Ok(styleguide::page(visit)),
        _ => Err(Instead::Problem(PageError::NotFound)),
    }
}

/// What stands in the document of a card; `path` is that of its page.
pub async fn sheet(visit: &Visit) -> Result<Sheet, Instead> {
    match visit.path.split('/').collect::<Vec<_>>().as_slice() {
        ["card", about @ ..] => cards::sheet(visit, about).await,
        _ => Err(Instead::Problem(PageError::NotFound)),
    }
}

/// `/q/{code}`: the page behind a scanned code, in the visitor's language.
pub async fn scanned(visit: &Visit, code: &str) -> Result<Page, Instead> {
    codes::page(visit, code).await
}

/// A card's address with this at its end is the same card as a document.
pub const PDF: &str = ".pdf";

/// Stands in the query of a page with its script, where there is one that can be heard.
pub const LISTEN: &str = "listen";

pub enum Place<'a> {
    /// `/`: choose a language.
    Door,
    Code(&'a str),
    In(Locale, &'a str),
    Nowhere,
}

impl Place<'_> {
    /// Whether the answer depends on the visitor's preferred language, because the path names none: whoever keeps
    /// answers must keep one for each language.
    pub fn is_by_language(&self) -> bool {
        !matches!(self, Self::In(..))
    }

    /// Whether the page's address says what somebody keeps, or has looked for: no cache keeps the page.
    pub fn is_personal(&self) -> bool {
        matches!(self, Self::In(_, "saved" | "card/search" | "card/search.pdf"))
    }

    /// Whether it is a document and no page.
    pub fn is_document(&self) -> bool {
        matches!(self, Self::In(_, inner) if inner.starts_with("card/") && inner.ends_with(PDF))
    }

    /// Whether the page is a form, made anew for everybody.
    pub fn is_form(&self) -> bool {
        let Self::In(_, inner) = self else { return false };
        inner.strip_prefix("services/").and_then(|rest| rest.split_once('/')).is_some_and(|(_, last)| last == "report")
    }

    /// Whether something may be sent to the page (POST): a form, or a list to print that asks for its short address.
    pub fn takes_forms(&self) -> bool {
        let Self::In(_, inner) = self else { return false };
        let is_list = *inner == "card/search" || inner.starts_with("card/needs/");
        self.is_form() || (is_list && !self.is_document())
    }

    /// Whether this query of the page is the one under which it can be heard.
    pub fn is_read_aloud(&self, query: &str) -> bool {
        query == LISTEN && matches!(self, Self::In(_, inner) if inner.starts_with("services/"))
    }

    /// Whether this query of a service's page says from where somebody comes: the page then says how far it is.
    pub fn is_from_somewhere(&self, query: &str) -> bool {
        matches!(self, Self::In(_, inner) if inner.starts_with("services/")) && SearchQuery::parse(query).near.is_some()
    }

    /// Whether the page reads the query string. Of all others the query is no part: neither of the page nor of what
    /// it is kept under.
    pub fn reads_query(&self) -> bool {
        let Self::In(_, inner) = self else { return false };
        match inner.split_once('/') {
            None => matches!(*inner, "search" | "saved"),
            Some(("card", _)) => true,
            Some((first, slug)) => first == "needs" && !slug.contains('/'),
        }
    }
}

/// Exactly one slash leads: `//q/x` is no second address of `/q/x`.
pub fn place(path: &str) -> Place<'_> {
    let path = match path.strip_prefix('/') {
        Some("") => return Place::Door,
        Some(path) => path.trim_end_matches('/'),
        None => return Place::Nowhere,
    };
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    match (first, first.parse()) {
        ("q", _) if !rest.is_empty() && !rest.contains('/') => Place::Code(rest),
        // Only the spelling we print: one page, one address.
        (_, Ok(locale)) if Locale::as_str(locale) == first => Place::In(locale, rest),
        _ => Place::Nowhere,
    }
}
