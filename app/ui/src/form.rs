use crate::{Icon, locale};
use i18n::say;
use leptos::prelude::*;

#[component]
pub fn Button(#[prop(into)] label: String, #[prop(optional, into)] icon: Option<String>) -> impl IntoView {
    view! {
        <button class="button" type="submit">
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{label}</span>
        </button>
    }
}

/// Label, hint and error around one input. The input must carry `id`, and `{id}-hint` and `{id}-error` in
/// `aria-describedby` where they are given.
#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Option<String>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let reader = locale();
    let mark = optional.then(|| format!(" ({})", say!(reader, form.optional)));
    let hint = hint.map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> });
    let error = error.map(|text| {
        view! {
            <p class="error" id=format!("{id}-error")>
                <strong>{say!(reader, form.error)}</strong>
                " "
                {text}
            </p>
        }
    });
    view! {
        <div class="field">
            <label for=id>{label} {mark}</label>
            {hint}
            {error}
            {children()}
        </div>
    }
}
