//! A home for Postgres outside the data folder: for root whose data folder nobody else may enter, such as one in root's
//! home, on a system that forbids user namespaces. Containers are such systems unless told otherwise.

use crate::{Error, error::Doing, folder::Folder, identity::Identity};
use std::{
    fs::{self, DirBuilder, Permissions},
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
};

/// Apart from any data folder, and open to be passed through.
const HOMES: &str = "/var/lib/bussola-postgres";

/// Puts a link to a new home in the place of the empty one, once `identity` is seen to work there.
pub(crate) fn settle(folder: &Folder, identity: &Identity) -> Result<(), Error> {
    let homes = Path::new(HOMES);
    if !homes.exists() {
        fs::create_dir_all(homes).doing(|| format!("making {HOMES}"))?;
        // Whatever the umask.
        fs::set_permissions(homes, Permissions::from_mode(0o755)).doing(|| format!("opening {HOMES}"))?;
    }
    let home = new_home(homes, &folder.hash())?;
    let settled = identity.give(&home).and_then(|()| identity.try_in(&home)).and_then(|()| link(folder, &home));
    if settled.is_err() {
        let _ = fs::remove_dir(&home);
    }
    settled
}

fn link(folder: &Folder, home: &Path) -> Result<(), Error> {
    let near = folder.near_home();
    fs::remove_dir(&near).doing(|| format!("removing the empty {}", near.display()))?;
    symlink(home, &near).doing(|| format!("linking {} to {}", near.display(), home.display()))?;
    tracing::info!(
        data = %folder.data.display(),
        home = %home.display(),
        "Postgres does not run as root and no other user may enter the data folder: its files are kept outside"
    );
    Ok(())
}

/// Never one that is there: the link to it may have gone with an earlier data folder, but whoever removed that did not ask
/// for what was in it to come back, nor to be removed.
fn new_home(homes: &Path, name: &str) -> Result<PathBuf, Error> {
    let mut number = 1;
    loop {
        let home = homes.join(if number == 1 { name.to_owned() } else { format!("{name}-{number}") });
        match DirBuilder::new().mode(0o700).create(&home) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                tracing::warn!(folder = %home.display(), "left by an earlier data folder of this path; remove it if it is not wanted");
                number += 1;
            }
            made => return made.map(|()| home.clone()).doing(|| format!("making {}", home.display())),
        }
    }
}
