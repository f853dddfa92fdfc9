use super::prose::{self, section};
use crate::{head::Page, visit::Visit};
use i18n::say;
use leptos::prelude::*;
use ui::{Action, Notice, Tone};

pub fn page(visit: &Visit) -> Page {
    let l = visit.locale;
    let sections = view! {
        {section(say!(l, safe.danger_title), say!(l, safe.danger_text))}
        <p class="actions">
            <Action href="tel:112" icon="phone" main=true>
                {say!(l, safe.danger_call, number = "112")}
            </Action>
        </p>
        {section(say!(l, safe.leave_title), say!(l, safe.leave_text))}
        <p>{say!(l, safe.keys_text)}</p>
        {section(say!(l, safe.history_title), say!(l, safe.history_text))}
        {section(say!(l, safe.device_title), say!(l, safe.device_text))}
        {section(say!(l, safe.calls_title), say!(l, safe.calls_text))}
    };
    let (title, description) = (say!(l, safe.title), say!(l, safe.description));
    prose::page(title, description, "safety", say!(l, safe.lead), sections.into_any())
}

/// Whom to call, before all that a page has for somebody who may be in danger.
#[component]
pub fn Danger(
    /// Nothing else on the page leads to staying safe here.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let l = ui::locale();
    view! {
        <Notice tone=Tone::Warning>
            <strong>{say!(l, safe.danger_title)}</strong>
            " "
            <a href="tel:112">{say!(l, safe.danger_call, number = "112")}</a>
            {alone
                .then(|| {
                    view! {
                        " · "
                        <a href=format!("/{l}/safety")>{say!(l, need.sensitive_link)}</a>
                    }
                })}
        </Notice>
    }
}
