//! A finished answer: what it is in each encoding is made when first asked for, head and all, and then only sent.

use super::compress::{Effort, Encoding, is_brotli_of};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use sha2::{Digest, Sha256};
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

/// Below this, compressing costs more than it saves.
const WORTH_COMPRESSING: usize = 256;

pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    forms: [Form; 5],
    /// Whether it may be sent again to whoever asks for the same.
    pub keep: bool,
}

/// The answer in one encoding, compressed with one effort.
struct Form {
    encoding: Encoding,
    effort: Effort,
    /// Strong, so different for different bytes: of each encoding and effort.
    etag: HeaderValue,
    made: OnceLock<(HeaderMap, Bytes)>,
    begun: AtomicBool,
}

impl Answer {
    pub fn new(status: StatusCode, mut headers: HeaderMap, body: impl Into<Bytes>, keep: bool) -> Self {
        let body: Bytes = body.into();
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        let digest: String = Sha256::digest(&body).iter().take(9).map(|byte| format!("{byte:02x}")).collect();
        let form = |encoding, effort, suffix| Form {
            encoding,
            effort,
            // Of digits, letters and a dash, so always a value.
            etag: HeaderValue::try_from(format!("\"{digest}{suffix}\"")).unwrap_or(HeaderValue::from_static("\"\"")),
            made: OnceLock::new(),
            begun: AtomicBool::new(false),
        };
        let forms = [
            form(Encoding::Plain, Effort::Once, ""),
            form(Encoding::Gzip, Effort::Kept, "-gzip"),
            form(Encoding::Gzip, Effort::Once, "-gzip-once"),
            form(Encoding::Brotli, Effort::Kept, "-br"),
            form(Encoding::Brotli, Effort::Once, "-br-once"),
        ];
        Self { status, headers, body, forms, keep }
    }

