use crate::Icon;
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
