//! Where a value comes from and what is done to it.

use crate::row::{Row, is_blank, scalar};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Rule {
    Column(String),
    Full(Box<FullRule>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FullRule {
    column: Option<String>,
    #[serde(default)]
    first: Vec<String>,
    #[serde(default)]
    join: Vec<String>,
    with: Option<String>,
    template: Option<String>,
    constant: Option<String>,
    split: Option<String>,
    before: Option<String>,
    after: Option<String>,
    strip: Option<String>,
    #[serde(default)]
    digits: bool,
    run: Option<usize>,
    date: Option<String>,
    map: Option<BTreeMap<String, String>>,
    otherwise: Option<String>,
}

/// The values a rule gives for one row, the column they came from, and those its `map` does not know.
pub struct Cells {
    pub column: String,
    pub values: Vec<String>,
    pub unknown: Vec<String>,
}

impl Rule {
    pub fn read(&self, row: &Row) -> Cells {
        let full = match self {
            Self::Column(column) => {
                return Cells {
                    column: column.clone(),
                    values: row.text(column).into_iter().collect(),
                    unknown: vec![],
                };
            }
            Self::Full(full) => full,
        };
        let (column, mut values) = full.raw(row);
        if let Some(separator) = full.split.as_deref().filter(|separator| !separator.is_empty()) {
            values = values.iter().flat_map(|value| value.split(separator)).map(str::to_owned).collect();
        }
        let mut cells = Cells { column, values: Vec::new(), unknown: Vec::new() };
        for value in values {
            let value = full.trimmed(&value);
            match full.map.as_ref().map(|map| map.get(value.as_str())) {
                _ if value.is_empty() => {}
                Some(Some(mapped)) if mapped.is_empty() => {}
                Some(Some(mapped)) => cells.values.push(mapped.clone()),
                Some(None) => match &full.otherwise {
                    Some(otherwise) => cells.values.push(otherwise.clone()),
                    None => cells.unknown.push(value),
                },
                None => cells.values.push(value),
            }
        }
        cells
    }
}

impl FullRule {
    fn raw(&self, row: &Row) -> (String, Vec<String>) {
        let found = self.column.iter().chain(&self.first).find_map(|column| {
            let values = elements(row.get(column)?, self.split.is_some());
            (!values.is_empty()).then(|| (column.clone(), values))
        });
        if let Some(found) = found {
            return found;
        }
        if !self.join.is_empty() {
            let parts: Vec<String> = self.join.iter().filter_map(|column| row.text(column)).collect();
            let whole = parts.join(self.with.as_deref().unwrap_or(" "));
            return (self.join.join(","), (!whole.is_empty()).then_some(whole).into_iter().collect());
        }
        if let Some(template) = &self.template {
            return (template.clone(), fill(template, row).into_iter().collect());
        }
        let column = self.column.iter().chain(&self.first).next().cloned().unwrap_or_default();
        (column, self.constant.iter().cloned().collect())
    }

    fn trimmed(&self, value: &str) -> String {
        let mut value = value.trim();
        if let Some(mark) = &self.before {
            value = value.split_once(mark.as_str()).map_or(value, |(before, _)| before);
        }
        if let Some(mark) = &self.after {
            value = value.split_once(mark.as_str()).map_or(value, |(_, after)| after);
        }
        if let Some(characters) = &self.strip {
            value = value.trim_matches(|c| characters.contains(c));
        }
        let value = value.trim();
        if let Some(length) = self.run {
            let mut runs = value.split(|c: char| !c.is_ascii_digit());
            return runs.find(|run| run.len() == length).unwrap_or_default().to_owned();
        }
        if let Some(format) = &self.date {
            let day = chrono::NaiveDate::parse_from_str(value, format);
            return day.map_or_else(|_| value.to_owned(), |day| day.to_string());
        }
        if self.digits { value.chars().filter(char::is_ascii_digit).collect() } else { value.to_owned() }
    }
}

/// A JSON list is a list; so is the text of one in a CSV cell when the rule splits.
fn elements(value: &Value, splits: bool) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter(|item| !is_blank(item)).filter_map(scalar).collect(),
        Value::String(text) if splits && text.trim_start().starts_with('[') => {
            match serde_json::from_str::<Vec<Value>>(text) {
                Ok(items) => items.iter().filter(|item| !is_blank(item)).filter_map(scalar).collect(),
                Err(_) => vec![text.trim().to_owned()],
            }
        }
        other => scalar(other).into_iter().collect(),
    }
}

/// `None` when a column it names is blank.
fn fill(template: &str, row: &Row) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (column, after) = after.split_once('}')?;
        out.push_str(before);
        out.push_str(&row.text(column)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}
