//! Everything a visitor sees. In reading order: `routes` (which path shows which page), `pages` (what each page
//! loads and shows), `shell` (what is around every page), `render` (the server's way in).

pub mod routes;

mod answer;
mod head;
pub mod islands;
pub mod pages;
mod problem;
#[cfg(feature = "ssr")]
pub mod render;
pub mod shell;
mod visit;

pub use answer::{Assets, PageClass, PageRequest, RenderedPage, Sent};
pub use problem::Problem;
#[cfg(feature = "ssr")]
pub use render::{error_page, no_document, render, sheet};

/// The small script of live pages: starts the islands when the page is idle or one is first touched.
pub const LOADER: &str = include_str!("../loader.js");
/// What only the device can do: say where it is, keep a list. Fetched where a page offers it.
pub const DEVICE: &str = include_str!("../device.js");
/// Reads a page aloud; fetched where a page offers it.
pub const LISTEN: &str = include_str!("../listen.js");
/// The map beside a list of results, by the names of its files: fetched when somebody opens it, with what
/// `scripts/map-files` puts beside them.
pub const MAP: [(&str, &str); 4] = [
    ("map.js", include_str!("../map/map.js")),
    ("spots.js", include_str!("../map/spots.js")),
    ("ground.js", include_str!("../map/ground.js")),
    ("map.css", include_str!("../../style/map.css")),
];
/// Shows saved pages without a network; runs only on devices on which somebody saved something.
pub const OFFLINE: &str = include_str!("../offline.js");
/// Shows the button that prints, and prints.
pub const PRINT: &str = include_str!("../print.js");

/// The stylesheet of what is printed: its measures are those that the words were fitted to.
pub fn card_css() -> String {
    [print::custom_properties().as_str(), include_str!("../card.css")].concat()
}

/// The icons, one `<symbol>` each.
pub const SPRITE: &str = include_str!("../sprite.svg");
