//! Lists the demonstration files, so that a new one only has to be put into its folder.

use std::{env, fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=demonstration");
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("demonstration");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            names.push(name);
        }
    }
    names.sort();
    // Not this checkout's path: the build folder may be shared with another one, or outlive this one.
    let include = |name: &String| {
        format!("    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/demonstration/{name}\"))),\n")
    };
    let list: String = names.iter().map(include).collect();
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("demonstration.rs");
    fs::write(out, format!("&[\n{list}]\n"))
}
