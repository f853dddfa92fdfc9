use crate::{PageClass, Problem, head::*, pages::*, visit::Visit};
use i18n::say;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    SearchQuery,
    pages::{CodeTarget, SavedPage},
};
use ui::{Action, FoundList, LanguageLinks};
use uuid::Uuid;

/// Values of a filter where a list is scanned: the answer comes in one flight.
const MOST_VALUES: usize = 5;

#[server(input = GetUrl)]
pub async fn load(code: String) -> Result<CodeTarget, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::codes::target(&portal, &code).await?)
}

/// The page behind a scanned code: itself, without a redirect.
pub async fn page(visit: &Visit, code: &str) -> Result<Page, Instead> {
    let locale = visit.locale;
    let page = match load(code.to_owned()).await? {
        CodeTarget::Service(id) => services::show(services::shown(visit, id).await?, visit),
        CodeTarget::Organisation(id) => organisations::show(organisations::load(id, locale).await?, visit),
        CodeTarget::Need(slug, query) => {
            let page = needs::show(needs::load(slug, query.clone(), locale).await?, query.clone(), visit);
            of_query(page, &query)
        }
        CodeTarget::Card(slug, country) => needs::card::page(visit, &slug, &country, false).await?,
        CodeTarget::Search(query) => {
            let mut found = search::load(query.clone(), locale).await?;
            found.answer.facets = found.answer.facets.shortened(MOST_VALUES);
            of_query(search::show_scanned(found, locale), &query)
        }
        CodeTarget::List(ids) => list(saved::load(ids.clone(), locale).await?, ids, visit),
    };
    // Whoever scans may not read the language that their phone asks for: the others are one tap away.
    let path = page.head.path.clone();
    let view = view! {
        <LanguageLinks path=path />
        {page.view}
    };
    Ok(Page { view: view.into_any(), ..page })
}

/// The code's address has no query: that of the page says what was asked for, so that other languages show the same.
fn of_query(page: Page, query: &SearchQuery) -> Page {
    let query = query.to_query_string();
    if query.is_empty() {
        return page;
    }
    let path = format!("{}?{query}", page.head.path);
    Page { head: Head { path, index: false, ..page.head }, ..page }
}

/// What somebody kept and printed for another.
fn list(kept: SavedPage, ids: Vec<Uuid>, visit: &Visit) -> Page {
    let locale = visit.locale;
    let title = say!(locale, paper.list);
    let SavedPage { items, gone } = kept;
    let path = saved::path(&ids);
    let own = format!("/{locale}/{path}");
    let number = i18n::results(locale, items.len() as u64);
    let view = view! {
        <h1>{title}</h1>
        <h2>{number}</h2>
        {(gone > 0)
            .then(|| view! { <p class="hint">{say!(locale, find.saved_gone, number = i18n::number(locale, gone))}</p> })}
        {if items.is_empty() {
            // Paper outlives what is on it.
            view! {
                <p>
                    <a href=format!("/{locale}/needs")>{say!(locale, site.needs)}</a>
                </p>
            }
                .into_any()
        } else {
            view! {
                <FoundList items=items />
                <p class="actions">
                    <Action href=own icon="save">
                        {say!(locale, find.keep)}
                    </Action>
                    <Action href=saved::print(locale, &ids) icon="print">
                        {say!(locale, find.print)}
                    </Action>
                </p>
            }
                .into_any()
        }}
    };
    Page {
        head: Head { index: false, ..Head::new(title, say!(locale, paper.description), path) },
        view: view.into_any(),
        class: PageClass::Paper,
    }
}
