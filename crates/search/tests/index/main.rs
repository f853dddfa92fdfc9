//! The index as the portal uses it, on a real directory.

mod directory;
mod filtering;
mod finding;
mod hostile;
mod suggesting;
mod support;
