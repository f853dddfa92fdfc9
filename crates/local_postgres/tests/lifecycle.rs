//! Real clusters in temporary folders.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "support/data.rs"]
mod data;

use data::{Data, sql};
use local_postgres::{Error, Postgres, Settings, Stopped, program, status, stop};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

fn running(data: &Path) -> bool {
    status(data).unwrap().running
}

#[test]
fn data_survives_a_restart_and_is_kept_safely() {
    let data = Data::new();
    let first = data.start();
    assert!(first.created() && first.started_here());
    sql(&data.path(), "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('habitação')");
    assert_eq!(sql(&data.path(), "SHOW fsync; SHOW data_checksums; SHOW listen_addresses"), "on\non");
    assert_eq!(sql(&data.path(), "SHOW server_encoding"), "UTF8");
    assert_eq!(sql(&data.path(), "SHOW max_connections"), "20");
    let run = status(&data.path()).unwrap().sockets;
    assert_eq!(fs::metadata(run).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(first.stop_if_last().unwrap());
    assert!(!running(&data.path()));
    assert!(matches!(program(&data.path(), "psql"), Err(Error::NotRunning { .. })));

    let second = data.start();
    assert!(!second.created() && second.started_here());
    assert_eq!(sql(&data.path(), "SELECT word FROM kept"), "habitação");
}

#[test]
fn the_last_user_stops_it() {
    let data = Data::new();
    let (first, second) = (data.start(), data.start());
    assert!(first.started_here() && !second.started_here() && first.url() == second.url());
    assert_eq!(stop(&data.path(), false).unwrap(), Stopped::InUse);
    assert!(!first.stop_if_last().unwrap());
    assert!(running(&data.path()));
    assert!(second.stop_if_last().unwrap(), "it joined, but Bussola had started it");
    assert!(!running(&data.path()));
    assert_eq!(stop(&data.path(), false).unwrap(), Stopped::NotRunning);
}

#[test]
fn a_kept_one_outlives_its_users() {
    let data = Data::new();
    data.start().keep().unwrap();
    assert!(!data.start().stop_if_last().unwrap());
    assert!(running(&data.path()));
    assert_eq!(stop(&data.path(), false).unwrap(), Stopped::Now);
}

/// Killed between pg_ctl and the word about it, a command left a server that nobody ever stopped.
#[test]
fn one_whose_starter_was_killed_is_stopped_by_the_last_user() {
    let data = Data::new();
    drop(data.start());
    fs::write(data.path().join("postgres.started"), "0\n").unwrap();
    let next = data.start();
    assert!(!next.started_here());
    assert!(next.stop_if_last().unwrap());
    assert!(!running(&data.path()));
}

/// Who runs code as `postgres` may plant a link; root must not write through it.
#[test]
fn settings_are_not_written_through_a_link() {
    let data = Data::new();
    assert!(data.start().stop_if_last().unwrap());
    let precious = data.0.path().join("precious");
    fs::write(&precious, "mine").unwrap();
    let settings = data.path().join("postgres").join("cluster").join("bussola.conf");
    for link in [settings.with_extension("new"), settings.clone()] {
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(&precious, &link).unwrap();
    }
    assert!(data.start().stop_if_last().unwrap());
    assert_eq!(fs::read_to_string(&precious).unwrap(), "mine");
    assert!(fs::symlink_metadata(&settings).unwrap().is_file());
}

#[test]
fn committed_rows_survive_kill_9_of_the_postmaster() {
    let data = Data::new();
    let user = data.start();
    sql(&data.path(), "CREATE TABLE kept (n int)");
    for round in 1..=3 {
        sql(&data.path(), &format!("INSERT INTO kept VALUES ({round})"));
        // A backend busy at the moment of death: it must not stand in the way of the next start.
        let mut busy = program(&data.path(), "psql").unwrap();
        let mut busy = busy.args(["-Xc", "SELECT pg_sleep(600)"]).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(200));
        let pid = status(&data.path()).unwrap().pid.unwrap();
        assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
        let start = Instant::now();
        let again = data.start();
        assert!(again.started_here() && start.elapsed() < Duration::from_secs(30));
        let all: i64 = sql(&data.path(), "SELECT sum(n) FROM kept").parse().unwrap();
        assert_eq!(all, (1..=round).sum::<i64>());
        busy.wait().unwrap();
    }
    drop(user);
}

#[test]
fn a_crashed_server_is_revived_and_a_stopped_one_is_not() {
    let data = Data::new();
    let user = data.start();
    assert!(!user.revive().unwrap(), "nothing to do while it runs");
    let pid = status(&data.path()).unwrap().pid.unwrap();
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
    while running(&data.path()) {
        thread::sleep(Duration::from_millis(10));
    }
    assert!(user.revive().unwrap());
    assert_eq!(sql(&data.path(), "SELECT 1"), "1");
    assert_eq!(stop(&data.path(), true).unwrap(), Stopped::Now);
    assert!(!user.revive().unwrap());
    assert!(!running(&data.path()));
}

