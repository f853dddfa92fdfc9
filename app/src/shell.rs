//! What is around every page: the document's head, header, footer.

use crate::{
    Assets, PageClass,
    head::{Head, Page},
    visit::Visit,
};
use i18n::say;
use leptos::{html, prelude::*};
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
                    PageClass::Paper if !visit.comes_from_us => raw::style(&assets.css),
                    PageClass::Paper => view! { <link rel="stylesheet" href=assets.css_path /> }.into_any(),
                    PageClass::Live => view! {
                        <link rel="stylesheet" href=assets.css_path />
                        <link rel="manifest" href="/manifest.webmanifest" />
                    }
                    .into_any(),
                    PageClass::Printed => {
                        view! {
                            <link rel="stylesheet" href=assets.css_path />
                            <link rel="stylesheet" href=assets.card_css_path />
                        }
                            .into_any()
                    }
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
                {(class == PageClass::Printed)
                    .then(|| view! { <script type="module" src=assets.print_path></script> })}
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
        {raw::title(&title)}
        <meta name="description" content=head.description.clone() />
        <meta name="referrer" content="same-origin" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#0b4f55" />
        {(head.index || head.variant).then(|| view! { <link rel="canonical" href=address(home) /> })}
        {(!head.index).then(|| view! { <meta name="robots" content="noindex" /> })}
        {alternates
            .into_iter()
            .map(|(lang, href)| view! { <link rel="alternate" hreflang=lang href=href /> })
            .collect_view()}
        {open_graph("og:title", head.title)}
        {open_graph("og:description", head.description)}
        {open_graph("og:type", "website".to_owned())}
        {open_graph("og:url", address(home))}
        {open_graph("og:site_name", say!(locale, site.name).to_owned())}
        {head.json_ld.map(|json| raw::json_ld(&json))}
    }
}

/// leptos has no `property` of its own for `<meta>`.
fn open_graph(property: &'static str, content: String) -> AnyView {
    html::meta().attr("property", property).content(content).into_any()
}
