//! The four things asked first, in a line each: open, where, what it costs, in which languages.

use i18n::{Label, far, language_name, list, more_places, say};
use leptos::prelude::*;
use model::{
    LocationKind, Point,
    pages::{Place, ServicePage},
};
use ui::{Icon, OpenState};

/// Languages named here; the rest follow further down.
const LANGUAGES: usize = 4;

#[component]
pub fn Glance(service: ServicePage, near: Option<Point>) -> impl IntoView {
    let l = ui::locale();
    let ServicePage { places, cost, languages, formats, .. } = service;
    let physical: Vec<Place> = places.into_iter().filter(|place| place.kind == LocationKind::Physical).collect();
    // Of several places each says it for itself.
    let opening = (physical.len() == 1).then(|| {
        let hours = physical[0].hours.clone();
        if hours.iter().any(|hours| hours.open_now.is_some()) {
            view! { <OpenState hours=hours /> }.into_any()
        } else {
            let text = if hours.is_empty() { say!(l, glance.no_hours) } else { say!(l, place.hours) };
            view! { <a href="#places">{text}</a> }.into_any()
        }
    });
    // The first is the nearest.
    let far = physical.first().and_then(|place| Some(far(l, place.point?.distance_m(near?))));
    let whereabouts = whereabouts(&physical).map(|place| {
        let more = physical.len() as u64 - 1;
        let more = (more > 0).then(|| format!(" {}", more_places(l, more)));
        view! {
            <a href="#places">
                <bdi>{place}</bdi>
                {more}
            </a>
            {far.map(|far| format!(" · {far}"))}
        }
        .into_any()
    });
    let remote = formats.iter().map(|format| format.label(l)).collect::<Vec<_>>().join(" · ");
    let whereabouts = whereabouts.or_else(|| (!remote.is_empty()).then(|| remote.into_any()));
    let names = languages.iter().map(|code| language_name(l, code).unwrap_or(code)).take(LANGUAGES);
    let mut names = list(l, names);
    if languages.len() > LANGUAGES {
        names.push_str(" …");
    }
    let lines = [
        ("clock", opening),
        ("pin", whereabouts),
        ("coins", Some(cost.label(l).into_any())),
        ("globe", (!names.is_empty()).then(|| names.into_any())),
    ];
    view! {
        <ul class="glance" aria-label=say!(l, glance.title)>
            {lines
                .into_iter()
                .filter_map(|(icon, line)| Some((icon, line?)))
                .map(|(icon, line)| view! { <li><Icon name=icon /> <span>{line}</span></li> })
                .collect_view()}
        </ul>
    }
}

/// Street and town of the first place, as far as they are known.
fn whereabouts(places: &[Place]) -> Option<String> {
    let place = places.first()?;
    let street = place.address.first().filter(|_| place.address.len() > 1);
    let town = place.locality.as_ref().filter(|town| street != Some(*town));
    let parts: Vec<&str> = street.into_iter().chain(town).map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", ")).or_else(|| place.address.first().cloned())
}
