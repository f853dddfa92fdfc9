use crate::{
    PageClass, Problem,
    head::*,
    islands::SearchForm,
    pages::{home::NeedGrid, safety::Danger},
    visit::Visit,
};
use i18n::{Label, say};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    Cost, Format, ItemKind, Locale, MAX_OFFSET, SearchQuery,
    pages::{Link, SearchPage},
};
use ui::{Chips, Notice, Pagination, Tone};

mod facets;
mod found;
mod instead;
mod limits;
pub(crate) mod map;
mod near;

use facets::Narrow;
use found::{Found, Hours, Understood};
use instead::Ways;
use limits::Limits;
use map::OnMap;
use near::Near;

#[server(input = GetUrl)]
pub async fn load(query: SearchQuery, locale: Locale) -> Result<SearchPage, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::search::page(&portal, &query, locale, crate::render::now()).await?)
}

pub async fn page(visit: &Visit) -> Result<Page, Instead> {
    Ok(show(load(SearchQuery::parse(&visit.query), visit.locale).await?, visit.locale))
}

pub fn show(found: SearchPage, locale: Locale) -> Page {
    shown(found, PageClass::Live, locale)
}

/// Where a code leads: the form is a plain one, what needs a script is left out, and nothing has to be fetched for it.
pub fn show_scanned(found: SearchPage, locale: Locale) -> Page {
    shown(found, PageClass::Paper, locale)
}

fn shown(found: SearchPage, class: PageClass, locale: Locale) -> Page {
    let title = title(&found.query, locale);
    Page {
        head: Head { index: false, ..Head::new(title, say!(locale, results.description), "search") },
        view: view! { <Search found=found scripted=class == PageClass::Live /> }.into_any(),
        class,
    }
}

fn title(query: &SearchQuery, locale: Locale) -> String {
    match query.q.as_str() {
        "" => say!(locale, results.title).to_owned(),
        words => say!(locale, results.title_for, words = words.to_owned()),
    }
}

/// Address of a search.
pub fn address(locale: Locale, query: &SearchQuery) -> String {
    let query = query.to_query_string();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("/{locale}/search{mark}{query}")
}

/// Filters of closed lists come as their values: says them in the reader's language.
fn in_words(chip: Link, query: &SearchQuery, locale: Locale) -> Link {
    let kind =
        chip.label.parse().ok().filter(|kind: &ItemKind| query.kinds.contains(kind)).map(|kind| kind.label(locale));
    let cost = chip.label.parse().ok().filter(|cost: &Cost| query.costs.contains(cost)).map(|cost| cost.label(locale));
    let format = chip
        .label
        .parse()
        .ok()
        .filter(|format: &Format| query.formats.contains(format))
        .map(|format| format.label(locale));
    let language = query.languages.contains(&chip.label).then(|| i18n::language_name(locale, &chip.label)).flatten();
    let label = kind.or(cost).or(format).or(language).map(str::to_owned);
    Link { label: label.unwrap_or(chip.label), path: chip.path }
}

