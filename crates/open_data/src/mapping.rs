//! Any table to records, by a mapping file.
//!
//! A mapping is TOML. Values are rules: a column's name, or a table with one of `column`, `first` (the first
//! filled of several), `join` (several, joined by `with`), `template` (`"Aide : {Lieu}"`) or `constant`, and then,
//! in this order: `split` (into a list), `before` (what stands before this text), `after`, `strip`
//! (characters taken off both ends), `digits` (only the digits), `run` (the first run of so many
//! digits), `map` (of values; without a match the value
//! is dropped and reported), `otherwise` (what stands for it instead).
//!
//! ```toml
//! name = "lieux"
//! makes = ["organisation", "service"]
//! [recognise]              # columns that tell this feed
//! columns = ["Lieu", "Coord. X"]
//! [source]                 # key, name, licence, licence_url, url, locale
//! [record]                 # id (of organisation, service and location unless they have their own), assured_at
//! [organisation]           # name, kind, website, email, phone …
//! [service]                # name, summary, description, needs, audiences, terms, cost, formats …
//! [location]               # street, postal_code, locality, latitude, longitude …
//! [hours]                  # osm, or one column for each weekday, or days and times
//! ```

mod apply;
mod hours;
mod parts;
mod rule;
mod shipped;

use crate::{MappingSource, Options, error::Error, feed::Read, files::Loaded, ledger::Ledger, limits, table::Table};
use model::{Locale, record::Source};
use rule::Rule;
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

pub use apply::{empty_organisation, empty_service, nowhere};
pub use parts::first_good;
pub use shipped::shipped_names;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub name: String,
    makes: Vec<Makes>,
    recognise: Recognise,
    pub source: SourceCard,
    record: RecordRules,
    #[serde(default)]
    organisation: OrganisationRules,
    #[serde(default)]
    service: Option<ServiceRules>,
    #[serde(default)]
    location: Option<LocationRules>,
    #[serde(default)]
    hours: HoursRules,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Makes {
    Organisation,
    Service,
    /// A service only of rows that no service of the feed names as its organisation, and that have terms.
    ServiceIfAlone,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recognise {
    columns: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

/// Also what several mappings of one feed share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceCard {
    pub key: String,
    name: String,
    licence: Option<String>,
    licence_url: Option<String>,
    url: Option<String>,
    locale: Locale,
    /// ISO 3166-1 alpha-2 of places that name no country.
    country: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordRules {
    id: Rule,
    assured_at: Option<Rule>,
    source_url: Option<Rule>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationRules {
    name: Option<Rule>,
    kind: Option<Rule>,
    alternate_name: Option<Rule>,
    summary: Option<Rule>,
    description: Option<Rule>,
    legal_status: Option<Rule>,
    website: Option<Rule>,
    email: Option<Rule>,
    phone: Option<Rule>,
    /// Scheme to value.
    #[serde(default)]
    identifiers: BTreeMap<String, Rule>,
    /// The name of an organisation that services name and no row describes.
    placeholder: Option<Rule>,
    /// Whether the place is the organisation's too.
    #[serde(default)]
    location: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceRules {
    id: Option<Rule>,
    /// The id of its organisation, where the row does not make that itself.
    organisation: Option<Rule>,
    name: Rule,
    summary: Option<Rule>,
    description: Option<Rule>,
    eligibility: Option<Rule>,
    application_process: Option<Rule>,
    required_documents: Option<Rule>,
    cost: Option<Rule>,
    fees: Option<Rule>,
    formats: Option<Rule>,
    languages: Option<Rule>,
    /// Slugs of ours that hold for every row.
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    audiences: Vec<String>,
    /// Vocabulary to rule.
    #[serde(default)]
    terms: BTreeMap<String, Rule>,
    coverage: Option<Rule>,
    website: Option<Rule>,
    email: Option<Rule>,
    phone: Option<Rule>,
    contact_point: Option<Rule>,
    status: Option<Rule>,
    ends_on: Option<Rule>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LocationRules {
    id: Option<Rule>,
    name: Option<Rule>,
    street: Option<Rule>,
    extra: Option<Rule>,
    postal_code: Option<Rule>,
    locality: Option<Rule>,
    region: Option<Rule>,
    latitude: Option<Rule>,
    longitude: Option<Rule>,
    territory: Option<Rule>,
    accessibility: Option<Rule>,
    accessibility_note: Option<Rule>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursRules {
    osm: Option<Rule>,
    /// `mo` … `su`.
    #[serde(default)]
    weekday: BTreeMap<String, Rule>,
    /// The weekdays as a list, for one text of `times`.
    days: Option<Rule>,
    times: Option<Rule>,
    note: Option<Rule>,
}

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
        return Err(Error::Unrecognised { path: path.to_owned(), columns: "none that is known".to_owned() });
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
