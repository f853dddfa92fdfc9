use super::{
    Console,
    database::with_portal_until_interrupted,
    output::{print, print_json, print_line},
    progress::Bar,
    report::{self, exit_code},
};
use clap::Args;
use portal::{Operator, demonstration};
use std::process::ExitCode;

const AFTER: &str = "\
Examples:
  bussola seed              load the demonstration data, or bring its dates up to today
  bussola seed --if-empty   only when it is not there yet

All of it is fictional; phone numbers and addresses of mail are from ranges nobody has.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// Do nothing when demonstration data is there already
    #[arg(long)]
    if_empty: bool,
    /// Say what was done as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(console: &Console, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    with_portal_until_interrupted(console, |portal| async move {
        if arguments.if_empty && demonstration::is_loaded(&portal).await? {
            if arguments.json {
                print_line("null")?;
            } else {
                print_line("demonstration data is there already")?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        let bar = Bar::records();
        let operator = Operator::at_the_console("seed");
        let loaded =
            demonstration::seed_with_progress(&portal, &operator, &console.ids, console.clock.now(), |progress| {
                bar.show(progress)
            })
            .await?;
        bar.done();
        if arguments.json {
            print_json(&loaded)?;
        } else {
            let mut out = String::new();
            report::counts(&mut out, &loaded);
            report::refusals(&mut out, &loaded.refused);
            print(&out)?;
        }
        Ok(exit_code(&loaded.refused))
    })
    .await
}
