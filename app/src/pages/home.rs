use crate::{PageClass, Problem, head::*, islands::SearchForm, visit::Visit};
use i18n::say;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    Locale, SearchQuery,
    pages::{HomePage, Link, NeedLink},
};
use ui::{FoundList, Icon, LinkList};

#[server(input = GetUrl)]
pub async fn load(locale: Locale) -> Result<HomePage, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::home::page(&portal, locale, crate::render::now()).await?)
}

pub async fn page(visit: &Visit) -> Result<Page, Instead> {
    Ok(show(load(visit.locale).await?, visit.locale))
}

pub fn show(home: HomePage, locale: Locale) -> Page {
    let title = format!("{} · {}", say!(locale, site.name), say!(locale, site.tagline));
    Page {
        head: Head::new(title, say!(locale, home.description), ""),
        view: view! { <Home home=home /> }.into_any(),
        class: PageClass::Live,
    }
}

#[component]
fn Home(home: HomePage) -> impl IntoView {
    let locale = ui::locale();
    let HomePage { needs, territories, services, organisations, recent } = home;
    let counts = say!(
        locale,
        home.counts,
        services = i18n::services(locale, services),
        organisations = i18n::organisations(locale, organisations)
    );
    view! {
        <section class="hero">
            <Icon name="rose" />
            <h1>{say!(locale, home.title)}</h1>
            <p class="lead">{say!(locale, home.lead)}</p>
            <SearchForm query=SearchQuery::default() />
        </section>
        <section>
            <h2>{say!(locale, home.needs)}</h2>
            <NeedGrid needs=needs />
        </section>
        <Places territories=territories />
        {(!recent.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say!(locale, home.recent)}</h2>
                        <FoundList items=recent />
                    </section>
                }
            })}
        <section class="invitation">
            <h2>{say!(locale, home.organisations_title)}</h2>
            <p>{say!(locale, home.organisations_text)}</p>
            {(services > 0).then(|| view! { <p>{counts}</p> })}
        </section>
    }
}

#[component]
fn Places(territories: Vec<Link>) -> impl IntoView {
    (!territories.is_empty()).then(|| {
        view! {
            <section>
                <h2>{say!(ui::locale(), home.places)}</h2>
                <LinkList links=territories />
            </section>
        }
    })
}

/// First-level needs as tiles, each with some of what is below it.
#[component]
pub fn NeedGrid(needs: Vec<NeedLink>, #[prop(default = 3)] children_shown: usize) -> impl IntoView {
    view! {
        <ul class="needs">
            {needs
                .into_iter()
                .map(|need| {
                    view! {
                        <li>
                            <h3>
                                <Icon name=need.icon.unwrap_or_else(|| "rose".to_owned()) />
                                <a href=need.path>{need.label}</a>
                            </h3>
                            <p>
                                {need
                                    .children
                                    .into_iter()
                                    .take(children_shown)
                                    .enumerate()
                                    .map(|(index, child)| {
                                        view! {
                                            {(index > 0).then_some(" · ")}
                                            <a href=child.path>{child.label}</a>
                                        }
                                    })
                                    .collect_view()}
                            </p>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
