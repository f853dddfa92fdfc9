use crate::{Icon, locale};
use i18n::say;
use leptos::prelude::*;

/// The page read by the browser's own voice. That needs a script, which paper pages have none of: there it is a link to
/// the same page with one (`page`); `here` on that page it is the button, shown once the script is there.
#[component]
pub fn Listen(page: String, here: bool) -> impl IntoView {
    let l = locale();
    if here {
        view! {
            <p class="listen" data-listen hidden=true>
                <button
                    class="button plain"
                    type="button"
                    data-start=say!(l, listen.start)
                    data-stop=say!(l, listen.stop)
                    data-none=say!(l, listen.none)
                >
                    <Icon name="sound" />
                    <span>{say!(l, listen.start)}</span>
                </button>
                " "
                <span role="status"></span>
            </p>
        }
        .into_any()
    } else {
        view! {
            <p class="ways aloud">
                <a href=page rel="nofollow">
                    <Icon name="sound" />
                    <span>{say!(l, listen.offer)}</span>
                </a>
            </p>
        }
        .into_any()
    }
}

pub(crate) fn specimen() -> AnyView {
    view! { <Listen page=format!("/{}", locale()) here=false /> }.into_any()
}
