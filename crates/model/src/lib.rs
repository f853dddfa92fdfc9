//! The types that every room of the house agrees on: plain data, serde, no I/O, no framework.
//! Compiles to WebAssembly.

mod geo;
mod ids;
mod kinds;
mod locale;
pub mod pages;
pub mod record;
mod report;
mod search_answer;
mod search_query;
mod text;

pub use geo::Point;
pub use ids::*;
pub use kinds::*;
pub use locale::{Direction, Locale};
pub use report::*;
pub use search_answer::*;
pub use search_query::{MAX_OFFSET, MAX_PER_PAGE, MAX_QUERY_BYTES, SearchQuery};
pub use text::{Text, Translation};
