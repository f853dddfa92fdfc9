use crate::{DATABASE, Error, PORT, binaries::Binaries, cluster, folder::Folder, process};
use std::{path::Path, process::Command};

/// A command for a client program (`psql`, `pg_dump`, `pg_restore`) of the running Postgres's own version, with
/// socket, role and database set. It runs as the caller, so that it reads and writes the caller's files.
pub fn program(data: &Path, name: &str) -> Result<Command, Error> {
    let folder = Folder::open(data).map_err(|_| Error::NotRunning { data: data.to_owned() })?;
    if folder.version()?.is_none() || !cluster::answers(&folder) {
        return Err(Error::NotRunning { data: data.to_owned() });
    }
    Ok(client(&folder, &Binaries::find(&folder)?, name))
}

pub(crate) fn client(folder: &Folder, binaries: &Binaries, name: &str) -> Command {
    let mut command = Command::new(binaries.path(name));
    process::without_foreign_settings(&mut command);
    command.env("PGHOST", folder.sockets()).env("PGPORT", PORT).env("PGUSER", DATABASE).env("PGDATABASE", DATABASE);
    command
}
