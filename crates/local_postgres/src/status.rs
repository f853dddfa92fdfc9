use crate::{Error, binaries::Binaries, cluster, folder::Folder};
use std::path::{Path, PathBuf};

/// The Postgres of a data folder, as found; nothing is started or changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Major version of the cluster; nothing when none was made yet.
    pub version: Option<String>,
    pub running: bool,
    /// Process id of the server, while it runs.
    pub pid: Option<i32>,
    /// Folder of the fitting programs; nothing when this machine has none.
    pub binaries: Option<PathBuf>,
    /// Folder of the socket.
    pub sockets: PathBuf,
    pub log: PathBuf,
}

pub fn status(data: &Path) -> Result<Status, Error> {
    let folder = match Folder::open(data) {
        Ok(folder) => folder,
        // Not made yet: tell where things would be.
        Err(_) => Folder { data: data.to_owned() },
    };
    let running = cluster::answers(&folder);
    Ok(Status {
        version: folder.version()?,
        running,
        pid: folder.postmaster().filter(|_| running),
        binaries: Binaries::find(&folder).ok().map(|binaries| binaries.folder),
        sockets: folder.sockets(),
        log: folder.log(),
    })
}
