//! What a visitor may see, as files. Streamed: the size of the directory does not matter.

mod rows;

pub use rows::{Format, ParseFormatError};

use crate::{Error, Portal};
use chrono::NaiveDate;
use futures::{Stream, TryStreamExt};
use model::Locale;
use rows::Row;
use serde::Serialize;
use std::{io::Write, pin::pin};

/// Writes every visible service as CSV (RFC 4180, UTF-8), read in `locale`. Cells that a spreadsheet would take for a
/// formula are defused. Returns the number of services.
pub async fn services_csv(portal: &Portal, locale: Locale, today: NaiveDate, out: impl Write) -> Result<u64, Error> {
    csv(out, Row::COLUMNS, rows::services(portal, locale, today), |row| row.cells()).await
}

/// Writes every visible service as one JSON array, read in `locale`. Returns the number of services.
pub async fn services_json(
    portal: &Portal,
    locale: Locale,
    today: NaiveDate,
    mut out: impl Write,
) -> Result<u64, Error> {
    let mut rows = rows::services(portal, locale, today);
    let mut count = 0;
    out.write_all(b"[").map_err(anyhow::Error::from)?;
    while let Some(row) = rows.try_next().await? {
        out.write_all(if count == 0 { b"\n" } else { b",\n" }).map_err(anyhow::Error::from)?;
        serde_json::to_writer(&mut out, &row).map_err(anyhow::Error::from)?;
        count += 1;
    }
    out.write_all(b"\n]\n").map_err(anyhow::Error::from)?;
    out.flush().map_err(anyhow::Error::from)?;
    Ok(count)
}

/// Writes lines as CSV below `head`; cells that a spreadsheet would take for a formula are defused. Returns their number.
pub(crate) async fn csv<L, E, const N: usize>(
    out: impl Write,
    head: [&str; N],
    lines: impl Stream<Item = Result<L, E>>,
    cells: impl Fn(L) -> [String; N],
) -> Result<u64, Error>
where
    Error: From<E>,
{
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(head).map_err(anyhow::Error::from)?;
    let (mut lines, mut count) = (pin!(lines), 0);
    while let Some(line) = lines.try_next().await? {
        writer.write_record(cells(line).iter().map(|cell| defuse(cell).into_owned())).map_err(anyhow::Error::from)?;
        count += 1;
    }
    writer.flush().map_err(anyhow::Error::from)?;
    Ok(count)
}

/// Writes lines as a JSON array. Returns their number.
pub(crate) fn json(mut out: impl Write, lines: &[impl Serialize]) -> Result<u64, Error> {
    serde_json::to_writer_pretty(&mut out, lines).map_err(anyhow::Error::from)?;
    writeln!(out).and_then(|()| out.flush()).map_err(anyhow::Error::from)?;
    Ok(lines.len() as u64)
}

/// A spreadsheet runs cells that begin like a formula; an apostrophe before makes them text.
pub fn defuse(cell: &str) -> std::borrow::Cow<'_, str> {
    // Spaces before do not stop every spreadsheet, and the wide forms of the signs count as well.
    let first = cell.trim_start_matches(' ').chars().next();
    if first
        .is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'))
    {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

#[cfg(test)]
mod tests {
    use super::defuse;

    #[test]
    fn formulas_are_defused_and_texts_are_not() {
        for cell in ["=1+1", "+351 200", "-1", "@SUM(A1)", "\tx", "\r=1", " =1", "＝1"] {
            assert_eq!(defuse(cell), format!("'{cell}"));
        }
        for cell in ["", "Banco alimentar", "1-2", "a=b"] {
            assert_eq!(defuse(cell), cell);
        }
    }
}
