use leptos::prelude::*;
use print::Code;

/// A code to scan: black on white in every scheme, sharp at any size.
#[component]
pub fn QrCode(code: Code, #[prop(into)] label: String) -> impl IntoView {
    let side = code.side();
    view! {
        <svg
            class=format!("code modules-{side}")
            viewBox=format!("0 0 {side} {side}")
            role="img"
            aria-label=label
            shape-rendering="crispEdges"
        >
            <path fill="#fff" d=format!("M0 0h{side}v{side}h-{side}z") />
            <path fill="#000" d=code.path() />
        </svg>
    }
}
