//! Real `bussola` processes for tests: started, asked, killed.

#![allow(dead_code, reason = "each test file uses a part of it")]

use serde_json::Value;
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// The binary with a data folder of its own and no database but its own.
pub fn bussola(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bussola"));
    command.env_remove("DATABASE_URL").env("BUSSOLA_DATA", data);
    command
}

pub fn run(command: &mut Command) -> Output {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{error}", output.status);
    output
}

/// One value from the database, through the command that operators use.
pub fn psql(data: &Path, sql: &str) -> String {
    let output = run(bussola(data).args(["db", "psql", "--", "-qAtc", sql]));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

pub struct Instance {
    child: Child,
    pub port: u16,
}

impl Instance {
    /// Starts a server and waits until it is ready. `index` sets its folder apart from other instances on the same database.
    pub fn start(command: &mut Command) -> Self {
        let mut instance = Self::spawn(command);
        instance.wait_ready(Duration::from_secs(60));
        instance
    }

    pub fn spawn(command: &mut Command) -> Self {
        // The port is free now; nothing else on the machine takes ports from this range in the meantime.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = command
            .arg("serve")
            .env("BUSSOLA_ADDR", format!("127.0.0.1:{port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, port }
    }

    pub fn wait_ready(&mut self, limit: Duration) {
        assert!(self.becomes_ready(limit), "the server ended, or was not ready after {limit:?}");
    }

    /// Whether it answers within the limit; not when it ends before.
    pub fn becomes_ready(&mut self, limit: Duration) -> bool {
        let started = Instant::now();
        while self.get("/readyz").is_none() {
            if self.child.try_wait().unwrap().is_some() || started.elapsed() > limit {
                return false;
            }
            sleep(Duration::from_millis(50));
        }
        true
    }

    /// The body of a 200 answer; `None` for any other answer or none.
    pub fn get(&self, path: &str) -> Option<String> {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build().into();
        agent.get(&url).call().ok()?.body_mut().read_to_string().ok()
    }

    pub fn search(&self, parameters: &str) -> Option<Value> {
        serde_json::from_str(&self.get(&format!("/api/v1/search?{parameters}"))?).ok()
    }

    pub fn total(&self, parameters: &str) -> Option<u64> {
        self.search(parameters)?["total"].as_u64()
    }

    /// SIGKILL, as a crash or an impatient operator would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, as a deployment would; gives back how it ended and how long that took.
    pub fn stop(mut self) -> (ExitStatus, Duration) {
        let started = Instant::now();
        self.ask_to_stop();
        (self.child.wait().unwrap(), started.elapsed())
    }

    pub fn ask_to_stop(&self) {
        signal(self.child.id(), rustix::process::Signal::TERM);
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn signal(process: u32, signal: rustix::process::Signal) {
    if let Some(pid) = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process(pid, signal);
    }
}

/// A data folder whose Postgres is stopped when the test ends, however it ends.
pub struct Data(tempfile::TempDir);

impl Data {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("data")
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = bussola(&self.path()).args(["db", "stop"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// A feed of one service (HSDS JSON), in a file below `folder`.
pub fn feed(folder: &Path, number: usize, name: &str) -> PathBuf {
    let id = |kind: u8| format!("{kind:08x}-0000-4000-8000-{number:012x}");
    let service = serde_json::json!({
        "id": id(1), "name": name, "status": "active", "description": "A place to sit down and eat, every day.",
        "organization": { "id": id(2), "name": format!("Society {number}"), "description": "Feeds people." },
    });
    let path = folder.join(format!("feed-{number}.json"));
    std::fs::write(&path, service.to_string()).unwrap();
    path
}
