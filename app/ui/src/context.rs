use leptos::prelude::use_context;
use model::Locale;

/// The reader's locale.
pub fn locale() -> Locale {
    use_context().unwrap_or_default()
}
