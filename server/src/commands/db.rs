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
    process::{Command, ExitCode},
};
use tokio::task::spawn_blocking;

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
    let mut arguments: Vec<OsString> =
        ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"].map(OsString::from).into();
    if replace {
        arguments.extend(["--clean", "--if-exists"].map(OsString::from));
    }
    arguments.push(file.as_os_str().to_owned());
    let restored = client(&console.settings, "pg_restore", arguments).await?;
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

/// Runs a program of Postgres on the portal's database and ends as it does.
async fn client(settings: &Settings, name: &str, arguments: Vec<OsString>) -> anyhow::Result<ExitCode> {
    // An interrupt at the prompt is psql's; we stay to stop Postgres afterwards.
    let _ours = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    let postgres = database::start(settings).await?;
    let mut command = match settings.database_url() {
        Some(url) => local_postgres::program_for(url, name)?,
        None => local_postgres::program(&settings.data, name)?,
    };
    if name == "pg_restore" && settings.database_url().is_none() {
        command.args(["--dbname", local_postgres::DATABASE]);
    }
    command.args(arguments);
    let ended =
        spawn_blocking(move || Command::status(&mut command)).await?.with_context(|| format!("cannot run {name}"));
    database::leave(postgres).await?;
    let code = ended?.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(FAILED);
    Ok(ExitCode::from(code))
}
