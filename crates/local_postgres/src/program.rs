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

/// `postgres://user:secret@host/db` -> `postgres://user@host/db`, `secret`; the same for `?password=secret`.
fn without_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), None) };
    let decoded = |password: &str| percent_decode_str(password).decode_utf8_lossy().into_owned();
    let mut password = None;
    let rest = match credentials(rest).and_then(|(user, host)| Some((user.split_once(':')?, host))) {
        Some(((name, secret), host)) => {
            password = Some(decoded(secret));
            format!("{name}@{host}")
        }
        None => rest.to_owned(),
    };
    let Some((start, query)) = rest.split_once('?') else { return (format!("{scheme}://{rest}"), password) };
    let mut kept = Vec::new();
    for pair in query.split('&') {
        match pair.strip_prefix("password=") {
            Some(secret) => password = Some(decoded(secret)),
            None => kept.push(pair),
        }
    }
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    (format!("{scheme}://{start}{query}"), password)
}

/// What stands before and after the `@` behind a user. A password that should have been encoded may hold `/`, `?` or `@`:
/// such an address leads nowhere, but nobody must read it in a list of processes.
fn credentials(rest: &str) -> Option<(&str, &str)> {
    let (start, _) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let at = start.rfind('@').or_else(|| {
        let port = start.split('/').next()?.rsplit_once(':')?.1;
        if port.bytes().all(|byte| byte.is_ascii_digit()) { None } else { rest.rfind('@') }
    })?;
    Some((&rest[..at], &rest[at + 1..]))
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
        for (url, password) in [
            ("postgres://me:s3/cret@db/x", "s3/cret"),
            ("postgres://me:s3?cret@db/x", "s3?cret"),
            ("postgres://me@db/x?password=s3%3Fcret", "s3?cret"),
        ] {
            assert_eq!(split(url), ("postgres://me@db/x".to_owned(), Some(password.to_owned())));
        }
        let elsewhere = split("postgres:///x?user=me%40corp&password=pw&sslmode=require");
        assert_eq!(elsewhere, ("postgres:///x?user=me%40corp&sslmode=require".to_owned(), Some("pw".to_owned())));
        for plain in [
            "postgres://db:5432/x?user=me@corp",
            "postgres:///x?host=%2Ftmp&user=me",
            "postgres://me@db/x",
            "postgres://db:5432/x",
            "x",
        ] {
            assert_eq!(split(plain), (plain.to_owned(), None));
        }
    }
}
