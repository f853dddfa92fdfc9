//! Work on one core, timed by what the processor spends on it: whatever else runs on the machine costs little.

use crate::server::SERVER_CORE;
use anyhow::{Context, Result, ensure};
use cpu_time::ThreadTime;
use std::{ffi::OsStr, fs, hint::black_box, process::Command, thread::scope};

/// On a thread of its own that stays on the core of the servers.
pub fn run<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let pinned = || {
        pin()?;
        work()
    };
    tokio::task::block_in_place(|| scope(|scope| scope.spawn(pinned).join())).ok().context("a measurement panicked")?
}

fn pin() -> Result<()> {
    // `PID/task/TID`
    let thread = fs::read_link("/proc/thread-self").context("which thread is this?")?;
    keep(thread.file_name().context("which thread is this?")?)
}

/// A process or thread stays on the core of the servers, with what it starts from now on.
pub fn keep(number: impl AsRef<OsStr>) -> Result<()> {
    let pinned = Command::new("taskset").args(["-cp", &SERVER_CORE.to_string()]).arg(number).output();
    ensure!(pinned.context("cannot run taskset")?.status.success(), "cannot stay on one core");
    Ok(())
}

/// Seconds of this thread's processor time.
pub fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(f64, T)> {
    let started = ThreadTime::try_now()?;
    let done = black_box(work()?);
    Ok((started.try_elapsed()?.as_secs_f64(), done))
}
