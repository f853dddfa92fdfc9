//! One place under several ids: a region that NUTS lists at two levels (`UKN` and `UKN0`), or in two versions of the list.
//! People see and choose it once; the index and queries know it by one id.

use super::Territory;
use std::collections::HashMap;

/// The id that stands for each of those that do not stand for themselves.
pub(super) fn same_places(territories: &[Territory]) -> HashMap<String, String> {
    let mut by_name: HashMap<(&str, &str), Vec<&Territory>> = HashMap::new();
    for territory in territories {
        by_name.entry((&territory.country, territory.name.source_value())).or_default().push(territory);
    }
    let mut stands_for = HashMap::new();
    for mut twins in by_name.into_values().filter(|twins| twins.len() > 1) {
        // Regions are what people think in; of two versions the newer.
        twins.sort_by(|a, b| {
            let order = |of: &Territory| (of.level != "nuts2", of.code.len());
            order(a).cmp(&order(b)).then_with(|| b.id.cmp(&a.id))
        });
        let mut chosen: Vec<Vec<&Territory>> = Vec::new();
        for twin in twins {
            match chosen.iter_mut().find(|group| group.iter().any(|other| is_same(twin, other))) {
                Some(group) => {
                    stands_for.insert(twin.id.clone(), group[0].id.clone());
                    group.push(twin);
                }
                None => chosen.push(vec![twin]),
            }
        }
    }
    stands_for
}

/// Whether two territories of one name are one place: the town of Palermo is not the province of Palermo.
fn is_same(a: &Territory, b: &Territory) -> bool {
    let is_nuts = |of: &Territory| of.level.starts_with("nuts");
    let another_version = a.level == b.level && scheme(a) != scheme(b);
    // NUTS gives a unit that is not divided further its own code and a zero.
    let undivided = |whole: &Territory, part: &Territory| {
        scheme(whole) == scheme(part)
            && part.code.strip_prefix(whole.code.as_str()).is_some_and(|rest| rest.bytes().all(|byte| byte == b'0'))
    };
    is_nuts(a) && is_nuts(b) && (another_version || undivided(a, b) || undivided(b, a))
}

fn scheme(of: &Territory) -> &str {
    of.id.split(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Locale, Text};
    use sqlx::types::Json;

    fn territory(id: &str, level: &str, name: &str) -> Territory {
        Territory {
            id: id.to_owned(),
            code: id.split(':').nth(1).unwrap().to_owned(),
            level: level.to_owned(),
            country: "XX".to_owned(),
            name: Json(Text::new(Locale::En, name)),
            synonyms: Json::default(),
            ancestors: Vec::new(),
            latitude: None,
            longitude: None,
        }
    }

    #[test]
    fn undivided_units_and_versions_are_one_place_and_towns_are_not_their_provinces() {
        let same = same_places(&[
            territory("nuts2021:UKN", "nuts1", "Northern Ireland"),
            territory("nuts2021:UKN0", "nuts2", "Northern Ireland"),
            territory("nuts2021:ES300", "nuts3", "Madrid"),
            territory("nuts2021:ES30", "nuts2", "Madrid"),
            territory("nuts2021:ES3", "nuts1", "Madrid"),
            territory("nuts2021:PT18", "nuts2", "Alentejo"),
            territory("nuts2024:PT1C", "nuts2", "Alentejo"),
            territory("nuts2021:ITG12", "nuts3", "Palermo"),
            territory("bussola:it-palermo", "municipality", "Palermo"),
        ]);
        let stands = |id: &str| same.get(id).map(String::as_str);
        assert_eq!(stands("nuts2021:UKN"), Some("nuts2021:UKN0"));
        assert_eq!(stands("nuts2021:ES300"), Some("nuts2021:ES30"));
        assert_eq!(stands("nuts2021:ES3"), Some("nuts2021:ES30"));
        assert_eq!(stands("nuts2021:PT18"), Some("nuts2024:PT1C"));
        assert_eq!(same.len(), 4, "{same:?}");
    }
}
