use crate::{
    DATABASE, Error, PORT, binaries::Binaries, cluster, error::Doing, folder::Folder, identity::Identity, process,
    program,
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder, made when missing.
    pub data: PathBuf,
    /// `false` only for tests: a crash of the machine then loses data.
    pub durable: bool,
    /// Takes effect when Postgres is started, not when a running one is joined.
    pub max_connections: u16,
}

/// A running Postgres, in use by this process for as long as the value lives. Dropping it leaves Postgres running.
#[derive(Debug)]
pub struct Postgres {
    folder: Folder,
    created: bool,
    started_here: bool,
    /// The shared lock that tells other processes of us.
    users: File,
}

/// What became of a request to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    Now,
    /// There was nothing to stop.
    NotRunning,
    /// Other processes use it; it goes on.
    InUse,
}

impl Postgres {
    /// Starts the Postgres of the data folder, making the cluster if there is none, or joins it when it is running.
    /// Any number of processes may call this at once. The database exists and is empty when [`Postgres::created`].
    pub fn start(settings: &Settings) -> Result<Self, Error> {
        let folder = Folder::create(&settings.data)?;
        let _lock = folder.lock()?;
        let binaries = Binaries::find(&folder)?;
        let users = folder.lock_file("postgres.users")?;
        users.lock_shared().doing(|| format!("locking {}", folder.data.join("postgres.users").display()))?;
        let created = folder.version()?.is_none();
        let started_here = created || !cluster::ready(&folder, &binaries)?;
        if started_here {
            let identity = Identity::settle(&folder)?;
            if created {
                cluster::create(&folder, &binaries, &identity, settings.durable)?;
            }
            cluster::start(&folder, &binaries, &identity, settings)?;
            let pid = folder.postmaster().unwrap_or_default().to_string();
            fs::write(folder.started(), pid).doing(|| format!("writing {}", folder.started().display()))?;
        }
        create_database(&folder, &binaries)?;
        Ok(Self { folder, created, started_here, users })
    }

    pub fn url(&self) -> String {
        self.url_of(DATABASE)
    }

    /// Address of `database` in this cluster, for sqlx and for libpq.
    pub fn url_of(&self, database: &str) -> String {
        format!(
            "postgres:///{}?host={}&port={PORT}&user={DATABASE}&sslmode=disable",
            percent(database.as_bytes()),
            percent(self.folder.sockets().as_os_str().as_encoded_bytes())
        )
    }

    /// Whether this call made the cluster.
    pub fn created(&self) -> bool {
        self.created
    }

    /// Whether this call started the server; `false` when it joined a running one.
    pub fn started_here(&self) -> bool {
        self.started_here
    }

    /// From now on nobody's leaving stops the server, only [`stop`].
    pub fn keep(&self) -> Result<(), Error> {
        remove_if_there(&self.folder.started())
    }

    /// Stops the server if Bussola started it and nobody else uses it; says whether it did. Close your connections first.
    pub fn stop_if_last(self) -> Result<bool, Error> {
        let Self { folder, users, .. } = self;
        let _lock = folder.lock()?;
        drop(users);
        let started = fs::read_to_string(folder.started()).ok().and_then(|text| text.trim().parse().ok());
        if started.is_none() || started != folder.postmaster() {
            return Ok(false);
        }
        Ok(stop_locked(&folder, false)? == Stopped::Now)
    }
}

/// Stops the Postgres of `data`; while other processes use it, only when `force`d.
pub fn stop(data: &Path, force: bool) -> Result<Stopped, Error> {
    let folder = Folder::open(data)?;
    let _lock = folder.lock()?;
    stop_locked(&folder, force)
}

/// The caller holds the lock, so nobody joins meanwhile.
fn stop_locked(folder: &Folder, force: bool) -> Result<Stopped, Error> {
    if folder.version()?.is_none() || !cluster::answers(folder) {
        return Ok(Stopped::NotRunning);
    }
    let users = folder.lock_file("postgres.users")?;
    if users.try_lock().is_err() && !force {
        return Ok(Stopped::InUse);
    }
    cluster::stop(folder, &Binaries::find(folder)?, &Identity::settle(folder)?)?;
    remove_if_there(&folder.started())?;
    tracing::info!(folder = %folder.cluster().display(), "stopped Postgres");
    Ok(Stopped::Now)
}

fn create_database(folder: &Folder, binaries: &Binaries) -> Result<(), Error> {
    let mut query = program::client(folder, binaries, "psql");
    query.env("PGDATABASE", "postgres").args(["-XAtqc", "SELECT 1 FROM pg_database WHERE datname = current_user"]);
    if process::output(&mut query)? != "1" {
        let mut create = program::client(folder, binaries, "psql");
        create.env("PGDATABASE", "postgres").args(["-Xqc", &format!("CREATE DATABASE {DATABASE}")]);
        process::output(&mut create)?;
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).doing(|| format!("removing {}", path.display()))
        }
        _ => Ok(()),
    }
}

fn percent(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(*byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    bytes.iter().map(letter).collect()
}
