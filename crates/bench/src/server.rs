//! Servers under measurement: processes of their own, all on the first core, so that the load can have the second.

use crate::{ground::Ground, http};
use anyhow::{Context, Result, bail, ensure};
use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    num::NonZero,
    path::Path,
    process::{Child, Command, Stdio},
    thread::{available_parallelism, sleep},
    time::{Duration, Instant},
};

pub const SERVER_CORE: usize = 0;
pub const LOAD_CORE: usize = 1;

pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

/// On one core when there is another one for what asks.
pub fn pinned(program: &Path, core: usize) -> Command {
    if available_parallelism().map_or(1, NonZero::get) < 2 {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", &core.to_string()]).arg(program);
    command
}

impl Server {
    /// `bussola serve`, with its index full.
    pub fn bussola(ground: &Ground) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let child = pinned(&ground.bussola, SERVER_CORE)
            .arg("serve")
            .env("DATABASE_URL", ground.url()?)
            .env("BUSSOLA_DATA", ground.path("serve"))
            .env("BUSSOLA_SITE", &ground.site)
            .env("BUSSOLA_ADDR", address.to_string())
            .env("BUSSOLA_LOG", "warn")
            .env_remove("BUSSOLA_ORIGIN")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start bussola")?;
        let mut server = Self { child, address };
        let started = Instant::now();
        loop {
            if let Ok(ready) = http::get(address, "/readyz", &[])
                && String::from_utf8_lossy(&ready.body).contains("\"index\":\"ready\"")
            {
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("bussola serve ended: {status}");
            }
            ensure!(started.elapsed() < ground.patience, "bussola serve was not ready within {:?}", ground.patience);
            sleep(Duration::from_millis(200));
        }
    }

    /// A rival: this program with other arguments. Its first line says where it listens.
    pub fn rival(arguments: &[&str]) -> Result<Self> {
        let mut child = pinned(&std::env::current_exe()?, SERVER_CORE)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {arguments:?}"))?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let address = line.trim().parse().with_context(|| format!("{arguments:?} did not start"))?;
        Ok(Self { child, address })
    }

    /// A value of `/proc/PID/status` in bytes.
    pub fn memory(&self, key: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let value = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
        let kilobytes: f64 =
            value.and_then(|value| value.split_whitespace().next()?.parse().ok()).context("no such value")?;
        Ok(kilobytes * 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
