//! The WebAssembly entry: makes the islands of `app` reachable for the loader.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    // Names the crate, so that its islands are linked.
    let _ = app::LOADER.len();
    leptos::mount::hydrate_islands();
}