    /// With one more line in its head.
    pub fn with(mut self, name: header::HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// With the brotli that was made of the body at build time, where there is one: harder than a start has time for.
    pub fn with_brotli(self, ready: Option<&[u8]>) -> Self {
        if let Some(ready) = ready.filter(|ready| is_brotli_of(ready, &self.body)) {
            let form = self.form(Encoding::Brotli, Effort::Kept);
            form.made.get_or_init(|| self.make(form, Bytes::copy_from_slice(ready)));
        }
        self
    }

    /// Compressed at once, for what is there from the start and asked for by everyone.
    pub fn compressed(self) -> Self {
        for encoding in [Encoding::Plain, Encoding::Gzip, Encoding::Brotli] {
            self.made(self.form(encoding, Effort::Kept));
        }
        self
    }

    /// Bytes in memory once it has been asked for in every encoding, roughly.
    pub fn weight(&self) -> u32 {
        u32::try_from(self.body.len().saturating_mul(2)).unwrap_or(u32::MAX)
    }

    /// The answer to one request: 304 when the visitor has it, else the smallest encoding they take.
    pub fn to(&self, request: &HeaderMap) -> Response<Body> {
        self.encoded(self.encoding(request), request)
    }

    /// As [`Self::to`], to somebody who asks for what another has had: beside them it is compressed better, once, for
    /// all who come after.
    pub fn to_another(self: &Arc<Self>, request: &HeaderMap) -> Response<Body> {
        let encoding = self.encoding(request);
        let best = self.form(encoding, Effort::Kept);
        if best.made.get().is_none() && !best.begun.swap(true, Ordering::Relaxed) {
            let answer = self.clone();
            tokio::task::spawn_blocking(move || {
                answer.made(answer.form(encoding, Effort::Kept));
            });
        }
        self.encoded(encoding, request)
    }

    fn encoding(&self, request: &HeaderMap) -> Encoding {
        if self.body.len() < WORTH_COMPRESSING { Encoding::Plain } else { Encoding::best(request) }
    }

    fn encoded(&self, encoding: Encoding, request: &HeaderMap) -> Response<Body> {
        if let Some(known) = self.known(request, encoding) {
            return self.not_modified(known);
        }
        let best = self.form(encoding, Effort::Kept).made.get();
        let (headers, body) = best.unwrap_or_else(|| self.made(self.form(encoding, Effort::Once)));
        let mut response = Response::new(Body::from(body.clone()));
        *response.status_mut() = self.status;
        *response.headers_mut() = headers.clone();
        response
    }

    fn form(&self, encoding: Encoding, effort: Effort) -> &Form {
        let [plain, others @ ..] = &self.forms;
        others.iter().find(|form| form.encoding == encoding && form.effort == effort).unwrap_or(plain)
    }

    fn made<'a>(&self, form: &'a Form) -> &'a (HeaderMap, Bytes) {
        form.made.get_or_init(|| self.make(form, form.encoding.of(&self.body, form.effort)))
    }

    fn make(&self, form: &Form, body: Bytes) -> (HeaderMap, Bytes) {
        let mut headers = self.headers.clone();
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        if form.encoding != Encoding::Plain {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(form.encoding.name()));
        }
        if self.status == StatusCode::OK {
            headers.insert(header::ETAG, form.etag.clone());
        }
        (headers, body)
    }

    /// What the visitor has of this very content: in the encoding they would get, however hard it was compressed.
    fn known(&self, request: &HeaderMap, encoding: Encoding) -> Option<&Form> {
        let asked = request.get(header::IF_NONE_MATCH).filter(|_| self.status == StatusCode::OK)?;
        let has = |form: &Form| {
            let mut tags = asked.to_str().unwrap_or_default().split(',').map(str::trim);
            tags.any(|tag| tag.trim_start_matches("W/").as_bytes() == form.etag.as_bytes() || tag == "*")
        };
        self.forms.iter().find(|form| form.encoding == encoding && has(form))
    }

    /// Says what must be said anew (RFC 9110, 15.4.5) and no more: of the rest, the policy of the page above all, the
    /// visitor keeps what came with it.
    fn not_modified(&self, form: &Form) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        let headers = response.headers_mut();
        for name in [header::CACHE_CONTROL, header::VARY] {
            for value in self.headers.get_all(&name) {
                headers.append(name.clone(), value.clone());
            }
        }
        headers.insert(header::ETAG, form.etag.clone());
        response
    }
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
        let (mut seen, page) = (std::collections::HashSet::new(), page());
        let mut ask = |encoding: &str, page: &Answer| {
            let mut request = asking(header::ACCEPT_ENCODING, encoding);
            let response = page.to(&request);
            assert_eq!(
                response.headers().get(header::CONTENT_ENCODING).map_or("", |value| value.to_str().unwrap()),
                encoding
            );
            let etag = response.headers()[header::ETAG].clone();
            assert!(seen.insert(etag.clone()), "{encoding}: one strong ETag for different bytes");
            request.insert(header::IF_NONE_MATCH, etag);
            request
        };
        let asked = ["", "gzip", "br"].map(|encoding| ask(encoding, &page));
        let page = page.compressed();
        let better = ["gzip", "br"].map(|encoding| ask(encoding, &page));
        // What was sent quickly is still what the visitor has when the page is compressed better.
        for request in asked.iter().chain(&better) {
            let again = page.to(request);
            let etags = (&again.headers()[header::ETAG], &request[header::IF_NONE_MATCH]);
            assert_eq!((again.status(), etags.0), (StatusCode::NOT_MODIFIED, etags.1));
        }
    }

    #[test]
    fn only_what_is_asked_for_is_compressed() {
        let page = page();
        page.to(&asking(header::ACCEPT_ENCODING, "br"));
        let made = page.forms.iter().filter(|form| form.made.get().is_some());
        assert_eq!(
            made.map(|form| (form.encoding, form.effort)).collect::<Vec<_>>(),
            [(Encoding::Brotli, Effort::Once)]
        );
    }
}
