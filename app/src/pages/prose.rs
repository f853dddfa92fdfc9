//! Pages of plain text.

use crate::{PageClass, head::*};
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

/// The operator says its contact in the file that every site has at the same address.
pub fn operator(label: &'static str) -> AnyView {
    view! {
        <p>
            <a href="/.well-known/security.txt">{label}</a>
        </p>
    }
    .into_any()
}
