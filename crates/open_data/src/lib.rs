//! Open data files to records: bytes in, `model::record` out, and an account of every row.
//!
//! [`read`] tells the format from the content. Nothing is guessed that the source does not say, a bad value
//! never costs a good row, and whatever does not go in is in `Feed::refusals` with file, row, column, value
//! and reason.

mod blank;
mod crosswalk;
mod error;
mod feed;
mod files;
mod hsds;
mod ledger;
pub mod limits;
mod mapping;
mod record_ids;
mod row;
mod source;
mod table;
pub mod values;

pub use error::Error;
pub use feed::{Feed, FileCount, FormatName, MappingSource, Options, read};
pub use ledger::{Accounts, FileAccount, Origin, UNCLAIMED};
pub use mapping::{Mapping, shipped_names};
