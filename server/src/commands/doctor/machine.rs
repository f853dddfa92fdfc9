//! What needs no database: folders, space, files, clock, port.

use super::Check;
use chrono::{DateTime, Datelike, Utc};
use portal::examination::{ExaminedIndex, examine_index};
use print::pdf::{Fonts, PACKAGE};
use rustix::fs::{Access, access, statvfs};
use server::settings::Settings;
use std::{io::ErrorKind, net::TcpListener, path::Path};

const MEGABYTE: u64 = 1 << 20;
/// Below this Postgres may stop at any moment.
const LEAST_SPACE: u64 = 200 * MEGABYTE;
const LITTLE_SPACE: u64 = 2_048 * MEGABYTE;
/// This program was written in that year: a clock before it is wrong.
const YEAR: i32 = 2026;

pub fn checks(settings: &Settings, now: DateTime<Utc>) -> Vec<Check> {
    vec![
        folder(&settings.data),
        space(&settings.data),
        site(&settings.site()),
        fonts(settings.fonts.as_deref()),
        clock(now),
        time_zones(),
        port(settings),
    ]
    .into_iter()
    .chain(indexes(&settings.data))
    .collect()
}

/// One check per index directory that servers on this folder left or use.
fn indexes(data: &Path) -> Vec<Check> {
    let entries = std::fs::read_dir(data.join("index")).into_iter().flatten().flatten();
    let mut numbers: Vec<u32> =
        entries.filter_map(|entry| entry.file_name().to_str().and_then(|name| name.parse().ok())).collect();
    numbers.sort_unstable();
    let check = |number: u32| {
        let name = format!("index/{number}");
        match examine_index(&data.join(&name)) {
            ExaminedIndex::Usable { documents } => Check::fine("search index", format!("{name}: {documents} things")),
            ExaminedIndex::Nothing | ExaminedIndex::Unfilled => {
                Check::fine("search index", format!("{name}: empty; the server that has it fills it"))
            }
            ExaminedIndex::Outdated => {
                Check::fine("search index", format!("{name}: of another version; the next start makes it anew"))
            }
            ExaminedIndex::Damaged(reason) => Check::warning(
                "search index",
                format!("{name}: damaged ({reason})"),
                "`bussola serve` puts it aside and makes it anew; if it happens again look at the disk",
            ),
        }
    };
    numbers.into_iter().map(check).collect()
}

/// The folder itself, or the nearest one above that is there.
fn existing(folder: &Path) -> &Path {
    let mut above = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    above.find(|folder| folder.exists()).unwrap_or(Path::new("."))
}

fn folder(data: &Path) -> Check {
    let there = existing(data);
    if !there.is_dir() {
        return Check::broken(
            "data folder",
            format!("{} is not a folder", there.display()),
            "choose another BUSSOLA_DATA",
        );
    }
    match access(there, Access::WRITE_OK | Access::EXEC_OK) {
        Ok(()) if there == data => Check::fine("data folder", format!("{} can be written", data.display())),
        Ok(()) => Check::fine("data folder", format!("{} will be made at the first start", data.display())),
        Err(error) => Check::broken(
            "data folder",
            format!("{} cannot be written: {error}", there.display()),
            "give this user the folder, or choose another with BUSSOLA_DATA",
        ),
    }
}

fn space(data: &Path) -> Check {
    let free = match statvfs(existing(data)) {
        Ok(system) => system.f_bavail.saturating_mul(system.f_frsize),
        Err(error) => return Check::warning("disk space", format!("unknown: {error}"), "look with df"),
    };
    let detail = format!("{} MB free", free / MEGABYTE);
    if free < LEAST_SPACE {
        Check::broken("disk space", detail, "make room: the database stops when the disk is full")
    } else if free < LITTLE_SPACE {
        Check::warning("disk space", detail, "make room soon")
    } else {
        Check::fine("disk space", detail)
    }
}

fn site(site: &Path) -> Check {
    let needed = ["bussola.css", "bussola.js", "bussola.wasm"];
    let missing: Vec<&str> = needed.into_iter().filter(|name| !site.join("pkg").join(name).is_file()).collect();
    if missing.is_empty() {
        Check::fine("site", format!("style, scripts and WebAssembly in {}", site.display()))
    } else {
        let detail = format!("{} lacks {}", site.join("pkg").display(), missing.join(", "));
        Check::broken("site", detail, "run `make build`, or name the folder in BUSSOLA_SITE")
    }
}

fn fonts(folder: Option<&Path>) -> Check {
    match Fonts::find(folder) {
        Ok(_) => Check::fine("fonts", "found, for cards as PDF"),
        Err(error) => Check::warning(
            "fonts",
            format!("no cards as PDF: {error}"),
            format!("`apt-get install {PACKAGE}` or name their folder in BUSSOLA_FONTS, then start the server again"),
        ),
    }
}

fn clock(now: DateTime<Utc>) -> Check {
    let detail = format!("{}", now.format("%Y-%m-%d %H:%M:%S UTC"));
    if now.year() < YEAR {
        Check::broken("clock", detail, "set the clock: opening hours and expiry depend on it")
    } else {
        Check::fine("clock", detail)
    }
}

fn time_zones() -> Check {
    // Inside the program: no file of the machine is needed.
    let zone = jiff::tz::db().get("Europe/Lisbon");
    match zone {
        Ok(_) => Check::fine("time zones", "known"),
        Err(error) => Check::broken("time zones", error.to_string(), "install the package tzdata"),
    }
}

fn port(settings: &Settings) -> Check {
    match TcpListener::bind(settings.addr) {
        Ok(_) => Check::fine("port", format!("{} is free", settings.addr)),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Check::warning(
            "port",
            format!("{} is taken, by a running Bussola or by something else", settings.addr),
            "if it is something else, choose another with BUSSOLA_ADDR",
        ),
        Err(error) => Check::broken("port", format!("{}: {error}", settings.addr), "choose another with BUSSOLA_ADDR"),
    }
}
