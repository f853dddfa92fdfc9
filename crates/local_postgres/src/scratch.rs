//! The Postgres of the tests: one cluster for all test processes of this checkout, kept between runs, without fsync.

use crate::{Error, Postgres, Settings, cluster, error::Doing, folder::Folder};
use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Room for many test processes, each with several pools.
const CONNECTIONS: u16 = 200;

/// `BUSSOLA_TEST_DATA`, or a folder in the system's temporary one that belongs to this checkout and user.
pub fn data() -> PathBuf {
    if let Some(data) = env::var_os("BUSSOLA_TEST_DATA") {
        return PathBuf::from(data);
    }
    let mut hasher = DefaultHasher::new();
    env!("CARGO_MANIFEST_DIR").hash(&mut hasher);
    let user = rustix::process::geteuid().as_raw();
    env::temp_dir().join(format!("bussola-test-{user}-{:016x}", hasher.finish()))
}

/// Starts or joins it. It goes on after the process ends; `bussola db stop --data <the folder>` ends it.
pub fn cluster() -> Result<Postgres, Error> {
    let settings = Settings { data: data(), durable: false, max_connections: CONNECTIONS };
    Postgres::start(&settings).or_else(|error| {
        // Without fsync a crash of the machine may spoil it; it holds nothing worth keeping.
        clear(&settings.data).map_err(|_| error)?;
        Postgres::start(&settings)
    })
}

/// Removes a cluster that does not run.
fn clear(data: &Path) -> Result<(), Error> {
    let folder = Folder::open(data)?;
    let _lock = folder.lock()?;
    if cluster::answers(&folder) {
        return Err(Error::NotRunning { data: data.to_owned() });
    }
    tracing::warn!(folder = %folder.home().display(), "making the test cluster anew");
    fs::remove_dir_all(folder.home()).doing(|| format!("removing {}", folder.home().display()))
}

/// Address of the database `name` in the scratch cluster, which is started if need be.
pub fn url(name: &str) -> Result<String, Error> {
    cluster().map(|postgres| postgres.url_of(name))
}
