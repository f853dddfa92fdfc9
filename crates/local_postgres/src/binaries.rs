use crate::{Error, folder::Folder, process};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder with the programs of one Postgres version.
#[derive(Debug, Clone)]
pub(crate) struct Binaries {
    pub folder: PathBuf,
    /// Major version, as in `PG_VERSION`: `15`.
    pub version: String,
}

impl Binaries {
    /// The programs that fit the cluster in `folder`, or the newest ones when there is none yet.
    pub fn find(folder: &Folder) -> Result<Self, Error> {
        match folder.version()? {
            Some(wanted) => {
                let found = Self::all();
                let versions: Vec<&str> = found.iter().map(|binaries| binaries.version.as_str()).collect();
                let versions = if versions.is_empty() { "no Postgres".to_owned() } else { versions.join(", ") };
                found.iter().find(|binaries| binaries.version == wanted).cloned().ok_or_else(|| Error::WrongVersion {
                    cluster: folder.cluster(),
                    wanted,
                    found: versions,
                })
            }
            None => Self::newest(),
        }
    }

    pub fn newest() -> Result<Self, Error> {
        Self::all().into_iter().next().ok_or_else(|| {
            let looked: Vec<String> = candidates().iter().map(|path| path.display().to_string()).collect();
            Error::NoBinaries { looked: looked.join(", ") }
        })
    }

    /// The best first: the one named in the environment, then the newest.
    pub fn all() -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for folder in candidates() {
            if let Some(version) = version(&folder)
                && !found.iter().any(|other| other.version == version)
            {
                found.push(Self { folder, version });
            }
        }
        let named = usize::from(env::var_os("BUSSOLA_POSTGRES_BIN").is_some() && !found.is_empty());
        found[named..].sort_by_key(|binaries| std::cmp::Reverse(binaries.version.parse::<u32>().unwrap_or(0)));
        found
    }

    pub fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }
}

/// Folders that may hold the programs: named by the operator, Debian, Red Hat, what is on PATH.
fn candidates() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    folders.extend(env::var_os("BUSSOLA_POSTGRES_BIN").map(PathBuf::from));
    if let Ok(versions) = fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    if let Ok(entries) = fs::read_dir("/usr") {
        let ours = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with("pgsql"));
        folders.extend(ours.map(|entry| entry.path().join("bin")));
    }
    folders.push(PathBuf::from("/usr/local/pgsql/bin"));
    for folder in env::split_paths(&env::var_os("PATH").unwrap_or_default()) {
        // A link in /usr/bin leads to the folder with all the programs.
        if let Ok(program) = folder.join("initdb").canonicalize() {
            folders.extend(program.parent().map(Path::to_path_buf));
        }
    }
    folders
}

/// Major version of the programs in `folder`, if they are complete.
fn version(folder: &Path) -> Option<String> {
    if !["initdb", "pg_ctl", "postgres", "psql"].iter().all(|program| folder.join(program).exists()) {
        return None;
    }
    // "pg_ctl (PostgreSQL) 15.20 (Debian ...)"
    let text = process::output(Command::new(folder.join("pg_ctl")).arg("--version")).ok()?;
    let number = text.split_whitespace().nth(2)?;
    Some(number.split(|letter: char| !letter.is_ascii_digit()).next()?.to_owned())
}
