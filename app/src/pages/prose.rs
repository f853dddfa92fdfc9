//! Pages of plain text.

use crate::{PageClass, head::*, visit::Visit};
use leptos::prelude::*;
use ui::Breadcrumbs;

/// A title, a lead, then sections.
pub fn page(title: &'static str, description: &'static str, path: &str, lead: &'static str, sections: AnyView) -> Page {
    let view = view! {
        <Breadcrumbs here=title />
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        {sections}
    };
    Page { head: Head::new(title, description, path), view: view.into_any(), class: PageClass::Paper }
}

pub fn section(title: &'static str, text: &'static str) -> AnyView {
    view! {
        <h2>{title}</h2>
        <p>{text}</p>
    }
    .into_any()
}

/// Nothing where the operator has named no contact: a link that leads nowhere is worse.
pub fn operator(label: &'static str, visit: &Visit) -> AnyView {
    let line = visit.contact.as_ref().map(|contact| {
        let shown = contact.trim_start_matches("mailto:").trim_start_matches("https://").to_owned();
        view! {
            <p>
                {label} ": "
                <a href=contact.to_string()>
                    <bdi dir="ltr">{shown}</bdi>
                </a>
            </p>
        }
    });
    line.into_any()
}
