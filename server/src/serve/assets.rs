//! Stylesheet, scripts, wasm and icons: read once at start, kept in memory, compressed, named by their content.

use super::{State, answer::Answer, tiles};
use app::Assets;
use axum::{
    extract::{Path, Request, State as Extract},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path as FilePath, PathBuf},
    sync::Arc,
};

/// Folder of what only the map needs, see `scripts/map-files`.
const MAP: &str = "map/";

pub struct Site {
    pub assets: Arc<Assets>,
    pub paper_policy: String,
    pub live_policy: String,
    /// The operator's own map.
    pub tiles: Option<Arc<PathBuf>>,
    hash: String,
    files: BTreeMap<String, Answer>,
    changing: BTreeMap<String, Answer>,
}

impl Site {
    /// Reads the built site (`pkg/` below `folder`). The names of all files carry one hash over all of them, so that
    /// scripts find each other by relative paths.
    pub fn load(folder: &FilePath) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        read_into(&mut files, &folder.join("pkg"), "")?;
        Ok(Self::new(files))
    }

    /// Without a built site: pages without style and islands, for tests of everything else.
    pub fn bare() -> Self {
        Self::new(BTreeMap::new())
    }

    /// With a map of the operator's own, below the places on it.
    pub fn with_tiles(self, tiles: Option<PathBuf>) -> Self {
        let address = tiles.as_ref().map(|_| tiles::ADDRESS.into());
        let assets = Arc::new(Assets { tiles: address, ..Assets::clone(&self.assets) });
        Self { tiles: tiles.map(Arc::new), assets, ..self }
    }

    /// `.br` files are the others, compressed at build time.
    fn new(all: BTreeMap<String, Vec<u8>>) -> Self {
        let (brotli, mut files): (BTreeMap<_, _>, BTreeMap<_, _>) =
            all.into_iter().partition(|(name, _)| name.ends_with(".br"));
        let brotli: BTreeMap<String, Vec<u8>> =
            brotli.into_iter().map(|(name, bytes)| (name.trim_end_matches(".br").to_owned(), bytes)).collect();
        files.insert("loader.js".to_owned(), app::LOADER.as_bytes().to_vec());
        files.insert("device.js".to_owned(), app::DEVICE.as_bytes().to_vec());
        files.insert("listen.js".to_owned(), app::LISTEN.as_bytes().to_vec());
        files.insert("print.js".to_owned(), app::PRINT.as_bytes().to_vec());
        files.insert("card.css".to_owned(), app::card_css().into_bytes());
        files.extend(app::MAP.map(|(name, text)| (format!("{MAP}{name}"), text.as_bytes().to_vec())));
        files.insert("sprite.svg".to_owned(), app::SPRITE.as_bytes().to_vec());
        let mut all = Sha256::new();
        for (name, bytes) in &files {
            all.update(name.as_bytes());
            all.update(bytes);
        }
        let hash: String = all.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let css = files.get("bussola.css").map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        let path = |name: &str| format!("/pkg/{hash}/{name}");
        let assets = Assets {
            css_path: path("bussola.css"),
            card_css_path: path("card.css"),
            loader_path: path("loader.js"),
            print_path: path("print.js"),
            sprite_path: path("sprite.svg"),
            js_path: path("bussola.js"),
            wasm_path: path("bussola.wasm"),
            css: css.as_str().into(),
            tiles: None,
        };
        let style = BASE64_STANDARD.encode(Sha256::digest(css.as_bytes()));
        let common = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self'; font-src 'self'; manifest-src 'self'";
        let with = |cache: &'static str| {
            let answer = |name: &String, bytes: &[u8]| {
                let answer = file(name, bytes, cache).with_brotli(brotli.get(name).map(Vec::as_slice));
                // A start has no time for the map's megabyte, and few ask for it.
                if name.starts_with(MAP) { answer } else { answer.compressed() }
            };
            files.iter().map(|(name, bytes)| (name.clone(), answer(name, bytes))).collect::<BTreeMap<_, _>>()
        };
        Self {
            // Without a script nothing connects; but what looks for robots.txt from within a page is held to its policy.
            paper_policy: format!(
                "default-src 'none'; style-src 'self' 'sha256-{style}'; connect-src 'self'; {common}"
            ),
            live_policy: format!(
                "default-src 'none'; style-src 'self' 'sha256-{style}'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; {common}"
            ),
            tiles: None,
            changing: with("no-cache"),
            files: with("public, max-age=31536000, immutable"),
            assets: Arc::new(assets),
            hash,
        }
    }

    /// Whether style and scripts have been built.
    pub fn is_built(&self) -> bool {
        self.files.contains_key("bussola.css") && self.files.contains_key("bussola.wasm")
    }
}

/// A file by its hashed path. A page of another release, served by another instance during an update, asks under
/// another hash: it gets our file, not to be kept.
pub async fn asset(Extract(state): Extract<Arc<State>>, Path(path): Path<String>, request: Request) -> Response {
    let (hash, name) = path.split_once('/').unwrap_or(("", &path));
    let files = if hash == state.site.hash { &state.site.files } else { &state.site.changing };
    match files.get(name) {
        Some(answer) => answer.to(request.headers()).into_response(),
        None => (StatusCode::NOT_FOUND, "no such file\n").into_response(),
    }
}

/// What browsers ask for by themselves, so that no page has to spend bytes on naming it: the compass rose.
pub async fn icon() -> Response {
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=604800")];
    (headers, include_str!("icon.svg")).into_response()
}

fn file(name: &str, bytes: &[u8], cache: &'static str) -> Answer {
    let kind = match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let headers = HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
    ]);
    Answer::new(StatusCode::OK, headers, bytes.to_vec(), true)
}

fn read_into(files: &mut BTreeMap<String, Vec<u8>>, folder: &FilePath, prefix: &str) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_into(files, &entry.path(), &format!("{name}/"))?;
        } else if !name.ends_with(".gz") && !name.ends_with(".d.ts") {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}
