//! Ids for rows whose source gives none, or gives one twice: made from the content, so that the next
//! import of the same row finds the same record.

use crate::row::Row;
use fnv::FnvHasher;
use std::hash::Hasher;

/// Hex of FNV-1a 64 over all cells, in order.
pub fn fingerprint(row: &Row) -> String {
    let mut hasher = FnvHasher::default();
    for (name, cell) in row.columns.names().iter().zip(&row.cells) {
        hasher.write(name.as_bytes());
        hasher.write(cell.to_string().as_bytes());
        hasher.write_u8(0);
    }
    format!("{:016x}", hasher.finish())
}
