use crate::{Icon, TextArea, locale};
use i18n::{Label, say};
use leptos::prelude::*;
use model::ReportKind;

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
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let reader = locale();
    let mark = optional.then(|| format!(" ({})", say!(reader, form.optional)));
    let hint = hint.map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> });
    let error = error.map(|text| error_line(&id, text));
    view! {
        <div class="field">
            <label for=id>{label} {mark}</label>
            {hint}
            {error}
            {children()}
        </div>
    }
}

fn error_line(id: &str, text: String) -> AnyView {
    view! {
        <p class="error" id=format!("{id}-error")>
            <strong>{say!(locale(), form.error)}</strong>
            " "
            {text}
        </p>
    }
    .into_any()
}

/// One of several answers.
#[derive(Clone)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Answers of which one is chosen.
#[component]
pub fn Choices(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let described = error.is_some().then(|| format!("{name}-error"));
    let error = error.map(|text| error_line(&name, text));
    view! {
        <fieldset class="choices" aria-describedby=described>
            <legend>{label}</legend>
            {error}
            {choices
                .into_iter()
                .map(|choice| {
                    view! {
                        <label>
                            <input
                                type="radio"
                                name=name.clone()
                                value=choice.value
                                checked=choice.chosen
                                required=true
                            />
                            <span>{choice.label}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

pub(crate) fn specimen() -> AnyView {
    let l = locale();
    let choice =
        |kind: ReportKind, chosen| Choice { value: kind.as_str().to_owned(), label: kind.label(l).to_owned(), chosen };
    view! {
        <form class="form" method="get">
            <Choices
                name="specimen-kind"
                label=say!(l, report.kind)
                choices=vec![choice(ReportKind::Hours, true), choice(ReportKind::Other, false)]
            />
            <Choices
                name="specimen-missing"
                label=say!(l, report.kind)
                choices=vec![choice(ReportKind::Closed, false)]
                error=Some(say!(l, report.kind_missing).to_owned())
            />
            <Field
                id="specimen-text"
                label=say!(l, report.text)
                hint=say!(l, report.text_hint)
                error=Some(say!(l, report.text_missing).to_owned())
            >
                <TextArea
                    id="specimen-text".to_owned()
                    name="specimen-text".to_owned()
                    value="…"
                    described_by="specimen-text-hint specimen-text-error"
                    invalid=true
                />
            </Field>
            <Field id="specimen-contact" label=say!(l, report.contact) optional=true>
                <input id="specimen-contact" name="specimen-contact" type="text" />
            </Field>
            <Button label=say!(l, report.send) icon="mail" />
        </form>
    }
    .into_any()
}
