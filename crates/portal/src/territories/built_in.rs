use super::list::Territory;
use crate::Error;
use model::{Locale, TerritoryLevel, Text, record::Refusal};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Shipped with the program, in the format described beside them.
pub const FILES: [(&str, &str); 7] = [
    ("es.csv", include_str!("../../taxonomies/territories/es.csv")),
    ("fr.csv", include_str!("../../taxonomies/territories/fr.csv")),
    ("gb.csv", include_str!("../../taxonomies/territories/gb.csv")),
    ("gr.csv", include_str!("../../taxonomies/territories/gr.csv")),
    ("it.csv", include_str!("../../taxonomies/territories/it.csv")),
    ("jo.csv", include_str!("../../taxonomies/territories/jo.csv")),
    ("pt.csv", include_str!("../../taxonomies/territories/pt.csv")),
];

#[derive(Deserialize)]
struct Line {
    scheme: String,
    code: String,
    level: String,
    parent: String,
    country: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    name: String,
    #[serde(default)]
    names: String,
    #[serde(default)]
    also: String,
    #[serde(default)]
    synonyms: String,
}

/// Reads the built-in format. Fails only when the header is another one; bad rows are refused.
pub fn read(file: &str, text: &str) -> Result<(Vec<Territory>, Vec<Refusal>), Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(anyhow::Error::from)?;
    if !["scheme", "code", "level", "parent", "country", "name"]
        .iter()
        .all(|column| headers.iter().any(|h| h == *column))
    {
        return Err(Error::Invalid(format!(
            "{file} is no list of territories: it needs the columns scheme, code, level, parent, country, name, \
             or NUTS_ID and NAME_LATN, or NUTS3_2024 and NAME"
        )));
    }
    let (mut territories, mut refused) = (Vec::new(), Vec::new());
    for (index, line) in reader.deserialize::<Line>().enumerate() {
        let result = match line {
            Ok(line) => territory(line),
            Err(error) => Err((String::new(), error.to_string())),
        };
        match result {
            Ok(territory) => territories.push(Territory { row: index as u64 + 1, ..territory }),
            Err((value, reason)) => refused.push(super::list::refusal(file, index as u64 + 1, None, value, reason)),
        }
    }
    Ok((territories, refused))
}

fn territory(line: Line) -> Result<Territory, (String, String)> {
    let refuse = |value: &str, reason: &str| Err((value.to_owned(), reason.to_owned()));
    if line.scheme.is_empty() || !line.scheme.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return refuse(&line.scheme, "a scheme is small letters and digits");
    }
    if line.code.trim().is_empty() || line.code.len() > 100 {
        return refuse(&line.code, "no usable code");
    }
    let Ok(level) = line.level.parse::<TerritoryLevel>() else {
        return refuse(&line.level, "the level is country, nuts1, nuts2, nuts3 or municipality");
    };
    if !(line.country.len() == 2 && line.country.bytes().all(|b| b.is_ascii_uppercase())) {
        return refuse(&line.country, "the country is two capital letters (ISO 3166-1)");
    }
    if line.name.trim().is_empty() {
        return refuse(&line.code, "no name");
    }
    let mut name = Text::new(language(&line.country), line.name.trim());
    for (locale, value) in by_locale(&line.names) {
        name.translate(locale, value);
    }
    let point = match (line.latitude, line.longitude) {
        (Some(latitude), Some(longitude)) => model::Point::new(latitude, longitude),
        _ => None,
    };
    let synonyms = by_locale(&line.synonyms)
        .map(|(locale, values)| (locale, values.split(';').map(|value| value.trim().to_owned()).collect()))
        .collect::<BTreeMap<_, _>>();
    Ok(Territory {
        row: 0,
        id: format!("{}:{}", line.scheme, line.code),
        scheme: line.scheme,
        code: line.code,
        level,
        parent: Some(line.parent).filter(|parent| !parent.is_empty()),
        also: Some(line.also).filter(|also| !also.is_empty()),
        country: line.country,
        name,
        synonyms,
        point,
        ancestors: Vec::new(),
    })
}

/// `en=Athens|fr=Athènes`.
fn by_locale(value: &str) -> impl Iterator<Item = (Locale, &str)> {
    value.split('|').filter_map(|part| {
        let (locale, value) = part.split_once('=')?;
        Some((locale.parse().ok()?, value))
    })
}

/// The language in which a country's places are named at home, as far as it is one of ours; else English.
pub fn language(country: &str) -> Locale {
    match country {
        "PT" | "BR" => Locale::Pt,
        "ES" => Locale::Es,
        "FR" => Locale::Fr,
        "IT" | "SM" => Locale::It,
        "GR" | "CY" => Locale::El,
        "JO" => Locale::Ar,
        _ => Locale::En,
    }
}
