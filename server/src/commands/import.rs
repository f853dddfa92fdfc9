//! Open data in.

use super::{
    Console, PARTLY_REFUSED,
    database::with_portal_until_interrupted,
    output::{print, print_json},
    progress::Bar,
    report::{self, exit_code},
};
use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use model::Locale;
use open_data::{Feed, FormatName, MappingSource, Options};
use portal::{
    Operator, Portal,
    import::{self, ImportOptions},
    territories,
};
use serde_json::json;
use std::{
    fmt::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};
use tokio::task::spawn_blocking;

const AFTER: &str = "\
Examples:
  bussola import feeds/baltimore                HSDS tables, package or JSON: it finds out
  bussola import table.csv --mapping mine.toml  any table, with a mapping file
  bussola import feed.json --dry-run --json     what would happen, for a script
  bussola import territories NUTS_AT_2021.csv   a whole list of territories

Importing again updates what changed and costs nothing for the rest; what the feed
no longer lists is marked as vanished (unless --part). A feed that looks broken off
(nothing in it, more than a third gone, rows without an id refused) marks nothing: if
it is right all the same, say --allow-vanish.
Exit code 3: it went in, but for the records and values listed, or without marking.

Shipped mappings: ";

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, after_help = after())]
pub struct Arguments {
    #[command(subcommand)]
    other: Option<Other>,
    /// A file (CSV, JSON, XLSX) or a folder of them
    #[arg(required = true)]
    path: Option<PathBuf>,
    /// hsds-tables, hsds-json, data-inclusion or mapped, instead of finding out
    #[arg(long)]
    format: Option<FormatName>,
    /// What the columns mean: a file, or the name of a shipped mapping
    #[arg(long)]
    mapping: Option<MappingSource>,
    /// Short permanent name of the source
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Language of the texts
    #[arg(long, value_parser = super::locale)]
    locale: Option<Locale>,
    /// The file is a part of the feed: what it does not list stays as it is
    #[arg(long)]
    part: bool,
    /// Mark what is not listed as vanished, however much it is
    #[arg(long, conflicts_with = "part")]
    allow_vanish: bool,
    /// Say what would happen, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Say what happened as JSON
    #[arg(long)]
    json: bool,
    /// Write everything that was refused to this CSV file
    #[arg(long, value_name = "FILE")]
    refusals: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Other {
    /// Take in a list of territories (Eurostat's NUTS attributes, or the built-in format)
    Territories {
        file: PathBuf,
        /// Say what happened as JSON
        #[arg(long)]
        json: bool,
    },
}

fn after() -> String {
    let names: Vec<String> = open_data::shipped_names().map(|name| name.to_string()).collect();
    format!("{AFTER}{}", names.join(", "))
}

pub async fn run(console: &Console, arguments: Arguments) -> anyhow::Result<ExitCode> {
    match (&arguments.other, &arguments.path) {
        (Some(Other::Territories { file, json }), _) => {
            ensure!(file.is_file(), "{} is not a file", file.display());
            with_portal_until_interrupted(console, |portal| territories(console, portal, file, *json)).await
        }
        (None, Some(path)) => {
            ensure!(path.exists(), "{} does not exist", path.display());
            // Read before the database is opened: most mistakes are found here.
            let bar = Bar::records();
            let feed = read(path.clone(), &arguments, &bar).await?;
            with_portal_until_interrupted(console, |portal| feed_in(console, portal, feed, &arguments, &bar)).await
        }
        (None, None) => anyhow::bail!("name a file or folder"),
    }
}

async fn read(path: PathBuf, arguments: &Arguments, bar: &Bar) -> anyhow::Result<Feed> {
    let options = Options {
        format: arguments.format,
        mapping: arguments.mapping.clone(),
        source_key: arguments.source.clone(),
        locale: arguments.locale,
    };
    let bar = bar.clone();
    let read = move || open_data::read(&path, &options, &mut |done, total| bar.read(done, total));
    Ok(spawn_blocking(read).await??)
}

async fn feed_in(
    console: &Console,
    portal: Portal,
    feed: Feed,
    arguments: &Arguments,
    bar: &Bar,
) -> anyhow::Result<ExitCode> {
    let Feed { source, format, records, origins, mut refusals, still_listed, accounts, unmapped, .. } = feed;
    let options = ImportOptions {
        dry_run: arguments.dry_run,
        mark_vanished: !arguments.part,
        allow_vanish: arguments.allow_vanish,
        still_listed,
        ..ImportOptions::default()
    };
    let operator = Operator::at_the_console("import");
    let now = console.clock.now();
    let mut written =
        import::run(&portal, &operator, &console.ids, &source, records, options, now, |progress| bar.show(progress))
            .await?;
    bar.done();
    for refusal in &mut written.refused {
        // The writer knows a record by its position; people know it by its file and row.
        let position = usize::try_from(refusal.row).ok().and_then(|row| row.checked_sub(1));
        if let Some(origin) = position.and_then(|position| origins.get(position)).filter(|origin| origin.row > 0) {
            refusal.file.clone_from(&origin.file);
            refusal.row = origin.row;
        }
    }
    let mut out = String::new();
    if !arguments.json {
        let _ = writeln!(out, "{format}");
        for file in &accounts.files {
            let aside: Vec<String> = file.set_aside.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
            let aside = if aside.is_empty() { String::new() } else { format!("; set aside: {}", aside.join(", ")) };
            let _ = writeln!(
                out,
                "  {}: {} rows, {} used, {} refused{aside}",
                file.file, file.rows, file.used, file.refused
            );
        }
        report::counts(&mut out, &written);
    }
    let adds_up = accounts.adds_up() && written.adds_up();
    refusals.append(&mut written.refused);
    if let Some(path) = &arguments.refusals {
        report::write_refusals(path, &refusals)?;
    }
    if arguments.json {
        let value = json!({
            "format": format, "source": source, "files": accounts.files, "written": written,
            "refusals": refusals, "unmapped": unmapped, "adds_up": adds_up,
        });
        let _ = writeln!(out, "{value:#}");
    } else {
        report::unmapped(&mut out, &unmapped);
        report::refusals(&mut out, &refusals);
    }
    print(&out)?;
    ensure!(adds_up, "the counts do not add up: this is a defect of Bussola, please report it");
    // A nightly job must hear of a feed that broke off.
    Ok(if written.spared > 0 { ExitCode::from(PARTLY_REFUSED) } else { exit_code(&refusals) })
}

async fn territories(console: &Console, portal: Portal, file: &Path, json: bool) -> anyhow::Result<ExitCode> {
    let bytes = tokio::fs::read(file).await.with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let operator = Operator::at_the_console("import territories");
    let report = territories::import(&portal, &operator, &name, &bytes, console.clock.now()).await?;
    if json {
        print_json(&report)?;
    } else {
        let mut out = String::new();
        let _ = writeln!(
            out,
            "{name}: {} rows: {} created, {} updated, {} unchanged",
            report.rows, report.created, report.updated, report.unchanged
        );
        report::refusals(&mut out, &report.refused);
        print(&out)?;
    }
    Ok(exit_code(&report.refused))
}
