//! Pages: everything that is no data and no file. `app` renders, this keeps and sends.

use super::{State, answer::Answer, printer, security};
use app::{PageClass, PageRequest, RenderedPage, Sent};
use axum::{
    Form,
    body::Body,
    extract::{FromRequest, Request, State as Extract},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use model::{Locale, SearchQuery};
use std::sync::Arc;

/// What browsers say of how they came to ask (Fetch Metadata).
const FETCH_SITE: &str = "sec-fetch-site";
const FETCH_MODE: &str = "sec-fetch-mode";

/// Content security policy of answers that are no pages.
pub const NOTHING_ALLOWED: &str = "default-src 'none'; frame-ancestors 'none'";

pub async fn page(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let place = app::routes::place(request.uri().path());
    let (is_form, takes_forms) = (place.is_form(), place.takes_forms());
    match *request.method() {
        Method::GET | Method::HEAD if is_form => return form(&state, None, request.uri(), request.headers()).await,
        Method::GET | Method::HEAD => {}
        Method::POST if takes_forms => return sent(&state, request).await,
        _ => return not_allowed(&state, &request, if takes_forms { "GET, HEAD, POST" } else { "GET, HEAD" }),
    }
    if request.uri().path() == "/" {
        return to_best_language(preferred_locale(request.headers()));
    }
    if let Some(response) = kept(&state, request.method(), request.uri(), request.headers()).await {
        return response;
    }
    let (asked, locale) = (Asked::of(request.uri(), request.headers()), locale_of(&request));
    let generation = portal::content_generation(&state.portal);
    let make = async {
        if app::routes::place(asked.path).is_document() {
            return printer::answer(&state, to_app(&state, &asked, None), locale, &asked).await;
        }
        made(&state, &asked, None).await
    };
    state.stored.get(generation, asked.key(), make).await.to(request.headers())
}

fn to_app(state: &State, asked: &Asked<'_>, sent: Option<Sent>) -> PageRequest {
    let now = state.clock.now();
    PageRequest {
        path: asked.path.to_owned(),
        query: asked.query.to_owned(),
        origin: state.origin.to_string(),
        contact: state.contact.clone(),
        now,
        assets: Arc::clone(&state.site.assets),
        accept_language: asked.language,
        sent,
        fresh: state.ids.uuid(now),
        styleguide: state.styleguide,
        pdf: state.printer.is_ready(),
        comes_from_us: asked.comes_from_us,
    }
}

async fn made(state: &State, asked: &Asked<'_>, sent: Option<Sent>) -> Answer {
    let kept_for_all = sent.is_none() && !app::routes::place(asked.path).is_form();
    let page = app::render(&state.portal, to_app(state, asked, sent)).await;
    let cacheable = page.cacheable && kept_for_all;
    answer(state, RenderedPage { cacheable, ..page }, asked)
}

/// A form that a visitor filled in. The layers before have seen to it that it comes from a page of ours.
async fn sent(state: &State, request: Request) -> Response {
    let (uri, headers, locale) = (request.uri().clone(), request.headers().clone(), locale_of(&request));
    match Form::from_request(request, &()).await {
        Ok(Form(fields)) => form(state, Some(Sent(fields)), &uri, &headers).await,
        Err(rejection) => refusal(state, rejection.status(), locale).to(&headers),
    }
}

/// Never kept: each form has a key of its own, and what was sent has its answer once.
async fn form(state: &State, sent: Option<Sent>, uri: &Uri, headers: &HeaderMap) -> Response {
    made(state, &Asked::of(uri, headers), sent).await.to(headers)
}

fn not_allowed(state: &State, request: &Request, allowed: &'static str) -> Response {
    let refusal = refusal(state, StatusCode::METHOD_NOT_ALLOWED, locale_of(request));
    let mut response = refusal.to(request.headers());
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

/// The page where it is kept ready: under the very generation that the content has now.
pub async fn kept(state: &State, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let generation = portal::content_generation(&state.portal);
    let answer = state.stored.kept(generation, Asked::of(uri, headers).key()).await?;
    let mut response = answer.to_another(headers);
    if *method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    Some(response)
}

/// All that a page depends on, besides its content.
#[derive(Default)]
pub struct Asked<'a> {
    path: &'a str,
    /// Empty where the page reads none: its address with any query is the same page.
    query: &'a str,
    by_language: bool,
    personal: bool,
    /// The visitor's, where the path names none.
    language: Option<Locale>,
    /// A browser says that a link of ours was followed.
    comes_from_us: bool,
}

impl<'a> Asked<'a> {
    fn of(uri: &'a Uri, headers: &HeaderMap) -> Self {
        let path = uri.path();
        let place = app::routes::place(path);
        let read = |query: &&str| place.reads_query() || place.is_read_aloud(query) || place.is_from_somewhere(query);
        let query = uri.query().filter(read).unwrap_or_default();
        let by_language = place.is_by_language();
        let language = if by_language { preferred_locale(headers) } else { None };
        let says = |name: &str, value: &str| headers.get(name).is_some_and(|said| said == value);
        let comes_from_us = says(FETCH_SITE, "same-origin") && says(FETCH_MODE, "navigate");
        Self { path, query, by_language, personal: place.is_personal(), language, comes_from_us }
    }

    /// Whether the answer is for one person only.
    pub fn is_personal(&self) -> bool {
        self.personal || SearchQuery::parse(self.query).is_personal()
    }

    fn key(&self) -> String {
        let language = if self.by_language { self.language.unwrap_or_default().as_str() } else { "" };
        [self.path, "?", self.query, language, if self.comes_from_us { " from us" } else { "" }].concat()
    }
}

/// A page for a refusal of the server's own; needs neither database nor cache.
pub fn refusal(state: &State, status: StatusCode, locale: Locale) -> Answer {
    let page = app::error_page(status.as_u16(), locale, &state.site.assets, &state.origin);
    // Made before the path is looked at, perhaps in the visitor's language.
    let asked = Asked { by_language: true, ..Asked::default() };
    answer(state, page, &asked)
}

/// The language of a request before anything is known of its page: the path's, else the visitor's.
pub fn locale_of(request: &Request) -> Locale {
    let first = request.uri().path().trim_start_matches('/').split('/').next().unwrap_or_default();
    first.parse().ok().or_else(|| preferred_locale(request.headers())).unwrap_or_default()
}

fn preferred_locale(headers: &HeaderMap) -> Option<Locale> {
    headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Locale::from_accept_language)
}

