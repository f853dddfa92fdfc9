//! Our own accept loop: `axum::serve` sets no timer, so hyper's header timeout would silently not exist, and it
//! has neither caps on connections nor a deadline for draining.

use super::{
    addresses::{Addresses, Seat},
    connection::{Patient, attend},
};
use axum::{extract::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::Service};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{convert::Infallible, future::Future, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections open at once; more wait in the kernel's queue.
    pub connections: usize,
    /// Of these from one address; more are closed.
    pub per_address: usize,
    /// From the first byte of a request to the end of its head; also how long an idle connection is kept.
    pub header: Duration,
    /// How long a visitor may take none of what is sent.
    pub write: Duration,
    /// A connection that is older is asked to end after the answer under way, and ended after as long again.
    pub age: Duration,
    /// How long requests under way may take to finish after the signal to stop.
    pub drain: Duration,
}

/// Serves until `stop` is ready, then lets open requests finish within `limits.drain`.
pub async fn accept<S>(listener: TcpListener, service: S, limits: Limits, stop: impl Future<Output = ()>)
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.header).max_buf_size(32 * 1024);
    let permits = Arc::new(Semaphore::new(limits.connections));
    let addresses = Addresses::new(limits.per_address);
    let (stopping, mut visits) = (CancellationToken::new(), JoinSet::new());
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = next(&listener, &permits, &addresses) => accepted,
            // Those that have ended are let go of.
            Some(_) = visits.join_next() => continue,
            () = &mut stop => break,
        };
        let Some((stream, counted)) = accepted else { continue };
        // Answers are single buffers: waiting to fill a segment only delays them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY refused");
        }
        let stream = TokioIo::new(Patient::new(stream, limits.write));
        let visit = attend(http.serve_connection(stream, service.clone()), limits.age, stopping.clone());
        visits.spawn(async move {
            visit.await;
            drop(counted);
        });
    }
    drop(listener);
    stopping.cancel();
    tracing::info!(open = visits.len(), "draining");
    let ended = async { while visits.join_next().await.is_some() {} };
    if timeout(limits.drain, ended).await.is_err() {
        tracing::warn!(open = visits.len(), "drain deadline passed: closing what is left");
        visits.shutdown().await;
    }
}

/// What a connection counts against while it is open.
type Counted = (OwnedSemaphorePermit, Seat);

async fn next(listener: &TcpListener, permits: &Arc<Semaphore>, addresses: &Addresses) -> Option<(TcpStream, Counted)> {
    let permit = permits.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            let seat = addresses.enter(peer.ip());
            if seat.is_none() {
                tracing::debug!("too many connections from one address");
            }
            Some((stream, (permit, seat?)))
        }
        Err(error) => {
            // Out of file descriptors, most often: accepting again at once would only spin.
            tracing::warn!(%error, "accept failed");
            sleep(Duration::from_millis(50)).await;
            None
        }
    }
}
