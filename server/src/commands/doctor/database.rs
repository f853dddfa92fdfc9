//! Postgres: its programs, whether it answers, and the schema in it.

use super::Check;
use chrono::{DateTime, TimeDelta, Utc};
use portal::examination::{Migrations, examine};
use server::settings::{Settings, without_password};
use std::time::Duration;
use tokio::{task::spawn_blocking, time::timeout};

const PATIENCE: Duration = Duration::from_secs(5);
const CLOCKS_APART: TimeDelta = TimeDelta::seconds(5);
const LONG_TRANSACTION: TimeDelta = TimeDelta::minutes(1);

pub async fn checks(settings: &Settings, now: DateTime<Utc>) -> anyhow::Result<Vec<Check>> {
    if let Some(url) = settings.database_url() {
        return Ok(examined(url, now).await);
    }
    let data = settings.data.clone();
    let status = spawn_blocking(move || local_postgres::status(&data)).await?;
    let mut checks = Vec::new();
    let status = match status {
        Ok(status) => status,
        Err(error) => {
            return Ok(vec![Check::broken("own Postgres", error.to_string(), "give this user the data folder")]);
        }
    };
    checks.push(match (&status.binaries, &status.version) {
        (Some(folder), _) => Check::fine("Postgres programs", folder.display().to_string()),
        (None, Some(version)) => Check::broken(
            "Postgres programs",
            format!("none for the data of version {version}"),
            format!("apt-get install postgresql-{version}"),
        ),
        (None, None) => {
            Check::broken("Postgres programs", "none", "apt-get install postgresql-15, or set DATABASE_URL")
        }
    });
    if status.running {
        checks.push(Check::fine("own Postgres", format!("running, process {}", status.pid.unwrap_or_default())));
        checks.extend(examined(&local_postgres::program_url(&settings.data)?, now).await);
    } else {
        let data = if status.version.is_some() { "has data" } else { "no data yet" };
        checks.push(Check::fine("own Postgres", format!("not running ({data}); `bussola serve` starts it")));
    }
    Ok(checks)
}

async fn examined(url: &str, now: DateTime<Utc>) -> Vec<Check> {
    let shown = without_password(url);
    let remedy = "is the address right, and does the server run?";
    let examination = match timeout(PATIENCE, examine(url, now)).await {
        Ok(Ok(examination)) => examination,
        Ok(Err(error)) => {
            let error = format!("{:#}", anyhow::Error::from(error));
            return vec![Check::broken("database", format!("{shown}: {error}"), remedy)];
        }
        Err(_) => return vec![Check::broken("database", format!("{shown}: no answer in {PATIENCE:?}"), remedy)],
    };
    let clock = if examination.clock_ahead.abs() <= CLOCKS_APART {
        Check::fine("database clock", "agrees with ours")
    } else {
        let detail = format!("{} s ahead of ours", examination.clock_ahead.num_seconds());
        Check::warning("database clock", detail, "set both clocks by NTP")
    };
    vec![
        Check::fine("database", format!("Postgres {} at {shown}", examination.version)),
        schema(&examination.migrations),
        clock,
        transactions(examination.oldest_transaction),
    ]
}

fn transactions(oldest: TimeDelta) -> Check {
    if oldest < LONG_TRANSACTION {
        return Check::fine("transactions", "none has been open for long");
    }
    let detail =
        format!("one that writes has been open for {} minutes: no index sees later changes", oldest.num_minutes());
    Check::warning("transactions", detail, "end it; pg_stat_activity and pg_prepared_xacts say whose it is")
}

fn schema(migrations: &Migrations) -> Check {
    let Migrations { applied, pending, unknown, different } = *migrations;
    if unknown > 0 {
        Check::broken("schema", format!("{unknown} migrations of a newer Bussola"), "run the newer program")
    } else if different > 0 {
        Check::broken(
            "schema",
            format!("{different} migrations differ from this program's"),
            "was the database made by another version?",
        )
    } else if pending > 0 {
        Check::fine("schema", format!("{applied} migrations applied, {pending} run at the next start"))
    } else {
        Check::fine("schema", format!("{applied} migrations applied, none missing"))
    }
}
