//! Every component as it looks, for `/{locale}/styleguide` and its photographs. Header, footer and quick exit are those
//! of that page itself.

use crate::{action, address, form, found, hours, icon, links, listen, notice, opening, pagination, phones, qr, said};
use leptos::prelude::*;

/// Each with the name of its file.
pub fn specimens() -> Vec<(&'static str, AnyView)> {
    vec![
        ("tokens", tokens()),
        ("icon", icon::specimen()),
        ("action", action::specimen()),
        ("listen", listen::specimen()),
        ("links", links::specimen()),
        ("notice", notice::specimen()),
        ("found", found::specimen()),
        ("opening", opening::specimen()),
        ("hours", hours::specimen()),
        ("phones", phones::specimen()),
        ("address", address::specimen()),
        ("said", said::specimen()),
        ("form", form::specimen()),
        ("pagination", pagination::specimen()),
        ("qr", qr::specimen()),
    ]
}

const COLOURS: [&str; 12] =
    ["paper", "card", "wash", "ink", "soft", "line", "band", "button", "link", "saffron", "good", "bad"];

fn tokens() -> AnyView {
    let colours = COLOURS.map(|name| {
        view! {
            <li>
                <svg width="48" height="32" aria-hidden="true">
                    <rect width="48" height="32" rx="6" fill=format!("var(--{name})") stroke="currentColor" />
                </svg>
                <code>{name}</code>
            </li>
        }
    });
    view! {
        <ul class="facts">{colours.collect_view()}</ul>
        <p class="lead">"Aa Αα أب 0123456789"</p>
        <p>"Aa Αα أب 0123456789"</p>
        <p class="hint">"Aa Αα أب 0123456789"</p>
    }
    .into_any()
}