fn to_best_language(preferred: Option<Locale>) -> Response {
    let location = format!("/{}", preferred.unwrap_or_default());
    let headers =
        [(header::LOCATION, location.as_str()), (header::VARY, "accept-language"), (header::CACHE_CONTROL, "no-cache")];
    (StatusCode::FOUND, headers, Body::empty()).into_response()
}

pub fn answer(state: &State, page: RenderedPage, asked: &Asked) -> Answer {
    let personal = asked.is_personal();
    // Searches are endless; of live pages those without a query are asked for by everyone.
    let keep = page.cacheable && !personal && (page.class == PageClass::Paper || asked.query.is_empty());
    let mut headers = HeaderMap::new();
    let mut set = |name: header::HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.append(name, value);
        }
    };
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    set(header::CACHE_CONTROL, cache_control(page.cacheable, personal));
    if asked.by_language {
        set(header::VARY, "accept-language");
    }
    if page.class == PageClass::Paper && page.redirect.is_none() {
        // Pages that visitors keep for when they have no network are asked for by a script, and carry their style.
        set(header::VARY, "sec-fetch-site, sec-fetch-mode");
    }
    if let Some(location) = &page.redirect {
        set(header::LOCATION, location);
        security::complete(&mut headers, &state.origin);
        return Answer::new(status, headers, "", keep);
    }
    set(header::CONTENT_TYPE, "text/html; charset=utf-8");
    set(header::CONTENT_LANGUAGE, page.locale.as_str());
    set(header::CONTENT_SECURITY_POLICY, policy(state, page.class));
    if !page.index {
        set(header::HeaderName::from_static("x-robots-tag"), "noindex");
    }
    security::complete(&mut headers, &state.origin);
    Answer::new(status, headers, page.html, keep)
}

/// Answers to somebody's words stay nowhere: not with a proxy, not on the disk of a library's computer.
pub fn cache_control(cacheable: bool, personal: bool) -> &'static str {
    match (cacheable, personal) {
        (true, false) => "public, no-cache",
        (true, true) => "private, no-store",
        (false, _) => "no-store",
    }
}

fn policy(state: &State, class: PageClass) -> &str {
    match class {
        PageClass::Paper => &state.site.paper_policy,
        PageClass::Live | PageClass::Printed => &state.site.live_policy,
    }
}
