use crate::{Error, error::Doing};
use std::process::{Command, Output, Stdio};

/// Variables of libpq and of the server that would lead our programs elsewhere.
const FOREIGN: [&str; 15] = [
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGDATABASE",
    "PGUSER",
    "PGPASSWORD",
    "PGPASSFILE",
    "PGSERVICE",
    "PGSERVICEFILE",
    "PGOPTIONS",
    "PGDATA",
    "PGSSLMODE",
    "PGREQUIREPEER",
    "PGTZ",
    "PGDATESTYLE",
];

pub(crate) fn without_foreign_settings(command: &mut Command) {
    for name in FOREIGN {
        command.env_remove(name);
    }
}

/// Runs to the end and returns standard output; a failure carries what the program said.
/// Never for `pg_ctl start`: the server would inherit the pipe and keep it open.
pub(crate) fn output(command: &mut Command) -> Result<String, Error> {
    let name = name(command);
    let output = command.stdin(Stdio::null()).output().doing(|| format!("running {name}"))?;
    if !output.status.success() {
        return Err(failed(name, &output));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

pub(crate) fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn failed(program: String, output: &Output) -> Error {
    let text = format!("{}\n{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    Error::Failed { program, status: output.status.to_string(), output: text.trim().to_owned() }
}
