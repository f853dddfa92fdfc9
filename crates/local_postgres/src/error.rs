use std::{io, path::PathBuf};

/// Every text says what to do about it: they reach the operator as they are.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "no Postgres programs found (looked for initdb, pg_ctl and postgres in {looked}): install them \
         (Debian: apt-get install postgresql-15), name their folder in BUSSOLA_POSTGRES_BIN, or set DATABASE_URL to use a server elsewhere"
    )]
    NoBinaries { looked: String },
    #[error(
        "the data in {cluster} was made by Postgres {wanted}, and this machine has {found}: install postgresql-{wanted}, \
         or dump with the old version and restore with the new one; the data was not touched"
    )]
    WrongVersion { cluster: PathBuf, wanted: String, found: String },
    #[error(
        "{folder} belongs to user {owner} and this process runs as user {user}: run as that user, or choose another data folder (BUSSOLA_DATA)"
    )]
    ForeignOwner { folder: PathBuf, owner: u32, user: u32 },
    #[error(
        "Postgres refuses to run as root, the user `{user}` may not enter {folder}, and this system forbids user namespaces \
         (unshare said: {reason}): run Bussola as an ordinary user, or choose a data folder that user can reach (BUSSOLA_DATA), for example /var/lib/bussola"
    )]
    NoIdentity { folder: PathBuf, user: String, reason: String },
    #[error("the folder for the Postgres socket, {folder}, belongs to somebody else or is open to others: remove it")]
    UnsafeSocketFolder { folder: PathBuf },
    #[error(
        "processes {pids} of an earlier Postgres still work in {cluster} and do not end: stop them and start again"
    )]
    Orphans { cluster: PathBuf, pids: String },
    #[error("{program} failed ({status}): {output}")]
    Failed { program: String, status: String, output: String },
    #[error("no Postgres is running for {data}: start it with `bussola db start`")]
    NotRunning { data: PathBuf },
    #[error("{doing}: {source}")]
    Io { doing: String, source: io::Error },
}

/// Says what was being done when the operating system refused.
pub(crate) trait Doing<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Error>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Error> {
        self.map_err(|source| Error::Io { doing: what(), source })
    }
}
