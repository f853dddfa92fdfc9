/// Name and text of every file in crates/portal/demonstration, by name: listed by the build script.
pub const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/demonstration.rs"));
