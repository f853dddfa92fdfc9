//! Root, whom Postgres refuses, with a data folder that nobody else may enter.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "support/data.rs"]
mod data;

use data::{Data, sql};
use local_postgres::{Stopped, stop};
use std::{fs, os::unix::fs::PermissionsExt, process::Command};

/// A folder that only root may enter, such as one in root's home: the case of a container or a development box.
#[test]
fn root_can_use_a_folder_closed_to_others() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let data = Data::new();
    fs::set_permissions(data.0.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let postgres = data.start();
    sql(&data.path(), "CREATE TABLE kept ()");
    assert!(postgres.stop_if_last().unwrap());
    assert!(!data.start().created());
    sql(&data.path(), "SELECT FROM kept");
}

/// The same in a container that forbids user namespaces, as Docker's do: here for want of the right to put on numbers.
#[test]
fn root_can_use_a_folder_closed_to_others_without_namespaces() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set", "-setfcap"]).arg(std::env::current_exe().unwrap());
    let output = command.args(["--exact", "--ignored", "within_a_container"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
#[ignore = "started by the one above"]
fn within_a_container() {
    let data = Data::new();
    fs::set_permissions(data.0.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let postgres = data.start();
    let link = data.path().join("postgres");
    let home = fs::read_link(&link).unwrap();
    assert!(home.starts_with("/var/lib/bussola-postgres"), "{}", home.display());
    sql(&data.path(), "CREATE TABLE kept ()");
    assert!(postgres.stop_if_last().unwrap());
    let again = data.start();
    assert!(!again.created());
    sql(&data.path(), "SELECT FROM kept");
    // Whoever removes the data folder has a new one, and the old files are not removed behind their back.
    assert!(again.stop_if_last().unwrap());
    fs::remove_file(&link).unwrap();
    assert!(data.start().created());
    let second = fs::read_link(&link).unwrap();
    assert!(second != home && home.join("cluster").exists());
    assert_eq!(stop(&data.path(), true).unwrap(), Stopped::Now);
    fs::remove_dir_all(home).unwrap();
    fs::remove_dir_all(second).unwrap();
}
