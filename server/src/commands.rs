//! The commands: what they are called and take. What they do stands in one file each.

mod database;
mod db;
mod doctor;
mod export;
mod import;
mod output;
mod progress;
mod reindex;
mod report;
mod seed;
mod serve;

use clap::{Parser, Subcommand};
use server::{clock::Clock, settings::Settings};
use std::process::ExitCode;

pub const FAILED: u8 = 1;
/// Everything that could be taken in was; something was refused.
pub const PARTLY_REFUSED: u8 = 3;

const AFTER: &str = "\
Examples:
  bussola                            serve http://127.0.0.1:3000, own Postgres in ./data
  bussola seed --if-empty            load the demonstration data, once
  bussola import FOLDER              take in open data; says what cannot go in, and why
  bussola db dump backup.dump        write everything to one file
  bussola doctor --json              is everything as it should be?

Exit codes:
  0    done
  1    failed
  2    wrong usage or setting
  3    done, but some records or values were refused
  130  interrupted

Every setting is a flag and an environment variable (in brackets); flags win.";

#[derive(Parser, Debug)]
#[command(name = "bussola", version, about = "A portal where people find social and employment services near them", after_help = AFTER)]
pub struct CommandLine {
    #[command(flatten)]
    pub settings: Settings,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Subcommand, Debug, Default)]
pub enum Command {
    /// Serve the portal (what `bussola` alone does)
    #[default]
    Serve,
    /// Take in open data: HSDS / Open Referral, data.inclusion, any table with a mapping
    Import(import::Arguments),
    /// Write the directory to a file
    Export(export::Arguments),
    /// Make the search indexes anew from the database
    Reindex(reindex::Arguments),
    /// Load the demonstration data
    Seed(seed::Arguments),
    /// Start, stop, ask, save and restore the database
    Db(db::Arguments),
    /// Check that everything is as it should be; changes nothing
    Doctor(doctor::Arguments),
}

/// What every command works with.
pub struct Console {
    pub settings: Settings,
    pub clock: Clock,
    pub ids: portal::Ids,
}

pub async fn run(console: &Console, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => serve::run(console).await,
        Command::Import(arguments) => import::run(console, arguments).await,
        Command::Export(arguments) => export::run(console, &arguments).await,
        Command::Reindex(arguments) => reindex::run(console, &arguments).await,
        Command::Seed(arguments) => seed::run(console, &arguments).await,
        Command::Db(arguments) => db::run(console, arguments).await,
        Command::Doctor(arguments) => doctor::run(console, &arguments).await,
    }
}

fn locale(text: &str) -> Result<model::Locale, String> {
    let known = || model::Locale::ALL.iter().map(|locale| locale.as_str()).collect::<Vec<_>>().join(", ");
    text.parse().map_err(|()| format!("known: {}", known()))
}
