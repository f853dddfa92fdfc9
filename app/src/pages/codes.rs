use crate::{Problem, head::*, pages::*, visit::Visit};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{SearchQuery, pages::CodeTarget};
use ui::LanguageLinks;

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
        CodeTarget::Need(slug) => {
            let query = SearchQuery::default();
            needs::show(needs::load(slug, query.clone(), locale).await?, query, visit)
        }
    };
    // Whoever scans may not read the language that their phone asks for: the others are one tap away.
    let path = page.head.path.clone();
    let view = view! {
        <LanguageLinks path=path />
        {page.view}
    };
    Ok(Page { view: view.into_any(), ..page })
}
