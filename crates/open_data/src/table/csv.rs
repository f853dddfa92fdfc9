//! Delimited text: the delimiter is the one that cuts the first lines into most equal rows.

use super::{BLANK, Table, clean_text, quotes};
use crate::{
    error::Error,
    ledger::Ledger,
    limits,
    row::{Columns, Row},
};
use serde_json::Value;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows and bytes looked at to tell the delimiter.
const SAMPLE_ROWS: usize = 50;
const SAMPLE_BYTES: usize = 256 << 10;

pub fn read(
    text: &str,
    file: usize,
    name: &str,
    ledger: &mut Ledger,
    progress: &mut dyn FnMut(u64),
) -> Result<Table, Error> {
    let mut table = Table::new(file, name);
    let mut rows = Rows::new(text);
    let Some(Ok(header)) = rows.read() else { return Ok(table) };
    let header = match header {
        Ok(header) => header,
        // Its names are on its line, whatever its quotes say.
        Err(line) => {
            ledger.doubt_number(file, 0, "", line, TORN);
            let line = line.replace('"', "");
            let mut names = reader(&line, rows.delimiter);
            let Some(Ok(names)) = names.byte_records().next() else { return Ok(table) };
            names
        }
    };
    if header.len() > limits::COLUMNS {
        let (file, limit) = (ledger.file(file).to_owned(), limits::COLUMNS as u64);
        return Err(Error::TooLarge { file, what: "the number of columns", limit });
    }
    let columns = Columns::new(header.iter().map(|cell| column_name(&lossy(cell))).collect());
    while let Some(record) = rows.read() {
        let number = ledger.count(file);
        if number > limits::ROWS {
            let file = ledger.file(file).to_owned();
            return Err(Error::TooLarge { file, what: "the number of rows", limit: limits::ROWS });
        }
        let record = match record {
            Ok(Ok(record)) => record,
            Ok(Err(line)) => {
                ledger.refuse_number(file, number, None, line, TORN);
                continue;
            }
            Err(error) => {
                ledger.refuse_number(file, number, None, "", error.to_string());
                continue;
            }
        };
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            ledger.set_aside_number(file, number, BLANK);
            continue;
        }
        for extra in record.iter().skip(columns.names().len()).filter(|cell| !cell.trim_ascii().is_empty()) {
            ledger.doubt_number(file, number, "", &lossy(extra), "the row has more cells than the header");
        }
        let cells = record
            .iter()
            .zip(columns.names())
            .map(|(cell, column)| match lossy(cell.trim_ascii()) {
                empty if empty.is_empty() => Value::Null,
                text => Value::String(clean_text(text, ledger, file, number, column)),
            })
            .collect();
        table.rows.push(Row { file, number, path: None, columns: columns.clone(), cells });
        if number.is_multiple_of(1_024) {
            progress(rows.at as u64);
        }
    }
    Ok(table)
}

const TORN: &str = "a quote is opened and not closed: the row is left out, and reading goes on at the next line";

/// The rows of a text, or the line on which a torn one begins.
struct Rows<'t> {
    text: &'t str,
    delimiter: u8,
    reader: csv::Reader<&'t [u8]>,
    /// Where the reader began, and where the next row does.
    began: usize,
    at: usize,
}

impl<'t> Rows<'t> {
    fn new(text: &'t str) -> Self {
        let delimiter = delimiter(text);
        Self { text, delimiter, reader: reader(text, delimiter), began: 0, at: 0 }
    }

    fn read(&mut self) -> Option<Result<Result<csv::ByteRecord, &'t str>, csv::Error>> {
        let mut record = csv::ByteRecord::new();
        match self.reader.read_byte_record(&mut record) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => return Some(Err(error)),
        }
        let from = self.at;
        self.at = self.began + usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
        let row = self.text.as_bytes().get(from..self.at).unwrap_or_default();
        if !quotes::is_torn(row, self.delimiter) {
            return Some(Ok(Ok(record)));
        }
        let (line, length) = quotes::first_line(row);
        self.at = from + length;
        self.began = self.at;
        self.reader = reader(self.text.get(self.at..).unwrap_or_default(), self.delimiter);
        Some(Ok(Err(str::from_utf8(line).unwrap_or_default())))
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

/// Cells of a text are text, unless a quote stands in the middle of a character, which UTF-8 excludes.
fn lossy(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).into_owned()
}

fn column_name(cell: &str) -> String {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0').to_owned()
}

/// Most rows as wide as the header, then the widest; a single column only when nothing cuts.
fn delimiter(text: &str) -> u8 {
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    let score = |delimiter: u8| {
        let mut reader = reader(sample, delimiter);
        let widths: Vec<usize> =
            reader.byte_records().take(SAMPLE_ROWS).filter_map(Result::ok).map(|record| record.len()).collect();
        let header = widths.first().copied().unwrap_or(0);
        let agreeing = widths.iter().filter(|width| **width == header).count();
        (header > 1, agreeing * 100 / widths.len().max(1) / 10, header, agreeing)
    };
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_delimiter() {
        for (text, expected) in [
            ("id,name\n1,a\n2,b", b','),
            ("id;nom;adresse\n1;Le Relais;12, rue\n2;b;3, place", b';'),
            ("id\tname\n1\ta, b\n", b'\t'),
            ("id|name|x\n1|a, b; c|2\n", b'|'),
            // One column: nothing cuts its text.
            ("name\nOne, two\n", b';'),
            ("", b','),
        ] {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }

    #[test]
    fn an_open_quote_costs_its_own_row_and_no_other() {
        for (text, names, refused) in [
            ("id,name\n1,\"Open day\n2,B\n3,C\n", vec!["B", "C"], 1),
            ("id,name\r\n1,\"Open day\r\n2,B\r\n\r\n3,\"C\"\r\n4,D\r\n", vec!["B", "C", "D"], 1),
            ("id,name\n1,A\n\n2,\"Broken o", vec!["A"], 1),
            ("id,name\n1,\"A\nof two lines\"\n2,B\n", vec!["A\nof two lines", "B"], 0),
            ("id,\"name\n1,A\n2,\"B\"\n", vec!["A", "B"], 0),
        ] {
            let mut ledger = Ledger::default();
            let file = ledger.open("a.csv");
            let table = read(text, file, "a", &mut ledger, &mut |_| {}).unwrap();
            let read: Vec<String> = table.rows.iter().filter_map(|row| row.text("name")).collect();
            assert_eq!(read, names, "{text}");
            assert_eq!(ledger.take_still_listed().unnamed, refused, "{text}");
            table.rows.iter().for_each(|row| ledger.used(row));
            let (accounts, refusals) = ledger.close();
            assert_eq!(accounts.files[0].refused, refused, "{text}");
            assert_eq!(refusals.iter().filter(|refusal| !refusal.partial).count() as u64, refused, "{text}");
        }
    }

    #[test]
    fn ragged_rows_lose_only_what_has_no_column() {
        let mut ledger = Ledger::default();
        let file = ledger.open("a.csv");
        let table = read("a,b\n1\n1,2,3\n,,\n", file, "a", &mut ledger, &mut |_| {}).unwrap();
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[0].get("b"), None);
        let (accounts, refusals) = ledger.close();
        assert_eq!(accounts.files[0].set_aside[BLANK], 1);
        assert_eq!(refusals.iter().filter(|refusal| refusal.partial).count(), 1);
    }
}
