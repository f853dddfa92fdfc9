//! The server's way in: loads a page's data, then renders it to one buffer. The only server-only module.

use crate::{
    Assets, PageClass, PageRequest, Problem, RenderedPage,
    head::{Instead, Page},
    pages::{cards, problem, search::map::Tiles},
    routes::{self, Place},
    shell::Shell,
    visit::Visit,
};
use chrono::{DateTime, Utc};
use hydration_context::SsrSharedContext;
use leptos::{prelude::*, reactive::computed::ScopedFuture};
use model::{Locale, pages::PageError};
use portal::Portal;
use print::Sheet;
use std::{future::Future, sync::Arc};
use uuid::Uuid;

/// The page for a path. Never fails: what goes wrong becomes a page that says so in the visitor's language.
pub async fn render(portal: &Portal, request: PageRequest) -> RenderedPage {
    within(portal, request.now, answer(request)).await
}

/// What stands in the document that is asked for; else the page that says why there is none.
pub async fn sheet(portal: &Portal, request: PageRequest) -> Result<Sheet, Box<RenderedPage>> {
    within(portal, request.now, document(request)).await
}

/// The page in place of a document that cannot be made here; needs no database.
pub fn no_document(request: PageRequest) -> RenderedPage {
    root().with(|| {
        let (visit, assets) = of_document(request);
        html(503, &visit, cards::no_document(&visit), &assets)
    })
}

/// A page for a refusal; needs no database.
pub fn error_page(status: u16, locale: Locale, assets: &Assets, origin: &str) -> RenderedPage {
    root().with(|| {
        let visit = Visit {
            sent: None,
            fresh: Uuid::nil(),
            styleguide: false,
            pdf: false,
            comes_from_us: false,
            locale,
            path: String::new(),
            query: String::new(),
            origin: origin.to_owned(),
            contact: None,
            now: DateTime::UNIX_EPOCH,
        };
        surround(locale, assets);
        html(status, &visit, problem::page(&visit, status), assets)
    })
}

/// The portal, inside a server function.
pub fn portal() -> Result<Portal, Problem> {
    use_context::<Portal>().ok_or(Problem(PageError::Internal))
}

/// The instant of the request, inside a server function.
pub fn now() -> DateTime<Utc> {
    use_context::<Clock>().map_or(DateTime::UNIX_EPOCH, |clock| clock.0)
}

impl From<portal::Error> for Problem {
    fn from(error: portal::Error) -> Self {
        Self(error.into())
    }
}

#[derive(Clone, Copy)]
struct Clock(DateTime<Utc>);

fn root() -> Owner {
    Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())))
}

async fn within<T>(portal: &Portal, now: DateTime<Utc>, work: impl Future<Output = T>) -> T {
    let owner = root();
    owner
        .with(|| {
            provide_context(portal.clone());
            provide_context(Clock(now));
            ScopedFuture::new(work)
        })
        .await
}

async fn answer(request: PageRequest) -> RenderedPage {
    let best = request.accept_language.unwrap_or_default();
    let path = request.path.clone();
    let place = routes::place(&path);
    let (locale, inner) = match place {
        Place::In(locale, inner) => (locale, inner),
        Place::Door => return moved(302, best, format!("/{best}")),
        Place::Code(_) | Place::Nowhere => (best, ""),
    };
    let (visit, assets) = visitor(request, locale, inner);
    let page = match place {
        Place::Code(code) => routes::scanned(&visit, code).await,
        Place::In(..) => routes::page(&visit).await,
        Place::Door | Place::Nowhere => Err(Instead::Problem(PageError::NotFound)),
    };
    match page {
        Ok(page) => html(200, &visit, page, &assets),
        Err(instead) => other(instead, &visit, &assets),
    }
}

async fn document(request: PageRequest) -> Result<Sheet, Box<RenderedPage>> {
    let (visit, assets) = of_document(request);
    routes::sheet(&visit).await.map_err(|instead| Box::new(other(instead, &visit, &assets)))
}

/// The visit as of the page that shows what is in the document.
fn of_document(request: PageRequest) -> (Visit, Arc<Assets>) {
    let path = request.path.clone();
    let (locale, inner) = match routes::place(&path) {
        Place::In(locale, inner) => (locale, inner.strip_suffix(routes::PDF).unwrap_or(inner)),
        Place::Door | Place::Code(_) | Place::Nowhere => (request.accept_language.unwrap_or_default(), ""),
    };
    visitor(request, locale, inner)
}

fn visitor(request: PageRequest, locale: Locale, path: &str) -> (Visit, Arc<Assets>) {
    let PageRequest { query, origin, contact, now, assets, sent, fresh, styleguide, pdf, comes_from_us, .. } = request;
    surround(locale, &assets);
    let path = path.to_owned();
    let visit = Visit { locale, path, query, origin, contact, now, sent, fresh, styleguide, pdf, comes_from_us };
    (visit, assets)
}

fn other(instead: Instead, visit: &Visit, assets: &Assets) -> RenderedPage {
    match instead {
        Instead::Gone(page) => html(410, visit, *page, assets),
        Instead::Moved(path) => moved(308, visit.locale, path),
        Instead::Done(path) => moved(303, visit.locale, path),
        Instead::Refused(status, page) => html(status, visit, *page, assets),
        Instead::Problem(error) => {
            let status = match error {
                PageError::NotFound => 404,
                PageError::Gone => 410,
                PageError::Unavailable => 503,
                PageError::Internal => 500,
            };
            html(status, visit, problem::page(visit, status), assets)
        }
    }
}

/// What components look up. Before any of a page is made: parts of it are made long before the whole.
fn surround(locale: Locale, assets: &Assets) {
    provide_context(locale);
    provide_context(ui::Sprite(assets.sprite_path.as_str().into()));
    provide_context(Tiles(assets.tiles.clone()));
}

fn html(status: u16, visit: &Visit, page: Page, assets: &Assets) -> RenderedPage {
    let (class, index) = (page.class, page.head.index && status == 200);
    let html = view! { <Shell visit=visit.clone() page=page assets=assets.clone() /> }.to_html();
    let html = marked_in_islands(&html);
    RenderedPage { status, html, class, locale: visit.locale, cacheable: status < 500, redirect: None, index }
}

/// leptos' marks for hydration: only islands need them, as empty comments, which are the same to a browser and valid.
/// Text is escaped, so neither they nor the tags are ever part of it.
fn marked_in_islands(html: &str) -> String {
    const END: &str = "</leptos-island>";
    let mut marked = String::with_capacity(html.len());
    let mut depth = 0_usize;
    for part in html.split_inclusive(END) {
        for (number, part) in part.split("<leptos-island").enumerate() {
            if number > 0 {
                depth += 1;
                marked.push_str("<leptos-island");
            }
            marked.push_str(&part.replace("<!>", if depth > 0 { "<!---->" } else { "" }));
        }
        if part.ends_with(END) {
            depth = depth.saturating_sub(1);
        }
    }
    marked
}

fn moved(status: u16, locale: Locale, path: String) -> RenderedPage {
    RenderedPage {
        status,
        html: String::new(),
        class: PageClass::Paper,
        locale,
        cacheable: true,
        redirect: Some(path),
        index: false,
    }
}

#[cfg(test)]
mod tests;
