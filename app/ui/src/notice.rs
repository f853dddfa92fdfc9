use crate::{Icon, locale};
use i18n::say;
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Info,
    Warning,
}

/// A line the reader should not miss.
#[component]
pub fn Notice(tone: Tone, children: Children) -> impl IntoView {
    let (class, icon) = match tone {
        Tone::Info => ("notice", "globe"),
        Tone::Warning => ("notice warning", "warning"),
    };
    view! {
        <div class=class>
            <Icon name=icon />
            <p>{children()}</p>
        </div>
    }
}

pub(crate) fn specimen() -> AnyView {
    let l = locale();
    view! {
        <Notice tone=Tone::Info>{say!(l, results.degraded)}</Notice>
        <Notice tone=Tone::Warning>{say!(l, service.paused)}</Notice>
    }
    .into_any()
}