#[component]
fn Search(found: SearchPage, scripted: bool) -> impl IntoView {
    let locale = ui::locale();
    let SearchPage { query, mut answer, from, chips, places, needs } = found;
    near::lead_from(from, &mut answer);
    let place = answer.place.as_ref().map(|place| near::place_chip(place, &query, locale));
    let of_lists = chips.into_iter().map(|chip| in_words(chip, &query, locale));
    let chips: Vec<Link> = place.into_iter().chain(near::chips(&query, &places, locale)).chain(of_lists).collect();
    let (asked, total) = (!query.is_empty(), answer.total);
    let meant = answer.did_you_mean.map(|words| {
        let other = SearchQuery { q: words.clone(), page: 0, ..query.clone() };
        view! {
            <p class="meant">
                {say!(locale, results.did_you_mean)} " "
                <a href=address(locale, &other)>{words}</a> "?"
            </p>
        }
    });
    let understood =
        (!answer.meant.is_empty()).then(|| view! { <Understood meant=answer.meant.clone() query=query.clone() /> });
    let filtered = chips.len() > 1;
    let unfiltered = address(locale, &SearchQuery::words(&query.q));
    view! {
        <h1>{title(&query, locale)}</h1>
        <SearchForm query=query.clone() />
        <Near query=query.clone() places=places scripted=scripted />
        <Chips chips=chips />
        {filtered.then(|| view! { <p><a href=unfiltered>{say!(locale, results.clear)}</a></p> })}
        {answer.danger.then(|| view! { <Danger alone=true /> })}
        {answer
            .degraded
            .then(|| view! { <Notice tone=Tone::Warning>{say!(locale, results.degraded)}</Notice> })}
        <Limits limits=answer.limits />
        {meant}
        {understood}
        <near::Order query=query.clone() place=answer.place.clone() />
        {if total > 0 {
            let data = data_address(locale, &query, "");
            let atom = data_address(locale, &query, ".atom");
            let print = print_address(locale, &query);
            let places = data_address(locale, &query.at_page(0), ".geojson");
            let before = answer.complete.map(|complete| complete.saturating_sub(u64::from(query.offset())));
            view! {
                <div class="beside">
                    <section aria-labelledby="results">
                        <div class="count">
                            <h2 id="results">{i18n::results(locale, total)}</h2>
                            <a class="to-filters" href="#filters">
                                {say!(locale, results.to_filters)}
                            </a>
                        </div>
                        {scripted.then(|| view! { <OnMap places=places /> })}
                        <Hours query=query.clone() opening=answer.opening />
                        <Found items=answer.items before=before asks_open=query.asks_open() />
                        <Ways instead=answer.instead.unwrap_or_default() />
                        <Pages query=query.clone() total=total />
                        <p>
                            <a href=format!("/{locale}/saved")>{say!(locale, find.saved)}</a>
                        </p>
                        <p class="hint">
                            <a href=data rel="nofollow">{say!(locale, results.json)}</a>
                            " · "
                            <a href=atom rel="nofollow" type="application/atom+xml">
                                {say!(locale, results.atom)}
                            </a>
                            " · "
                            <a href=print rel="nofollow">{say!(locale, paper.link_list)}</a>
                        </p>
                    </section>
                    <Narrow query=query facets=answer.facets opening=answer.opening />
                </div>
            }
                .into_any()
        } else {
            view! {
                <Nothing asked=asked filtered=query.is_filtered() />
                <Ways instead=answer.instead.unwrap_or_default() />
                <NeedGrid needs=needs />
            }
                .into_any()
        }}
    }
}

/// Says what to do where there is nothing to show.
#[component]
fn Nothing(asked: bool, filtered: bool) -> impl IntoView {
    let locale = ui::locale();
    if !asked {
        return view! { <h2>{say!(locale, results.empty)}</h2> }.into_any();
    }
    view! {
        <h2>{say!(locale, results.nothing)}</h2>
        <p>{say!(locale, results.nothing_help)}</p>
        <ul class="tips">
            <li>{say!(locale, results.tip_words)}</li>
            {filtered.then(|| view! { <li>{say!(locale, results.tip_filters)}</li> })}
            <li>{say!(locale, results.tip_needs)}</li>
        </ul>
    }
    .into_any()
}

#[component]
fn Pages(query: SearchQuery, total: u64) -> impl IntoView {
    let locale = ui::locale();
    let (page, pages) = (query.page, page_count(&query, total));
    let address = move |page| address(locale, &query.at_page(page));
    view! { <Pagination page=page pages=pages address=Box::new(address) /> }
}

/// How many pages a reader can reach.
pub fn page_count(query: &SearchQuery, total: u64) -> u32 {
    let size = query.per_page();
    let all = u32::try_from(total.div_ceil(u64::from(size))).unwrap_or(u32::MAX);
    all.min(MAX_OFFSET / size + 1)
}

/// Of these results on paper.
fn print_address(locale: Locale, query: &SearchQuery) -> String {
    let query = query.at_page(0).to_query_string();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("/{locale}/card/search{mark}{query}")
}

fn data_address(locale: Locale, query: &SearchQuery, ending: &str) -> String {
    let query = SearchQuery { lang: Some(locale), ..query.clone() };
    format!("/api/v1/search{ending}?{}", query.to_query_string())
}
