use super::{
    Console,
    database::with_portal_until_interrupted,
    output::{print_json, print_line},
};
use clap::Args;
use portal::{Operator, changes};
use serde_json::json;
use server::serve::index_folder::claim;
use std::process::ExitCode;

const AFTER: &str = "\
The database is the truth and the index follows it by itself: this is for when you do not trust an index any more.
Running servers make theirs anew and answer from the old one meanwhile; without a running server it is made here.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// Say it as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(console: &Console, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    with_portal_until_interrupted(console, |portal| async move {
        changes::rebuild_everywhere(&portal, &Operator::at_the_console("reindex")).await?;
        let folder = claim(&console.settings.data)?;
        // Not the first one: a server has that.
        let is_first = folder.path.ends_with("0");
        let count = if is_first { Some(changes::reindex(&portal, &folder.path).await?) } else { None };
        match count {
            _ if arguments.json => print_json(&json!({ "indexed": count, "asked_running_servers": true }))?,
            Some(count) => print_line(&format!("indexed {count}; servers elsewhere were asked to do the same"))?,
            None => print_line("the running servers were asked to make their indexes anew")?,
        }
        Ok(ExitCode::SUCCESS)
    })
    .await
}
