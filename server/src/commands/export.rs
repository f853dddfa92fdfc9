mod card;

use super::{Console, database::with_portal_until_interrupted};
use anyhow::Context;
use clap::{Args, Subcommand};
use model::Locale;
use portal::{
    export::{self, Format},
    misses, reports, scans,
};
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

const AFTER: &str = "\
Examples:
  bussola export services > services.csv
  bussola export services --format json --locale it --output services.json
  bussola export misses > misses.csv
  bussola export reports --locale it > reports.csv
  bussola export scans > scans.csv
  bussola export card needs/food --size a4 --locale it --with ar --output food.pdf";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    #[command(flatten)]
    Table(Table),
    /// A card, sheet or poster as PDF, for printing
    Card(card::Arguments),
}

#[derive(Subcommand, Debug)]
enum Table {
    /// Every visible service and opportunity, one row each
    Services(Options),
    /// What people looked for and did not find, by day, need and territory
    Misses(Options),
    /// Mistakes that visitors reported within a year, newest first
    Reports(Options),
    /// How often each code was scanned, by day
    Scans(Options),
}

#[derive(Args, Debug)]
struct Options {
    /// csv or json
    #[arg(long, default_value_t = Format::Csv)]
    format: Format,
    #[command(flatten)]
    to: To,
}

#[derive(Args, Debug)]
struct To {
    /// Language to read the texts in; those that lack it come in their own
    #[arg(long, value_name = "LOCALE", default_value = "en", value_parser = super::locale)]
    locale: Locale,
    /// File to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub async fn run(console: &Console, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.what {
        What::Table(table) => write_table(console, table).await,
        What::Card(card) => card::run(console, card).await,
    }
}

async fn write_table(console: &Console, table: &Table) -> anyhow::Result<ExitCode> {
    with_portal_until_interrupted(console, |portal| async move {
        let now = console.clock.now();
        let today = now.date_naive();
        let (Table::Services(options) | Table::Misses(options) | Table::Reports(options) | Table::Scans(options)) =
            table;
        let (format, locale) = (options.format, options.to.locale);
        let (out, file) = options.to.open()?;
        let (count, of_what) = match (table, format) {
            (Table::Services(_), Format::Csv) => (export::services_csv(&portal, locale, today, out).await?, "services"),
            (Table::Services(_), Format::Json) => {
                (export::services_json(&portal, locale, today, out).await?, "services")
            }
            (Table::Misses(_), Format::Csv) => (misses::csv(&portal, out).await?, "misses"),
            (Table::Misses(_), Format::Json) => (misses::json(&portal, out).await?, "misses"),
            (Table::Reports(_), Format::Csv) => (reports::csv(&portal, locale, now, out).await?, "reports"),
            (Table::Reports(_), Format::Json) => (reports::json(&portal, locale, now, out).await?, "reports"),
            (Table::Scans(_), Format::Csv) => (scans::csv(&portal, out).await?, "codes and days"),
            (Table::Scans(_), Format::Json) => (scans::json(&portal, out).await?, "codes and days"),
        };
        file.complete()?;
        eprintln!("{count} {of_what}");
        Ok(ExitCode::SUCCESS)
    })
    .await
}

impl To {
    fn open(&self) -> anyhow::Result<(BufWriter<Box<dyn Write>>, Unfinished<'_>)> {
        let part = self.output.as_deref().map(part_of);
        let out: Box<dyn Write> = match &part {
            Some(part) => Box::new(File::create(part).with_context(|| format!("cannot write {}", part.display()))?),
            None => Box::new(io::stdout()),
        };
        Ok((BufWriter::with_capacity(1 << 16, out), Unfinished { part, output: self.output.as_deref() }))
    }
}

/// A file that has its name only when it is whole.
struct Unfinished<'a> {
    part: Option<PathBuf>,
    output: Option<&'a Path>,
}

impl Unfinished<'_> {
    fn complete(self) -> anyhow::Result<()> {
        match (self.part, self.output) {
            (Some(part), Some(output)) => {
                std::fs::rename(part, output).with_context(|| format!("cannot write {}", output.display()))
            }
            _ => Ok(()),
        }
    }
}

fn part_of(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
