//! The accept loop against slow, many and departing visitors, over real sockets.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use axum::{Router, routing::get};
use hyper_util::service::TowerToHyperService;
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
    let router = router.route("/large", get(|| async { vec![0u8; 64 << 20] }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(accept(listener, TowerToHyperService::new(router), limits, async {
        let _ = stopped.await;
    }));
    (address, stop, server)
}

fn limits() -> Limits {
    let long = Duration::from_secs(60);
    let (header, drain) = (Duration::from_millis(300), Duration::from_secs(5));
    Limits { connections: 8, per_address: 8, header, write: long, age: long, drain }
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
async fn who_does_not_read_is_cut_off_and_makes_room() {
    let (address, _stop, _server) =
        serve(Limits { connections: 1, write: Duration::from_millis(300), ..limits() }).await;
    let mut deaf = TcpStream::connect(address).await.unwrap();
    deaf.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\nGET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut next = TcpStream::connect(address).await.unwrap();
    next.write_all(REQUEST).await.unwrap();
    let answer =
        timeout(Duration::from_secs(10), rest_of(&mut next)).await.expect("a visitor who does not read kept the place");
    assert!(answer.contains("quick"));
    drop(deaf);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_gets_everything() {
    let (address, _stop, _server) = serve(Limits { write: Duration::from_millis(300), ..limits() }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let (mut piece, mut read) = (vec![0; 8 << 20], 0);
    loop {
        match stream.read(&mut piece).await.unwrap() {
            0 => break,
            more => read += more,
        }
        sleep(Duration::from_millis(5)).await;
    }
    assert!(read > 64 << 20, "{read} bytes of an answer that was read all the time");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_connection_ends_after_its_answer() {
    let (address, _stop, _server) =
        serve(Limits { age: Duration::from_millis(400), header: Duration::from_secs(60), ..limits() }).await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut asking = TcpStream::connect(address).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    asking.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let (ended, answer) = tokio::join!(
        timeout(Duration::from_secs(5), rest_of(&mut idle)),
        timeout(Duration::from_secs(5), rest_of(&mut asking))
    );
    assert_eq!(ended.expect("an idle connection was kept for ever"), "");
    assert!(answer.expect("a connection was kept for ever").contains("slow"));
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
