use super::Report;
use crate::Error;
use model::{Locale, Point, TerritoryLevel, Text, record::Refusal};
use sqlx::{PgConnection, PgPool, Row, types::Json};
use std::collections::{BTreeMap, HashMap};

#[derive(Clone, Debug, PartialEq)]
pub struct Territory {
    /// In the file it was read from, from 1.
    pub row: u64,
    pub id: String,
    pub scheme: String,
    pub code: String,
    pub level: TerritoryLevel,
    pub parent: Option<String>,
    /// A further territory it lies in: its region in another version of NUTS.
    pub also: Option<String>,
    pub country: String,
    pub name: Text,
    pub synonyms: BTreeMap<Locale, Vec<String>>,
    pub point: Option<Point>,
    pub ancestors: Vec<String>,
}

pub fn refusal(
    file: &str,
    row: u64,
    column: Option<&str>,
    value: impl Into<String>,
    reason: impl Into<String>,
) -> Refusal {
    let value: String = value.into().chars().take(200).collect();
    Refusal {
        file: file.to_owned(),
        row,
        column: column.map(str::to_owned),
        value,
        reason: reason.into(),
        partial: false,
    }
}

pub async fn all(pool: &PgPool) -> Result<Vec<Territory>, Error> {
    sqlx::query(
        "select id, scheme, code, level, parent_id, country, name, synonyms, latitude, longitude, ancestors
         from territory order by id",
    )
    .fetch_all(pool)
    .await?
    .iter()
    .map(|row| {
        let level: String = row.try_get("level")?;
        let Json(name) = row.try_get("name")?;
        let Json(synonyms) = row.try_get("synonyms")?;
        let (latitude, longitude): (Option<f64>, Option<f64>) = (row.try_get("latitude")?, row.try_get("longitude")?);
        Ok(Territory {
            row: 0,
            id: row.try_get("id")?,
            scheme: row.try_get("scheme")?,
            code: row.try_get("code")?,
            // The table's check allows nothing else.
            level: level.parse().unwrap_or(TerritoryLevel::Municipality),
            parent: row.try_get("parent_id")?,
            also: None,
            country: row.try_get("country")?,
            name,
            synonyms,
            point: latitude.zip(longitude).and_then(|(latitude, longitude)| Point::new(latitude, longitude)),
            ancestors: row.try_get("ancestors")?,
        })
    })
    .collect()
}

/// Computes the ancestors, from the country down. Refuses, and takes out, what is listed twice, hangs on an unknown
/// parent, or is its own ancestor.
pub fn complete(file: &str, territories: &mut Vec<Territory>, known: &[Territory]) -> Vec<Refusal> {
    let mut refused = Vec::new();
    let mut ancestors: HashMap<String, Vec<String>> =
        known.iter().map(|territory| (territory.id.clone(), territory.ancestors.clone())).collect();
    // Parents come first, whatever the order of the file; the levels make a circle impossible.
    territories.sort_by_key(|territory| territory.level);
    let levels: HashMap<String, TerritoryLevel> =
        known.iter().chain(territories.iter()).map(|territory| (territory.id.clone(), territory.level)).collect();
    let mut seen = std::collections::HashSet::new();
    territories.retain_mut(|territory| {
        let mut refuse = |column: &str, value: &str, reason: &str| {
            refused.push(refusal(file, territory.row, Some(column), value, reason));
            false
        };
        if !seen.insert(territory.id.clone()) {
            return refuse("code", &territory.id, "listed twice");
        }
        let mut chain = Vec::new();
        for above in [&territory.parent, &territory.also].into_iter().flatten() {
            let (Some(further), Some(level)) = (ancestors.get(above), levels.get(above)) else {
                return refuse("parent", above, "unknown territory");
            };
            if *level >= territory.level {
                return refuse("parent", above, "a parent is of a higher level");
            }
            for id in further.iter().chain([above]) {
                if !chain.contains(id) {
                    chain.push(id.clone());
                }
            }
        }
        ancestors.insert(territory.id.clone(), chain.clone());
        territory.ancestors = chain;
        true
    });
    refused
}

/// Parts what is new from what adds a name in a further language to something known. What is known keeps the rest.
pub fn compare(
    territories: Vec<Territory>,
    known: &[Territory],
    report: &mut Report,
) -> (Vec<Territory>, Vec<Territory>) {
    let known: HashMap<&str, &Territory> = known.iter().map(|territory| (territory.id.as_str(), territory)).collect();
    let (mut fresh, mut changed) = (Vec::new(), Vec::new());
    for territory in territories {
        let Some(existing) = known.get(territory.id.as_str()) else {
            report.created += 1;
            fresh.push(territory);
            continue;
        };
        let mut merged = (*existing).clone();
        for (locale, value) in territory.name.values() {
            if merged.name.value(locale).is_none() {
                merged.name.translate(locale, value);
            }
        }
        merged.point = merged.point.or(territory.point);
        if merged == **existing {
            report.unchanged += 1;
        } else {
            report.updated += 1;
            changed.push(merged);
        }
    }
    (fresh, changed)
}

/// Upserts all in one statement: parents and children may come in any order.
pub async fn write(connection: &mut PgConnection, territories: Vec<Territory>) -> Result<(), Error> {
    let column = |value: fn(&Territory) -> String| territories.iter().map(value).collect::<Vec<_>>();
    let names: Vec<_> = territories.iter().map(|territory| Json(&territory.name)).collect();
    let synonyms: Vec<_> = territories.iter().map(|territory| Json(&territory.synonyms)).collect();
    // Arrays of arrays must be rectangular in Postgres, so the lists travel as JSON.
    let ancestors: Vec<_> = territories.iter().map(|territory| Json(&territory.ancestors)).collect();
    sqlx::query(
        "insert into territory (scheme, code, level, parent_id, country, name, synonyms, latitude, longitude, ancestors)
         select scheme, code, level, parent_id, country, name, synonyms, latitude, longitude,
                array(select jsonb_array_elements_text(ancestors))
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[],
                     $8::float8[], $9::float8[], $10::jsonb[])
           as t(scheme, code, level, parent_id, country, name, synonyms, latitude, longitude, ancestors)
         on conflict (id) do update set
           level = excluded.level, parent_id = excluded.parent_id, country = excluded.country, name = excluded.name,
           synonyms = excluded.synonyms, latitude = excluded.latitude, longitude = excluded.longitude,
           ancestors = excluded.ancestors",
    )
    .bind(column(|territory| territory.scheme.clone()))
    .bind(column(|territory| territory.code.clone()))
    .bind(column(|territory| territory.level.to_string()))
    .bind(territories.iter().map(|territory| territory.parent.clone()).collect::<Vec<_>>())
    .bind(column(|territory| territory.country.clone()))
    .bind(names)
    .bind(synonyms)
    .bind(territories.iter().map(|territory| territory.point.map(|point| point.latitude)).collect::<Vec<_>>())
    .bind(territories.iter().map(|territory| territory.point.map(|point| point.longitude)).collect::<Vec<_>>())
    .bind(ancestors)
    .execute(connection)
    .await?;
    Ok(())
}
