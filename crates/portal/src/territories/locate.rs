use super::list::{self, Territory};
use crate::Error;
use model::{Point, TerritoryLevel};
use serde::Deserialize;
use sqlx::PgPool;
use std::collections::HashMap;

/// A region is taken from a point only when the middle of the region is this near …
const NEAR_M: f64 = 60_000.0;
/// … and the next one's is this many times further: between two middles the border may run anywhere.
const CLEARLY: f64 = 1.5;
/// A town is taken from its name only when the point, if there is one, is this near its middle.
const TOWN_M: f64 = 30_000.0;

const ASSIGNMENTS: &str = include_str!("../../taxonomies/territories/assignments.csv");

/// Every territory in memory, to resolve codes and addresses: a few thousand small entries.
pub(crate) struct Territories {
    by_id: HashMap<String, Territory>,
    /// Lower-case code -> id; NUTS 2021 wins over other schemes.
    by_code: HashMap<String, String>,
    /// Country -> (id, middle) of its third levels.
    regions: HashMap<String, Vec<(String, Point)>>,
    /// (country, folded name) -> ids of municipalities.
    towns: HashMap<(String, String), Vec<String>>,
    /// (country, kind, code) -> id.
    assignments: HashMap<(String, String, String), String>,
}

#[derive(Deserialize)]
struct Assignment {
    country: String,
    kind: String,
    code: String,
    territory: String,
}

/// What is known of where an address lies.
#[derive(Clone, Copy, Default)]
pub(crate) struct Address<'a> {
    pub country: Option<&'a str>,
    pub postal_code: Option<&'a str>,
    pub locality: Option<&'a str>,
    pub point: Option<Point>,
}

impl Territories {
    pub async fn load(pool: &PgPool) -> Result<Self, Error> {
        Self::new(list::all(pool).await?)
    }

    fn new(all: Vec<Territory>) -> Result<Self, Error> {
        let mut this = Self {
            by_id: HashMap::new(),
            by_code: HashMap::new(),
            regions: HashMap::new(),
            towns: HashMap::new(),
            assignments: HashMap::new(),
        };
        for territory in all {
            let code = territory.code.to_lowercase();
            if territory.scheme == "nuts2021" || !this.by_code.contains_key(&code) {
                this.by_code.insert(code, territory.id.clone());
            }
            // The first scheme of a country decides its regions, or each would stand there twice.
            if territory.level == TerritoryLevel::Nuts3
                && matches!(territory.scheme.as_str(), "nuts2021" | "iso3166")
                && let Some(point) = territory.point
            {
                this.regions.entry(territory.country.clone()).or_default().push((territory.id.clone(), point));
            }
            if territory.level == TerritoryLevel::Municipality {
                let synonyms = territory.synonyms.values().flatten().map(String::as_str);
                for name in territory.name.values().map(|(_, name)| name).chain(synonyms) {
                    let towns = this.towns.entry((territory.country.clone(), fold(name))).or_default();
                    if !towns.contains(&territory.id) {
                        towns.push(territory.id.clone());
                    }
                }
            }
            this.by_id.insert(territory.id.clone(), territory);
        }
        for line in csv::Reader::from_reader(ASSIGNMENTS.as_bytes()).deserialize::<Assignment>() {
            let line = line.map_err(anyhow::Error::from)?;
            if this.by_id.contains_key(&line.territory) {
                this.assignments.insert((line.country, line.kind, line.code), line.territory);
            }
        }
        Ok(this)
    }

    /// The id for an id (`nuts2021:PT187`), a bare code (`PT187`), a country (`GR`), or a national code with its kind
    /// (`departement:31`, `commune:31555`, `region:76`).
    pub fn resolve(&self, value: &str) -> Option<&str> {
        let value = value.trim();
        if let Some(territory) = self.by_id.get(value) {
            return Some(&territory.id);
        }
        if let Some((kind, code)) = value.split_once(':')
            && let Some(id) = self.assignments.get(&("FR".to_owned(), kind.to_lowercase(), code.to_uppercase()))
        {
            return Some(id);
        }
        self.by_code.get(&value.to_lowercase()).map(String::as_str).or_else(|| self.country(value))
    }

