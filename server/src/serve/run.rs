use super::{Limits, Printer, Site, State, accept, admission::Admission, front, index_folder, log, stored::Stored};
use crate::{clock::Clock, settings::Settings};
use anyhow::Context;
use portal::{Ids, Portal};
use std::{future::Future, path::Path, sync::Arc, time::Duration};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long a request may wait for its turn before it is sent away.
const WAIT: Duration = Duration::from_secs(1);
/// How long a visitor may take nothing of an answer: a phone that lost its network comes back within it or asks anew.
const WRITE: Duration = Duration::from_secs(30);
/// Longer than any visit needs one connection.
const AGE: Duration = Duration::from_secs(300);

/// Listens and answers until `stop` is ready and requests under way are done.
pub async fn run(
    settings: &Settings,
    clock: Clock,
    ids: Ids,
    portal: Portal,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    log::without_words();
    let folder = settings.site();
    let site = Site::load(&folder).unwrap_or_else(|error| {
        tracing::warn!(folder = %folder.display(), %error, "no built style and scripts: pages are bare (see BUSSOLA_SITE)");
        Site::bare()
    });
    let listener = TcpListener::bind(settings.addr).await.with_context(|| {
        format!("cannot listen on {}: choose another address with --addr or BUSSOLA_ADDR", settings.addr)
    })?;
    let at = listener.local_addr()?;
    let state = State {
        portal,
        site: Arc::new(site.with_tiles(settings.map().map(Path::to_owned))),
        origin: settings.origin().into(),
        contact: settings.contact.as_deref().map(Arc::from),
        security_contact: settings.security_contact.as_deref().map(Arc::from),
        clock,
        ids,
        styleguide: settings.styleguide,
        stored: Stored::default(),
        printer: Printer::new(settings.fonts.clone(), Printer::AT_ONCE),
        admission: Admission::new(usize::try_from(settings.max_requests)?, WAIT, settings.request_timeout),
    };
    let index = index_folder::claim(&settings.data).context("cannot make a folder for the search index")?;
    let following = CancellationToken::new();
    let follower = state.portal.follow(index.path.clone(), following.clone());
    let scans = portal::scans::keep_writing(&state.portal, following.clone());
    let limits = Limits {
        connections: usize::try_from(settings.max_connections)?,
        per_address: usize::try_from(settings.max_connections_per_address)?,
        header: settings.header_timeout,
        write: WRITE,
        age: AGE,
        drain: settings.drain,
    };
    tracing::info!(address = %format!("http://{at}"), origin = settings.origin(), "serving");
    accept(listener, front(state), limits, stop).await;
    // After the last answer: the index is committed and closed, then its folder is given up.
    following.cancel();
    follower.await.context("the follower of the change log ended badly")?;
    scans.await.context("the last scans were not written")?;
    drop(index);
    Ok(())
}
