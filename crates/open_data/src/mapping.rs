//! Any table to records, by a mapping file.
//!
//! A mapping is TOML. Values are rules: a column's name, or a table with one of `column`, `first` (the first
//! filled of several), `join` (several, joined by `with`), `template` (`"Aide : {Lieu}"`) or `constant`, and then,
//! in this order: `split` (into a list), `before` (what stands before this text), `after`, `strip`
//! (characters taken off both ends), `run` (the first run of so many digits), `date` (of this `strftime` order,
//! where the usual ISO and European ones are not meant), `digits` (only the digits), `map` (of values; without a
//! match the value is dropped and reported), `otherwise` (what stands for it instead).
//!
//! Where a row is a service and names its organisation: `makes = ["service"]`, `service.organisation` is the rule
//! for the organisation's id and `organisation.placeholder` for its name.
//!
//! ```toml
//! name = "lieux"
//! makes = ["organisation", "service"]
//! [recognise]              # columns that tell this feed
//! columns = ["Lieu", "Coord. X"]
//! [source]                 # key, name, licence, licence_url, url, locale
//! [record]                 # id (of organisation, service and, unless it has its own, location), assured_at
//! [organisation]           # name, kind, website, email, phone …
//! [service]                # name, summary, description, needs, audiences, terms, cost, formats …
//! [location]               # street, postal_code, locality, latitude, longitude …
//! [hours]                  # osm, or one column for each weekday, or days and times
//! ```

mod apply;
mod hours;
mod organisation;
mod parts;
mod rule;
mod sections;
mod service;
mod shipped;

use crate::{MappingSource, Options, error::Error, feed::Read, files::Loaded, ledger::Ledger, limits, table::Table};
use model::record::Source;
use sections::Makes;
use std::path::Path;

pub use parts::first_good;
pub use sections::Mapping;
pub use shipped::shipped_names;

impl Mapping {
    pub fn load(source: &MappingSource) -> Result<Self, Error> {
        match source {
            MappingSource::Shipped(name) => shipped::MAPPINGS
                .iter()
                .find(|mapping| mapping.name == *name)
                .cloned()
                .ok_or_else(|| Error::Mapping { name: name.clone(), reason: "there is no such mapping".to_owned() }),
            MappingSource::File(path) => {
                let io = |source| Error::Io { path: path.clone(), source };
                let size = std::fs::metadata(path).map_err(io)?.len();
                if size > limits::MAPPING_BYTES {
                    let file = path.display().to_string();
                    return Err(Error::TooLarge { file, what: "the size in bytes", limit: limits::MAPPING_BYTES });
                }
                let text = std::fs::read_to_string(path).map_err(io)?;
                Self::parse(&text, &path.display().to_string())
            }
        }
    }

    /// `name` is for the error.
    pub fn parse(text: &str, name: &str) -> Result<Self, Error> {
        let refuse = |reason: String| Error::Mapping { name: name.to_owned(), reason };
        let mapping: Self = toml::from_str(text).map_err(|error| refuse(error.to_string()))?;
        if mapping.makes.contains(&Makes::Organisation) && mapping.organisation.name.is_none() {
            return Err(refuse("organisation.name is needed to make organisations".to_owned()));
        }
        if mapping.makes.iter().any(|makes| *makes != Makes::Organisation) && mapping.service.is_none() {
            return Err(refuse("a [service] section is needed to make services".to_owned()));
        }
        if let Some(day) = mapping.hours.weekday.keys().find(|day| crate::values::day(day).is_none()) {
            return Err(refuse(format!("hours.weekday.{day} is no weekday")));
        }
        Ok(mapping)
    }

    fn recognises(&self, table: &Table) -> bool {
        self.recognise.columns.iter().all(|column| table.has(column))
            && !self.recognise.without.iter().any(|column| table.has(column))
    }
}

/// The shipped mapping that names most of the table's columns.
fn of_table(table: &Table) -> Option<&'static Mapping> {
    let fitting = shipped::MAPPINGS.iter().filter(|mapping| mapping.recognises(table));
    fitting.max_by_key(|mapping| mapping.recognise.columns.len())
}

pub fn recognises(loaded: &Loaded) -> bool {
    loaded.tables.iter().any(|table| of_table(table).is_some())
}

/// With a chosen mapping all tables are read by it; else each by the shipped mapping that recognises it.
pub fn records(
    loaded: Loaded,
    chosen: Option<Mapping>,
    path: &Path,
    options: &Options,
    ledger: &mut Ledger,
) -> Result<Read, Error> {
    let mut tables = loaded.tables;
    for (file, name, object) in loaded.objects {
        tables.push(crate::table::json::single(object, file, &name, ledger));
    }
    let first = tables.iter().find_map(|table| table.rows.first());
    let seen: Vec<String> = first.map(|row| row.columns.names().iter().take(20).cloned().collect()).unwrap_or_default();
    let mut read: Vec<(&Mapping, Table)> = Vec::new();
    for table in tables {
        match chosen.as_ref().or_else(|| of_table(&table)) {
            Some(mapping) => read.push((mapping, table)),
            None => table.rows.iter().for_each(|row| ledger.set_aside(row, "a table that no mapping recognises")),
        }
    }
    let mut keys: Vec<&str> = read.iter().map(|(mapping, _)| mapping.source.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let Some((first, _)) = read.first() else {
        return Err(Error::Unrecognised { path: path.to_owned(), columns: seen.join(", ") });
    };
    if keys.len() > 1 {
        return Err(Error::SeveralSources { path: path.to_owned(), sources: keys.join(", ") });
    }
    let card = &first.source;
    let locale = options.locale.unwrap_or(card.locale);
    let source = Source {
        key: options.source_key.clone().unwrap_or_else(|| card.key.clone()),
        name: card.name.clone(),
        licence: card.licence.clone(),
        licence_url: card.licence_url.clone(),
        url: card.url.clone(),
        locale,
    };
    let mut names: Vec<&str> = read.iter().map(|(mapping, _)| mapping.name.as_str()).collect();
    names.dedup();
    let format = format!("mapping {}", names.join(", "));
    let records = apply::records(&read, locale, ledger);
    Ok(Read { source, format, records })
}