    /// The territory holding a place whose feed gives this code: as [`Self::resolve`], and in France the bare code of
    /// the commune, or the département that it lies in.
    pub fn holding(&self, country: Option<&str>, code: &str) -> Option<&str> {
        let found = self.resolve(code);
        if found.is_some() || country != Some("FR") {
            return found;
        }
        let code = code.trim().to_uppercase();
        let (departement, rest) = code.split_at_checked(if code.starts_with("97") { 3 } else { 2 })?;
        if code.len() != 5 || !rest.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let assigned =
            |kind: &str, code: &str| self.assignments.get(&("FR".to_owned(), kind.to_owned(), code.to_owned()));
        assigned("commune", &code).or_else(|| assigned("departement", departement)).map(String::as_str)
    }

    /// The smallest territory that is sure to hold the address: the town by its name, else the region by the postal
    /// code, else the region whose middle is clearly the nearest, else the country.
    pub fn locate(&self, address: Address<'_>) -> Option<&str> {
        let country = address.country?;
        let postal = address.postal_code.and_then(|code| self.by_postal_code(country, code));
        let town = address.locality.and_then(|name| self.town(country, name, postal, address.point));
        town.or(postal)
            .or_else(|| address.point.and_then(|point| self.by_point(country, point)))
            .or_else(|| self.country(country))
    }

    fn country(&self, code: &str) -> Option<&str> {
        let code = code.to_uppercase();
        let nuts = match code.as_str() {
            "GR" => "EL",
            "GB" => "UK",
            other => other,
        };
        ["nuts2021", "iso3166", "nuts2024"]
            .iter()
            .find_map(|scheme| self.by_id.get(&format!("{scheme}:{nuts}")))
            .map(|t| t.id.as_str())
    }

    fn town(&self, country: &str, name: &str, region: Option<&str>, point: Option<Point>) -> Option<&str> {
        let mut fitting = self.towns.get(&(country.to_owned(), fold(name)))?.iter().filter(|id| {
            let Some(town) = self.by_id.get(*id) else { return false };
            let in_region = region.is_none_or(|region| town.ancestors.iter().any(|ancestor| ancestor == region));
            let near = point.zip(town.point).is_none_or(|(here, there)| here.distance_m(there) <= TOWN_M);
            in_region && near
        });
        let town = fitting.next()?;
        fitting.next().is_none().then_some(town)
    }

    fn by_postal_code(&self, country: &str, code: &str) -> Option<&str> {
        let code: String =
            code.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect::<String>().to_uppercase();
        // `BT4` must not claim `BT48`: longest beginning first.
        (1..=code.len().min(4)).rev().find_map(|length| {
            let key = (country.to_owned(), "postal".to_owned(), code[..length].to_owned());
            self.assignments.get(&key).map(String::as_str)
        })
    }

    fn by_point(&self, country: &str, point: Point) -> Option<&str> {
        let (mut nearest, mut second): (Option<(f64, &str)>, f64) = (None, f64::INFINITY);
        for (id, middle) in self.regions.get(country)? {
            let distance = point.distance_m(*middle);
            match nearest {
                Some((least, _)) if distance >= least => second = second.min(distance),
                _ => {
                    second = nearest.map_or(second, |(least, _)| least);
                    nearest = Some((distance, id));
                }
            }
        }
        nearest.filter(|(distance, _)| *distance <= NEAR_M && second >= distance * CLEARLY).map(|(_, id)| id)
    }
}

