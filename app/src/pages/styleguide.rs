//! Every part of the pages as it looks: for whoever changes one. Served in development only.

use crate::{PageClass, head::*, visit::Visit};
use leptos::prelude::*;
use ui::specimens;

/// The names of the parts are those of their files, in no language.
const TITLE: &str = "app/ui";

pub fn page(visit: &Visit) -> Page {
    let parts = specimens().into_iter().map(|(name, view)| {
        view! {
            <section id=name>
                <h2>{name}</h2>
                {view}
            </section>
        }
    });
    let view = view! {
        <h1>{TITLE}</h1>
        {parts.collect_view()}
    };
    Page {
        head: Head { index: false, ..Head::new(TITLE, TITLE, visit.path.clone()) },
        view: view.into_any(),
        class: PageClass::Paper,
    }
}
