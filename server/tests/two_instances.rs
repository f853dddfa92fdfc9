//! Two servers on one database tell the same truth.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/instance.rs"]
mod instance;

use instance::{Data, Instance, bussola, feed, psql, run};
use std::{
    io::Write,
    net::TcpStream,
    thread::sleep,
    time::{Duration, Instant},
};

#[test]
fn a_write_through_one_is_found_through_the_other_within_a_second() {
    let data = Data::new();
    let files = tempfile::tempdir().unwrap();
    run(bussola(&data.path()).args(["db", "start"]));
    let url = local_postgres::program_url(&data.path()).unwrap();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let instances = folders.each_ref().map(|folder| Instance::start(bussola(folder.path()).env("DATABASE_URL", &url)));
    // No word is another one with a typing error: what is not found is not answered with its neighbour.
    for (number, word) in ["anchor", "bramble", "copper", "dahlia", "ermine"].into_iter().enumerate() {
        let file = feed(files.path(), number, &format!("Pantry {word}"));
        run(bussola(&data.path()).args(["import", "--source", &format!("two-{number}")]).arg(file));
        let written = Instant::now();
        for instance in &instances {
            while instance.total(&format!("q={word}&kind=service")) != Some(1) {
                assert!(written.elapsed() < Duration::from_secs(1), "{word} not found within a second");
                sleep(Duration::from_millis(20));
            }
        }
    }
    // Taken back in the database, it is gone from both at once: Postgres decides what is visible.
    psql(
        &data.path(),
        "with w as (update service set status = 'withdrawn', updated_at = now() where slug = 'pantry-anchor' returning id) insert into change (kind, id) select 'service', id from w",
    );
    for instance in &instances {
        let items = instance.search("q=anchor&kind=service").unwrap()["items"].as_array().unwrap().len();
        assert_eq!(items, 0, "withdrawn and still shown");
    }
    for instance in instances {
        let (status, took) = instance.stop();
        assert!(status.success(), "{status}");
        assert!(took < Duration::from_secs(15), "draining took {took:?}");
    }
}

#[test]
fn asked_a_second_time_a_server_waits_no_longer() {
    let data = Data::new();
    let mut command = bussola(&data.path());
    let mut server = Instance::start(command.env("BUSSOLA_DRAIN", "60s").env("BUSSOLA_HEADER_TIMEOUT", "60s"));
    let mut slow = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nhost:").unwrap();
    // Connections are taken up in their order: this one's answer says that the slow one is under way, however busy the
    // machine is.
    assert_eq!(server.total("per_page=1"), Some(0));
    sleep(Duration::from_millis(200));
    server.ask_to_stop();
    sleep(Duration::from_millis(500));
    assert!(server.is_running(), "it had a request under way");
    let (status, took) = server.stop();
    assert_eq!(status.code(), Some(130));
    assert!(took < Duration::from_secs(2), "ended after {took:?}");
}

#[test]
fn two_servers_share_one_folder_and_its_postgres() {
    let data = Data::new();
    let first = Instance::start(&mut bussola(&data.path()));
    let second = Instance::start(&mut bussola(&data.path()));
    let (status, _) = first.stop();
    assert!(status.success());
    assert_eq!(second.total("per_page=1"), Some(0), "the second lost its database with the first");
    second.stop();
}
