//! What was acknowledged survives: server and Postgres are killed again and again while records come in.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here fails the test")]

#[path = "support/instance.rs"]
mod instance;

use instance::{Data, Instance, bussola, feed, psql, signal};
use std::{
    collections::BTreeSet,
    process::Stdio,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{scope, sleep},
    time::{Duration, Instant},
};

const KILLS: usize = 20;

/// Each record is imported by a command of its own, which acknowledges it by exiting with 0. A refused or killed
/// command is tried again with the same record, as an operator would.
#[test]
fn kill_9_loses_and_doubles_nothing() {
    let data = Data::new();
    let files = tempfile::tempdir().unwrap();
    let acknowledged = Mutex::new(BTreeSet::new());
    let (done, attempts) = (AtomicBool::new(false), AtomicUsize::new(0));
    let server = Mutex::new(Some(Instance::start(&mut bussola(&data.path()))));
    scope(|scope| {
        scope.spawn(|| {
            let mut number = 0;
            while !done.load(Ordering::Relaxed) {
                let file = feed(files.path(), number, &format!("Kitchen number{number:04}"));
                attempts.fetch_add(1, Ordering::Relaxed);
                let status = bussola(&data.path())
                    .args(["import", "--source", &format!("crash-{number}")])
                    .arg(&file)
                    .stdin(Stdio::null())
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()
                    .unwrap();
                if status.success() {
                    acknowledged.lock().unwrap().insert(number);
                    number += 1;
                }
            }
        });
        // Also when a check below fails: the writer must not write for ever.
        let _end = AtEnd(&done);
        for round in 0..KILLS {
            sleep(Duration::from_millis(200 + 97 * (round as u64 % 7)));
            if round % 2 == 0 {
                if let Some(instance) = server.lock().unwrap().take() {
                    instance.kill();
                }
                *server.lock().unwrap() = Some(restart(&data));
            } else if let Some(postmaster) = postmaster(&data) {
                signal(postmaster, rustix::process::Signal::KILL);
            }
        }
        sleep(Duration::from_secs(1));
    });
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(
        acknowledged.len() >= KILLS / 2,
        "only {} of {} writes got through",
        acknowledged.len(),
        attempts.into_inner()
    );

    let server = server.into_inner().unwrap().unwrap();
    let kept = psql(&data.path(), "select count(*) from service where status = 'active'").parse::<usize>().unwrap();
    let distinct = psql(&data.path(), "select count(distinct name) from service where status = 'active'")
        .parse::<usize>()
        .unwrap();
    assert_eq!(kept, distinct, "a record was written twice");
    for number in &acknowledged {
        let found =
            psql(&data.path(), &format!("select count(*) from service where slug = 'kitchen-number{number:04}'"));
        assert_eq!(found, "1", "record {number} was acknowledged");
    }
    let started = Instant::now();
    while server.total("kind=service&per_page=1") != Some(kept as u64) {
        let total = server.total("kind=service&per_page=1");
        assert!(started.elapsed() < Duration::from_secs(20), "the index says {total:?}, the database {kept}");
        sleep(Duration::from_millis(100));
    }
    for number in &acknowledged {
        assert_eq!(server.total(&format!("q=number{number:04}&kind=service")), Some(1), "record {number} in the index");
    }
}

struct AtEnd<'a>(&'a AtomicBool);

impl Drop for AtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// As a supervisor would: a server that finds its Postgres dying under it while it starts is started again.
fn restart(data: &Data) -> Instance {
    for _ in 0..5 {
        let mut instance = Instance::spawn(&mut bussola(&data.path()));
        if instance.becomes_ready(Duration::from_secs(20)) {
            return instance;
        }
        instance.kill();
    }
    panic!("no server starts any more");
}

/// First line of Postgres' own pid file.
fn postmaster(data: &Data) -> Option<u32> {
    let file = data.path().join("postgres/cluster/postmaster.pid");
    std::fs::read_to_string(file).ok()?.lines().next()?.trim().parse().ok()
}
