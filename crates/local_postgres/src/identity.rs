use crate::{
    Error, elsewhere,
    error::Doing,
    folder::{Folder, private},
    process,
};
use std::{
    fs::{self, File},
    io::Write,
    os::unix::{
        fs::{MetadataExt, OpenOptionsExt, fchown, lchown},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

/// As whom the server programs run: Postgres refuses root.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Identity {
    /// As this process, which is not root.
    Same,
    /// Root steps down to this user, who owns the files.
    User { uid: u32, gid: u32 },
    /// Root puts on another number in a user namespace; the files stay root's. For data folders that no other
    /// user may enter, such as those in root's home.
    Namespace { uid: u32, gid: u32 },
}

impl Identity {
    /// Makes the home of Postgres in `folder` if it is not there, and finds who can work in it. An existing one
    /// is always entered as its owner.
    pub fn settle(folder: &Folder) -> Result<Self, Error> {
        let home = folder.home();
        let user = rustix::process::geteuid().as_raw();
        let fresh = !folder.cluster().exists();
        private(&home)?;
        let about = home.symlink_metadata().doing(|| format!("looking at {}", home.display()))?;
        if user != 0 {
            return if about.uid() == user {
                Ok(Self::Same)
            } else {
                Err(Error::ForeignOwner { folder: home, owner: about.uid(), user })
            };
        }
        if about.uid() != 0 {
            return Ok(Self::User { uid: about.uid(), gid: about.gid() });
        }
        let (name, uid, gid) = stand_in();
        let direct = Self::User { uid, gid };
        if fresh && lchown(&home, Some(uid), Some(gid)).is_ok() {
            if direct.try_in(&home).is_ok() {
                return Ok(direct);
            }
            lchown(&home, Some(0), Some(0)).doing(|| format!("taking {} back", home.display()))?;
        }
        let namespace = Self::Namespace { uid, gid };
        let mut reason = match namespace.try_in(&home) {
            Ok(()) => return Ok(namespace),
            Err(error) => error.to_string(),
        };
        if fresh {
            match elsewhere::settle(folder, &direct) {
                Ok(()) => return Ok(direct),
                Err(error) => reason = format!("{reason}; and outside of it: {error}"),
            }
        }
        Err(Error::NoIdentity { folder: home, user: name, reason })
    }

    /// `program` under this identity, in `folder`: server programs fail in a folder they may not enter.
    pub fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = match self {
            Self::Same => Command::new(program),
            Self::User { uid, gid } => {
                let mut command = Command::new(program);
                command.uid(*uid).gid(*gid);
                command
            }
            Self::Namespace { uid, gid } => {
                let mut command = Command::new("unshare");
                command.arg("--user").arg(format!("--map-user={uid}")).arg(format!("--map-group={gid}"));
                command.arg("--").arg(program);
                command
            }
        };
        process::without_foreign_settings(&mut command);
        command.current_dir(folder);
        command
    }

    /// Gives a file made by this process to the server.
    pub fn give(&self, path: &Path) -> Result<(), Error> {
        match self {
            Self::User { uid, gid } => {
                lchown(path, Some(*uid), Some(*gid)).doing(|| format!("giving {} to user {uid}", path.display()))
            }
            Self::Same | Self::Namespace { .. } => Ok(()),
        }
    }

    /// Writes a file of the server's into a folder of the server's: as root never through a link that stands there, since
    /// whoever runs code as the server could point it anywhere.
    pub fn write(&self, path: &Path, text: &str) -> Result<(), Error> {
        let new = path.with_extension("new");
        let doing = || format!("writing {}", path.display());
        match fs::remove_file(&new) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error).doing(doing),
            _ => {}
        }
        let mut file = File::options().write(true).create_new(true).mode(0o600).open(&new).doing(doing)?;
        file.write_all(text.as_bytes()).doing(doing)?;
        if let Self::User { uid, gid } = self {
            fchown(&file, Some(*uid), Some(*gid)).doing(doing)?;
        }
        fs::rename(&new, path).doing(doing)
    }

    pub fn try_in(&self, folder: &Path) -> Result<(), Error> {
        process::output(&mut self.command(Path::new("true"), folder)).map(drop)
    }
}

/// The user root steps down to: `postgres`, which Debian's package makes, else `nobody`.
fn stand_in() -> (String, u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let find = |name: &str| {
        users.lines().find_map(|line| {
            let mut fields = line.split(':');
            if fields.next()? != name {
                return None;
            }
            let (uid, gid) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
            Some((name.to_owned(), uid, gid))
        })
    };
    find("postgres").or_else(|| find("nobody")).unwrap_or_else(|| ("nobody".to_owned(), 65_534, 65_534))
}
