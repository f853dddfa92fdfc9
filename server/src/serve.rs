//! The HTTP side: pages, data, assets and what protects them. Rules live in `portal`, pages in `app`.

mod accept;
mod addresses;
mod admission;
mod answer;
mod api;
mod assets;
mod compress;
mod connection;
mod feeds;
mod front;
mod geojson;
mod health;
pub mod index_folder;
mod leave;
pub mod log;
mod offline;
mod pages;
mod printer;
mod run;
mod security;
mod stored;
pub mod tiles;
mod well_known;

pub use accept::{Limits, accept};
pub use admission::Admission;
pub use assets::Site;
pub use front::Front;
pub use printer::Printer;
pub use run::run;
pub use stored::Stored;

use crate::clock::Clock;
use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use portal::{Ids, Portal};
use std::sync::Arc;

/// What every handler may use. Handed around behind one `Arc`: each layer of each request takes one.
#[derive(Clone)]
pub struct State {
    pub portal: Portal,
    pub site: Arc<Site>,
    /// Scheme and host that visitors see, without a trailing slash: `https://bussola.example`.
    pub origin: Arc<str>,
    /// Where visitors reach the operator (`mailto:` or `https:`), for the pages about privacy and accessibility.
    pub contact: Option<Arc<str>>,
    /// Where to report security problems (`mailto:` or `https:`), for security.txt.
    pub security_contact: Option<Arc<str>>,
    pub clock: Clock,
    pub ids: Ids,
    /// Whether `/{locale}/styleguide` is served.
    pub styleguide: bool,
    pub stored: stored::Stored,
    pub printer: printer::Printer,
    pub admission: admission::Admission,
}

/// Largest request body of any endpoint so far, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// All addresses with all their protection: what tests call and what `serve` listens with.
///
/// Outermost first: request id, log line and kept pages ([`Front`]), caught panics, security headers, cross-site
/// forgery, admission (shed and time limit), body limit.
pub fn front(state: State) -> Front {
    let state = Arc::new(state);
    let csrf = security::csrf(&state.origin);
    let layers = Router::new()
        .merge(own_map(&state.site))
        .route("/api/v1/search", get(api::search))
        .route("/api/v1/search.geojson", get(api::places))
        .route("/api/v1/search.atom", get(feeds::search))
        .route("/api/v1/suggest", get(api::suggest))
        .route("/api/{*rest}", axum::routing::any(api::unknown))
        .route("/robots.txt", get(well_known::robots))
        .route("/sitemap.xml", get(well_known::sitemap))
        .route("/.well-known/security.txt", get(well_known::security))
        .fallback(pages::page)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(state.clone(), admission::admit))
        // What must answer under any load stands outside admission.
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/leave", get(leave::leave))
        .route("/pkg/{*file}", get(assets::asset))
        .route("/favicon.ico", get(assets::icon))
        .route("/manifest.webmanifest", get(offline::manifest))
        .route("/offline.js", get(offline::worker))
        .layer(csrf)
        .layer(middleware::from_fn_with_state(state.clone(), security::headers))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(log::caught_panic))
        .with_state(state.clone());
    Front::new(state, layers)
}

/// The operator's tiles, where there are some.
fn own_map(site: &Site) -> Router<Arc<State>> {
    match &site.tiles {
        Some(file) => Router::new().route(tiles::ADDRESS, get(tiles::tiles).with_state(Arc::clone(file))),
        None => Router::new(),
    }
}
