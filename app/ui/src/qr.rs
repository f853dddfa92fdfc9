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

/// In a frame of a fixed size: on paper the sheet's stylesheet gives one.
pub(crate) fn specimen() -> AnyView {
    let code = Code::of("https://bussola.example/q/7k2m9xw");
    let code = code.map(|code| view! { <QrCode code=code label="https://bussola.example/q/7k2m9xw" /> });
    view! {
        <svg width="144" height="144">
            {code}
        </svg>
    }
    .into_any()
}
