//! The accept loop against slow, many and departing visitors, over real sockets.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use axum::{Router, routing::get};
use server::serve::{Limits, accept};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::{sleep, timeout},
};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

async fn serve(limits: Limits) -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let router = Router::new().route("/", get(|| async { "quick" })).route(
        "/slow",
        get(|| async {
            sleep(Duration::from_millis(500)).await;
            "slow"
        }),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(accept(listener, router, limits, async {
        let _ = stopped.await;
    }));
    (address, stop, server)
}

fn limits() -> Limits {
    Limits { connections: 8, header: Duration::from_millis(300), drain: Duration::from_secs(5) }
}

async fn rest_of(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text).await;
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_heads_are_cut_off() {
    let (address, _stop, _server) = serve(limits()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost:").await.unwrap();
    let cut =
        timeout(Duration::from_secs(5), rest_of(&mut stream)).await.expect("a half-sent head held its connection");
    assert!(!cut.contains("quick"));
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_connection_cap_visitors_wait_and_are_then_served() {
    let (address, _stop, _server) = serve(Limits { connections: 1, header: Duration::from_secs(30), ..limits() }).await;
    let first = TcpStream::connect(address).await.unwrap();
    sleep(Duration::from_millis(50)).await;
    let mut second = TcpStream::connect(address).await.unwrap();
    second.write_all(REQUEST).await.unwrap();
    let mut byte = [0];
    assert!(timeout(Duration::from_millis(300), second.read(&mut byte)).await.is_err(), "served beyond the cap");
    drop(first);
    assert!(timeout(Duration::from_secs(5), rest_of(&mut second)).await.unwrap().contains("quick"));
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_under_way_finish_when_the_server_stops() {
    let (address, stop, server) = serve(limits()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    sleep(Duration::from_millis(100)).await;
    stop.send(()).unwrap();
    assert!(rest_of(&mut stream).await.contains("slow"));
    server.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "still listening");
}

#[tokio::test(flavor = "multi_thread")]
async fn draining_has_a_deadline() {
    let (address, stop, server) = serve(Limits { drain: Duration::from_millis(100), ..limits() }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    sleep(Duration::from_millis(50)).await;
    let asked = Instant::now();
    stop.send(()).unwrap();
    timeout(Duration::from_secs(2), server).await.expect("a slow request held the whole server").unwrap();
    assert!(asked.elapsed() < Duration::from_millis(450));
}
