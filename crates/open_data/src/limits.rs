//! What one import may cost. A feed beyond a limit is refused or cut, and says so.

/// One file.
pub const FILE_BYTES: u64 = 512 << 20;
/// One file, and all items of one JSON list.
pub const ROWS: u64 = 5_000_000;
pub const COLUMNS: usize = 1_024;
/// A longer value is cut and reported.
pub const CELL_BYTES: usize = 64 << 10;
/// All parts of one XLSX when unpacked.
pub const EXPANDED_BYTES: u64 = 1 << 30;
/// Files of one folder.
pub const FILES: usize = 1_000;
/// Of one mapping file.
pub const MAPPING_BYTES: u64 = 1 << 20;
/// What of an offending value is kept in a refusal, in characters.
pub const REFUSED_VALUE_CHARS: usize = 200;
