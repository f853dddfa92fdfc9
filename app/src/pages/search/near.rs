//! Where: near a person, near a place that is chosen, or in a place that the words name.

use super::address;
use i18n::say;
use leptos::prelude::*;
use model::{
    ItemKind, Locale, MeantPlace, Point, SearchAnswer, SearchQuery,
    pages::{Link, PlaceChoice},
};
use ui::{Button, Icon};

/// Distances to choose from, in kilometres.
const RADII: [u32; 7] = [1, 2, 5, 10, 25, 50, 100];

/// A place among the words; without it they are taken as they stand.
pub fn place_chip(place: &MeantPlace, query: &SearchQuery, locale: Locale) -> Link {
    let literal = SearchQuery { literal: true, ..query.at_page(0) };
    Link { label: say!(locale, find.place_chip, name = place.label.clone()), path: address(locale, &literal) }
}

/// Links to services say from where they are followed, for the pages to say how far it is. To about a kilometre: browsers
/// keep the addresses of pages.
pub fn lead_from(from: Option<Point>, answer: &mut SearchAnswer) {
    let Some(from) = from else { return };
    let nearest = answer.instead.iter_mut().flat_map(|instead| &mut instead.nearest);
    for item in answer.items.iter_mut().chain(nearest).filter(|item| item.kind != ItemKind::Organisation) {
        item.path = format!("{}?near={}", item.path, from.rounded());
    }
}

/// What of where and when is in force, each with the search without it.
pub fn chips(query: &SearchQuery, places: &[PlaceChoice], locale: Locale) -> Vec<Link> {
    let first = query.at_page(0);
    let mut chips = Vec::new();
    let mut chip = |label: String, without: SearchQuery| chips.push(Link { label, path: address(locale, &without) });
    let nowhere = SearchQuery { near: None, around: None, radius: None, ..first.clone() };
    if let Some(around) = places.iter().find(|place| place.selected) {
        chip(say!(locale, find.around_chip, name = around.label.clone()), nowhere);
    } else if query.near.is_some() {
        chip(say!(locale, find.near_chip).to_owned(), nowhere);
    }
    if let Some(metres) = query.radius.filter(|_| query.near.is_some() || query.around.is_some()) {
        let kilometres = i18n::number(locale, u64::from(metres.div_ceil(1_000)));
        chip(say!(locale, find.radius_chip, number = kilometres), SearchQuery { radius: None, ..first.clone() });
    }
    let any_time = SearchQuery { open_at: None, open_now: false, ..first };
    if let Some(at) = query.open_at {
        // An instant is the same everywhere; the hour on the clock is not.
        let time = format!("{}, {} UTC", i18n::date(locale, at.date_naive()), at.format("%H:%M"));
        chip(say!(locale, find.open_at_chip, time = time), any_time);
    } else if query.open_now {
        chip(say!(locale, results.open).to_owned(), any_time);
    }
    chips
}

/// *Near me*, where the browser can tell, and a place and a distance to choose.
#[component]
pub fn Near(query: SearchQuery, places: Vec<PlaceChoice>, scripted: bool) -> impl IntoView {
    let locale = ui::locale();
    let here = SearchQuery { near: None, around: None, literal: false, ..query.at_page(0) };
    let kept = query.parameters().into_iter().filter(|(name, _)| !matches!(*name, "around" | "radius" | "page"));
    let kept: Vec<_> = kept.map(|(name, value)| (name.to_owned(), value)).collect();
    let nowhere = if query.near.is_some() { say!(locale, find.near_you) } else { say!(locale, find.near_anywhere) };
    let chosen = query.radius.map(|metres| metres.div_ceil(1_000));
    let mut radii = RADII.to_vec();
    radii.extend(chosen.filter(|chosen| !RADII.contains(chosen)));
    radii.sort_unstable();
    let radius = move |kilometres: u32| {
        let label = say!(locale, find.radius_chip, number = i18n::number(locale, u64::from(kilometres)));
        view! {
            <option value=(kilometres * 1_000).to_string() selected=chosen == Some(kilometres)>
                {label}
            </option>
        }
    };
    let is_open = query.around.is_some() || query.radius.is_some();
    view! {
        <div class="near">
            // The script that shows it asks the browser only when it is pressed.
            {scripted
                .then(|| {
                    view! {
                        <p hidden>
                            <button
                                class="button plain"
                                type="button"
                                data-near=address(locale, &here)
                                data-asking=say!(locale, find.near_asking)
                                data-refused=say!(locale, find.near_refused)
                            >
                                <Icon name="pin" />
                                <span>{say!(locale, find.near_me)}</span>
                            </button>
                        </p>
                    }
                })}
            <details open=is_open>
                <summary>{say!(locale, find.near_title)}</summary>
                <form action=format!("/{locale}/search")>
                    {kept
                        .into_iter()
                        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                        .collect_view()}
                    <div class="row">
                        <label for="around">{say!(locale, find.near_place)}</label>
                        <select id="around" name="around">
                            <option value="">{nowhere}</option>
                            {places
                                .into_iter()
                                .map(|place| {
                                    view! {
                                        <option value=place.value selected=place.selected>
                                            {place.label}
                                        </option>
                                    }
                                })
                                .collect_view()}
                        </select>
                        <label for="radius">{say!(locale, find.near_radius)}</label>
                        <select id="radius" name="radius">
                            <option value="">{say!(locale, find.near_any)}</option>
                            {radii.into_iter().map(radius).collect_view()}
                        </select>
                        <Button label=say!(locale, find.near_submit) />
                    </div>
                </form>
            </details>
            {scripted
                .then(|| {
                    view! {
                        <p class="hint" role="status" hidden>
                            {say!(locale, find.near_privacy)}
                        </p>
                    }
                })}
        </div>
    }
}

/// In what order what is found stands, where the place decides.
#[component]
pub fn Order(query: SearchQuery, place: Option<MeantPlace>) -> impl IntoView {
    let locale = ui::locale();
    let literal = query.literal.then(|| {
        let other = SearchQuery { literal: false, ..query.at_page(0) };
        view! {
            <p class="hint">
                {say!(locale, find.literal)} " "
                <a href=address(locale, &other)>{say!(locale, find.literal_undo)}</a>
            </p>
        }
    });
    let of_place =
        place.map(|place| view! { <p class="hint">{say!(locale, find.place_order, name = place.label)}</p> });
    let is_near = query.near.is_some() || query.around.is_some();
    view! {
        {literal}
        {of_place}
        {is_near.then(|| view! { <p class="hint">{say!(locale, find.near_order)}</p> })}
    }
}
