//! The types that every room of the house agrees on: plain data, serde, no I/O, no framework.
//! Compiles to WebAssembly.

pub mod card;
mod geo;
mod ids;
mod kinds;
mod limits;
mod locale;
mod map_answer;
pub mod pages;
mod readability;
pub mod record;
mod report;
mod search_answer;
mod search_query;
mod text;
mod withdrawn;

pub use geo::Point;
pub use ids::*;
pub use kinds::*;
pub use limits::{Limit, Limited};
pub use locale::{Direction, Locale};
pub use map_answer::{MapAnswer, MapPoint};
pub use readability::{Readability, sentences_of, words_of};
pub use report::*;
pub use search_answer::*;
pub use search_query::{MAX_OFFSET, MAX_PER_PAGE, MAX_QUERY_BYTES, MAX_RADIUS_M, MAX_VALUES, MAX_WORDS, SearchQuery};
pub use text::{Text, Translation};
pub use withdrawn::WithdrawnPage;
