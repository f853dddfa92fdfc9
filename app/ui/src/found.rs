//! What a search, a need or an organisation lists.

use crate::{Icon, Mark, locale};
use i18n::{Label, distance, language_name, more_places, say};
use leptos::prelude::*;
use model::{FoundItem, ItemKind};

/// What stands below one of a list.
pub type Below = Box<dyn Fn(&FoundItem) -> AnyView>;

#[component]
pub fn FoundList(
    items: Vec<FoundItem>,
    /// Open ones were asked for: of the others the hours are not known.
    #[prop(optional)]
    asks_open: bool,
    /// Each can be put on the list that the reader's device keeps.
    #[prop(optional)]
    save: bool,
    #[prop(optional)] below: Option<Below>,
) -> impl IntoView {
    let one = |item: FoundItem| {
        let below = below.as_ref().map(|below| below(&item));
        view! { <ResultItem item=item asks_open=asks_open save=save below=below /> }
    };
    view! { <ol class="found">{items.into_iter().map(one).collect_view()}</ol> }
}

#[component]
pub fn ResultItem(
    item: FoundItem,
    #[prop(optional)] asks_open: bool,
    #[prop(optional)] save: bool,
    #[prop(optional_no_strip)] below: Option<AnyView>,
) -> impl IntoView {
    let saving = save.then(|| item.title.clone());
    let reader = locale();
    let mark = Mark::of(&item.language);
    let language = mark.lang.as_deref().and_then(|tag| language_name(reader, tag));
    let by = (item.kind != ItemKind::Organisation).then_some(item.organisation);
    // Each word isolated: it may run in the other direction.
    let isolated = |value: String| format!("\u{2068}{value}\u{2069}");
    let matched: Vec<String> = item.matched.into_iter().filter_map(|reason| reason.value).map(isolated).collect();
    let matched = (!matched.is_empty()).then(|| matched.join(", "));
    let places = (item.places > 0).then(|| more_places(reader, u64::from(item.places)));
    view! {
        <li class=format!("card {}", item.kind)>
            <p class="kind">{item.kind.label(reader)} {by.map(|by| view! { " · " <bdi>{by}</bdi> })}</p>
            <h3>
                <a href=item.path lang=mark.lang.clone() dir=mark.dir>{item.title}</a>
            </h3>
            {(!item.summary.is_empty())
                .then(|| view! { <p class="summary" lang=mark.lang dir=mark.dir>{item.summary}</p> })}
            {matched
                .map(|words| {
                    view! { <p class="hint">{say!(reader, explained.matched, words = words)}</p> }
                })}
            <ul class="facts">
                {(item.territory.is_some() || places.is_some())
                    .then(|| {
                        view! {
                            <li>
                                <Icon name="pin" />
                                <span>
                                    {item.territory.map(|territory| view! { <bdi>{territory}</bdi> })}
                                    {places.map(|more| format!(" {more}"))}
                                </span>
                            </li>
                        }
                    })}
                {item.distance_m.map(|metres| view! { <li>{distance(reader, metres)}</li> })}
                {item
                    .open
                    .map(|open| {
                        let (class, label) = if open {
                            ("open", say!(reader, results.open))
                        } else {
                            ("shut", say!(reader, results.closed))
                        };
                        view! { <li class=class>{label}</li> }
                    })}
                {(asks_open && item.open.is_none()).then(|| view! { <li>{say!(reader, find.hours_unknown)}</li> })}
                {language.map(|name| view! { <li>{say!(reader, results.written_in, language = name)}</li> })}
            </ul>
            {saving.map(|title| view! { <SaveLink id=item.id.to_string() title=title /> })}
            {below}
        </li>
    }
}

/// Puts one thing on the reader's list. Without a script it leads to the list that holds it, whose address can be kept.
#[component]
pub fn SaveLink(#[prop(into)] id: String, #[prop(into)] title: String) -> impl IntoView {
    let reader = locale();
    view! {
        <a
            class="save"
            href=format!("/{reader}/saved?save={id}")
            rel="nofollow"
            data-save=id
            data-word=say!(reader, find.save)
            data-kept=say!(reader, find.kept)
        >
            <span>{say!(reader, find.save)}</span>
            <span class="quiet">": " <bdi>{title}</bdi></span>
        </a>
    }
}

pub(crate) fn specimen() -> AnyView {
    let item = |kind: ItemKind, language: &str, open| FoundItem {
        kind,
        title: "Cabaz de alimentos".to_owned(),
        summary: "Alimentos frescos e secos para uma semana.".to_owned(),
        organisation: "Mesa Aberta".to_owned(),
        path: format!("/{}", locale()),
        territory: Some("Évora".to_owned()),
        language: language.to_owned(),
        open,
        ..FoundItem::default()
    };
    let items = vec![
        item(ItemKind::Service, "pt", Some(true)),
        item(ItemKind::Opportunity, "pt", Some(false)),
        item(ItemKind::Organisation, "", None),
    ];
    view! { <FoundList items=items /> }.into_any()
}
