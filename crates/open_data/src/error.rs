use std::path::PathBuf;

/// Why nothing at all could be read. What is wrong with single rows is in `Feed::refusals`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{path}: {source}", path = .path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path}: there is no CSV, JSON or XLSX file in this folder", path = .path.display())]
    Empty { path: PathBuf },
    #[error("{file}: {what} is beyond the limit of {limit}")]
    TooLarge { file: String, what: &'static str, limit: u64 },
    #[error("{file}: not readable as {expected}: {reason}")]
    Damaged { file: String, expected: &'static str, reason: String },
    #[error(
        "{path}: no known format has these columns: {columns}. Name a format or write a mapping file.",
        path = .path.display()
    )]
    Unrecognised { path: PathBuf, columns: String },
    #[error("{path}: holds files of several sources ({sources}): import them one by one", path = .path.display())]
    SeveralSources { path: PathBuf, sources: String },
    #[error("mapping {name}: {reason}")]
    Mapping { name: String, reason: String },
}
