//! Places of a service or an organisation: when it is open, where it is, who answers there.

use i18n::{Label, far, say};
use leptos::prelude::*;
use model::{LocationKind, Point, pages::Place};
use ui::{AddressBlock, HoursTable, Icon, OpenState, PhoneList, Prose, Said};

/// How many places are shown open; the rest unfolds.
const OPEN: usize = 3;

/// `access`: also how accessible each place is; a service says that further down, for all its places. `near`: where
/// somebody searched.
#[component]
pub fn Places(
    mut places: Vec<Place>,
    #[prop(default = true)] access: bool,
    #[prop(optional_no_strip)] near: Option<Point>,
) -> impl IntoView {
    let locale = ui::locale();
    let nowhere = places.is_empty();
    let more = if places.len() > OPEN { places.split_off(OPEN) } else { Vec::new() };
    let number = more.len() as u64;
    view! {
        <section id="places">
            <h2>{say!(locale, service.when_where)}</h2>
            {nowhere.then(|| view! { <p>{say!(locale, service.no_place)}</p> })}
            {places.into_iter().map(|place| view! { <OnePlace place=place access=access near=near /> }).collect_view()}
            {(number > 0)
                .then(|| {
                    view! {
                        <details>
                            <summary>
                                {say!(locale, place.more)} " (" {i18n::more_places(locale, number)} ")"
                            </summary>
                            {more
                                .into_iter()
                                .map(|place| view! { <OnePlace place=place access=access near=near /> })
                                .collect_view()}
                        </details>
                    }
                })}
        </section>
    }
}

#[component]
fn OnePlace(place: Place, access: bool, near: Option<Point>) -> impl IntoView {
    let locale = ui::locale();
    let access = access.then(|| view! { <Access place=place.clone() /> });
    let Place { kind, name, address, point, hours, phones, transport, .. } = place;
    let known = hours.iter().any(|hours| hours.open_now.is_some());
    let zone = hours.first().map(|hours| hours.time_zone.clone()).filter(|zone| !zone.is_empty());
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
            {known
                .then(|| {
                    view! {
                        <p>
                            <OpenState hours=hours.clone() />
                        </p>
                    }
                })}
            {(hours.is_empty() && physical).then(|| view! { <p class="hint">{say!(locale, place.unknown)}</p> })}
            {hours.into_iter().map(|hours| view! { <HoursTable hours=hours /> }).collect_view()}
            {zone
                .filter(|_| known)
                .map(|zone| view! { <p class="hint">{say!(locale, place.zone, zone = zone)}</p> })}
            {(!address.is_empty() || point.is_some())
                .then(|| view! { <AddressBlock lines=address point=point /> })}
            {point.zip(near).map(|(here, near)| view! { <p class="hint">{far(locale, here.distance_m(near))}</p> })}
            <PhoneList phones=phones />
            {transport
                .map(|text| {
                    view! {
                        <p class="label">{say!(locale, place.transport)}</p>
                        <Prose text=text />
                    }
                })}
            {access}
        </div>
    }
}

/// What is known of getting in and around.
#[component]
fn Access(place: Place) -> impl IntoView {
    let locale = ui::locale();
    let Place { accessibility, accessibility_note, .. } = place;
    let features = accessibility.iter().map(|feature| feature.label(locale)).collect::<Vec<_>>().join(" · ");
    view! {
        {(!features.is_empty())
            .then(|| {
                view! {
                    <p class="label">{say!(locale, place.access)}</p>
                    <p>{features}</p>
                }
            })}
        {accessibility_note.map(|text| view! { <Prose text=text /> })}
    }
}

/// The accessibility of all places, each with its name where there are several. Nothing where nothing is known.
#[component]
pub fn AccessOfPlaces(places: Vec<Place>) -> impl IntoView {
    let locale = ui::locale();
    let known = |place: &Place| !place.accessibility.is_empty() || place.accessibility_note.is_some();
    let named = places.len() > 1;
    let places: Vec<Place> = places.into_iter().filter(known).collect();
    (!places.is_empty()).then(|| {
        view! {
            <section>
                <h2>{say!(locale, glance.access)}</h2>
                {places
                    .into_iter()
                    .map(|place| {
                        let name = place.name.clone().filter(|_| named);
                        let features = place.accessibility.iter().map(|feature| feature.label(locale));
                        let features: Vec<&str> = features.collect();
                        view! {
                            {name
                                .map(|name| {
                                    view! {
                                        <h3>
                                            <Said text=name />
                                        </h3>
                                    }
                                })}
                            {(!features.is_empty())
                                .then(|| {
                                    view! {
                                        <ul class="ticks">
                                            {features
                                                .into_iter()
                                                .map(|label| view! { <li><Icon name="check" /> <span>{label}</span></li> })
                                                .collect_view()}
                                        </ul>
                                    }
                                })}
                            {place.accessibility_note.map(|text| view! { <Prose text=text /> })}
                        }
                    })
                    .collect_view()}
            </section>
        }
    })
}
