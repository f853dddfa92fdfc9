//! "Report a mistake": a form for everybody, and what comes after it.

use crate::{PageClass, Problem, Sent, head::*, visit::Visit};
use i18n::{Label, say};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    Locale, MAX_REPORT_CONTACT, MAX_REPORT_TEXT, ReportDraft, ReportFaults, ReportId, ReportKind, ReportOutcome,
    ReportPage, ServiceId, TextFault,
    pages::{Link, PageError},
};
use ui::{Breadcrumbs, Button, Choice, Choices, Field, Notice, TextArea, Tone};

#[server(input = GetUrl)]
pub async fn load(id: ServiceId, locale: Locale) -> Result<ReportPage, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::reports::page(&portal, id, locale).await?)
}

#[server]
pub async fn file(
    service: ServiceId,
    draft: ReportDraft,
    id: ReportId,
    locale: Locale,
) -> Result<ReportOutcome, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::reports::file(&portal, service, &draft, id, locale, crate::render::now()).await?)
}

/// The form, empty or as it was sent.
pub async fn form(visit: &Visit, id: &str) -> Result<Page, Instead> {
    let page = load(parsed(id)?, visit.locale).await?;
    let Some(sent) = &visit.sent else {
        let draft = ReportDraft { key: visit.fresh.to_string(), ..ReportDraft::default() };
        return Ok(show(page, draft, None));
    };
    let draft = draft(sent);
    match file(page.id, draft.clone(), ReportId(visit.fresh), visit.locale).await? {
        ReportOutcome::Filed => Err(Instead::Done(format!("{}/thanks", address(visit.locale, page.id)))),
        outcome @ ReportOutcome::Faulty(_) => Err(Instead::Refused(422, Box::new(show(page, draft, Some(outcome))))),
        ReportOutcome::Enough => Err(Instead::Refused(429, Box::new(show(page, draft, Some(ReportOutcome::Enough))))),
    }
}

pub async fn thanks(visit: &Visit, id: &str) -> Result<Page, Instead> {
    Ok(show_thanks(load(parsed(id)?, visit.locale).await?, visit.locale))
}

fn parsed(id: &str) -> Result<ServiceId, Instead> {
    id.parse().map_err(|_| Instead::Problem(PageError::NotFound))
}

fn address(locale: Locale, id: ServiceId) -> String {
    format!("/{locale}/services/{id}/report")
}

fn draft(sent: &Sent) -> ReportDraft {
    let field = |name| sent.field(name).to_owned();
    ReportDraft {
        kind: sent.field("kind").parse().ok(),
        text: field("text"),
        contact: field("contact"),
        key: field("key"),
    }
}

/// `outcome`: why the form that was sent is shown again.
pub fn show(page: ReportPage, draft: ReportDraft, outcome: Option<ReportOutcome>) -> Page {
    let locale = ui::locale();
    let title = say!(locale, report.title);
    Page {
        head: Head {
            index: false,
            ..Head::new(title, say!(locale, report.lead), format!("services/{}/report", page.id))
        },
        view: view! { <Form page=page draft=draft outcome=outcome /> }.into_any(),
        class: PageClass::Paper,
    }
}

#[component]
fn Form(page: ReportPage, draft: ReportDraft, outcome: Option<ReportOutcome>) -> impl IntoView {
    let l = ui::locale();
    let faults = match outcome {
        Some(ReportOutcome::Faulty(faults)) => faults,
        _ => ReportFaults::default(),
    };
    let kind_error = faults.kind.then(|| say!(l, report.kind_missing).to_owned());
    let text_error = faults.text.map(|fault| match fault {
        TextFault::Missing => say!(l, report.text_missing).to_owned(),
        TextFault::TooLong => say!(l, report.text_long, number = i18n::number(l, MAX_REPORT_TEXT as u64)),
    });
    let contact_error = faults.contact.then(|| say!(l, report.contact_long).to_owned());
    let choices = ReportKind::ALL.iter().map(|kind| Choice {
        value: kind.as_str().to_owned(),
        label: kind.label(l).to_owned(),
        chosen: draft.kind == Some(*kind),
    });
    let describe = |id: &str, error: &Option<String>| match error {
        Some(_) => format!("{id}-hint {id}-error"),
        None => format!("{id}-hint"),
    };
    let (text_described, contact_described) = (describe("text", &text_error), describe("contact", &contact_error));
    let (text_invalid, most) = (text_error.is_some(), MAX_REPORT_TEXT as u32);
    let contact_invalid = contact_error.is_some().then_some("true");
    view! {
        <Breadcrumbs above=vec![page.service.clone()] here=say!(l, report.title) />
        <h1>{say!(l, report.title)}</h1>
        <p class="lead">
            <a href=page.service.path>
                <bdi>{page.service.label}</bdi>
            </a>
            " · "
            <bdi>{page.organisation}</bdi>
        </p>
        {faults.any().then(|| view! { <Notice tone=Tone::Warning>{say!(l, report.mend)}</Notice> })}
        {(outcome == Some(ReportOutcome::Enough))
            .then(|| view! { <Notice tone=Tone::Warning>{say!(l, report.enough)}</Notice> })}
        <form class="form" method="post" action=address(l, page.id)>
            <input type="hidden" name="key" value=draft.key />
            <Choices name="kind" label=say!(l, report.kind) choices=choices.collect() error=kind_error />
            <Field id="text" label=say!(l, report.text) hint=say!(l, report.text_hint) error=text_error.clone()>
                <TextArea
                    id="text".to_owned()
                    name="text".to_owned()
                    value=draft.text
                    maxlength=most
                    described_by=text_described
                    invalid=text_invalid
                />
            </Field>
            <Field
                id="contact"
                label=say!(l, report.contact)
                hint=say!(l, report.contact_hint)
                error=contact_error
                optional=true
            >
                <input
                    id="contact"
                    name="contact"
                    type="text"
                    dir="auto"
                    autocomplete="email"
                    maxlength=MAX_REPORT_CONTACT.to_string()
                    value=draft.contact
                    aria-describedby=contact_described
                    aria-invalid=contact_invalid
                />
            </Field>
            <p class="hint">{say!(l, report.privacy)}</p>
            <Button label=say!(l, report.send) icon="mail" />
        </form>
    }
}

pub fn show_thanks(page: ReportPage, locale: Locale) -> Page {
    let title = say!(locale, report.thanks);
    let path = format!("services/{}/report/thanks", page.id);
    let Link { label, path: back } = page.service;
    let view = view! {
        <h1>{title}</h1>
        <p class="lead">{say!(locale, report.thanks_text)}</p>
        <h2>{say!(locale, report.next)}</h2>
        <ul>
            <li>{say!(locale, report.next_read)}</li>
            <li>{say!(locale, report.next_answer)}</li>
            <li>{say!(locale, report.next_forget)}</li>
        </ul>
        <p>
            <a href=back>{say!(locale, report.back)} " " <bdi>{label}</bdi></a>
        </p>
    };
    Page {
        head: Head { index: false, ..Head::new(title, say!(locale, report.thanks_text), path) },
        view: view.into_any(),
        class: PageClass::Paper,
    }
}
