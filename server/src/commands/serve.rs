use super::{
    Console,
    database::{INTERRUPTED, Use, stop_signal, with_portal},
};
use local_postgres::Postgres;
use std::{process::ExitCode, sync::Arc, time::Duration};
use tokio::{task::spawn_blocking, time::sleep};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How often to see whether the own Postgres is still there.
const LOOK: Duration = Duration::from_secs(1);

pub async fn run(console: &Console) -> anyhow::Result<ExitCode> {
    with_portal(console, Use::visitors(&console.settings), |portal, postgres| async move {
        let (stop, beside) = (CancellationToken::new(), TaskTracker::new());
        if let Some(postgres) = postgres {
            beside.spawn(watch(postgres, stop.clone()));
        }
        let asked = async {
            if let Err(error) = stop_signal().await {
                tracing::error!(%error, "cannot hear signals; ending");
            }
            tokio::spawn(hurry());
        };
        let (clock, ids) = (console.clock.clone(), console.ids.clone());
        let outcome = server::serve::run(&console.settings, clock, ids, portal, asked).await;
        stop.cancel();
        beside.close();
        beside.wait().await;
        outcome.map(|()| ExitCode::SUCCESS)
    })
    .await
}

/// Somebody who asks a second time wants no more waiting: not for answers under way, nor for the index and the pools.
async fn hurry() {
    if stop_signal().await.is_ok() {
        tracing::warn!("asked to end a second time: ending at once (an own Postgres stays until the next command)");
        std::process::exit(INTERRUPTED.into());
    }
}

/// Brings the own Postgres back after a crash; connections of the pool are made anew by themselves.
async fn watch(postgres: Arc<Postgres>, stop: CancellationToken) {
    while stop.run_until_cancelled(sleep(LOOK)).await.is_some() {
        let postgres = postgres.clone();
        match spawn_blocking(move || postgres.revive()).await {
            Ok(Ok(true)) => tracing::warn!("the own Postgres had ended and was started again"),
            Ok(Ok(false)) => {}
            Ok(Err(error)) => tracing::error!(%error, "the own Postgres has ended and cannot be started"),
            Err(error) => tracing::error!(%error, "looking after the own Postgres failed"),
        }
    }
}
