//! The time zone in which hours are meant.

use chrono_tz::Tz;

/// The named zone, else that of the country where it has one for (nearly) all its people.
pub(crate) fn zone(name: Option<&str>, country: Option<&str>) -> Option<Tz> {
    name.and_then(|name| name.trim().parse().ok()).or_else(|| country.and_then(of_country))
}

/// The countries around which the portal is used. Spain, Portugal: the mainland, whose islands' feeds must name their zone.
fn of_country(country: &str) -> Option<Tz> {
    Some(match country {
        "AL" => Tz::Europe__Tirane,
        "AT" => Tz::Europe__Vienna,
        "BA" => Tz::Europe__Sarajevo,
        "BE" => Tz::Europe__Brussels,
        "BG" => Tz::Europe__Sofia,
        "CH" => Tz::Europe__Zurich,
        "CY" => Tz::Asia__Nicosia,
        "CZ" => Tz::Europe__Prague,
        "DE" => Tz::Europe__Berlin,
        "DK" => Tz::Europe__Copenhagen,
        "DZ" => Tz::Africa__Algiers,
        "EE" => Tz::Europe__Tallinn,
        "EG" => Tz::Africa__Cairo,
        "ES" => Tz::Europe__Madrid,
        "FI" => Tz::Europe__Helsinki,
        "FR" => Tz::Europe__Paris,
        "GB" => Tz::Europe__London,
        "GR" => Tz::Europe__Athens,
        "HR" => Tz::Europe__Zagreb,
        "HU" => Tz::Europe__Budapest,
        "IE" => Tz::Europe__Dublin,
        "IL" => Tz::Asia__Jerusalem,
        "IS" => Tz::Atlantic__Reykjavik,
        "IT" => Tz::Europe__Rome,
        "JO" => Tz::Asia__Amman,
        "LB" => Tz::Asia__Beirut,
        "LT" => Tz::Europe__Vilnius,
        "LU" => Tz::Europe__Luxembourg,
        "LV" => Tz::Europe__Riga,
        "MA" => Tz::Africa__Casablanca,
        "ME" => Tz::Europe__Podgorica,
        "MK" => Tz::Europe__Skopje,
        "MT" => Tz::Europe__Malta,
        "NL" => Tz::Europe__Amsterdam,
        "NO" => Tz::Europe__Oslo,
        "PL" => Tz::Europe__Warsaw,
        "PS" => Tz::Asia__Hebron,
        "PT" => Tz::Europe__Lisbon,
        "RO" => Tz::Europe__Bucharest,
        "RS" => Tz::Europe__Belgrade,
        "SE" => Tz::Europe__Stockholm,
        "SI" => Tz::Europe__Ljubljana,
        "SK" => Tz::Europe__Bratislava,
        "TN" => Tz::Africa__Tunis,
        "TR" => Tz::Europe__Istanbul,
        "UA" => Tz::Europe__Kyiv,
        _ => return None,
    })
}
