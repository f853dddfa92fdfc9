//! Is everything as it should be? Looks, changes nothing, says what to do.

mod database;
mod machine;

use super::{
    Console, FAILED,
    output::{print, print_json},
};
use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::process::ExitCode;

#[derive(Args, Debug)]
pub struct Arguments {
    /// Say it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Fine,
    /// Works, but somebody should look at it.
    Warning,
    Broken,
}

#[derive(Clone, Debug, Serialize)]
pub struct Check {
    name: &'static str,
    state: State,
    detail: String,
    /// What to do; nothing when all is fine.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl Check {
    fn fine(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, state: State::Fine, detail: detail.into(), remedy: None }
    }

    fn warning(name: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, state: State::Warning, detail: detail.into(), remedy: Some(remedy.into()) }
    }

    fn broken(name: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, state: State::Broken, detail: detail.into(), remedy: Some(remedy.into()) }
    }
}

pub async fn run(console: &Console, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut checks = machine::checks(&console.settings, console.clock.now());
    checks.extend(database::checks(&console.settings, console.clock.now()).await?);
    let ok = checks.iter().all(|check| check.state != State::Broken);
    let settings = console.settings.shown();
    if arguments.json {
        let settings: Map<String, Value> =
            settings.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        print_json(&json!({ "ok": ok, "settings": settings, "checks": checks }))?;
    } else {
        print(&shown(settings, checks))?;
    }
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

fn shown(settings: Vec<(&'static str, String)>, checks: Vec<Check>) -> String {
    let mut lines: Vec<String> = settings.into_iter().map(|(name, value)| format!("{name:30} {value}")).collect();
    lines.push(String::new());
    for check in checks {
        let mark = match check.state {
            State::Fine => "ok     ",
            State::Warning => "warning",
            State::Broken => "BROKEN ",
        };
        lines.push(format!("{mark} {:20} {}", check.name, check.detail));
        lines.extend(check.remedy.map(|remedy| format!("        {:20} -> {remedy}", "")));
    }
    lines.push(String::new());
    lines.join("\n")
}
