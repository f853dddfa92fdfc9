//! Answers kept ready to send: every page once per content generation, already compressed, with a strong ETag.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use moka::future::Cache;
use sha2::{Digest, Sha256};
use std::{future::Future, io::Write, sync::Arc, time::Duration};

/// Memory for stored answers, bytes of bodies.
const CAPACITY: u64 = 64 * 1024 * 1024;
/// A stored page may be this old: "open now" is on it.
const LIFETIME: Duration = Duration::from_secs(60);
/// Below this, compressing costs more than it saves.
const WORTH_COMPRESSING: usize = 256;

/// A finished answer in the encodings that browsers ask for.
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    /// Quoted, without the suffix of the encoding.
    etag: String,
    identity: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
    /// Lifetime in the cache is for everyone; only answers that are good for everyone are kept.
    pub keep: bool,
}

/// How hard to compress: what is kept is worth more work than what is sent once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    Kept,
    Once,
}

impl Answer {
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>, keep: bool) -> Self {
        let identity: Bytes = body.into();
        let digest = Sha256::digest(&identity);
        let etag = digest.iter().take(9).map(|byte| format!("{byte:02x}")).collect();
        let effort = if keep { Effort::Kept } else { Effort::Once };
        let worth = identity.len() >= WORTH_COMPRESSING;
        let brotli = worth.then(|| brotli(&identity, effort));
        let gzip = worth.then(|| gzip(&identity, effort));
        Self { status, headers, etag, identity, gzip, brotli, keep }
    }

    fn weight(&self) -> u32 {
        let length = |body: &Option<Bytes>| body.as_ref().map_or(0, Bytes::len);
        u32::try_from(self.identity.len() + length(&self.gzip) + length(&self.brotli)).unwrap_or(u32::MAX)
    }

    /// The answer to one request: 304 when the visitor has it, else the smallest encoding they take.
    pub fn to(&self, request: &HeaderMap) -> Response<Body> {
        let accepted = |name: &str| accepts(request, name);
        let (encoding, body) = match (&self.brotli, &self.gzip) {
            (Some(body), _) if accepted("br") => (Some("br"), body),
            (_, Some(body)) if accepted("gzip") => (Some("gzip"), body),
            _ => (None, &self.identity),
        };
        let etag = format!("\"{}{}\"", self.etag, encoding.map(|name| format!("-{name}")).unwrap_or_default());
        let known = self.status == StatusCode::OK && has_etag(request, &etag);
        let mut response = Response::new(if known { Body::empty() } else { Body::from(body.clone()) });
        *response.status_mut() = if known { StatusCode::NOT_MODIFIED } else { self.status };
        let headers = response.headers_mut();
        *headers = self.headers.clone();
        if known {
            headers.remove(header::CONTENT_TYPE);
            headers.remove(header::CONTENT_SECURITY_POLICY);
        } else if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let (Ok(value), true) = (HeaderValue::from_str(&etag), self.status == StatusCode::OK) {
            headers.insert(header::ETAG, value);
        }
        response
    }
}

/// Kept answers, by what was asked and the generation of the content it shows.
#[derive(Clone)]
pub struct Stored(Cache<(u64, Box<str>), Arc<Answer>>);

impl Default for Stored {
    fn default() -> Self {
        let cache = Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(|key: &(u64, Box<str>), answer: &Arc<Answer>| {
                answer.weight().saturating_add(u32::try_from(key.1.len()).unwrap_or(u32::MAX))
            })
            .time_to_live(LIFETIME)
            .build();
        Self(cache)
    }
}

impl Stored {
    /// The kept answer, or the one `make` gives, kept when it is good for everyone. Equal requests that arrive
    /// together make it once.
    pub async fn get(&self, generation: u64, asked: String, make: impl Future<Output = Answer>) -> Arc<Answer> {
        let key = (generation, asked.into_boxed_str());
        if let Some(answer) = self.0.get(&key).await {
            return answer;
        }
        let answer = self.0.get_with_by_ref(&key, async { Arc::new(make.await) }).await;
        if !answer.keep {
            self.0.invalidate(&key).await;
        }
        answer
    }
}

fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    let header = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    header.split(',').any(|part| {
        let mut pieces = part.split(';');
        let name = pieces.next().unwrap_or_default().trim();
        let refused = pieces
            .any(|piece| matches!(piece.trim().replace(' ', "").as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        name.eq_ignore_ascii_case(encoding) && !refused
    })
}

fn has_etag(request: &HeaderMap, etag: &str) -> bool {
    let header = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    header.split(',').any(|part| part.trim().trim_start_matches("W/") == etag || part.trim() == "*")
}

/// Writing to memory does not fail; were it to, the identity encoding is always there.
pub fn brotli(body: &[u8], effort: Effort) -> Bytes {
    let quality = if effort == Effort::Kept { 9 } else { 4 };
    let mut out = brotli::CompressorWriter::new(Vec::new(), 4096, quality, 22);
    let _ = out.write_all(body);
    out.into_inner().into()
}

pub fn gzip(body: &[u8], effort: Effort) -> Bytes {
    let level = if effort == Effort::Kept { 7 } else { 4 };
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    let _ = out.write_all(body);
    out.finish().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Answer {
        Answer::new(StatusCode::OK, HeaderMap::new(), "x".repeat(5000), true)
    }

    fn asking(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn etags_differ_by_encoding_and_answer_304() {
        let plain = page().to(&HeaderMap::new());
        let brotli = page().to(&asking(header::ACCEPT_ENCODING, "gzip, br"));
        assert_eq!(brotli.headers()[header::CONTENT_ENCODING], "br");
        assert_ne!(plain.headers()[header::ETAG], brotli.headers()[header::ETAG]);
        let etag = plain.headers()[header::ETAG].to_str().unwrap();
        assert_eq!(page().to(&asking(header::IF_NONE_MATCH, etag)).status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn a_refused_encoding_is_not_sent() {
        let answer = page().to(&asking(header::ACCEPT_ENCODING, "br;q=0, gzip"));
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
    }
}
