//! What the server hands in and gets back.

use chrono::{DateTime, Utc};
use model::Locale;
use std::sync::Arc;
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct PageRequest {
    /// Starts with `/`, as it stands in the URL.
    pub path: String,
    /// The query string without `?`.
    pub query: String,
    /// `https://example.org`, without a slash at the end.
    pub origin: String,
    /// Where visitors reach the operator: `mailto:…` or `https://…`.
    pub contact: Option<Arc<str>>,
    pub now: DateTime<Utc>,
    pub assets: Arc<Assets>,
    /// The best of our locales for the visitor; used where the path names none.
    pub accept_language: Option<Locale>,
    /// The form that was sent, where one was.
    pub sent: Option<Sent>,
    /// An id that nothing has yet: of what this request makes, or of the form it shows.
    pub fresh: Uuid,
    /// Whether `/{locale}/styleguide` is there: in development.
    pub styleguide: bool,
    /// Whether cards can be had as PDF: where there are fonts.
    pub pdf: bool,
    /// Whether the visitor comes from a page of ours: the stylesheet is then fetched once, for all pages to come.
    pub comes_from_us: bool,
}

/// The fields of a form as they came.
#[derive(Clone, Debug, Default)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// Empty where it was not sent.
    pub fn field(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// Where the built files are.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The whole stylesheet, inlined byte for byte on the paper page that a visitor comes to first: the content security
    /// policy holds its hash.
    pub css: Arc<str>,
    pub css_path: String,
    /// Of what is printed.
    pub card_css_path: String,
    pub loader_path: String,
    pub print_path: String,
    pub sprite_path: String,
    pub js_path: String,
    pub wasm_path: String,
    /// Address of the operator's own map, where there is one.
    pub tiles: Option<Arc<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageClass {
    /// No script at all; the stylesheet is inside for who comes to it first.
    Paper,
    /// Has islands: stylesheet and loader are files of their own.
    Live,
    /// Made to be printed: stylesheets of their own, and a script of a few lines for the button that prints.
    Printed,
}

#[derive(Clone, Debug)]
pub struct RenderedPage {
    pub status: u16,
    /// Empty where `redirect` is set.
    pub html: String,
    pub class: PageClass,
    pub locale: Locale,
    pub cacheable: bool,
    /// Where to go instead; `status` says how.
    pub redirect: Option<String>,
    /// Search engines may list it.
    pub index: bool,
}
