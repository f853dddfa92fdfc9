//! Each instance writes its own index directory. Servers that share a data folder take `index/0`, `index/1` …:
//! the first that nobody holds, so that a restart finds the index it left.

use rustix::fs::{FlockOperation, flock};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// More servers on one folder than any machine runs.
const MOST: usize = 64;

/// A directory that is ours until this is dropped, or the process ends in whatever way.
pub struct IndexFolder {
    pub path: PathBuf,
    _lock: File,
}

pub fn claim(data: &Path) -> io::Result<IndexFolder> {
    let folder = data.join("index");
    fs::create_dir_all(&folder)?;
    for number in 0..MOST {
        // Not `.lock`: that is the index's own.
        let lock = File::create(folder.join(format!("{number}.taken")))?;
        match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(IndexFolder { path: folder.join(number.to_string()), _lock: lock }),
            Err(rustix::io::Errno::WOULDBLOCK) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(io::Error::other(format!("{MOST} servers already use {}", folder.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_servers_never_share_a_directory_and_a_restart_finds_its_own() {
        let data = tempfile::tempdir().unwrap();
        let first = claim(data.path()).unwrap();
        let second = claim(data.path()).unwrap();
        assert_ne!(first.path, second.path);
        let path = first.path.clone();
        drop(first);
        assert_eq!(claim(data.path()).unwrap().path, path);
    }
}
