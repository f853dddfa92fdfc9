//! The search index: schema, documents, query building, ranking. The only crate that knows tantivy; knows no Postgres.
//!
//! Writing: [`Index::write`] and [`Index::rebuild`] (`writer`), from [`Document`]s (`schema`), checked when opened (`open`).
//! Reading: [`Index::search`] goes `tokens` -> `places` -> `vocabulary` -> `clauses` -> `accumulator` -> `find`
//! (`filters`, `whereabouts`, `facets`, `sieve`, `scores`, `ranking`) -> `hits`.

mod accumulator;
mod alike;
mod bits;
mod clauses;
mod coverage;
mod dictionary;
mod directory;
mod document;
mod examine;
mod explain;
mod facets;
mod filters;
mod find;
mod hits;
mod hours;
mod index;
mod judge;
mod late;
mod near;
mod nearest;
mod open;
mod opening;
mod places;
mod query;
mod ranking;
mod schema;
mod scores;
mod search;
mod sieve;
mod snapshot;
mod suggest;
mod thesaurus;
mod tokens;
mod vocabulary;
mod whereabouts;
mod writer;

pub use document::{Change, Document, DocumentPlace, Term, TermKind};
pub use examine::{Examined, examine};
pub use explain::{Matched, MatchedBy, is_news};
pub use index::{Index, State, Weight};
pub use opening::Opening;
pub use places::FoundPlace;
pub use search::{Counted, Found, Hit, RawFacets};
pub use suggest::Suggested;

/// What can go wrong in the index. None of it is a visitor's fault: queries are built, never parsed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the index directory is damaged, missing or of another schema: rebuild it")]
    Unusable(String),
    /// One writer per directory: somebody else, in this process or another, holds it. Nothing was touched.
    #[error("the index directory {0} is in use by another instance")]
    Busy(String),
    #[error("search index")]
    Tantivy(#[from] tantivy::TantivyError),
    #[error("search index files")]
    Io(#[from] std::io::Error),
}
