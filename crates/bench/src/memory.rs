//! Memory of the serving process after all it has been asked.

use crate::{
    server::Server,
    table::{Aim, Line},
};
use anyhow::Result;

pub fn measure(server: &Server) -> Result<Vec<Line>> {
    let megabytes = |key: &str| -> Result<f64> { Ok(server.memory(key)? / 1e6) };
    Ok(vec![
        // What the allocator holds, what it keeps for later, stacks: all but files, of which the index is one.
        Line::new("memory after the load, of its own (RssAnon)", "MB", megabytes("RssAnon")?)
            .aim(Aim::OursAtMost(150.0)),
        Line::new("memory after the load, with mapped files (VmRSS)", "MB", megabytes("VmRSS")?),
    ])
}
