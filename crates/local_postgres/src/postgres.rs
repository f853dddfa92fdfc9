use crate::{
    DATABASE, Error, PORT, binaries::Binaries, cluster, error::Doing, folder::Folder, identity::Identity, process,
    program,
};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
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
    settings: Settings,
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
            start_locked(&folder, &binaries, settings, false)?;
        }
        if !started_here && let Some(Started { pid: STARTING, kept }) = Started::read(&folder) {
            // Whoever started it was killed before it could say which: it is ours to stop.
            Started { pid: folder.postmaster().unwrap_or_default(), kept }.write(&folder)?;
        }
        create_database(&folder, &binaries)?;
        Ok(Self { folder, settings: settings.clone(), created, started_here, users })
    }

    /// Starts the server again if it has ended by itself; says whether it did. One that was [`stop`]ped stays so.
    pub fn revive(&self) -> Result<bool, Error> {
        if cluster::answers(&self.folder) {
            return Ok(false);
        }
        let _lock = self.folder.lock()?;
        let Some(started) = Started::read(&self.folder) else { return Ok(false) };
        let binaries = Binaries::find(&self.folder)?;
        if cluster::ready(&self.folder, &binaries)? {
            return Ok(false);
        }
        start_locked(&self.folder, &binaries, &self.settings, started.kept)?;
        Ok(true)
    }

    pub fn url(&self) -> String {
        self.url_of(DATABASE)
    }

    /// Address of `database` in this cluster, for sqlx and for libpq.
    pub fn url_of(&self, database: &str) -> String {
        url_of(&self.folder, database)
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
        let _lock = self.folder.lock()?;
        Started { pid: self.folder.postmaster().unwrap_or_default(), kept: true }.write(&self.folder)
    }

    /// Stops the server if Bussola started it and nobody else uses it; says whether it did. Close your connections first.
    pub fn stop_if_last(self) -> Result<bool, Error> {
        let Self { folder, users, .. } = self;
        let _lock = folder.lock()?;
        drop(users);
        let ours =
            Started::read(&folder).is_some_and(|started| !started.kept && Some(started.pid) == folder.postmaster());
        Ok(ours && stop_locked(&folder, false)? == Stopped::Now)
    }
}

/// Of a server that is being started.
const STARTING: i32 = 0;

/// What `postgres.started` says of the server that Bussola started. Gone once somebody has stopped it on purpose.
struct Started {
    pid: i32,
    /// It goes on without users.
    kept: bool,
}

impl Started {
    fn read(folder: &Folder) -> Option<Self> {
        let text = fs::read_to_string(folder.started()).ok()?;
        let mut words = text.split_whitespace();
        Some(Self { pid: words.next()?.parse().ok()?, kept: words.next() == Some("kept") })
    }

    fn write(&self, folder: &Folder) -> Result<(), Error> {
        let text = format!("{}{}\n", self.pid, if self.kept { " kept" } else { "" });
        fs::write(folder.started(), text).doing(|| format!("writing {}", folder.started().display()))
    }
}

fn start_locked(folder: &Folder, binaries: &Binaries, settings: &Settings, kept: bool) -> Result<(), Error> {
    let identity = Identity::settle(folder)?;
    if folder.version()?.is_none() {
        cluster::create(folder, binaries, &identity, settings.durable)?;
    }
    // Before it runs, so that it is known for ours whatever becomes of this process.
    Started { pid: STARTING, kept }.write(folder)?;
    cluster::start(folder, binaries, &identity, settings)?;
    Started { pid: folder.postmaster().unwrap_or_default(), kept }.write(folder)
}

/// Address of the database of a Postgres that runs already.
pub fn program_url(data: &Path) -> Result<String, Error> {
    let folder = program::running(data)?;
    Ok(url_of(&folder, DATABASE))
}

fn url_of(folder: &Folder, database: &str) -> String {
    format!(
        "postgres:///{}?host={}&port={PORT}&user={DATABASE}&sslmode=disable",
        percent_encode(database.as_bytes(), NON_ALPHANUMERIC),
        percent_encode(folder.sockets().as_os_str().as_encoded_bytes(), NON_ALPHANUMERIC)
    )
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
