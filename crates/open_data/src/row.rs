//! One row of a table or one object of a JSON file: cells under column names.

use serde_json::{Map, Value};
use std::{collections::HashMap, sync::Arc};

#[derive(Debug, Default, PartialEq)]
pub struct Columns {
    names: Vec<String>,
    index: HashMap<String, usize>,
}

impl Columns {
    /// Of columns with the same name the first is read.
    pub fn new(names: Vec<String>) -> Arc<Self> {
        let mut index = HashMap::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            index.entry(name.clone()).or_insert(at);
        }
        Arc::new(Self { names, index })
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn has(&self, name: &str) -> bool {
        self.index.contains_key(name)
    }
}

#[derive(Clone, Debug)]
pub struct Row {
    /// Of the ledger.
    pub file: usize,
    /// From 1, the header not counted.
    pub number: u64,
    /// Where in a JSON item this object stands, for example `phones[0]`; `None` for whole rows and items.
    pub path: Option<Arc<str>>,
    pub columns: Arc<Columns>,
    pub cells: Vec<Value>,
}

impl Row {
    pub fn of_object(file: usize, number: u64, object: Map<String, Value>) -> Self {
        Self::like(None, file, number, object)
    }

    /// Shares the columns of the row before it where the names are the same.
    pub fn like(before: Option<&Self>, file: usize, number: u64, object: Map<String, Value>) -> Self {
        let (names, cells): (Vec<String>, Vec<Value>) = object.into_iter().unzip();
        let columns = match before {
            Some(before) if before.columns.names == names => before.columns.clone(),
            _ => Columns::new(names),
        };
        Self { file, number, path: None, columns, cells }
    }

    /// `None` when the column is absent or the cell blank.
    pub fn get(&self, column: &str) -> Option<&Value> {
        self.cells.get(*self.columns.index.get(column)?).filter(|value| !is_blank(value))
    }

    /// Text, numbers and truth values as text, trimmed; lists of them joined with `;`.
    pub fn text(&self, column: &str) -> Option<String> {
        self.get(column).and_then(scalar)
    }

    /// The first of these columns that is filled, with its name.
    pub fn first(&self, columns: &[&'static str]) -> Option<(&'static str, String)> {
        columns.iter().find_map(|column| Some((*column, self.text(column)?)))
    }

    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(is_blank)
    }

    /// Equal cells under equal names.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.cells == other.cells && self.columns.names == other.columns.names
    }
}

pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => {
            let text = text.trim();
            text.is_empty() || text == "NULL" || text == "null" || text == "NaN"
        }
        Value::Array(items) => items.iter().all(is_blank),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter(|item| !is_blank(item)).filter_map(scalar).collect();
            (!items.is_empty()).then(|| items.join(";"))
        }
        Value::Null | Value::Object(_) => None,
    }
}
