//! Importing into a real Postgres: what is written, what is not, and what survives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

#[path = "import/branches.rs"]
mod branches;
#[path = "import/feed.rs"]
mod feed;
#[path = "import/refusals.rs"]
mod refusals;
#[path = "import/repeat.rs"]
mod repeat;
#[path = "import/shared_data.rs"]
mod shared_data;
