use crate::PageClass;
use leptos::prelude::AnyView;
use model::{Locale, pages::PageError};

/// What a page gives to the shell.
pub struct Page {
    pub head: Head,
    pub view: AnyView,
    pub class: PageClass,
}

pub struct Head {
    pub title: String,
    pub description: String,
    /// The canonical path without the locale: the language switch and `canonical` lead there. Empty: home.
    pub path: String,
    /// Locales in which the content exists; `hreflang` names only these.
    pub locales: Vec<Locale>,
    /// Search engines may list it.
    pub index: bool,
    /// It is the page of `path` as one person sees it: search engines are led to that, and list it instead.
    pub variant: bool,
    /// Structured data as JSON.
    pub json_ld: Option<String>,
}

impl Head {
    /// A page that exists in every language of the interface.
    pub fn new(title: impl Into<String>, description: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: description.into(),
            path: path.into(),
            locales: Locale::ALL.to_vec(),
            index: true,
            variant: false,
            json_ld: None,
        }
    }
}

/// Why there is something else than the page.
pub enum Instead {
    Problem(PageError),
    /// It was withdrawn; this page leads on.
    Gone(Box<Page>),
    /// The same page has another, lasting address (a path).
    Moved(String),
    /// A form did what it is for: its answer is at this path.
    Done(String),
    /// A form cannot be taken as it was sent: the form with what was typed, and the status that says so.
    Refused(u16, Box<Page>),
}

impl From<crate::Problem> for Instead {
    fn from(problem: crate::Problem) -> Self {
        Self::Problem(problem.0)
    }
}
