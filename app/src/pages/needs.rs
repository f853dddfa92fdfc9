use crate::{
    PageClass, Problem,
    head::*,
    pages::{
        home::NeedGrid,
        safety::Danger,
        search::{address, page_count},
        services::shortened,
    },
    visit::Visit,
};
use i18n::say;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    Locale, SearchQuery,
    pages::{CardLink, Link, NeedLink, NeedPage},
};
use ui::{Breadcrumbs, FoundList, LinkList, Notice, Pagination, Prose, Tone};

pub mod card;
mod structured;

#[server(input = GetUrl)]
pub async fn load(slug: String, query: SearchQuery, locale: Locale) -> Result<NeedPage, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::needs::page(&portal, &slug, &query, locale, crate::render::now()).await?)
}

#[server(input = GetUrl)]
pub async fn tree(locale: Locale) -> Result<Vec<NeedLink>, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::needs::tree(&portal, locale, crate::render::now()).await?)
}

pub async fn page(visit: &Visit, slug: &str) -> Result<Page, Instead> {
    let query = SearchQuery::parse(&visit.query);
    Ok(show(load(slug.to_owned(), query.clone(), visit.locale).await?, query, visit))
}

pub async fn all(visit: &Visit) -> Result<Page, Instead> {
    Ok(show_all(tree(visit.locale).await?, visit.locale))
}

pub fn show_all(needs: Vec<NeedLink>, locale: Locale) -> Page {
    let title = say!(locale, need.all_title);
    let view = view! {
        <Breadcrumbs here=say!(locale, site.needs) />
        <h1>{title}</h1>
        <h2 class="quiet">{say!(locale, site.needs)}</h2>
        <NeedGrid needs=needs children_shown=usize::MAX />
    };
    Page {
        head: Head::new(title, say!(locale, need.all_description), "needs"),
        view: view.into_any(),
        class: PageClass::Paper,
    }
}

pub fn show(need: NeedPage, query: SearchQuery, visit: &Visit) -> Page {
    let locale = visit.locale;
    // What somebody looking over a shoulder would read in the history stays neutral.
    let title = if need.sensitive { say!(locale, site.tagline).to_owned() } else { heading(locale, &need.label) };
    let description = match &need.about {
        Some(about) => shortened(&about.value),
        None => say!(locale, need.description, need = need.label.clone()),
    };
    let path = format!("needs/{}", need.slug);
    let json_ld = structured::need(&need, visit);
    Page {
        head: Head { index: query.page == 0, json_ld, ..Head::new(title, description, path) },
        view: view! { <Need need=need query=query /> }.into_any(),
        class: PageClass::Paper,
    }
}

/// *Help with: Food*; of what is called *Help with debt* only that.
fn heading(locale: Locale, label: &str) -> String {
    let title = say!(locale, need.title, need = label.to_owned());
    if begin_alike(&title, label) { label.to_owned() } else { title }
}

/// With the same word: one of them says it for both.
pub fn begin_alike(one: &str, other: &str) -> bool {
    let first = |text: &str| text.split_whitespace().next().unwrap_or_default().to_lowercase();
    first(one) == first(other)
}

#[component]
fn Need(need: NeedPage, query: SearchQuery) -> impl IntoView {
    let locale = ui::locale();
    let NeedPage { slug, label, parent, sensitive, about, cards, children, answer, territories } = need;
    let mut above = vec![Link { label: say!(locale, site.needs).to_owned(), path: format!("/{locale}/needs") }];
    above.extend(parent);
    let children: Vec<Link> = children.into_iter().map(|child| Link { label: child.label, path: child.path }).collect();
    let search = address(locale, &SearchQuery { needs: vec![slug.clone()], ..SearchQuery::default() });
    let narrowed = SearchQuery { page: 0, ..query.clone() }.to_query_string();
    let mark = if narrowed.is_empty() { "" } else { "?" };
    let card = format!("/{locale}/card/needs/{slug}{mark}{narrowed}");
    let (page, pages) = (query.page, page_count(&query, answer.total));
    let at_page = move |page| {
        let query = query.at_page(page).to_query_string();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/{locale}/needs/{slug}{mark}{query}")
    };
    view! {
        <Breadcrumbs above=above here=label.clone() />
        <h1>{heading(locale, &label)}</h1>
        {about.map(|about| view! { <Prose text=about /> })}
        {answer.danger.then(|| view! { <Danger /> })}
        {sensitive.then(|| view! { <Sensitive /> })}
        <Cards cards=cards />
        {(!children.is_empty())
            .then(|| {
                view! {
                    <h2>{say!(locale, need.narrower)}</h2>
                    <LinkList links=children />
                }
            })}
        <h2>{i18n::results(locale, answer.total)}</h2>
        {(answer.total == 0).then(|| view! { <p>{say!(locale, need.none)}</p> })}
        <FoundList items=answer.items />
        <Pagination page=page pages=pages address=Box::new(at_page) />
        <p>
            <a href=search>{say!(locale, need.all_results)}</a>
        </p>
        <p>
            <a href=card rel="nofollow">{say!(locale, paper.link)}</a>
        </p>
        {(!territories.is_empty())
            .then(|| {
                view! {
                    <h2>{say!(locale, need.places)}</h2>
                    <LinkList links=territories />
                }
            })}
    }
}

/// Where there is more to know than services: the way to each country's card, and to its easy version.
#[component]
fn Cards(cards: Vec<CardLink>) -> impl IntoView {
    let locale = ui::locale();
    (!cards.is_empty()).then(|| {
        view! {
            <h2>{say!(locale, card.by_country)}</h2>
            <ul>
                {cards
                    .into_iter()
                    .map(|CardLink { label, path, .. }| {
                        let easy = format!("{path}/easy");
                        view! {
                            <li>
                                <a href=path>{label}</a>
                                " · "
                                <a href=easy>{say!(locale, card.easy)}</a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        }
    })
}

#[component]
fn Sensitive() -> impl IntoView {
    let locale = ui::locale();
    view! {
        <Notice tone=Tone::Warning>
            {say!(locale, need.sensitive)} " "
            <a href=format!("/{locale}/safety")>{say!(locale, need.sensitive_link)}</a>
        </Notice>
    }
}
