//! Parts that pages of services and organisations share.

use i18n::say;
use leptos::prelude::*;
use model::pages::Provenance;
use ui::Icon;

#[component]
pub fn Mail(email: String) -> impl IntoView {
    let address = format!("mailto:{email}");
    view! {
        <ul class="lines">
            <li>
                <Icon name="mail" />
                <a href=address>
                    <bdi dir="ltr">{email}</bdi>
                </a>
            </li>
        </ul>
    }
}

/// Only addresses of the web become links: feeds also hold other things.
#[component]
pub fn Website(website: String) -> impl IntoView {
    let shown = website.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned();
    let safe = website.starts_with("https://") || website.starts_with("http://");
    view! {
        <ul class="lines">
            <li>
                <Icon name="external" />
                {if safe {
                    view! {
                        <a href=website rel="external noreferrer">
                            <bdi dir="ltr">{shown}</bdi>
                        </a>
                    }
                        .into_any()
                } else {
                    view! { <bdi dir="ltr">{shown}</bdi> }.into_any()
                }}
            </li>
        </ul>
    }
}

/// Where the information comes from and how fresh it is; the short address where there is one.
#[component]
pub fn AboutData(
    provenance: Provenance,
    origin: String,
    #[prop(optional_no_strip)] path: Option<String>,
    /// Where mistakes are reported.
    #[prop(optional, into)]
    report: Option<String>,
    /// Address of what is printed about it.
    card: String,
) -> impl IntoView {
    let l = ui::locale();
    let Provenance { source, licence, licence_url, source_url, assured_at, updated_at } = provenance;
    let fresh = match assured_at {
        Some(at) => say!(l, service.confirmed, date = i18n::date(l, at.date_naive())),
        None => say!(l, service.changed, date = i18n::date(l, updated_at.date_naive())),
    };
    let bare = origin.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    view! {
        <section class="about">
            <h2>{say!(l, service.about_data)}</h2>
            <p>{fresh}</p>
            {source.map(|name| view! { <p>{say!(l, service.source)} ": " {linked(name, source_url)}</p> })}
            {licence.map(|name| view! { <p>{say!(l, service.licence)} ": " {linked(name, licence_url)}</p> })}
            {path
                .map(|path| {
                    view! {
                        <p>
                            {say!(l, service.short)} ": "
                            <a href=path.clone()>
                                <bdi dir="ltr">{format!("{bare}{path}")}</bdi>
                            </a>
                        </p>
                    }
                })}
            {report
                .map(|report| {
                    view! {
                        <p>
                            <a href=report rel="nofollow">
                                {say!(l, report.link)}
                            </a>
                        </p>
                    }
                })}
            <p>
                <a href=card rel="nofollow">{say!(l, paper.link)}</a>
            </p>
        </section>
    }
}

fn linked(name: String, address: Option<String>) -> AnyView {
    match address.filter(|address| address.starts_with("https://") || address.starts_with("http://")) {
        Some(address) => view! {
            <a href=address rel="external noreferrer">
                <bdi>{name}</bdi>
            </a>
        }
        .into_any(),
        None => view! { <bdi>{name}</bdi> }.into_any(),
    }
}
