//! Pages that say why there is no other page. Each leads on.

use crate::{PageClass, head::*, visit::Visit};
use i18n::say;
use leptos::prelude::*;
use model::WithdrawnPage;
use ui::{FoundList, LinkList};

pub fn page(visit: &Visit, status: u16) -> Page {
    with(visit, status, None)
}

/// Something that was withdrawn, with what helps instead.
pub fn gone(visit: &Visit, withdrawn: WithdrawnPage) -> Page {
    with(visit, 410, Some(withdrawn))
}

fn with(visit: &Visit, status: u16, withdrawn: Option<WithdrawnPage>) -> Page {
    let locale = visit.locale;
    let (title, text) = match status {
        404 => (say!(locale, problem.not_found), say!(locale, problem.not_found_text)),
        410 => (say!(locale, problem.gone), say!(locale, problem.gone_text)),
        503 => (say!(locale, problem.unavailable), say!(locale, problem.unavailable_text)),
        400..500 => (say!(locale, problem.refused), say!(locale, problem.refused_text)),
        _ => (say!(locale, problem.internal), say!(locale, problem.internal_text)),
    };
    let view = view! {
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        {withdrawn.map(|withdrawn| view! { <Instead withdrawn=withdrawn /> })}
        <form class="search" role="search" action=format!("/{locale}/search")>
            <label for="q">{say!(locale, form.label)}</label>
            <div class="row">
                <input id="q" name="q" type="search" maxlength="256" />
                <ui::Button label=say!(locale, form.submit) icon="search" />
            </div>
        </form>
        <ul class="tags">
            <li>
                <a href=format!("/{locale}")>{say!(locale, problem.to_home)}</a>
            </li>
            <li>
                <a href=format!("/{locale}/needs")>{say!(locale, site.needs)}</a>
            </li>
        </ul>
    };
    Page {
        head: Head { index: false, ..Head::new(title, text, visit.path.clone()) },
        view: view.into_any(),
        class: PageClass::Paper,
    }
}

/// What meets the same needs.
#[component]
fn Instead(withdrawn: WithdrawnPage) -> impl IntoView {
    let locale = ui::locale();
    let WithdrawnPage { needs, similar } = withdrawn;
    view! {
        {(!similar.is_empty())
            .then(|| {
                view! {
                    <h2>{say!(locale, problem.nearby)}</h2>
                    <FoundList items=similar />
                }
            })}
        {(!needs.is_empty())
            .then(|| {
                view! {
                    <h2>{say!(locale, problem.same_needs)}</h2>
                    <LinkList links=needs />
                }
            })}
    }
}
