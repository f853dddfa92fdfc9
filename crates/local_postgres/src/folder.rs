use crate::{Error, PORT, error::Doing};
use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions},
    hash::{DefaultHasher, Hash, Hasher},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

/// The kernel's `sun_path` has 108 bytes, the last one a zero.
const SOCKET_PATH_MAX: usize = 107;

/// Where things are in one data folder. The folder exists and its path is absolute, without links.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    pub data: PathBuf,
}

impl Folder {
    pub fn open(data: &Path) -> Result<Self, Error> {
        let data = data.canonicalize().doing(|| format!("opening the data folder {}", data.display()))?;
        Ok(Self { data })
    }

    pub fn create(data: &Path) -> Result<Self, Error> {
        fs::create_dir_all(data).doing(|| format!("making the data folder {}", data.display()))?;
        Self::open(data)
    }

    pub fn near_home(&self) -> PathBuf {
        self.data.join("postgres")
    }

    /// `postgres`, or where a link in its place leads ([`crate::elsewhere`]): one that root or this user has made.
    pub fn home(&self) -> PathBuf {
        let near = self.near_home();
        let ours = |about: &Metadata| about.uid() == 0 || about.uid() == rustix::process::geteuid().as_raw();
        match near.symlink_metadata() {
            // Without links, as the server's working folder is told.
            Ok(about) if about.is_symlink() && ours(&about) => {
                near.canonicalize().or_else(|_| near.read_link()).unwrap_or(near)
            }
            _ => near,
        }
    }

    pub fn cluster(&self) -> PathBuf {
        self.home().join("cluster")
    }

    pub fn log(&self) -> PathBuf {
        self.home().join("log")
    }

    pub fn started(&self) -> PathBuf {
        self.data.join("postgres.started")
    }

    /// `postgres/run`, unless its path is too long for a socket or has a comma, where libpq sees two hosts.
    pub fn sockets(&self) -> PathBuf {
        let near = self.home().join("run");
        let length = near.as_os_str().len() + "/.s.PGSQL.".len() + PORT.len();
        if length <= SOCKET_PATH_MAX && near.to_str().is_some_and(|path| !path.contains(',')) {
            return near;
        }
        // Always /tmp, never $TMPDIR: all processes of this data folder must come to the same place.
        PathBuf::from(format!("/tmp/bussola-postgres-{}", self.hash()))
    }

    /// Of the path.
    pub fn hash(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.data.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// Whether the socket folder belongs to whom the home belongs, or to `user`: in /tmp anybody could have made it.
    pub fn sockets_are_ours(&self, user: u32) -> bool {
        let owner = |path: PathBuf| path.symlink_metadata().map(|about| about.uid()).ok();
        let of_sockets = owner(self.sockets());
        of_sockets.is_some() && (of_sockets == Some(user) || of_sockets == owner(self.home()))
    }

    pub fn socket(&self) -> PathBuf {
        self.sockets().join(format!(".s.PGSQL.{PORT}"))
    }

    /// Major version of an existing cluster.
    pub fn version(&self) -> Result<Option<String>, Error> {
        let file = self.cluster().join("PG_VERSION");
        match fs::read_to_string(&file) {
            Ok(version) => Ok(Some(version.trim().to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.cluster().exists() => Ok(None),
            other => other.map(Some).doing(|| format!("reading {}", file.display())),
        }
    }

    pub fn postmaster(&self) -> Option<i32> {
        pid_in(&self.cluster().join("postmaster.pid"))
    }

    pub fn lock_file(&self, name: &str) -> Result<File, Error> {
        let path = self.data.join(name);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        file.doing(|| format!("opening {}", path.display()))
    }

    /// Waits until no other process makes, starts or stops this Postgres; free again when the value is dropped.
    pub fn lock(&self) -> Result<File, Error> {
        let file = self.lock_file("postgres.lock")?;
        file.lock().doing(|| format!("locking {}", self.data.join("postgres.lock").display()))?;
        Ok(file)
    }
}

/// Makes `path` with mode 0700, or takes it when it is there already.
pub(crate) fn private(path: &Path) -> Result<(), Error> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let about = path.symlink_metadata().doing(|| format!("looking at {}", path.display()))?;
            if !about.is_dir() || about.mode() & 0o077 != 0 {
                return Err(Error::UnsafeSocketFolder { folder: path.to_owned() });
            }
            Ok(())
        }
        other => other.doing(|| format!("making {}", path.display())),
    }
}

/// The process id in the first line of a Postgres lock file.
pub(crate) fn pid_in(file: &Path) -> Option<i32> {
    fs::read_to_string(file).ok()?.lines().next()?.trim().parse().ok()
}
