//! The rival of a page: axum answering everything with the same bytes and as many headers.

use crate::http::Answer;
use anyhow::Result;
use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue},
};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Args)]
pub struct Arguments {
    /// Its headers (`name: value` lines) and, behind an empty line, its body
    #[arg(long)]
    answer: PathBuf,
}

/// Writes an answer for [`run`] to give.
pub fn save(answer: &Answer, path: &Path) -> Result<()> {
    let mut bytes = Vec::new();
    // hyper adds these two itself.
    let own = |name: &str| name.eq_ignore_ascii_case("date") || name.eq_ignore_ascii_case("content-length");
    for (name, value) in answer.headers.iter().filter(|(name, _)| !own(name)) {
        bytes.extend_from_slice(format!("{name}: {value}\n").as_bytes());
    }
    bytes.push(b'\n');
    bytes.extend_from_slice(&answer.body);
    Ok(fs::write(path, bytes)?)
}

pub async fn run(arguments: Arguments) -> Result<()> {
    let (headers, body) = read(&fs::read(arguments.answer)?)?;
    let answer = move || {
        let answer = (headers.clone(), body.clone());
        async move { answer }
    };
    let (listener, _) = crate::listen().await?;
    Ok(axum::serve(listener, Router::new().fallback(answer)).await?)
}

fn read(mut bytes: &[u8]) -> Result<(HeaderMap, Bytes)> {
    let mut headers = HeaderMap::new();
    while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
        let line = &bytes[..end];
        bytes = &bytes[end + 1..];
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { break };
        headers
            .append(HeaderName::from_bytes(&line[..colon])?, HeaderValue::from_bytes(line[colon + 1..].trim_ascii())?);
    }
    Ok((headers, Bytes::copy_from_slice(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_as_it_was_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answer");
        let headers = vec![("ETag".to_owned(), "\"a:b\"".to_owned()), ("Date".to_owned(), "now".to_owned())];
        save(&Answer { status: 200, headers, body: b"\n:\xff".to_vec(), bytes: 0 }, &path).unwrap();
        let (headers, body) = read(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(
            (headers.len(), &headers["etag"], &body[..]),
            (1, &HeaderValue::from_static("\"a:b\""), &b"\n:\xff"[..])
        );
    }
}
