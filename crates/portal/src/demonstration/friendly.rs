//! TOML as people like to write it -> the records of the import: strings where records have texts in languages,
//! days counted from today, places by their id.

use chrono::{Days, NaiveDate};
use model::{
    Locale, Text,
    record::{OrganisationRecord, Record, ServiceRecord, Source},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Fields that hold a text in languages, in any of the tables but the plain ones.
const TEXTS: [&str; 12] = [
    "name",
    "summary",
    "description",
    "eligibility",
    "application_process",
    "required_documents",
    "fees",
    "wait_time",
    "interpretation",
    "accessibility_note",
    "transport",
    "note",
];

/// Tables whose strings are plain.
const PLAIN: [&str; 3] = ["contact_points", "cost_options", "identifiers"];

struct Reading {
    today: NaiveDate,
    /// Places of this file by their id.
    places: HashMap<String, Value>,
}

pub fn read(text: &str, today: NaiveDate) -> Result<(Source, Vec<Record>), String> {
    let file: Value = toml::from_str(text).map_err(|error| error.to_string())?;
    let Value::Object(mut file) = file else { return Err("not a table".to_owned()) };
    let source: Source = take(&mut file, "source").ok_or("no [source]").map(from::<Source>)??;
    let organisations = list(&mut file, "organisation")?;
    let services = list(&mut file, "service")?;
    let loose = list(&mut file, "location")?;
    if let Some(stray) = file.keys().next() {
        return Err(format!("unknown table [{stray}]"));
    }
    let mut reading = Reading { today, places: HashMap::new() };
    for place in loose {
        let place = reading.mend(place, source.locale)?;
        reading.remember(&place);
    }
    let mut records = Vec::new();
    for organisation in organisations {
        let name = name(&organisation);
        let mended =
            reading.record(organisation, source.locale).map_err(|problem| format!("organisation {name}: {problem}"))?;
        for place in mended.get("locations").and_then(Value::as_array).into_iter().flatten() {
            reading.remember(place);
        }
        let record: OrganisationRecord = from(mended).map_err(|problem| format!("organisation {name}: {problem}"))?;
        records.push(Record::Organisation(record));
    }
    for service in services {
        let name = name(&service);
        let record: ServiceRecord = (reading.record(service, source.locale))
            .and_then(from)
            .map_err(|problem| format!("service {name}: {problem}"))?;
        records.push(Record::Service(record));
    }
    Ok((source, records))
}

impl Reading {
    fn remember(&mut self, place: &Value) {
        if let Some(id) = place.get("source_id").and_then(Value::as_str) {
            self.places.insert(id.to_owned(), place.clone());
        }
    }

    fn record(&self, mut record: Value, locale: Locale) -> Result<Value, String> {
        let own = record.as_object_mut().and_then(|fields| take(fields, "locale"));
        let locale = match own {
            Some(value) => value.as_str().and_then(|value| value.parse().ok()).ok_or("locale: not one of ours")?,
            None => locale,
        };
        self.mend(record, locale)
    }

    fn mend(&self, value: Value, locale: Locale) -> Result<Value, String> {
        let Value::Object(fields) = value else { return Ok(value) };
        let mut mended = Map::new();
        for (key, value) in fields {
            let (key, value) = self.field(key, value, locale)?;
            mended.insert(key, value);
        }
        Ok(Value::Object(mended))
    }

    fn field(&self, key: String, value: Value, locale: Locale) -> Result<(String, Value), String> {
        let in_field = |problem: String| format!("{key}: {problem}");
        let each = |value: Value, make: &dyn Fn(Value) -> Result<Value, String>| match value {
            Value::Array(values) => values.into_iter().map(make).collect::<Result<Vec<_>, _>>().map(Value::Array),
            other => make(other),
        };
        if TEXTS.contains(&key.as_str()) {
            let value = each(value, &|value| text(value, locale)).map_err(in_field)?;
            return Ok((key, value));
        }
        if PLAIN.contains(&key.as_str()) {
            return Ok((key, value));
        }
        for (ending, sign) in [("_in_days", 1), ("_days_ago", -1)] {
            if let Some(stem) = key.strip_suffix(ending) {
                let days = value
                    .as_i64()
                    .filter(|days| days.abs() < 40_000)
                    .ok_or_else(|| format!("{key}: not a number of days"))?;
                return self.day(stem, days * sign).map_err(|problem| format!("{key}: {problem}"));
            }
        }
        let value = match (key.as_str(), value) {
            ("phones", Value::Array(phones)) => Value::Array(
                (phones.into_iter())
                    .map(
                        |phone| {
                            if phone.is_string() { Ok(json!({ "number": phone })) } else { self.mend(phone, locale) }
                        },
                    )
                    .collect::<Result<_, _>>()?,
            ),
            ("schedules", Value::Array(schedules)) => Value::Array(
                (schedules.into_iter())
                    .map(|hours| {
                        if hours.is_string() { Ok(json!({ "opening_hours": hours })) } else { self.mend(hours, locale) }
                    })
                    .collect::<Result<_, _>>()?,
            ),
            ("places", Value::Array(places)) => Value::Array(
                (places.into_iter())
                    .map(|place| {
                        if place.is_string() {
                            Ok(json!({ "location": self.place(place)? }))
                        } else {
                            self.mend(place, locale)
                        }
                    })
                    .collect::<Result<_, String>>()?,
            ),
            ("location", Value::String(id)) => self.place(Value::String(id))?,
            ("location", place) => self.mend(place, locale)?,
            ("locations", Value::Array(places)) => {
                Value::Array(places.into_iter().map(|place| self.mend(place, locale)).collect::<Result<_, _>>()?)
            }
            // A TOML date arrives as an object of its own.
            (_, Value::Object(fields)) if fields.len() == 1 && fields.contains_key("$__toml_private_datetime") => {
                fields.into_iter().map(|(_, date)| date).next().unwrap_or_default()
            }
            (_, value) => value,
        };
        Ok((key, value))
    }

    fn day(&self, stem: &str, days: i64) -> Result<(String, Value), String> {
        let distance = Days::new(days.unsigned_abs());
        let day = if days < 0 { self.today.checked_sub_days(distance) } else { self.today.checked_add_days(distance) };
        let day = day.ok_or("too far")?;
        Ok(match stem {
            "starts" | "ends" => (format!("{stem}_on"), json!(day)),
            "valid_from" | "valid_to" => (stem.to_owned(), json!(day)),
            "assured" => ("assured_at".to_owned(), json!(format!("{day}T09:00:00Z"))),
            _ => return Err("unknown field".to_owned()),
        })
    }

    fn place(&self, id: Value) -> Result<Value, String> {
        let id = id.as_str().unwrap_or_default();
        self.places.get(id).cloned().ok_or_else(|| format!("no location {id:?} in this file"))
    }
}

/// `"…"`, or `{ pt = "…", en = "…" }` with or without the source language among them.
fn text(value: Value, locale: Locale) -> Result<Value, String> {
    let text = match value {
        Value::String(value) => Text::new(locale, value.trim()),
        Value::Object(values) => {
            let mut texts: Vec<(Locale, &str)> = Vec::new();
            for (tag, value) in &values {
                let locale = tag.parse().map_err(|()| format!("{tag} is not one of our languages"))?;
                texts.push((locale, value.as_str().ok_or("not a string")?.trim()));
            }
            // Written in the source language where it is there, else in the first one named.
            let source = texts.iter().position(|(tag, _)| *tag == locale).unwrap_or(0);
            let (tag, value) = texts.get(source).ok_or("no value")?;
            let mut text = Text::new(*tag, *value);
            texts.iter().filter(|(other, _)| other != tag).for_each(|(other, value)| text.translate(*other, *value));
            text
        }
        _ => return Err("neither a string nor a table of languages".to_owned()),
    };
    serde_json::to_value(text).map_err(|error| error.to_string())
}

fn take(fields: &mut Map<String, Value>, key: &str) -> Option<Value> {
    fields.remove(key)
}

fn list(file: &mut Map<String, Value>, key: &str) -> Result<Vec<Value>, String> {
    match take(file, key) {
        None => Ok(Vec::new()),
        Some(Value::Array(values)) => Ok(values),
        Some(_) => Err(format!("write [[{key}]], with two brackets")),
    }
}

fn name(record: &Value) -> String {
    record.get("source_id").and_then(Value::as_str).unwrap_or("without source_id").to_owned()
}

fn from<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}