/// Letters and digits only, without accents and case: `Montemor-o-Novo` and `MONTEMOR O NOVO` are one town.
fn fold(name: &str) -> String {
    let slug = slug::slugify(name);
    if slug.is_empty() { name.trim().to_lowercase() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in() -> Territories {
        let mut all = Vec::new();
        for (name, text) in super::super::built_in::FILES {
            let (read, refused) = super::super::built_in::read(name, text).unwrap();
            assert_eq!(refused, [], "{name}");
            all.extend(read);
        }
        assert_eq!(list::complete("built in", &mut all, &[]), []);
        Territories::new(all).unwrap()
    }

    #[test]
    fn codes_and_ids_resolve_and_the_older_nuts_wins() {
        let territories = built_in();
        for (value, expected) in [
            ("nuts2024:PT1C4", Some("nuts2024:PT1C4")),
            ("PT187", Some("nuts2021:PT187")),
            ("pt11", Some("nuts2021:PT11")),
            ("GR", Some("nuts2021:EL")),
            ("JO-AM", Some("iso3166:JO-AM")),
            ("departement:31", Some("nuts2021:FRJ23")),
            ("commune:31555", Some("bussola:fr-toulouse")),
            ("pt-evora", Some("bussola:pt-evora")),
            ("nowhere", None),
        ] {
            assert_eq!(territories.resolve(value), expected, "{value}");
        }
        for (country, value, expected) in [
            (Some("FR"), "31555", Some("bussola:fr-toulouse")),
            (Some("FR"), "34145", Some("nuts2021:FRJ13")),
            (Some("FR"), "2a004", Some("nuts2021:FRM01")),
            (Some("FR"), "97411", Some("nuts2021:FRY40")),
            (Some("FR"), "9é411", None),
            (Some("FR"), "3414", None),
            (Some("ES"), "33044", None),
            (None, "PT187", Some("nuts2021:PT187")),
        ] {
            assert_eq!(territories.holding(country, value), expected, "{value}");
        }
    }

    #[test]
    fn addresses_find_their_smallest_sure_territory() {
        let territories = built_in();
        let point = |latitude, longitude| Point::new(latitude, longitude);
        let cases: [(Address<'_>, Option<&str>); 9] = [
            (
                Address { country: Some("FR"), postal_code: Some("31000"), locality: Some("TOULOUSE"), point: None },
                Some("bussola:fr-toulouse"),
            ),
            // The name of a town of another region.
            (
                Address { country: Some("FR"), postal_code: Some("59000"), locality: Some("Toulouse"), point: None },
                Some("nuts2021:FRE11"),
            ),
            (
                Address { country: Some("FR"), postal_code: Some("20200"), locality: Some("Bastia"), point: None },
                Some("nuts2021:FRM02"),
            ),
            (
                Address { country: Some("FR"), postal_code: Some("97400"), locality: None, point: None },
                Some("nuts2021:FRY40"),
            ),
            (
                Address { country: Some("GB"), postal_code: Some("BT48 6AB"), locality: None, point: None },
                Some("nuts2021:UKN0A"),
            ),
            (
                Address {
                    country: Some("PT"),
                    postal_code: None,
                    locality: Some("Sao Nenhures"),
                    point: point(38.58, -7.9),
                },
                Some("nuts2021:PT187"),
            ),
            // Half-way between two middles nothing is sure but the country.
            (
                Address { country: Some("PT"), postal_code: None, locality: None, point: point(38.95, -7.72) },
                Some("nuts2021:PT"),
            ),
            (Address { country: Some("US"), postal_code: Some("31000"), locality: None, point: None }, None),
            (Address::default(), None),
        ];
        for (address, expected) in cases {
            assert_eq!(territories.locate(address), expected, "{:?}", (address.postal_code, address.locality));
        }
    }

    #[test]
    fn a_town_lies_in_every_version_of_its_region() {
        let territories = built_in();
        let evora = &territories.by_id["bussola:pt-evora"];
        assert_eq!(
            evora.ancestors,
            ["nuts2021:PT", "nuts2021:PT1", "nuts2021:PT18", "nuts2021:PT187", "nuts2024:PT1C", "nuts2024:PT1C4"]
        );
    }
}
