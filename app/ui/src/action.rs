use crate::{Icon, locale};
use i18n::say;
use leptos::prelude::*;

/// A link that looks like the button it is for the reader: call, write, go there.
#[component]
pub fn Action(
    #[prop(into)] href: String,
    #[prop(into)] icon: String,
    #[prop(optional)] main: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=if main { "button" } else { "button plain" } href=href>
            <Icon name=icon />
            <span>{children()}</span>
        </a>
    }
}

pub(crate) fn specimen() -> AnyView {
    let l = locale();
    view! {
        <p class="actions">
            <Action href="tel:+351266000000" icon="phone" main=true>
                {say!(l, service.call)} " "
                <bdi dir="ltr">"266 000 000"</bdi>
            </Action>
            <Action href="mailto:help@example.org" icon="mail">
                {say!(l, service.write)}
            </Action>
        </p>
    }
    .into_any()
}
