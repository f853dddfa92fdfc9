//! The list that somebody keeps on their device. The address is the list: it can be sent, and works without a script.

use crate::{PageClass, Problem, head::*, visit::Visit};
use i18n::say;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{FoundItem, Locale, pages::SavedPage};
use ui::{Action, Below, FoundList, Notice, Tone};
use uuid::Uuid;

/// What the address says: `ids` of the list, `save` one more, `removed` what was on it a moment ago.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    pub ids: Vec<Uuid>,
    pub removed: Vec<Uuid>,
}

const MOST: usize = 50;

impl Asked {
    pub fn parse(query: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let list = match name {
                "ids" | "save" => &mut asked.ids,
                "removed" => &mut asked.removed,
                _ => continue,
            };
            let commas = value.replace("%2C", ",").replace("%2c", ",");
            for id in commas.split(',').filter_map(|id| id.parse().ok()) {
                if list.len() < MOST && !list.contains(&id) {
                    list.push(id);
                }
            }
        }
        asked
    }
}

#[server(input = GetUrl)]
pub async fn load(ids: Vec<Uuid>, locale: Locale) -> Result<SavedPage, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::saved::page(&portal, &ids, locale, crate::render::now()).await?)
}

pub async fn page(visit: &Visit) -> Result<Page, Instead> {
    let asked = Asked::parse(&visit.query);
    Ok(show(load(asked.ids.clone(), visit.locale).await?, asked, visit.locale))
}

pub fn show(saved: SavedPage, asked: Asked, locale: Locale) -> Page {
    Page {
        head: Head { index: false, ..Head::new(say!(locale, find.saved), say!(locale, find.saved_about), "saved") },
        view: view! { <Saved saved=saved asked=asked /> }.into_any(),
        class: PageClass::Live,
    }
}

/// Of a list, without the locale.
pub fn path(ids: &[Uuid]) -> String {
    format!("saved?ids={}", joined(ids))
}

/// Address of a list.
fn address(locale: Locale, ids: &[Uuid], removed: &[Uuid]) -> String {
    let list = |name: &str, ids: &[Uuid]| {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        (!ids.is_empty()).then(|| format!("{name}={}", ids.join(",")))
    };
    let parts: Vec<String> = [list("ids", ids), list("removed", removed)].into_iter().flatten().collect();
    let mark = if parts.is_empty() { "" } else { "?" };
    format!("/{locale}/saved{mark}{}", parts.join("&"))
}

/// Where a list is printed.
pub fn print(locale: Locale, ids: &[Uuid]) -> String {
    format!("/{locale}/card/search?ids={}", joined(ids))
}

fn joined(ids: &[Uuid]) -> String {
    ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",")
}

#[component]
fn Saved(saved: SavedPage, asked: Asked) -> impl IntoView {
    let locale = ui::locale();
    let SavedPage { items, gone } = saved;
    let ids = asked.ids.clone();
    let undo = (!asked.removed.is_empty()).then(|| {
        let both: Vec<Uuid> = ids.iter().chain(&asked.removed).copied().collect();
        view! {
            <Notice tone=Tone::Info>
                {say!(locale, find.removed)} " "
                <a href=address(locale, &both, &[]) data-keep=joined(&asked.removed)>
                    {say!(locale, find.undo)}
                </a>
            </Notice>
        }
    });
    let empty = items.is_empty();
    let number = i18n::results(locale, items.len() as u64);
    view! {
        <h1>{say!(locale, find.saved)}</h1>
        <div data-list></div>
        {undo}
        {empty
            .then(|| {
                view! {
                    <p>{say!(locale, find.saved_empty)}</p>
                    <p>{say!(locale, find.saved_how)}</p>
                }
            })}
        {(gone > 0)
            .then(|| view! { <p class="hint">{say!(locale, find.saved_gone, number = i18n::number(locale, gone))}</p> })}
        {(!empty)
            .then(|| {
                view! {
                    <p class="actions">
                        <a class="button" href=address(locale, &ids, &[]) data-keep=joined(&ids) hidden>
                            {say!(locale, find.keep)}
                        </a>
                        <Action href=print(locale, &ids) icon="print">
                            {say!(locale, find.print)}
                        </Action>
                    </p>
                    <h2>{number}</h2>
                    <FoundList items=items below=removal(locale, ids.clone()) />
                    <p>
                        <a href=address(locale, &[], &ids) data-drop=joined(&ids) rel="nofollow">
                            {say!(locale, find.clear)}
                        </a>
                    </p>
                    <p class="hint">{say!(locale, find.saved_share)} " " {say!(locale, find.saved_private)}</p>
                }
            })}
    }
}

/// Takes one off the list; `ids` is all of it.
fn removal(locale: Locale, ids: Vec<Uuid>) -> Below {
    Box::new(move |item: &FoundItem| {
        let rest: Vec<Uuid> = ids.iter().filter(|other| **other != item.id).copied().collect();
        let (id, title) = (item.id, item.title.clone());
        view! {
            <a class="save" href=address(locale, &rest, &[id]) data-drop=id.to_string() rel="nofollow">
                {say!(locale, find.remove)}
                <span class="quiet">": " <bdi>{title}</bdi></span>
            </a>
        }
        .into_any()
    })
}
