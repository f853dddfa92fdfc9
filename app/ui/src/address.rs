use crate::{Icon, locale};
use i18n::say;
use leptos::prelude::*;
use model::Point;

/// Address lines, and the way there.
#[component]
pub fn AddressBlock(lines: Vec<String>, point: Option<Point>) -> impl IntoView {
    let reader = locale();
    view! {
        <address>
            {lines.into_iter().map(|line| view! { <span dir="auto">{line}</span> }).collect_view()}
        </address>
        {point
            .map(|point| {
                view! {
                    <p class="ways">
                        <a href=map_address(point) rel="external">
                            <Icon name="pin" />
                            <span>{say!(reader, place.map)}</span>
                        </a>
                        <a href=format!("geo:{:.5},{:.5}", point.latitude, point.longitude)>
                            <Icon name="arrow" />
                            <span>{say!(reader, place.app)}</span>
                        </a>
                    </p>
                }
            })}
    }
}

fn map_address(Point { latitude, longitude }: Point) -> String {
    format!("https://www.openstreetmap.org/?mlat={latitude:.5}&mlon={longitude:.5}#map=17/{latitude:.5}/{longitude:.5}")
}
