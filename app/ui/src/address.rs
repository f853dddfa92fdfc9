use crate::{Icon, locale};
use i18n::say;
use leptos::prelude::*;
use model::Point;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Address lines, and the way there: on a map, and in the phone's own map app. Nothing is asked of others before a tap.
#[component]
pub fn AddressBlock(lines: Vec<String>, point: Option<Point>) -> impl IntoView {
    let reader = locale();
    let (map, app) = (map_address(&lines, point), app_address(&lines, point));
    view! {
        <address>
            {lines.into_iter().map(|line| view! { <span dir="auto">{line}</span> }).collect_view()}
        </address>
        <p class="ways">
            <a href=map rel="external noreferrer">
                <Icon name="pin" />
                <span>{say!(reader, place.map)}</span>
            </a>
            <a href=app>
                <Icon name="arrow" />
                <span>{say!(reader, place.app)}</span>
            </a>
        </p>
    }
}

fn searched(lines: &[String]) -> String {
    utf8_percent_encode(&lines.join(", "), NON_ALPHANUMERIC).to_string()
}

fn map_address(lines: &[String], point: Option<Point>) -> String {
    match point {
        Some(Point { latitude, longitude }) => format!(
            "https://www.openstreetmap.org/?mlat={latitude:.5}&mlon={longitude:.5}#map=17/{latitude:.5}/{longitude:.5}"
        ),
        None => format!("https://www.openstreetmap.org/search?query={}", searched(lines)),
    }
}

/// RFC 5870; what apps understand of a mere address is `q`.
fn app_address(lines: &[String], point: Option<Point>) -> String {
    match point {
        Some(Point { latitude, longitude }) => format!("geo:{latitude:.5},{longitude:.5}"),
        None => format!("geo:0,0?q={}", searched(lines)),
    }
}

/// The way to a point from wherever the reader is.
pub fn directions(Point { latitude, longitude }: Point) -> String {
    format!("https://www.openstreetmap.org/directions?to={latitude:.5}%2C{longitude:.5}")
}

pub(crate) fn specimen() -> AnyView {
    let lines = ["Praça do Giraldo 1", "7000-508 Évora", "Portugal"].map(str::to_owned);
    view! { <AddressBlock lines=lines.to_vec() point=Point::new(38.571, -7.913) /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_point_is_searched_for() {
        let lines = ["Rua da Paz 1&2".to_owned(), "Évora".to_owned()];
        assert_eq!(app_address(&lines, None), "geo:0,0?q=Rua%20da%20Paz%201%262%2C%20%C3%89vora");
        assert!(map_address(&lines, None).ends_with("search?query=Rua%20da%20Paz%201%262%2C%20%C3%89vora"));
    }
}
