//! A path to tables: which files there are, and what is in each.

use crate::{
    error::Error,
    ledger::Ledger,
    limits,
    table::{Table, charset, csv, json, xlsx},
};
use serde_json::{Map, Value};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What the files of a path hold, before anybody knows what it means.
#[derive(Debug, Default)]
pub struct Loaded {
    pub tables: Vec<Table>,
    /// JSON files that are one object: file of the ledger, name, object. Not yet counted as rows.
    pub objects: Vec<(usize, String, Map<String, Value>)>,
    pub package: Option<Package>,
}

/// What a Tabular Data Package says of itself.
#[derive(Clone, Debug, Default)]
pub struct Package {
    pub name: Option<String>,
    pub title: Option<String>,
    pub homepage: Option<String>,
    pub licence: Option<String>,
    pub licence_url: Option<String>,
}

const EXTENSIONS: [&str; 8] = ["csv", "tsv", "tab", "json", "jsonl", "ndjson", "geojson", "xlsx"];
const PACKAGE: &str = "datapackage.json";

pub fn load(path: &Path, ledger: &mut Ledger, progress: &mut dyn FnMut(u64, u64)) -> Result<Loaded, Error> {
    let files = list(path)?;
    let total: u64 = files.iter().map(|(_, size)| size).sum();
    let mut loaded = Loaded::default();
    let mut done = 0;
    progress(0, total);
    for (path, size) in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if size > limits::FILE_BYTES {
            return Err(Error::TooLarge { file: name, what: "the size in bytes", limit: limits::FILE_BYTES });
        }
        let bytes = fs::read(&path).map_err(|source| Error::Io { path: path.clone(), source })?;
        one(&bytes, &name, &mut loaded, ledger, &mut |bytes| progress(done + bytes.min(size), total))?;
        done += size;
        progress(done, total);
    }
    Ok(loaded)
}

/// The files to read, in order of name. A data package stands for its folder.
fn list(path: &Path) -> Result<Vec<(PathBuf, u64)>, Error> {
    let io = |source| Error::Io { path: path.to_owned(), source };
    let is_package = path.file_name().is_some_and(|name| name == PACKAGE);
    let folder = if is_package { path.parent().unwrap_or(path) } else { path };
    let meta = fs::metadata(if is_package { folder } else { path }).map_err(io)?;
    if !meta.is_dir() {
        return Ok(vec![(path.to_owned(), meta.len())]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if !EXTENSIONS.contains(&extension.as_str()) {
            continue;
        }
        let meta = fs::metadata(&path).map_err(io)?;
        if meta.is_file() {
            files.push((path, meta.len()));
        }
    }
    files.sort();
    match files.len() {
        0 => Err(Error::Empty { path: path.to_owned() }),
        count if count > limits::FILES => Err(Error::TooLarge {
            file: path.display().to_string(),
            what: "the number of files",
            limit: limits::FILES as u64,
        }),
        _ => Ok(files),
    }
}

fn one(
    bytes: &[u8],
    name: &str,
    loaded: &mut Loaded,
    ledger: &mut Ledger,
    progress: &mut dyn FnMut(u64),
) -> Result<(), Error> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if bytes.starts_with(b"PK\x03\x04") {
        loaded.tables.extend(xlsx::read(bytes, name, ledger)?);
        return Ok(());
    }
    let (text, _) = charset::decode(bytes);
    let file = ledger.open(name);
    if name == PACKAGE {
        loaded.package = Some(package(&text));
        return Ok(());
    }
    let is_json = text.trim_start().starts_with(['{', '[']) && !name.to_lowercase().ends_with("csv");
    if !is_json {
        loaded.tables.push(csv::read(&text, file, stem, ledger, progress)?);
        return Ok(());
    }
    match json::read(&text, file, stem, ledger)? {
        json::Document::Items(table) => loaded.tables.push(table),
        json::Document::Object(object) => loaded.objects.push((file, stem.to_owned(), object)),
    }
    Ok(())
}

/// Lenient: the tables beside it are what counts.
fn package(text: &str) -> Package {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let text = |value: &Value| value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let licence = value.pointer("/licenses/0").or_else(|| value.get("license")).cloned().unwrap_or_default();
    Package {
        name: text(&value["name"]),
        title: text(&value["title"]),
        homepage: text(&value["homepage"]),
        licence: text(&licence["title"]).or_else(|| text(&licence["name"])),
        licence_url: text(&licence["path"]),
    }
}
