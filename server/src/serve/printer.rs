//! Cards as PDF: made aside from the threads that serve, few at once, kept like pages.

use super::{State, answer::Answer, pages, security};
use app::PageRequest;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use model::Locale;
use print::{
    Sheet,
    pdf::{self, Fonts, PdfError},
};
use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{sync::Semaphore, time::timeout};

/// Browsers show a document in a page of their own, whose style some of them hold to this policy. There is no markup of
/// ours in it, and nobody else's.
const POLICY: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
/// How long a document may wait for its turn before whoever asked is sent away.
const WAIT: Duration = Duration::from_secs(1);
/// Seconds to come back after.
const COME_BACK: &str = "2";

/// Makes documents. Cheap to clone.
#[derive(Clone)]
pub struct Printer(Arc<Press>);

struct Press {
    /// With the fonts, where the operator named it.
    folder: Option<PathBuf>,
    ready: bool,
    /// Read when the first document is made: most servers never make one.
    fonts: OnceLock<Fonts>,
    turns: Arc<Semaphore>,
    /// Places for those being made and those that wait: who waits also holds a place among all visitors' requests.
    places: Semaphore,
}

/// Why there is no document.
enum Undone {
    /// Too many are being made.
    Busy,
    Failed(PdfError),
}

impl Printer {
    /// Documents made at once: a second one goes on while the first is big; each takes a core.
    pub const AT_ONCE: usize = 2;
    /// Documents that may wait behind each that is being made.
    const WAITING: usize = 4;

    pub fn new(folder: Option<PathBuf>, at_once: usize) -> Self {
        let ready = Fonts::missing(folder.as_deref()).is_empty();
        let (fonts, turns) = (OnceLock::new(), Arc::new(Semaphore::new(at_once)));
        let places = Semaphore::new(at_once * (1 + Self::WAITING));
        Self(Arc::new(Press { folder, ready, fonts, turns, places }))
    }

    /// Pages offer documents only where they can be made.
    pub fn is_ready(&self) -> bool {
        self.0.ready
    }

    async fn document(&self, sheet: Sheet) -> Result<Vec<u8>, Undone> {
        let press = self.0.clone();
        let turn = timeout(WAIT, press.turns.clone().acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(Undone::Busy) };
        let making = tokio::task::spawn_blocking(move || {
            let made = press.document(&sheet);
            // Not before: whoever asked may have gone away meanwhile.
            drop(turn);
            made
        });
        let made = making.await.unwrap_or_else(|error| Err(PdfError::Making(error.to_string())));
        made.map_err(Undone::Failed)
    }
}

impl Press {
    fn document(&self, sheet: &Sheet) -> Result<Vec<u8>, PdfError> {
        let fonts = match self.fonts.get() {
            Some(fonts) => fonts,
            None => {
                let found = Fonts::find(self.folder.as_deref())?;
                self.fonts.get_or_init(|| found)
            }
        };
        Ok(pdf::pdf(sheet, fonts)?.bytes)
    }
}

pub async fn answer(state: &State, request: PageRequest, locale: Locale, asked: &pages::Asked<'_>) -> Answer {
    // Before anything is read for it.
    let Ok(_place) = state.printer.0.places.try_acquire() else { return busy(state, locale) };
    let sheet = match app::sheet(&state.portal, request.clone()).await {
        Ok(sheet) => sheet,
        Err(page) => return pages::answer(state, *page, asked),
    };
    let paper = sheet.paper.as_str();
    match state.printer.document(sheet).await {
        Ok(bytes) => document(state, bytes, paper, asked),
        Err(Undone::Busy) => busy(state, locale),
        Err(Undone::Failed(error)) => {
            tracing::error!(%error, "a document was not made");
            match error {
                PdfError::Fonts { .. } => pages::answer(state, app::no_document(request), asked),
                PdfError::Making(_) => pages::refusal(state, StatusCode::INTERNAL_SERVER_ERROR, locale),
            }
        }
    }
}

fn busy(state: &State, locale: Locale) -> Answer {
    let refusal = pages::refusal(state, StatusCode::SERVICE_UNAVAILABLE, locale);
    refusal.with(header::RETRY_AFTER, HeaderValue::from_static(COME_BACK))
}

fn document(state: &State, bytes: Vec<u8>, paper: &'static str, asked: &pages::Asked<'_>) -> Answer {
    let personal = asked.is_personal();
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, "application/pdf");
    // A file lies about for others to see: its name says nothing about what somebody looked for.
    set(header::CONTENT_DISPOSITION, &format!("inline; filename=\"bussola-{paper}.pdf\""));
    set(header::CACHE_CONTROL, pages::cache_control(true, personal));
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(HeaderName::from_static("x-robots-tag"), "noindex");
    security::complete(&mut headers, &state.origin);
    Answer::new(StatusCode::OK, headers, bytes, !personal)
}
