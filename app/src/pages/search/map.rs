//! What was found on a map: an addition that a script makes when somebody asks for it. The list has everything.

use i18n::say;
use leptos::prelude::*;
use std::sync::Arc;
use ui::Icon;

/// Address of the operator's own map, where there is one.
#[derive(Clone)]
pub struct Tiles(pub Option<Arc<str>>);

/// `places`: address of the same search as GeoJSON.
#[component]
pub fn OnMap(places: String) -> impl IntoView {
    let locale = ui::locale();
    let tiles = use_context::<Tiles>().and_then(|tiles| tiles.0);
    // The script puts its values where a name stands in braces.
    let (number, shown, total, key) = ("{number}", "{shown}", "{total}", "{key}");
    view! {
        <div
            class="map"
            data-map=places
            data-tiles=tiles.map(|tiles| tiles.to_string())
            data-hide=say!(locale, map.hide)
            data-loading=say!(locale, map.loading)
            data-failed=say!(locale, map.failed)
            data-none=say!(locale, map.none)
            data-title=say!(locale, map.title)
            data-count=say!(locale, map.count, shown = shown, total = total)
            data-several=say!(locale, map.several, number = number)
            data-closer=say!(locale, map.closer)
            data-farther=say!(locale, map.farther)
            data-close=say!(locale, map.close)
            data-you=say!(locale, find.near_you)
            data-fingers=say!(locale, map.fingers)
            data-wheel=say!(locale, map.wheel, key = key)
            data-source=say!(locale, map.source)
            data-metres=say!(locale, results.distance_m, number = number)
            data-kilometres=say!(locale, results.distance_km, number = number)
            hidden
        >
            <p>
                <button class="button plain" type="button" aria-expanded="false" aria-controls="map">
                    <Icon name="map" />
                    <span>{say!(locale, map.show)}</span>
                </button>
                " "
                <span class="hint" role="status">{say!(locale, map.weight)}</span>
            </p>
            <div id="map" hidden></div>
        </div>
    }
}
