//! Bytes to rows, for each kind of file.

pub mod charset;
pub mod csv;
pub mod json;
mod quotes;
pub mod xlsx;

use crate::{ledger::Ledger, limits, row::Row};
use serde_json::Value;

/// The rows of one file or sheet, blank ones left out.
#[derive(Debug)]
pub struct Table {
    /// Of the ledger.
    pub file: usize,
    /// File name without extension, or the sheet's name.
    pub name: String,
    pub rows: Vec<Row>,
}

impl Table {
    pub fn new(file: usize, name: impl Into<String>) -> Self {
        Self { file, name: name.into(), rows: Vec::new() }
    }

    /// Some row of the table has this column.
    pub fn has(&self, column: &str) -> bool {
        self.rows.iter().take(1_000).any(|row| row.columns.has(column))
    }
}

pub const BLANK: &str = "blank row";

/// Cuts what is too long and takes out NUL, which no database stores; reports both.
pub fn clean_text(text: String, ledger: &mut Ledger, file: usize, number: u64, column: &str) -> String {
    let mut text = text;
    if text.contains('\0') {
        ledger.doubt_number(file, number, column, &text, "NUL characters taken out");
        text.retain(|c| c != '\0');
    }
    if text.len() > limits::CELL_BYTES {
        let length = text.len();
        ledger.doubt_number(file, number, column, &text, format!("cut: {length} bytes are more than 64 KiB"));
        text.truncate(text.floor_char_boundary(limits::CELL_BYTES));
    }
    text
}

/// [`clean_text`] for every text in a JSON value.
pub fn clean_value(value: &mut Value, ledger: &mut Ledger, file: usize, number: u64, column: &str) {
    match value {
        Value::String(text) if text.contains('\0') || text.len() > limits::CELL_BYTES => {
            *text = clean_text(std::mem::take(text), ledger, file, number, column);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| clean_value(item, ledger, file, number, column)),
        Value::Object(fields) => {
            fields.iter_mut().for_each(|(_, item)| clean_value(item, ledger, file, number, column));
        }
        _ => {}
    }
}
