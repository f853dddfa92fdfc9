//! One import: a path in, a feed out.

use crate::{
    crosswalk,
    error::Error,
    files, hsds,
    ledger::{Accounts, Ledger, Origin},
    mapping::{self, Mapping},
};
use model::{
    Locale,
    record::{Record, Refusal, Source, SourceTerm, StillListed},
};
use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// What the operator says over what the content says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub format: Option<FormatName>,
    pub mapping: Option<MappingSource>,
    /// Short permanent name of the source, in place of the mapping's or the file's.
    pub source_key: Option<String>,
    /// Language of the texts, in place of the mapping's (or English).
    pub locale: Option<Locale>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatName {
    /// HSDS / Open Referral tables, 1.x to 3.0.
    HsdsTables,
    HsdsJson,
    DataInclusion,
    /// Whatever a mapping file describes.
    Mapped,
}

impl FormatName {
    pub const ALL: [Self; 4] = [Self::HsdsTables, Self::HsdsJson, Self::DataInclusion, Self::Mapped];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::HsdsTables => "hsds-tables",
            Self::HsdsJson => "hsds-json",
            Self::DataInclusion => "data-inclusion",
            Self::Mapped => "mapped",
        }
    }
}

impl fmt::Display for FormatName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for FormatName {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|format| format.as_str() == text).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.into_iter().map(Self::as_str).collect();
            format!("no such format; known: {}", known.join(", "))
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappingSource {
    /// One of [`crate::shipped_names`].
    Shipped(String),
    File(PathBuf),
}

impl FromStr for MappingSource {
    type Err = std::convert::Infallible;
    /// The name of a shipped mapping, else a path.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shipped = mapping::shipped_names().any(|name| name == text);
        Ok(if shipped { Self::Shipped(text.to_owned()) } else { Self::File(text.into()) })
    }
}

/// Everything one import found.
#[derive(Clone, Debug)]
pub struct Feed {
    pub source: Source,
    /// For people: format, and mapping where one was used.
    pub format: String,
    pub files: Vec<FileCount>,
    /// Every organisation stands before its services.
    pub records: Vec<Record>,
    /// Of each record, in the same order.
    pub origins: Vec<Origin>,
    pub refusals: Vec<Refusal>,
    /// What refused rows would have been: the import must not take it for gone.
    pub still_listed: StillListed,
    pub accounts: Accounts,
    /// Terms the crosswalks do not know, with how often they occur, most frequent first.
    pub unmapped: Vec<(SourceTerm, u64)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCount {
    pub file: String,
    pub rows: u64,
}

/// Reads a file or a folder. `progress` is given bytes read and bytes in all.
pub fn read(path: &Path, options: &Options, progress: &mut dyn FnMut(u64, u64)) -> Result<Feed, Error> {
    let mut ledger = Ledger::default();
    let chosen = options.mapping.as_ref().map(Mapping::load).transpose()?;
    let loaded = files::load(path, &mut ledger, progress)?;
    let is_hsds = match (&chosen, options.format) {
        (Some(_), _) | (_, Some(FormatName::DataInclusion | FormatName::Mapped)) => false,
        (_, Some(FormatName::HsdsTables | FormatName::HsdsJson)) => true,
        (None, None) => !mapping::recognises(&loaded) && hsds::recognises(&loaded),
    };
    let read = if is_hsds {
        hsds::records(loaded, path, options, &mut ledger)
    } else {
        mapping::records(loaded, chosen, path, options, &mut ledger)?
    };
    let Read { source, format, mut records } = read;
    let unmapped = crosswalk::apply(&mut records);
    let origins = records.iter().map(|record| ledger.origin(record)).collect();
    let still_listed = ledger.take_still_listed();
    let (accounts, refusals) = ledger.close();
    let files = accounts.files.iter().map(|file| FileCount { file: file.file.clone(), rows: file.rows }).collect();
    Ok(Feed { source, format, files, records, origins, refusals, still_listed, accounts, unmapped })
}

/// What a format makes of its tables.
pub(crate) struct Read {
    pub source: Source,
    pub format: String,
    pub records: Vec<Record>,
}
