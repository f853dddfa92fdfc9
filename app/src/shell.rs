//! What is around every page: the document's head, header, footer.

use crate::{
    Assets, PageClass,
    head::{Head, Page},
    visit::Visit,
};
use i18n::say;
use leptos::prelude::*;
use model::Locale;
use ui::{Footer, Header, SkipLink, raw};

#[component]
pub fn Shell(visit: Visit, page: Page, assets: Assets) -> impl IntoView {
    let Page { head, view, class } = page;
    let locale = visit.locale;
    let path = head.path.clone();
    view! {
        <!DOCTYPE html>
        <html lang=locale.as_str() dir=locale.direction().as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <Meta visit=visit.clone() head=head />
                {match class {
                    PageClass::Paper => raw::style(&assets.css),
                    PageClass::Live => view! { <link rel="stylesheet" href=assets.css_path /> }.into_any(),
                }}
            </head>
            <body>
                <SkipLink />
                <Header path=path query=visit.query />
                <main id="main" tabindex="-1">{view}</main>
                <Footer />
                {(class == PageClass::Live)
                    .then(|| {
                        view! {
                            <script
                                type="module"
                                src=assets.loader_path
                                data-js=assets.js_path
                                data-wasm=assets.wasm_path
                            ></script>
                        }
                    })}
            </body>
        </html>
    }
}

#[component]
fn Meta(visit: Visit, head: Head) -> impl IntoView {
    let locale = visit.locale;
    let address = |locale: Locale| match head.path.as_str() {
        "" => format!("{}/{locale}", visit.origin),
        path => format!("{}/{locale}/{path}", visit.origin),
    };
    // Content that is not in the reader's language is at home under its own.
    let home = if head.locales.contains(&locale) { locale } else { head.locales.first().copied().unwrap_or(locale) };
    let fallback = if head.locales.contains(&Locale::En) { Locale::En } else { home };
    let title = if head.path.is_empty() {
        head.title.clone()
    } else {
        format!("{} · {}", head.title, say!(locale, site.name))
    };
    let alternates: Vec<_> = if head.index {
        let each = head.locales.iter().map(|locale| (locale.as_str(), address(*locale)));
        each.chain([("x-default", address(fallback))]).collect()
    } else {
        Vec::new()
    };
    view! {
        <title>{title}</title>
        <meta name="description" content=head.description.clone() />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#0b4f55" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0e2226" />
        {if head.index {
            view! { <link rel="canonical" href=address(home) /> }.into_any()
        } else {
            view! { <meta name="robots" content="noindex" /> }.into_any()
        }}
        {alternates
            .into_iter()
            .map(|(lang, href)| view! { <link rel="alternate" hreflang=lang href=href /> })
            .collect_view()}
        <meta attr:property="og:title" content=head.title />
        <meta attr:property="og:description" content=head.description />
        <meta attr:property="og:type" content="website" />
        <meta attr:property="og:url" content=address(home) />
        <meta attr:property="og:site_name" content=say!(locale, site.name) />
        {head.json_ld.map(|json| raw::json_ld(&json))}
    }
}
