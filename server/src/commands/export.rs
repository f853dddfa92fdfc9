use super::{Console, database::with_portal_until_interrupted};
use anyhow::Context;
use clap::{Args, ValueEnum};
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
  bussola export scans > scans.csv";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// What to write
    what: What,
    /// csv or json
    #[arg(long, default_value_t = Format::Csv)]
    format: Format,
    /// Language to read the texts in; those that lack it come in their own
    #[arg(long, value_name = "LOCALE", default_value = "en", value_parser = super::locale)]
    locale: Locale,
    /// File to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// Every visible service and opportunity, one row each
    Services,
    /// What people looked for and did not find, by day, need and territory
    Misses,
    /// Mistakes that visitors reported within a year, newest first
    Reports,
    /// How often each code was scanned, by day
    Scans,
}

pub async fn run(console: &Console, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    with_portal_until_interrupted(console, |portal| async move {
        let now = console.clock.now();
        let today = now.date_naive();
        let part = arguments.output.as_deref().map(part_of);
        let out: Box<dyn Write> = match &part {
            Some(part) => Box::new(File::create(part).with_context(|| format!("cannot write {}", part.display()))?),
            None => Box::new(io::stdout()),
        };
        let out = BufWriter::with_capacity(1 << 16, out);
        let (count, of_what) = match (arguments.what, arguments.format) {
            (What::Services, Format::Csv) => {
                (export::services_csv(&portal, arguments.locale, today, out).await?, "services")
            }
            (What::Services, Format::Json) => {
                (export::services_json(&portal, arguments.locale, today, out).await?, "services")
            }
            (What::Misses, Format::Csv) => (misses::csv(&portal, out).await?, "misses"),
            (What::Misses, Format::Json) => (misses::json(&portal, out).await?, "misses"),
            (What::Reports, Format::Csv) => (reports::csv(&portal, arguments.locale, now, out).await?, "reports"),
            (What::Reports, Format::Json) => (reports::json(&portal, arguments.locale, now, out).await?, "reports"),
            (What::Scans, Format::Csv) => (scans::csv(&portal, out).await?, "codes and days"),
            (What::Scans, Format::Json) => (scans::json(&portal, out).await?, "codes and days"),
        };
        // Under its name only when it is whole.
        if let (Some(part), Some(output)) = (part, &arguments.output) {
            std::fs::rename(part, output).with_context(|| format!("cannot write {}", output.display()))?;
        }
        eprintln!("{count} {of_what}");
        Ok(ExitCode::SUCCESS)
    })
    .await
}

fn part_of(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
