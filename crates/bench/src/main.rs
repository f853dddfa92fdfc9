//! Measurements, each against a rival in the same run, so that a figure means something on any machine.
//! Prints one table; an aim that is missed is a result, not a failure.

mod bytes;
mod constant;
mod engine;
mod feeds;
mod freshness;
mod ground;
mod http;
mod import;
mod judged;
mod load;
mod made;
mod measure;
mod memory;
mod one_core;
mod pages;
mod queries;
mod replicas;
mod rival;
mod searches;
mod server;
mod table;
mod vary;
mod views;

use anyhow::Result;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

#[derive(Parser)]
#[command(about = "Measures Bussola against rivals in the same run and prints one table")]
struct CommandLine {
    #[command(subcommand)]
    rival: Option<Rival>,
    #[command(flatten)]
    options: Options,
}

/// The rivals run as processes of their own, as Bussola does.
#[derive(Subcommand)]
enum Rival {
    /// A small search server on Postgres full text and trigrams
    #[command(hide = true)]
    Postgres(rival::serve::Arguments),
    /// A server that answers everything with the same bytes
    #[command(hide = true)]
    Constant(constant::Arguments),
}

#[derive(Args, Clone)]
pub struct Options {
    /// Services to measure with: real ones, replicated with variations
    #[arg(long, value_name = "N", default_value = "100000", value_parser = clap::value_parser!(u32).range(500..=5_000_000))]
    pub services: u32,
    /// Make services and indexes in this folder and leave them there: the next run with it starts at once
    #[arg(long, value_name = "FOLDER")]
    pub keep: Option<PathBuf>,
    /// Measure these lines only (repeatable)
    #[arg(long, value_name = "LINE")]
    pub only: Vec<Part>,
    /// Rounds of each comparison; the median counts
    #[arg(long, value_name = "N", default_value = "3", value_parser = clap::value_parser!(u32).range(1..=50))]
    pub rounds: u32,
    /// Queries made to hurt
    #[arg(long, value_name = "N", default_value = "100000", value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    pub hostile: u32,
    /// Length of one round of HTTP load
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = clap::value_parser!(u32).range(1..=600))]
    pub seconds: u32,
    /// Print JSON instead of a table
    #[arg(long)]
    pub json: bool,
    /// The program to measure
    #[arg(long, env = "BUSSOLA_BIN", value_name = "FILE")]
    pub bussola: Option<PathBuf>,
    /// Its built style and scripts
    #[arg(long, env = "BUSSOLA_SITE", value_name = "FOLDER")]
    pub site: Option<PathBuf>,
    /// Real feeds to replicate; without them the demonstration data is [default: ../shared/data]
    #[arg(long, value_name = "FOLDER", default_value = "../shared/data")]
    pub feeds: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// How well judged queries are answered, against Postgres and MiniSearch
    Relevance,
    /// Import against COPY of the same rows
    Import,
    /// The search core against raw tantivy and against itself
    Core,
    /// The slowest of many queries made to hurt
    Hostile,
    /// Search over HTTP against Postgres
    Http,
    /// Pages against a constant
    Pages,
    /// First answer of a QR code
    Qr,
    /// Every class of page: first and second view, and again
    Views,
    /// Style, scripts, WebAssembly
    Assets,
    /// From publishing to being found
    Fresh,
    /// Memory of the serving process
    Memory,
}

impl Options {
    pub fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    pub fn wants_any(&self, parts: &[Part]) -> bool {
        parts.iter().any(|part| self.wants(*part))
    }
}

fn main() -> ExitCode {
    match run(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(line: CommandLine) -> Result<()> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().build()?;
    runtime.block_on(async {
        match line.rival {
            Some(Rival::Postgres(arguments)) => rival::serve::run(arguments).await,
            Some(Rival::Constant(arguments)) => constant::run(arguments).await,
            None => {
                #[expect(clippy::disallowed_methods, reason = "the one place: the start of a run of measurements")]
                let now = chrono::Utc::now();
                measure::run(&line.options, now).await
            }
        }
    })
}

/// Says which port the system gave, for the process that started this one.
async fn listen() -> Result<(tokio::net::TcpListener, SocketAddr)> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    println!("{address}");
    Ok((listener, address))
}
