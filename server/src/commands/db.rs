//! The database behind the portal, by hand.

use super::{
    Console, FAILED, database,
    output::{print_json, print_line},
};
use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};
use local_postgres::Stopped;
use portal::{Operator, changes};
use serde_json::json;
use server::settings::{Settings, without_password};
use std::{
    ffi::OsString,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    process::{ExitCode, ExitStatus, Stdio},
};
use tokio::{
    io::AsyncWriteExt,
    signal::unix::{SignalKind, signal},
    task::spawn_blocking,
};

const AFTER: &str = "\
Examples:
  bussola db start                        keep the own Postgres running until `bussola db stop`
  bussola db psql                         an SQL prompt
  bussola db psql -- -Atc 'SELECT 1'      arguments of psql after --
  bussola db dump backup.dump             everything in one file
  bussola db restore --replace backup.dump

psql, dump and restore also work on DATABASE_URL, and start the own Postgres for as long as they need it.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Start the own Postgres and keep it running without a server
    Start {
        /// Say it as JSON
        #[arg(long)]
        json: bool,
    },
    /// Stop the own Postgres
    Stop {
        /// Also while other processes use it
        #[arg(long)]
        force: bool,
    },
    /// Say whether the own Postgres runs, and where
    Status {
        /// Say it as JSON
        #[arg(long)]
        json: bool,
    },
    /// Open an SQL prompt, or pass arguments to psql
    Psql {
        /// Arguments of psql
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Write the whole database to a file (pg_dump's custom format)
    Dump {
        /// The file [default: standard output]
        file: Option<PathBuf>,
    },
    /// Read a file written by `dump` into an empty database
    Restore {
        file: PathBuf,
        /// Throw away what is in the database now
        #[arg(long)]
        replace: bool,
    },
}

pub async fn run(console: &Console, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = &console.settings;
    match arguments.action {
        Action::Start { json } => start(settings, json).await,
        Action::Stop { force } => stop(settings, force).await,
        Action::Status { json } => status(settings, json).await,
        Action::Psql { arguments } => client(settings, "psql", arguments).await,
        Action::Dump { file } => dump(settings, file).await,
        Action::Restore { file, replace } => restore(console, &file, replace).await,
    }
}

fn only_own(settings: &Settings) -> anyhow::Result<()> {
    if let Some(url) = settings.database_url() {
        bail!("DATABASE_URL is set ({}): that server is not Bussola's to start or stop", without_password(url));
    }
    Ok(())
}

async fn start(settings: &Settings, json: bool) -> anyhow::Result<ExitCode> {
    only_own(settings)?;
    if let Some(postgres) = database::start(settings).await? {
        spawn_blocking(move || postgres.keep()).await??;
    }
    status(settings, json).await
}

async fn stop(settings: &Settings, force: bool) -> anyhow::Result<ExitCode> {
    only_own(settings)?;
    let data = settings.data.clone();
    if !data.exists() {
        print_line("not running")?;
        return Ok(ExitCode::SUCCESS);
    }
    match spawn_blocking(move || local_postgres::stop(&data, force)).await?? {
        Stopped::Now => print_line("stopped")?,
        Stopped::NotRunning => print_line("not running")?,
        Stopped::InUse => bail!("other Bussola processes use it: stop them first, or say --force"),
    }
    Ok(ExitCode::SUCCESS)
}

async fn status(settings: &Settings, json: bool) -> anyhow::Result<ExitCode> {
    only_own(settings)?;
    let data = settings.data.clone();
    let (status, url) = spawn_blocking(move || {
        local_postgres::status(&data).map(|status| (status, local_postgres::program_url(&data).ok()))
    })
    .await??;
    if json {
        let value = json!({
            "running": status.running, "version": status.version, "pid": status.pid, "url": url,
            "sockets": status.sockets, "log": status.log, "programs": status.binaries,
        });
        print_json(&value)?;
    } else if let Some(url) = url {
        let (version, pid) = (status.version.unwrap_or_default(), status.pid.unwrap_or_default());
        print_line(&format!(
            "running: Postgres {version}, process {pid}\naddress: {url}\nlog:     {}",
            status.log.display()
        ))?;
    } else {
        let version =
            status.version.map_or_else(|| "no data yet".to_owned(), |version| format!("data of Postgres {version}"));
        print_line(&format!("not running ({version} in {})", settings.data.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn dump(settings: &Settings, file: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let mut arguments: Vec<OsString> = ["--format=custom", "--no-owner", "--no-privileges"].map(OsString::from).into();
    match file {
        Some(file) => arguments.extend([OsString::from("--file"), file.into_os_string()]),
        None => ensure!(!io::stdout().is_terminal(), "a dump is no text for a terminal: name a file"),
    }
    client(settings, "pg_dump", arguments).await
}

async fn restore(console: &Console, file: &Path, replace: bool) -> anyhow::Result<ExitCode> {
    ensure!(file.is_file(), "{} is not a file", file.display());
    let dump = file.to_owned();
    let restored = with_programs(&console.settings, async move |program| {
        if replace { restore_over(program, &dump).await } else { restore_into_empty(program, &dump).await }
    })
    .await?;
    if restored != ExitCode::SUCCESS {
        return Ok(restored);
    }
    // The file may be older than this program, and no index knows what is in it.
    database::with_portal_until_interrupted(console, |portal| async move {
        changes::begin_anew(&portal, &Operator::at_the_console("db restore")).await?;
        Ok(ExitCode::SUCCESS)
    })
    .await
}

async fn restore_into_empty(program: Programs<'_>, file: &Path) -> anyhow::Result<ExitCode> {
    let mut restore = program("pg_restore")?;
    restore.args(["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]).arg(file);
    let status = restore.status().await.context("cannot run pg_restore")?;
    Ok(code(status))
}

/// In one transaction: the whole schema goes and what is in the file comes. `pg_restore --clean` would leave what later
/// versions of the schema added, and their migrations would then find it there.
async fn restore_over(program: Programs<'_>, file: &Path) -> anyhow::Result<ExitCode> {
    let mut reading = tokio::process::Command::from(local_postgres::program_alone("pg_restore")?);
    let mut reading = (reading
        .kill_on_drop(true)
        .args(["--no-owner", "--no-privileges", "--file=-"])
        .arg(file)
        .stdout(Stdio::piped()))
    .spawn()
    .context("cannot run pg_restore")?;
    let mut writing = program("psql")?;
    let mut writing = (writing.args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .context("cannot run psql")?;
    let (Some(mut from), Some(mut to)) = (reading.stdout.take(), writing.stdin.take()) else {
        bail!("pg_restore and psql have no pipes");
    };
    let copied = async {
        to.write_all(ANEW.as_bytes()).await?;
        tokio::io::copy(&mut from, &mut to).await
    }
    .await;
    // It would wait for ever to be read.
    drop(from);
    let read = reading.wait().await?;
    if read.success() && copied.is_ok() {
        // Without it psql ends the connection and nothing has happened: a broken file replaces nothing.
        let _ = to.write_all(b"\ncommit;\n").await;
    }
    drop(to);
    let written = writing.wait().await?;
    Ok(code(if written.success() { read } else { written }))
}

const ANEW: &str = "begin;
set local client_min_messages = warning;
drop schema public cascade;
create schema public;
grant usage on schema public to public;
";

fn code(status: ExitStatus) -> ExitCode {
    ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(FAILED))
}

/// Makes commands of Postgres's programs for the portal's database.
type Programs<'a> = &'a (dyn Fn(&str) -> anyhow::Result<tokio::process::Command> + Send + Sync);

/// Runs a program of Postgres on the portal's database and ends as it does.
async fn client(settings: &Settings, name: &str, arguments: Vec<OsString>) -> anyhow::Result<ExitCode> {
    with_programs(settings, async |program| {
        let mut command = program(name)?;
        let status = command.args(arguments).status().await.with_context(|| format!("cannot run {name}"))?;
        Ok(code(status))
    })
    .await
}

/// Starts or joins Postgres for `work`; whatever happens, an own Postgres that nobody else uses is stopped again.
async fn with_programs(
    settings: &Settings,
    work: impl AsyncFnOnce(Programs<'_>) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    // An interrupt at the prompt is psql's, and ends the other programs; we stay to stop Postgres afterwards.
    let _ours = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let postgres = database::start(settings).await?;
    let program = |name: &str| {
        let mut command = match settings.database_url() {
            Some(url) => local_postgres::program_for(url, name)?,
            None => local_postgres::program(&settings.data, name)?,
        };
        if name == "pg_restore" && settings.database_url().is_none() {
            command.args(["--dbname", local_postgres::DATABASE]);
        }
        let mut command = tokio::process::Command::from(command);
        command.kill_on_drop(true);
        Ok(command)
    };
    let ended = tokio::select! {
        ended = work(&program) => ended,
        _ = terminate.recv() => Ok(ExitCode::from(database::INTERRUPTED)),
    };
    database::leave(postgres).await?;
    ended
}
