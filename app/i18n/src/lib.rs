//! The interface's words in seven languages, and how each writes dates, numbers and names.
//! `say!(locale, group.key, name = value)` gives a text; a key that is not there does not compile.
//! To add a text: put its key into every file of `locales/` (a test compares them), then say it.

mod count;
mod label;
mod language;
mod time;
mod writing;

#[allow(warnings, clippy::all, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod keys {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

pub use count::{more_places, organisations, results, services};
pub use label::Label;
pub use language::{direction_of, language_name};
pub use leptos_i18n;
pub use time::{clock, date, day, span};
pub use writing::{distance, far, list, number};

#[doc(hidden)]
pub fn key_locale(locale: model::Locale) -> keys::i18n::Locale {
    use keys::i18n::Locale as Key;
    match locale {
        model::Locale::En => Key::en,
        model::Locale::It => Key::it,
        model::Locale::Pt => Key::pt,
        model::Locale::Es => Key::es,
        model::Locale::Fr => Key::fr,
        model::Locale::El => Key::el,
        model::Locale::Ar => Key::ar,
    }
}

/// A text of the interface, by explicit locale: `&'static str`, or `String` where it has values in it.
#[macro_export]
macro_rules! say {
    ($locale:expr, $($key:tt)*) => {{
        use $crate::leptos_i18n;
        leptos_i18n::td_string!($crate::key_locale($locale), $($key)*)
    }};
}
