use super::Console;
use anyhow::Context;
use local_postgres::Postgres;
use portal::{DatabaseSettings, Portal, codes, taxonomies};
use server::settings::Settings;
use std::{future::Future, process::ExitCode, sync::Arc, time::Duration};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    task::spawn_blocking,
};

/// Room in the own Postgres for some servers, imports and a person with psql.
const OWN_CONNECTIONS: u16 = 100;
/// Connections of a command that works alone.
const COMMAND_CONNECTIONS: u32 = 4;
/// A command's statement may take longer than a visitor's.
const COMMAND_STATEMENT_TIMEOUT: Duration = Duration::from_secs(600);
pub const INTERRUPTED: u8 = 130;

/// How long one statement may take, and how many at once.
pub struct Use {
    pub connections: u32,
    pub statement_timeout: Duration,
}

impl Use {
    pub fn command() -> Self {
        Self { connections: COMMAND_CONNECTIONS, statement_timeout: COMMAND_STATEMENT_TIMEOUT }
    }

    pub fn visitors(settings: &Settings) -> Self {
        Self { connections: settings.database_connections, statement_timeout: settings.statement_timeout }
    }
}

pub fn own(settings: &Settings) -> local_postgres::Settings {
    local_postgres::Settings { data: settings.data.clone(), durable: true, max_connections: OWN_CONNECTIONS }
}

/// Starts or joins the own Postgres; nothing when the operator named another.
pub async fn start(settings: &Settings) -> anyhow::Result<Option<Arc<Postgres>>> {
    if settings.database_url().is_some() {
        return Ok(None);
    }
    let own = own(settings);
    let postgres = spawn_blocking(move || Postgres::start(&own)).await?.context("cannot start the own Postgres")?;
    Ok(Some(Arc::new(postgres)))
}

/// Stops the own Postgres if nobody else uses it.
pub async fn leave(postgres: Option<Arc<Postgres>>) -> anyhow::Result<()> {
    if let Some(postgres) = postgres.and_then(Arc::into_inner) {
        spawn_blocking(move || postgres.stop_if_last()).await??;
    }
    Ok(())
}

/// Opens the portal, brings its schema and taxonomies up to date, and gives it to `work`. Whatever happens, it is
/// closed again and an own Postgres that nobody else uses is stopped.
pub async fn with_portal<F>(
    console: &Console,
    how: Use,
    work: impl FnOnce(Portal, Option<Arc<Postgres>>) -> F,
) -> anyhow::Result<ExitCode>
where
    F: Future<Output = anyhow::Result<ExitCode>>,
{
    // From here on a signal does not end the process at once: Postgres would go on without anybody.
    let mut signals = Signals::listen()?;
    let postgres = start(&console.settings).await?;
    let opened = tokio::select! {
        biased;
        () = signals.received() => None,
        opened = open(console, postgres.as_deref(), how) => Some(opened),
    };
    let outcome = match opened {
        Some(Ok(portal)) => {
            let outcome = work(portal.clone(), postgres.clone()).await;
            portal.close().await;
            outcome
        }
        Some(Err(error)) => Err(error),
        None => Ok(ExitCode::from(INTERRUPTED)),
    };
    let left = leave(postgres).await;
    let code = outcome?;
    left?;
    Ok(code)
}

/// As [`with_portal`], for work that Ctrl-C and SIGTERM may break off at any point.
pub async fn with_portal_until_interrupted<F>(
    console: &Console,
    work: impl FnOnce(Portal) -> F,
) -> anyhow::Result<ExitCode>
where
    F: Future<Output = anyhow::Result<ExitCode>>,
{
    with_portal(console, Use::command(), |portal, _postgres| async move {
        tokio::select! {
            outcome = work(portal) => outcome,
            stopped = stop_signal() => {
                stopped?;
                eprintln!("interrupted: what was written so far is whole, run the command again to go on");
                Ok(ExitCode::from(INTERRUPTED))
            }
        }
    })
    .await
}

async fn open(console: &Console, postgres: Option<&Postgres>, how: Use) -> anyhow::Result<Portal> {
    let portal = connect(&console.settings, postgres, how).await?;
    let now = console.clock.now();
    let loaded = async {
        // What came new has no code yet.
        if !taxonomies::load(&portal, now).await?.is_empty() {
            codes::issue_of_taxonomies(&portal, &console.ids, now).await?;
        }
        Ok::<(), portal::Error>(())
    };
    if let Err(error) = loaded.await {
        portal.close().await;
        return Err(error).context("cannot load the taxonomies");
    }
    Ok(portal)
}

async fn connect(settings: &Settings, postgres: Option<&Postgres>, how: Use) -> anyhow::Result<Portal> {
    let url = match (postgres, settings.database_url()) {
        (Some(postgres), _) => postgres.url(),
        (None, Some(url)) => url.to_owned(),
        (None, None) => anyhow::bail!("no database"),
    };
    let shown = server::settings::without_password(&url);
    let database = DatabaseSettings { url, max_connections: how.connections, statement_timeout: how.statement_timeout };
    Portal::connect(&database).await.with_context(|| format!("cannot open the database {shown}"))
}

/// Ready when somebody asks this process to end.
pub async fn stop_signal() -> std::io::Result<()> {
    Signals::listen()?.received().await;
    Ok(())
}

/// Ctrl-C and SIGTERM since it was made.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn received(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
