//! What the portal knows and does: one module per noun, each with its operations on top and its SQL below.
//! The only crate that speaks to Postgres.

pub mod cards;
pub mod changes;
pub mod codes;
mod database;
pub mod demonstration;
mod error;
pub mod examination;
pub mod export;
pub mod health;
pub mod home;
mod hours;
mod ids;
pub mod import;
pub mod misses;
mod names;
pub mod needs;
pub mod organisations;
pub mod printed;
mod proof;
mod quality;
pub mod reports;
pub mod saved;
pub mod scans;
pub mod search;
pub mod services;
pub mod sitemap;
pub mod slugs;
pub mod taxonomies;
pub mod territories;
#[cfg(feature = "test_database")]
pub mod test_database;

pub use changes::content_generation;
pub use database::{DatabaseSettings, Portal, transaction};
pub use error::Error;
pub use ids::Ids;
pub use proof::Operator;
