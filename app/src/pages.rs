//! One file per noun: what the page loads (its server function) and what it shows.

pub mod accessibility;
pub mod cards;
pub mod codes;
pub mod home;
pub mod needs;
pub mod organisations;
pub mod privacy;
pub mod problem;
pub mod reports;
pub mod safety;
pub mod saved;
pub mod search;
pub mod services;
pub mod styleguide;

mod places;
mod prose;
mod sections;
