//! The operator's own map: one file of tiles (PMTiles), of which browsers ask for the parts they show.

use axum::{
    body::Body,
    extract::{Request, State as Extract},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};
use tower::ServiceExt;
use tower_http::services::ServeFile;

/// Where it is, whatever the file is called.
pub const ADDRESS: &str = "/map.pmtiles";
const KIND: &str = "application/vnd.pmtiles";

/// What the first bytes of a file of tiles say that a map of ours can show.
///
/// # Errors
/// What is wrong with the file, for whoever named it.
pub fn examine(file: &Path) -> Result<(), String> {
    const HEAD: usize = 127;
    const VERSION: u8 = 3;
    const VECTOR: u8 = 1;
    let mut head = [0; HEAD];
    let read = File::open(file).and_then(|mut file| file.read_exact(&mut head));
    match read {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err("is no PMTiles file".to_owned()),
        Err(error) => return Err(format!("cannot be read: {error}")),
        Ok(()) => {}
    }
    if !head.starts_with(b"PMTiles") {
        Err("is no PMTiles file".to_owned())
    } else if head[7] != VERSION {
        Err(format!("is of PMTiles version {}, not {VERSION}: `pmtiles convert` makes that of it", head[7]))
    } else if head[99] != VECTOR {
        Err("has no vector tiles (MVT), only pictures or something else".to_owned())
    } else {
        Ok(())
    }
}

/// `GET /map.pmtiles`: parts by `Range`.
pub async fn tiles(Extract(file): Extract<Arc<PathBuf>>, request: Request) -> Response {
    // The reader in the browser begins anew when the file is another: parts of two would make nonsense.
    let tag = tag(&file).await;
    let Ok(response) = ServeFile::new(&*file).oneshot(request).await;
    let mut response = response.map(Body::new);
    if !response.status().is_success() && response.status() != StatusCode::NOT_MODIFIED {
        return (response.status(), response.headers().clone()).into_response();
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(KIND));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Of length and time: the content may be gigabytes.
async fn tag(file: &Path) -> Option<HeaderValue> {
    let about = tokio::fs::metadata(file).await.ok()?;
    let changed = about.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos();
    HeaderValue::try_from(format!("\"{:x}-{changed:x}\"", about.len())).ok()
}
