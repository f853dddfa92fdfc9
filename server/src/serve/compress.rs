//! The encodings that browsers ask for.

use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};
use std::io::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Plain,
    Gzip,
    Brotli,
}

/// How hard to compress: what is asked for again and again is worth more work than what is sent once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    Once,
    Kept,
}

impl Encoding {
    /// The smallest one that the visitor takes.
    pub fn best(request: &HeaderMap) -> Self {
        let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        [Self::Brotli, Self::Gzip]
            .into_iter()
            .find(|encoding| accepts(accepted, encoding.name()))
            .unwrap_or(Self::Plain)
    }

    /// As in `Content-Encoding`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    pub fn of(self, body: &Bytes, effort: Effort) -> Bytes {
        match self {
            Self::Plain => body.clone(),
            Self::Gzip => gzip(body, effort),
            Self::Brotli => brotli(body, effort),
        }
    }
}

/// Whether `compressed` decompresses to `body`: it may have been left by an earlier build.
pub fn is_brotli_of(compressed: &[u8], body: &[u8]) -> bool {
    let mut rest = body;
    let mut buffer = [0; 8192];
    let mut reader = brotli::Decompressor::new(compressed, 8192);
    loop {
        match std::io::Read::read(&mut reader, &mut buffer) {
            Ok(0) => return rest.is_empty(),
            Ok(read) => match rest.strip_prefix(&buffer[..read]) {
                Some(left) => rest = left,
                None => return false,
            },
            Err(_) => return false,
        }
    }
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let mut pieces = part.split(';');
        let name = pieces.next().unwrap_or_default().trim();
        let refused =
            |piece: &str| matches!(piece.trim().replace(' ', "").as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.eq_ignore_ascii_case(encoding) && !pieces.any(refused)
    })
}

// Writing to memory does not fail.

fn brotli(body: &[u8], effort: Effort) -> Bytes {
    let quality = if effort == Effort::Kept { 9 } else { 4 };
    let mut out = brotli::CompressorWriter::new(Vec::new(), 4096, quality, 22);
    let _ = out.write_all(body);
    out.into_inner().into()
}

fn gzip(body: &[u8], effort: Effort) -> Bytes {
    let level = if effort == Effort::Kept { 7 } else { 4 };
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    let _ = out.write_all(body);
    out.finish().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_refused_encoding_is_not_sent() {
        for (header, best) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("br;q=0, gzip", Encoding::Gzip),
            ("GZIP; q=0.5", Encoding::Gzip),
            ("gzip; q = 0.0", Encoding::Plain),
            ("", Encoding::Plain),
        ] {
            let request = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(header))]);
            assert_eq!(Encoding::best(&request), best, "{header}");
        }
    }

    #[test]
    fn brotli_of_another_body_is_not_taken() {
        let body = b"compass ".repeat(5000);
        let compressed = brotli(&Bytes::from(body.clone()), Effort::Once);
        assert!(is_brotli_of(&compressed, &body));
        assert!(
            !is_brotli_of(&compressed, &body[1..])
                && !is_brotli_of(&compressed, &[body.clone(), body.clone()].concat())
        );
        assert!(!is_brotli_of(b"not brotli", &body) && !is_brotli_of(&compressed[..20], &body));
    }
}
