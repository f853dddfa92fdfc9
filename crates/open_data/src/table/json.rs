//! JSON: a list, a page around a list, one object, or one object per line.

use super::{Table, clean_value};
use crate::{error::Error, ledger::Ledger, limits, row::Row};
use serde_json::{Map, Value};

/// Where the pages of known interfaces keep their list.
const LISTS: [&str; 5] = ["contents", "items", "results", "records", "data"];

/// What a JSON file holds.
#[derive(Debug)]
pub enum Document {
    Items(Table),
    /// One object that is no page of a list; it has been counted as no row yet.
    Object(Map<String, Value>),
}

pub fn read(text: &str, file: usize, name: &str, ledger: &mut Ledger) -> Result<Document, Error> {
    let text = text.trim_start();
    let mut table = Table::new(file, name);
    if let Some(rest) = text.strip_prefix('[') {
        list(rest, &mut table, ledger)?;
        return Ok(Document::Items(table));
    }
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    match stream.next() {
        Some(Ok(Value::Object(object))) if text[stream.byte_offset()..].trim().is_empty() => {
            return whole(object, table, ledger);
        }
        Some(Ok(Value::Object(_))) => {}
        // The first of several lines may be the damaged one.
        Some(Err(_)) if text.lines().filter(|line| line.starts_with('{')).count() > 1 && !text.starts_with("{\n") => {}
        other => {
            let reason = match other {
                Some(Err(error)) => error.to_string(),
                _ => "neither an object nor a list of objects".to_owned(),
            };
            return Err(Error::Damaged { file: ledger.file(file).to_owned(), expected: "JSON", reason });
        }
    }
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let number = count(file, ledger)?;
        match serde_json::from_str::<Value>(line) {
            Ok(value) => push(value, number, &mut table, ledger),
            Err(error) => ledger.refuse_number(file, number, None, line, format!("not JSON: {error}")),
        }
    }
    Ok(Document::Items(table))
}

/// Reads item by item, so that a file cut short gives what it has.
fn list(text: &str, table: &mut Table, ledger: &mut Ledger) -> Result<(), Error> {
    let mut rest = text.trim_start();
    while !rest.starts_with(']') {
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let item = stream.next();
        let read = stream.byte_offset();
        let number = count(table.file, ledger)?;
        match item {
            Some(Ok(value)) => push(value, number, table, ledger),
            Some(Err(error)) => {
                let reason = format!("the list breaks off here, nothing after it was read: {error}");
                ledger.refuse_number(table.file, number, None, rest, reason);
                return Ok(());
            }
            None => {
                ledger.refuse_number(table.file, number, None, "", "the list breaks off here: the file is cut short");
                return Ok(());
            }
        }
        rest = rest.get(read..).unwrap_or_default().trim_start();
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None if rest.starts_with(']') => {}
            None => {
                let number = count(table.file, ledger)?;
                ledger.refuse_number(table.file, number, None, rest, "the list breaks off here: no comma follows");
                return Ok(());
            }
        }
    }
    Ok(())
}

fn whole(mut object: Map<String, Value>, mut table: Table, ledger: &mut Ledger) -> Result<Document, Error> {
    for key in LISTS {
        let is_list = object.get(key).and_then(Value::as_array).is_some_and(|items| items.iter().all(Value::is_object));
        if let (true, Some(Value::Array(items))) = (is_list, object.remove(key)) {
            for item in items {
                let number = count(table.file, ledger)?;
                push(item, number, &mut table, ledger);
            }
            return Ok(Document::Items(table));
        }
    }
    Ok(Document::Object(object))
}

/// Counts the object as the only row of its file.
pub fn single(object: Map<String, Value>, file: usize, name: &str, ledger: &mut Ledger) -> Table {
    let mut table = Table::new(file, name);
    let number = ledger.count(file);
    push(Value::Object(object), number, &mut table, ledger);
    table
}

fn push(mut value: Value, number: u64, table: &mut Table, ledger: &mut Ledger) {
    if let Value::Object(fields) = &mut value {
        for (column, field) in fields.iter_mut() {
            clean_value(field, ledger, table.file, number, column);
        }
    }
    match value {
        Value::Object(object) => {
            let row = Row::like(table.rows.last(), table.file, number, object);
            if row.is_blank() {
                ledger.set_aside_number(table.file, number, super::BLANK);
            } else {
                table.rows.push(row);
            }
        }
        other => ledger.refuse_number(table.file, number, None, &other.to_string(), "not an object"),
    }
}

fn count(file: usize, ledger: &mut Ledger) -> Result<u64, Error> {
    let number = ledger.count(file);
    if number <= limits::ROWS {
        return Ok(number);
    }
    Err(Error::TooLarge { file: ledger.file(file).to_owned(), what: "the number of items", limit: limits::ROWS })
}
