//! Workbooks, cell by cell: what a sheet claims to be large takes no memory.

use super::{Table, clean_text};
use crate::{
    error::Error,
    ledger::Ledger,
    limits,
    row::{Columns, Row},
};
use calamine::{DataRef, DataType, Reader, Xlsx};
use serde_json::Value;
use std::io::Cursor;

/// One table for each sheet that has a header; the ledger's files are named `book.xlsx#sheet`.
pub fn read(bytes: &[u8], file: &str, ledger: &mut Ledger) -> Result<Vec<Table>, Error> {
    measure(bytes, file)?;
    let damaged = |reason: String| Error::Damaged { file: file.to_owned(), expected: "XLSX", reason };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let mut tables = Vec::new();
    for sheet in book.sheet_names() {
        let number = ledger.open(format!("{file}#{sheet}"));
        let mut cells = book.worksheet_cells_reader(&sheet).map_err(|error| damaged(error.to_string()))?;
        let mut table = Table::new(number, &sheet);
        let mut columns: Option<std::sync::Arc<Columns>> = None;
        let mut current: (u32, Vec<(usize, String)>) = (0, Vec::new());
        loop {
            let cell = cells.next_cell().map_err(|error| damaged(error.to_string()))?;
            let position = cell.as_ref().map(|cell| cell.get_position());
            if position.is_none_or(|(row, _)| row != current.0) {
                let (_, filled) = std::mem::take(&mut current);
                finish(filled, &mut columns, &mut table, ledger)?;
                current.0 = position.map_or(0, |(row, _)| row);
            }
            let (Some(cell), Some((_, column))) = (cell, position) else { break };
            if let Some(text) = cell_text(cell.get_value()) {
                current.1.push((column as usize, text));
            }
        }
        tables.push(table);
    }
    Ok(tables)
}

/// The first row with cells is the header; rows without cells do not exist in the file.
fn finish(
    filled: Vec<(usize, String)>,
    columns: &mut Option<std::sync::Arc<Columns>>,
    table: &mut Table,
    ledger: &mut Ledger,
) -> Result<(), Error> {
    if filled.is_empty() {
        return Ok(());
    }
    let Some(columns) = columns else {
        let width = filled.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
        if width > limits::COLUMNS {
            let (file, limit) = (ledger.file(table.file).to_owned(), limits::COLUMNS as u64);
            return Err(Error::TooLarge { file, what: "the number of columns", limit });
        }
        let mut names = vec![String::new(); width];
        for (column, name) in filled {
            names[column] = name.trim().to_owned();
        }
        *columns = Some(Columns::new(names));
        return Ok(());
    };
    let (file, number) = (table.file, ledger.count(table.file));
    if number > limits::ROWS {
        let file = ledger.file(file).to_owned();
        return Err(Error::TooLarge { file, what: "the number of rows", limit: limits::ROWS });
    }
    let mut cells = vec![Value::Null; columns.names().len()];
    for (column, text) in filled {
        match (cells.get_mut(column), columns.names().get(column)) {
            (Some(cell), Some(name)) => match text.strip_prefix(ERROR) {
                Some(error) => ledger.doubt_number(file, number, name, error, "the formula gives an error"),
                None => *cell = Value::String(clean_text(text, ledger, file, number, name)),
            },
            _ => ledger.doubt_number(file, number, "", &text, "the row has more cells than the header"),
        }
    }
    table.rows.push(Row { file, number, path: None, columns: columns.clone(), cells });
    Ok(())
}

/// Marks the text of an error cell; no file holds this character in text.
const ERROR: &str = "\u{fdd0}";

/// A formula's cell is its last computed value.
fn cell_text(value: &DataRef<'_>) -> Option<String> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // Post codes and SIRET numbers are often stored as numbers.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(_) => match value.as_datetime() {
            Some(at) if at.time() == chrono::NaiveTime::MIN => at.date().to_string(),
            Some(at) => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
            None => return None,
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => format!("{ERROR}{error:?}"),
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Unpacks everything once, keeping nothing: what the archive says of its own sizes may be untrue.
fn measure(bytes: &[u8], file: &str) -> Result<(), Error> {
    let damaged = |reason: String| Error::Damaged { file: file.to_owned(), expected: "XLSX", reason };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let mut left = limits::EXPANDED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(error.to_string()))?;
        let mut bounded = std::io::Read::take(part, left + 1);
        let size = std::io::copy(&mut bounded, &mut std::io::sink()).map_err(|error| damaged(error.to_string()))?;
        left = left.checked_sub(size).ok_or_else(|| Error::TooLarge {
            file: file.to_owned(),
            what: "the unpacked size",
            limit: limits::EXPANDED_BYTES,
        })?;
    }
    Ok(())
}
