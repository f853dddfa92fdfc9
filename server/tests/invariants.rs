//! The invariants of ARCHITECTURE.md that can be read off the manifests and sources.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Direct dependencies (not those of tests only) of each package of the workspace.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names = |package: &serde_json::Value| {
        let all = package["dependencies"].as_array().unwrap();
        let used = all.iter().filter(|dependency| dependency["kind"] != "dev");
        used.map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect()
    };
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().map(|package| (package["name"].as_str().unwrap().to_owned(), names(package))).collect()
}

/// Rust sources below a folder, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "no sources below {folder}");
    found
}

fn every_source() -> Vec<(PathBuf, String)> {
    ["app", "frontend", "server", "crates"].into_iter().flat_map(sources).collect()
}

/// The part of a file before its unit tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

#[test]
fn each_room_knows_only_what_it_may() {
    let never: [(&str, &[&str]); 8] = [
        ("model", &["tokio", "sqlx", "tantivy", "axum", "leptos", "reqwest"]),
        ("search", &["sqlx", "axum", "leptos", "portal"]),
        ("open_data", &["sqlx", "axum", "leptos", "portal", "tantivy", "search"]),
        ("print", &["sqlx", "axum", "leptos", "portal", "search"]),
        ("portal", &["leptos", "axum", "app"]),
        ("app", &["sqlx", "tantivy", "axum", "search"]),
        ("ui", &["sqlx", "tantivy", "axum", "portal"]),
        ("i18n", &["sqlx", "tantivy", "axum", "portal"]),
    ];
    let dependencies = dependencies();
    for (package, banned) in never {
        for name in banned {
            assert!(!dependencies[package].contains(*name), "{package} must not depend on {name}");
        }
    }
    // The measurements may use anything: rivals are what they are for, and they are never part of `bussola`.
    for (name, only) in [("sqlx", "portal"), ("tantivy", "search")] {
        for (package, theirs) in &dependencies {
            let allowed = package == only || package == "bench";
            assert!(allowed || !theirs.contains(name), "{name} belongs to {only}, not to {package}");
        }
    }
}

#[test]
fn raw_html_occurs_in_one_module() {
    for (path, text) in ["app", "server"].into_iter().flat_map(sources) {
        let raw_room = path.starts_with(root().join("app/ui/src/raw")) || path.ends_with("app/ui/src/raw.rs");
        if raw_room || path.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        for needle in ["<textarea", "inner_html"] {
            assert!(!without_tests(&text).contains(needle), "{needle} in {}: use ui::raw", path.display());
        }
    }
}

#[test]
fn app_has_at_most_three_server_only_sites() {
    let count = |needle: &str| -> usize { sources("app").iter().map(|(_, text)| text.matches(needle).count()).sum() };
    let sites = count("cfg(feature = \"ssr\")") + count("cfg(not(feature = \"ssr\"))");
    assert!(sites <= 3, "{sites} places in app differ between server and browser");
}

#[test]
fn server_functions_are_short() {
    for (path, text) in sources("app") {
        for after in text.split("#[server").skip(1) {
            let Some(start) = after.find(" {\n") else { continue };
            let body = after[start + 3..].split("\n}").next().unwrap_or_default();
            let lines = body.lines().filter(|line| !line.trim().is_empty()).count();
            assert!(lines <= 6, "a server function of {lines} lines in {}", path.display());
        }
    }
}

#[test]
fn one_module_style_and_no_long_file() {
    let mut long = Vec::new();
    for (path, text) in every_source() {
        assert!(!path.ends_with("mod.rs"), "{}: use foo.rs beside foo/", path.display());
        if without_tests(&text).lines().count() > 300 {
            long.push(path);
        }
    }
    assert!(long.is_empty(), "more than 300 lines without their tests, to be split: {long:?}");
}

/// Sources of `portal` that are part of the binary.
fn portal() -> Vec<(PathBuf, String)> {
    let mut all = sources("crates/portal/src");
    all.retain(|(path, _)| !path.to_string_lossy().contains("test_database"));
    all
}

#[test]
fn transactions_are_begun_in_one_place() {
    for (path, text) in portal() {
        assert!(
            !text.contains(".begin()") || path.ends_with("database.rs"),
            "{}: use portal::transaction",
            path.display()
        );
    }
}

/// But in one file: COPY and the statements around it cannot bind a table's name, which there is a constant.
#[test]
fn no_sql_is_made_of_strings() {
    for (path, text) in portal() {
        let copying = path.ends_with("import/write.rs");
        assert!(copying || !text.contains("AssertSqlSafe"), "{}: bind parameters instead", path.display());
    }
}

#[test]
fn nothing_says_where_it_was_built() {
    // Split so that this file does not accuse itself.
    let banned =
        [concat!("/work", "/main"), concat!("/root", "/"), concat!("registry.", "npmjs"), concat!("static.", "crates")];
    let output = Command::new("git").args(["ls-files"]).current_dir(root()).output().unwrap();
    for file in String::from_utf8(output.stdout).unwrap().lines() {
        // The lock files name the registry as cargo writes it everywhere alike.
        if file.ends_with("Cargo.lock") {
            continue;
        }
        let Ok(text) = fs::read_to_string(root().join(file)) else { continue };
        for needle in banned {
            assert!(!text.contains(needle), "{needle} in {file}");
        }
    }
}
