//! Noto Sans, which has the letters of all our languages: read from where the system has it, not shipped.

use super::PdfError;
use model::Direction;
use parley::{
    FontContext, LayoutContext,
    fontique::{Blob, Collection, CollectionOptions, SourceCache},
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Debian's package with the fonts.
pub const PACKAGE: &str = "fonts-noto-core";
/// Where systems keep them.
pub const FONT_FOLDERS: [&str; 5] = [
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/noto",
    "/usr/share/fonts/google-noto",
    "/usr/share/fonts/opentype/noto",
    "/usr/local/share/fonts/noto",
];

const ARABIC: &str = "Noto Sans Arabic";
/// Family and whether we cannot do without: Latin, Greek and Cyrillic in the first, Arabic in the second. The others are for
/// names in other scripts.
const FAMILIES: [(&str, &str, bool); 8] = [
    ("Noto Sans", "NotoSans", true),
    (ARABIC, "NotoSansArabic", true),
    ("Noto Sans Hebrew", "NotoSansHebrew", false),
    ("Noto Sans Armenian", "NotoSansArmenian", false),
    ("Noto Sans Georgian", "NotoSansGeorgian", false),
    ("Noto Sans Ethiopic", "NotoSansEthiopic", false),
    ("Noto Sans Devanagari", "NotoSansDevanagari", false),
    ("Noto Sans Bengali", "NotoSansBengali", false),
];

/// Of titles, where the system has it: as on the pages. It has no Arabic letters.
const SERIF: &str = "Noto Serif";
const SERIF_FILE: &str = "NotoSerif-Bold.ttf";

/// Fonts in memory. Cheap to clone.
#[derive(Clone)]
pub struct Fonts(FontContext);

impl Fonts {
    /// Reads the fonts from `folder`, or from where systems keep them.
    pub fn find(folder: Option<&Path>) -> Result<Self, PdfError> {
        let folders = folders(folder);
        let mut collection = Collection::new(CollectionOptions { system_fonts: false, ..CollectionOptions::default() });
        let mut missing = Vec::new();
        for (_, file, needed) in FAMILIES {
            for name in files(file) {
                match folders.iter().find_map(|folder| fs::read(folder.join(&name)).ok()) {
                    Some(bytes) => drop(collection.register_fonts(Blob::new(Arc::new(bytes)), None)),
                    None if needed => missing.push(name),
                    None => {}
                }
            }
        }
        if let Some(bytes) = folders.iter().find_map(|folder| fs::read(folder.join(SERIF_FILE)).ok()) {
            collection.register_fonts(Blob::new(Arc::new(bytes)), None);
        }
        if missing.is_empty() {
            return Ok(Self(FontContext { collection, source_cache: SourceCache::default() }));
        }
        let looked = folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ");
        Err(PdfError::Fonts { missing: missing.join(", "), looked })
    }

    /// The files that we cannot do without and that are not there; looks, reads nothing.
    pub fn missing(folder: Option<&Path>) -> Vec<String> {
        let folders = folders(folder);
        let needed = FAMILIES.iter().filter(|(.., needed)| *needed).flat_map(|(_, file, _)| files(file));
        needed.filter(|name| !folders.iter().any(|folder| folder.join(name).is_file())).collect()
    }

    pub(super) fn shaper(&self) -> Shaper {
        Shaper { fonts: self.0.clone(), scratch: LayoutContext::new(), left_out: BTreeSet::new() }
    }
}

fn folders(named: Option<&Path>) -> Vec<PathBuf> {
    match named {
        Some(folder) => vec![folder.to_owned()],
        None => FONT_FOLDERS.iter().map(PathBuf::from).collect(),
    }
}

fn files(family: &str) -> [String; 2] {
    ["Regular", "Bold"].map(|weight| format!("{family}-{weight}.ttf"))
}

/// Turns text into glyphs; for one thread.
pub(super) struct Shaper {
    pub fonts: FontContext,
    pub scratch: LayoutContext<()>,
    /// What no font has.
    pub left_out: BTreeSet<char>,
}

/// The families in the order to look for a letter: of titles first the serif, else first that of the text around it, so that
/// spaces and points are of its font.
pub(super) fn families(direction: Direction, is_title: bool) -> impl Iterator<Item = &'static str> {
    let is_first = move |family: &&'static str| direction == Direction::RightToLeft && *family == ARABIC;
    let all = || FAMILIES.into_iter().map(|(family, ..)| family);
    let serif = (is_title && direction == Direction::LeftToRight).then_some(SERIF);
    serif.into_iter().chain(all().filter(is_first)).chain(all().filter(move |family| !is_first(family)))
}
