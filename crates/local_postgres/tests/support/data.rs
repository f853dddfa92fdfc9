use local_postgres::{Postgres, Settings, program, stop};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A data folder whose server ends with the test, also with a failing one.
pub struct Data(pub TempDir);

impl Data {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // As for any user of a multi-user machine: others may pass.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        Self(folder)
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("data")
    }

    pub fn settings(&self) -> Settings {
        Settings { data: self.path(), durable: true, max_connections: 20 }
    }

    pub fn start(&self) -> Postgres {
        Postgres::start(&self.settings()).unwrap()
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = stop(&self.path(), true);
    }
}

pub fn sql(data: &Path, statement: &str) -> String {
    let output = program(data, "psql").unwrap().args(["-XAtqc", statement]).output().unwrap();
    assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
