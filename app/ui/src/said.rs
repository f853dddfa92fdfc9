//! Text that may not be in the reader's language: marked for screen readers, fonts and direction.

use crate::{Notice, Tone, locale};
use i18n::{direction_of, language_name, say};
use leptos::prelude::*;
use model::{Locale, Translation};

/// `lang` and `dir` of a text, `None` where it is in the reader's language.
#[derive(Clone, Default)]
pub struct Mark {
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
}

impl Mark {
    pub fn of(tag: &str) -> Self {
        if tag.is_empty() || tag == locale().as_str() {
            return Self::default();
        }
        Self { lang: Some(tag.to_owned()), dir: Some(direction_of(tag)) }
    }
}

/// A translation inside a line.
#[component]
pub fn Said(text: Translation) -> impl IntoView {
    let mark = Mark::of(text.locale.as_str());
    match mark.lang {
        None => text.value.into_any(),
        Some(lang) => view! { <span lang=lang dir=mark.dir>{text.value}</span> }.into_any(),
    }
}

/// A translation as paragraphs: blank lines part them, single line breaks stay.
#[component]
pub fn Prose(text: Translation) -> impl IntoView {
    let mark = Mark::of(text.locale.as_str());
    let paragraphs = text.value.replace("\r\n", "\n");
    let paragraphs = paragraphs.split("\n\n").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
    paragraphs.map(|part| view! { <p class="prose" lang=mark.lang.clone() dir=mark.dir>{part}</p> }).collect_view()
}

/// Says once per page that some of its texts are in another language or no longer up to date.
/// `original`: the page's path without the locale.
#[component]
pub fn LanguageNotice(texts: Vec<Translation>, original: String) -> impl IntoView {
    let reader = locale();
    let other = texts.iter().map(|text| text.locale).find(|locale| *locale != reader);
    let name = move |other: Locale| language_name(reader, other.as_str()).unwrap_or_else(|| other.own_name());
    let missing = other.map(|other| {
        let link = format!("/{other}/{original}");
        view! {
            <Notice tone=Tone::Info>
                {say!(reader, translation.missing, language = name(other))} " "
                <a href=link hreflang=other.as_str()>
                    {say!(reader, translation.original, language = name(other))}
                </a>
            </Notice>
        }
    });
    let outdated = texts
        .iter()
        .any(|text| text.outdated)
        .then(|| view! { <Notice tone=Tone::Warning>{say!(reader, translation.outdated)}</Notice> });
    (missing, outdated)
}

pub(crate) fn specimen() -> AnyView {
    let text = |value: &str, locale| Translation { value: value.to_owned(), locale, outdated: true };
    let (here, there) = (text("Cabaz de alimentos", Locale::Pt), text("طعام لأسبوع", Locale::Ar));
    view! {
        <LanguageNotice texts=vec![here.clone(), there.clone()] original=String::new() />
        <p>
            <Said text=here />
        </p>
        <Prose text=there />
    }
    .into_any()
}