/// After a reboot, or in a container, the number in `postmaster.pid` may belong to any program.
#[test]
fn a_stale_pid_file_with_the_number_of_another_program_is_no_obstacle() {
    let data = Data::new();
    assert!(data.start().stop_if_last().unwrap());
    // Of the user who runs Postgres, or Postgres would see that it cannot be its own.
    let mut other = sleeper(&data.path().join("postgres/cluster"));
    let cluster = data.path().join("postgres/cluster");
    let pid_file = cluster.join("postmaster.pid");
    fs::write(&pid_file, format!("{}\n{}\n1\n5432\n/nowhere\n\n  1 1\n", other.id(), cluster.display())).unwrap();
    let started = Postgres::start(&data.settings());
    other.kill().unwrap();
    other.wait().unwrap();
    assert!(started.unwrap().started_here());
}

fn sleeper(like: &Path) -> std::process::Child {
    use std::os::unix::{fs::MetadataExt, process::CommandExt};
    let owner = fs::metadata(like).unwrap();
    let mut command = Command::new("sleep");
    command.arg("300");
    if rustix::process::geteuid().is_root() {
        command.uid(owner.uid()).gid(owner.gid());
    }
    command.spawn().unwrap()
}

#[test]
fn starts_at_the_same_moment_make_one_cluster() {
    let data = Data::new();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let settings = data.settings();
            thread::spawn(move || Postgres::start(&settings).unwrap())
        })
        .collect();
    let all: Vec<Postgres> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(all.iter().filter(|postgres| postgres.created()).count(), 1);
    assert_eq!(all.iter().filter(|postgres| postgres.started_here()).count(), 1);
    assert_eq!(sql(&data.path(), "SELECT count(*) FROM pg_database WHERE datname = 'bussola'"), "1");
    let stopped: Vec<bool> = all.into_iter().map(|postgres| postgres.stop_if_last().unwrap()).collect();
    assert_eq!(stopped, [false, false, false, true]);
}

#[test]
fn data_of_another_version_is_refused_and_untouched() {
    let data = Data::new();
    let version = data.path().join("postgres/cluster/PG_VERSION");
    fs::create_dir_all(version.parent().unwrap()).unwrap();
    fs::write(&version, "9.6\n").unwrap();
    let error = Postgres::start(&data.settings()).unwrap_err();
    assert!(matches!(&error, Error::WrongVersion { wanted, .. } if wanted == "9.6"), "{error}");
    assert!(error.to_string().contains("not touched"));
    assert_eq!(fs::read_to_string(version).unwrap(), "9.6\n");
}

#[test]
fn an_interrupted_initdb_is_done_again() {
    let data = Data::new();
    let half = data.path().join("postgres/cluster.new");
    fs::create_dir_all(&half).unwrap();
    fs::set_permissions(data.path().join("postgres"), fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(half.join("PG_VERSION"), "15\n").unwrap();
    let postgres = data.start();
    assert!(postgres.created());
    assert!(!half.exists());
}

/// A socket path may have 107 bytes; names may have spaces and quotes.
#[test]
fn long_and_odd_folder_names_work() {
    for name in ["it's \"odd\", isn't it".to_owned(), "long".repeat(40)] {
        let data = Data::new();
        let settings = Settings { data: data.path().join(&name), ..data.settings() };
        let postgres = Postgres::start(&settings).unwrap();
        let output = program(&settings.data, "psql").unwrap().args(["-XAtc", "SELECT 1"]).output().unwrap();
        let by_url =
            program(&settings.data, "psql").unwrap().args(["-XAtc", "SELECT 1", &postgres.url()]).output().unwrap();
        assert!(postgres.stop_if_last().unwrap());
        assert_eq!(String::from_utf8_lossy(&output.stdout), "1\n", "{}", String::from_utf8_lossy(&output.stderr));
        let sockets = status(&settings.data).unwrap().sockets;
        assert!(sockets.starts_with(&settings.data) || !sockets.exists(), "left behind: {}", sockets.display());
        assert_eq!(String::from_utf8_lossy(&by_url.stdout), "1\n", "{}", String::from_utf8_lossy(&by_url.stderr));
    }
}

/// Settings meant for other servers must not lead ours astray.
#[test]
fn variables_for_another_server_are_ignored() {
    let data = Data::new();
    let _postgres = data.start();
    let mut command = program(&data.path(), "psql").unwrap();
    assert!(command.get_envs().any(|(name, value)| name == "PGSERVICE" && value.is_none()));
    let output = command.args(["-XAtc", "SELECT current_user, current_database()"]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "bussola|bussola\n");
}
