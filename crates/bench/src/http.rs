//! The smallest client that can count the bytes of an answer.

use anyhow::{Context, Result, ensure};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

pub struct Answer {
    pub status: u16,
    /// As sent, without the status line and the empty line.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Everything that came over the wire, head and body.
    pub bytes: usize,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn ok(self, what: &str) -> Result<Self> {
        ensure!(self.status == 200, "{what} answered {}", self.status);
        Ok(self)
    }
}

/// A connection that is kept.
pub struct Client {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
}

impl Client {
    pub fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { address, stream: BufReader::new(stream) })
    }

    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        self.send("GET", path, headers)
    }

    fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut bytes = 0;
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            let read = self.stream.read_line(&mut line)?;
            ensure!(read > 0, "the connection was closed");
            bytes += read;
            match line.trim_end() {
                "" => break,
                text => lines.push(text.to_owned()),
            }
        }
        let mut lines = lines.into_iter();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).context("no status")?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned())))
            .collect();
        let mut answer = Answer { status, headers, body: Vec::new(), bytes };
        if status == 304 {
            return Ok(answer);
        }
        let length: usize =
            answer.header("content-length").and_then(|length| length.parse().ok()).context("no length")?;
        answer.body.resize(length, 0);
        self.stream.read_exact(&mut answer.body)?;
        answer.bytes += length;
        Ok(answer)
    }
}

pub fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
    Client::connect(address)?.get(path, headers)
}

/// An empty form.
pub fn post(address: SocketAddr, path: &str) -> Result<Answer> {
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "0")];
    Client::connect(address)?.send("POST", path, &headers)
}
