//! Looking at an index directory without opening it for use: changes nothing, holds nothing.

use crate::{
    directory::UnsyncedDirectory,
    schema::{Fields, version},
    writer::Payload,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};
use tantivy::Index;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Examined {
    /// No directory, or an empty one.
    Nothing,
    /// Made, and not filled to the end yet.
    Unfilled,
    Usable {
        documents: u64,
    },
    /// Made by a program with another schema: the next start makes it anew.
    Outdated,
    /// The next start puts it aside and makes it anew.
    Damaged(String),
}

/// Reads the directory's own account of itself, not every byte: that is done at each start.
pub fn examine(dir: &Path) -> Examined {
    if std::fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none()) && !dir.is_file() {
        return Examined::Nothing;
    }
    catch_unwind(AssertUnwindSafe(|| read(dir))).unwrap_or_else(|_| Examined::Damaged("reading it panicked".to_owned()))
}

fn read(dir: &Path) -> Examined {
    let opened = UnsyncedDirectory::open(dir).map_err(|error| error.to_string()).and_then(|directory| {
        let index = Index::open(directory).map_err(|error| error.to_string())?;
        let metas = index.load_metas().map_err(|error| error.to_string())?;
        Ok((index, metas))
    });
    let (index, metas) = match opened {
        Ok(opened) => opened,
        Err(reason) => return Examined::Damaged(reason),
    };
    let documents = metas.segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
    match metas.payload.as_deref().map(serde_json::from_str::<Payload>) {
        None if metas.segments.is_empty() => Examined::Unfilled,
        Some(Ok(payload)) if payload.version != version() => Examined::Outdated,
        _ if index.schema() != Fields::new().schema => Examined::Outdated,
        Some(Ok(payload)) if payload.is_sound() => Examined::Usable { documents },
        _ => Examined::Damaged("unreadable cursor".to_owned()),
    }
}
