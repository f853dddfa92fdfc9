//! What a service is, for whom, and what to know before going there.

use i18n::{Label, language_name, list, say};
use leptos::prelude::*;
use model::{Locale, Translation, pages::ServicePage};
use ui::{LinkList, Prose, Said};

#[component]
pub fn Conditions(service: ServicePage) -> impl IntoView {
    let locale = ui::locale();
    let ServicePage { description, eligibility, audiences, coverage, needs, .. } = service;
    let ages = ages(locale, service.minimum_age, service.maximum_age);
    let open_to_all = eligibility.is_none() && audiences.is_empty() && ages.is_none();
    view! {
        {description
            .map(|text| {
                view! {
                    <section>
                        <h2>{say!(locale, service.what)}</h2>
                        <Prose text=text />
                    </section>
                }
            })}
        {(!needs.is_empty()).then(|| view! { <LinkList links=needs /> })}
        <section>
            <h2>{say!(locale, service.for_whom)}</h2>
            {eligibility.map(|text| view! { <Prose text=text /> })}
            {ages.map(|text| view! { <p>{text}</p> })}
            {open_to_all.then(|| view! { <p>{say!(locale, service.everyone)}</p> })}
            {(!audiences.is_empty()).then(|| view! { <LinkList links=audiences /> })}
            {(!coverage.is_empty())
                .then(|| {
                    view! {
                        <p>
                            {say!(locale, service.coverage)} " " <bdi>{list(locale, coverage)}</bdi>
                        </p>
                    }
                })}
        </section>
    }
}

fn ages(locale: Locale, from: Option<u8>, to: Option<u8>) -> Option<String> {
    match (from.filter(|age| *age > 0), to) {
        (Some(from), Some(to)) => {
            Some(say!(locale, service.ages_between, from = from.to_string(), to = to.to_string()))
        }
        (Some(from), None) => Some(say!(locale, service.ages_from, from = from.to_string())),
        (None, Some(to)) => Some(say!(locale, service.ages_to, to = to.to_string())),
        (None, None) => None,
    }
}

/// How to apply, what to bring, cost, waiting time, languages.
#[component]
pub fn Practical(service: ServicePage) -> impl IntoView {
    let locale = ui::locale();
    let ServicePage { application_process, required_documents, cost, fees, wait_time, interpretation, .. } = service;
    let names = service.languages.iter().map(|code| language_name(locale, code).unwrap_or(code));
    let names = list(locale, names);
    let formats = service.formats.iter().map(|format| format.label(locale)).collect::<Vec<_>>().join(" · ");
    view! {
        {application_process.map(|text| part(say!(locale, service.apply), text))}
        {(!required_documents.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say!(locale, service.bring)}</h2>
                        <ul class="bring">
                            {required_documents
                                .into_iter()
                                .map(|text| view! { <li><Said text=text /></li> })
                                .collect_view()}
                        </ul>
                    </section>
                }
            })}
        <section>
            <h2>{say!(locale, service.cost)}</h2>
            <p>{cost.label(locale)}</p>
            {fees.map(|text| view! { <Prose text=text /> })}
        </section>
        {wait_time.map(|text| part(say!(locale, service.wait), text))}
        {(!names.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say!(locale, service.languages)}</h2>
                        <p>{names}</p>
                    </section>
                }
            })}
        {interpretation.map(|text| part(say!(locale, service.interpretation), text))}
        {(!formats.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say!(locale, service.formats)}</h2>
                        <p>{formats}</p>
                    </section>
                }
            })}
    }
}

fn part(title: &'static str, text: Translation) -> AnyView {
    view! {
        <section>
            <h2>{title}</h2>
            <Prose text=text />
        </section>
    }
    .into_any()
}
