use crate::{DATABASE, Error, PORT, binaries::Binaries, cluster, folder::Folder, process};
use percent_encoding::percent_decode_str;
use std::{path::Path, process::Command};

/// A command for a client program (`psql`, `pg_dump`, `pg_restore`) of the running Postgres's own version, with
/// socket, role and database set. It runs as the caller, so that it reads and writes the caller's files.
pub fn program(data: &Path, name: &str) -> Result<Command, Error> {
    let folder = running(data)?;
    Ok(client(&folder, &Binaries::find(&folder)?, name))
}

pub(crate) fn running(data: &Path) -> Result<Folder, Error> {
    let folder = Folder::open(data).map_err(|_| Error::NotRunning { data: data.to_owned() })?;
    if folder.version()?.is_none() || !cluster::answers(&folder) {
        return Err(Error::NotRunning { data: data.to_owned() });
    }
    Ok(folder)
}

/// The same for a server elsewhere, given by its address: the newest such program of this machine.
pub fn program_for(url: &str, name: &str) -> Result<Command, Error> {
    let binaries = Binaries::newest()?;
    let mut command = Command::new(binaries.path(name));
    // Arguments are seen by everybody on the machine (`ps`), the environment is not.
    let (url, password) = without_password(url);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command.arg("--dbname").arg(url);
    Ok(command)
}

/// The newest such program of this machine, for no database at all.
pub fn program_alone(name: &str) -> Result<Command, Error> {
    Ok(Command::new(Binaries::newest()?.path(name)))
}

/// `postgres://user:secret@host/db` -> `postgres://user@host/db`, `secret`.
fn without_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), None) };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    let Some((user, host)) = authority.rsplit_once('@') else { return (url.to_owned(), None) };
    let Some((name, password)) = user.split_once(':') else { return (url.to_owned(), None) };
    (format!("{scheme}://{name}@{host}{after}"), Some(percent_decode_str(password).decode_utf8_lossy().into_owned()))
}

pub(crate) fn client(folder: &Folder, binaries: &Binaries, name: &str) -> Command {
    let mut command = Command::new(binaries.path(name));
    process::without_foreign_settings(&mut command);
    command.env("PGHOST", folder.sockets()).env("PGPORT", PORT).env("PGUSER", DATABASE).env("PGDATABASE", DATABASE);
    command
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn passwords_leave_addresses() {
        let split = |url| without_password(url);
        assert_eq!(
            split("postgres://me:p%40ss%3Aw@db:5432/x?sslmode=require"),
            ("postgres://me@db:5432/x?sslmode=require".to_owned(), Some("p@ss:w".to_owned()))
        );
        for plain in ["postgres:///x?host=%2Ftmp&user=me", "postgres://me@db/x", "postgres://db:5432/x", "x"] {
            assert_eq!(split(plain), (plain.to_owned(), None));
        }
    }
}
