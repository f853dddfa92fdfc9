//! Places of a service or an organisation: when it is open, where it is, who answers there.

use i18n::{Label, say};
use leptos::prelude::*;
use model::{LocationKind, pages::Place};
use ui::{AddressBlock, HoursTable, PhoneList, Prose, Said};

/// How many places are shown open; the rest unfolds.
const OPEN: usize = 3;

#[component]
pub fn Places(mut places: Vec<Place>) -> impl IntoView {
    let locale = ui::locale();
    let nowhere = places.is_empty();
    let more = if places.len() > OPEN { places.split_off(OPEN) } else { Vec::new() };
    let number = more.len() as u64;
    view! {
        <section id="places">
            <h2>{say!(locale, service.when_where)}</h2>
            {nowhere.then(|| view! { <p>{say!(locale, service.no_place)}</p> })}
            {places.into_iter().map(|place| view! { <OnePlace place=place /> }).collect_view()}
            {(number > 0)
                .then(|| {
                    view! {
                        <details>
                            <summary>
                                {say!(locale, place.more)} " (" {i18n::more_places(locale, number)} ")"
                            </summary>
                            {more.into_iter().map(|place| view! { <OnePlace place=place /> }).collect_view()}
                        </details>
                    }
                })}
        </section>
    }
}

#[component]
fn OnePlace(place: Place) -> impl IntoView {
    let locale = ui::locale();
    let Place { kind, name, address, point, hours, phones, accessibility, accessibility_note, transport, .. } = place;
    let open = hours.iter().filter_map(|hours| hours.open_now).reduce(|any, open| any || open);
    let zone = hours.first().map(|hours| hours.time_zone.clone()).filter(|zone| !zone.is_empty());
    let access = accessibility.iter().map(|feature| feature.label(locale)).collect::<Vec<_>>().join(" · ");
    let physical = kind == LocationKind::Physical;
    view! {
        <div class="place">
            {name
                .map(|name| {
                    view! {
                        <h3>
                            <Said text=name />
                        </h3>
                    }
                })}
            {open
                .map(|open| {
                    let (class, text) = if open {
                        ("open", say!(locale, place.open))
                    } else {
                        ("shut", say!(locale, place.closed))
                    };
                    view! { <p class=format!("state {class}")>{text}</p> }
                })}
            {(hours.is_empty() && physical).then(|| view! { <p class="hint">{say!(locale, place.unknown)}</p> })}
            {hours.into_iter().map(|hours| view! { <HoursTable hours=hours /> }).collect_view()}
            {zone
                .filter(|_| open.is_some())
                .map(|zone| view! { <p class="hint">{say!(locale, place.zone, zone = zone)}</p> })}
            {(!address.is_empty() || point.is_some())
                .then(|| view! { <AddressBlock lines=address point=point /> })}
            <PhoneList phones=phones />
            {transport
                .map(|text| {
                    view! {
                        <p class="label">{say!(locale, place.transport)}</p>
                        <Prose text=text />
                    }
                })}
            {(!access.is_empty())
                .then(|| {
                    view! {
                        <p class="label">{say!(locale, place.access)}</p>
                        <p>{access}</p>
                    }
                })}
            {accessibility_note.map(|text| view! { <Prose text=text /> })}
        </div>
    }
}
