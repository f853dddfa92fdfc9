//! Load by wrk, from a core of its own, in rounds that take turns.

use crate::{
    Options,
    ground::Ground,
    server::{LOAD_CORE, pinned},
    table::median,
};
use anyhow::{Context, Result, ensure};
use std::{
    fmt::Write,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

const CONNECTIONS: u32 = 32;
/// Before each round: the one before it, of another server, has filled the caches with what that one reads.
const WARM_UP_SECONDS: u32 = 3;

/// What is asked of a server, over and over.
pub struct Load {
    address: SocketAddr,
    script: PathBuf,
}

impl Load {
    pub fn new(
        ground: &Ground,
        name: &str,
        address: SocketAddr,
        paths: &[String],
        headers: &[(&str, &str)],
    ) -> Result<Self> {
        let list = ground.path(&format!("{name}.paths"));
        fs::write(&list, paths.join("\n"))?;
        let mut lua = String::new();
        for (header, value) in headers {
            writeln!(lua, "wrk.headers[{header:?}] = {value:?}")?;
        }
        // All requests are made before the first is sent.
        writeln!(
            lua,
            "local requests, at = {{}}, 0\n\
             function init(args)\n  for path in io.lines({list:?}) do requests[#requests + 1] = wrk.format('GET', path) end\nend\n\
             function request()\n  at = at % #requests + 1\n  return requests[at]\nend"
        )?;
        let script = ground.path(&format!("{name}.lua"));
        fs::write(&script, lua)?;
        Ok(Self { address, script })
    }

    /// Answers per second.
    fn run(&self, seconds: u32) -> Result<f64> {
        let output = pinned(Path::new("wrk"), LOAD_CORE)
            .args(["-t1", &format!("-c{CONNECTIONS}"), &format!("-d{seconds}s"), "--timeout", "30s", "-s"])
            .arg(&self.script)
            .arg(format!("http://{}/", self.address))
            .output()
            .context("cannot run wrk: scripts/setup --bench installs it")?;
        let text = String::from_utf8_lossy(&output.stdout);
        ensure!(output.status.success(), "wrk: {}{text}", String::from_utf8_lossy(&output.stderr));
        ensure!(!text.contains("Non-2xx") && !text.contains("Socket errors"), "the answers were not all good:\n{text}");
        let rate = text.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:"));
        rate.and_then(|rate| rate.trim().parse().ok()).with_context(|| format!("wrk said no rate:\n{text}"))
    }
}

/// Answers per second of each, the medians of rounds that take turns.
pub fn compare(ground: &Ground, options: &Options, loads: &[(&str, Load)]) -> Result<Vec<f64>> {
    let mut rates = vec![Vec::new(); loads.len()];
    for round in 1..=options.rounds {
        for ((name, load), rates) in loads.iter().zip(&mut rates) {
            load.run(WARM_UP_SECONDS)?;
            let rate = load.run(options.seconds)?;
            ground.say(format!("  round {round}: {name}: {rate:.0}/s"));
            rates.push(rate);
        }
    }
    Ok(rates.iter().map(|rates| median(rates)).collect())
}
