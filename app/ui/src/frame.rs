//! Header and footer.

use crate::{Icon, locale};
use i18n::say;
use leptos::prelude::*;
use model::Locale;

#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main">{say!(locale(), site.skip)}</a> }
}

/// `path` and `query` of the page, without locale: the language switch stays on it.
#[component]
pub fn Header(path: String, query: String) -> impl IntoView {
    let reader = locale();
    view! {
        <header class="top">
            <a class="brand" href=format!("/{reader}")>
                <Icon name="rose" />
                <span>{say!(reader, site.name)}</span>
            </a>
            <nav aria-label=say!(reader, site.main_menu)>
                <a href=format!("/{reader}/search")>{say!(reader, site.search)}</a>
                <a href=format!("/{reader}/needs")>{say!(reader, site.needs)}</a>
                <LanguageSwitch path=path query=query />
            </nav>
            <QuickExit />
        </header>
    }
}

/// A plain link that works without any script: to a place that tells nothing, by way of our own `/leave`, which takes
/// along what this site has stored on the device.
#[component]
pub fn QuickExit() -> impl IntoView {
    let reader = locale();
    view! {
        <a class="leave" rel="nofollow noreferrer" href="/leave">
            <Icon name="exit" />
            <span>{say!(reader, site.leave)}</span>
        </a>
    }
}

#[component]
fn LanguageSwitch(path: String, query: String) -> impl IntoView {
    let reader = locale();
    let address = |locale: Locale| {
        let slash = if path.is_empty() { "" } else { "/" };
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/{locale}{slash}{path}{mark}{query}")
    };
    view! {
        <details class="languages">
            <summary>
                <Icon name="globe" />
                <span lang=reader.as_str()>{reader.own_name()}</span>
                <span class="quiet">{format!(" ({})", say!(reader, site.language))}</span>
            </summary>
            <ul>
                {Locale::ALL
                    .into_iter()
                    .map(|locale| {
                        let here = (locale == reader).then_some("true");
                        view! {
                            <li>
                                <a
                                    href=address(locale)
                                    hreflang=locale.as_str()
                                    lang=locale.as_str()
                                    dir=locale.direction().as_str()
                                    aria-current=here
                                >
                                    {locale.own_name()}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}

/// The same page in every other language, open: for who comes from paper. `path` as for [`Header`].
#[component]
pub fn LanguageLinks(path: String) -> impl IntoView {
    let reader = locale();
    view! {
        <nav aria-label=say!(reader, site.language)>
            <ul class="ways">
                {Locale::ALL
                    .into_iter()
                    .filter(|locale| *locale != reader)
                    .map(|locale| {
                        let (lang, dir) = (locale.as_str(), locale.direction().as_str());
                        view! {
                            <li>
                                <a href=format!("/{locale}/{path}") hreflang=lang lang=lang dir=dir>
                                    {locale.own_name()}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
}

#[component]
pub fn Footer() -> impl IntoView {
    let reader = locale();
    view! {
        <footer class="bottom">
            <p>{say!(reader, site.footer)}</p>
            <nav aria-label=say!(reader, site.footer_menu)>
                <a href=format!("/{reader}/safety")>{say!(reader, site.safety)}</a>
                <a href=format!("/{reader}/privacy")>{say!(reader, site.privacy)}</a>
                <a href=format!("/{reader}/accessibility")>{say!(reader, site.accessibility)}</a>
            </nav>
        </footer>
    }
}
