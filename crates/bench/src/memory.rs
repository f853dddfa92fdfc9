//! Memory of the serving process after all it has been asked.

use crate::{server::Server, table::Line};
use anyhow::Result;

pub fn measure(server: &Server) -> Result<Vec<Line>> {
    let megabytes = |key: &str| -> Result<f64> { Ok(server.memory(key)? / 1e6) };
    Ok(vec![
        Line::new("memory after the load, of its own", "MB", megabytes("RssAnon")?),
        Line::new("memory after the load, with mapped files", "MB", megabytes("VmRSS")?),
    ])
}
