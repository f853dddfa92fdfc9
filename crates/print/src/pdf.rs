//! A sheet as a tagged PDF (PDF/UA-1): words in reading order, each language marked, the code with its meaning in words.

mod draw;
mod fonts;
mod ink;
mod lay;
mod lines;
mod sign;

pub use fonts::{FONT_FOLDERS, Fonts, PACKAGE};

use crate::Sheet;
use draw::Pen;
use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, ConfigurationBuilder},
    metadata::Metadata,
    outline::Outline,
    page::PageSettings,
    tagging::TagTree,
};
use lay::Laid;

#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error(
        "fonts are missing: {missing} (looked in {looked}): install the Debian package {PACKAGE}, or name their folder with BUSSOLA_FONTS"
    )]
    Fonts { missing: String, looked: String },
    #[error("the PDF could not be made: {0}")]
    Making(String),
}

/// The sheet's own numbers are for words of any font; where ours should need more room after all, everything gets smaller
/// together: nothing is ever cut.
const SMALLEST: f32 = 0.6;
const STEP: f32 = 0.94;

pub struct Pdf {
    pub bytes: Vec<u8>,
    /// Letters that no font has, each once: they are left out.
    pub left_out: String,
}

/// Takes tens of milliseconds of one core.
pub fn pdf(sheet: &Sheet, fonts: &Fonts) -> Result<Pdf, PdfError> {
    let mut shaper = fonts.shaper();
    let mut scale = 1.0;
    let laid = loop {
        let laid = Laid::of(sheet, &mut shaper, scale);
        if laid.fits() || scale * STEP < SMALLEST {
            break laid;
        }
        scale *= STEP;
    };
    let failed = |error: &dyn std::fmt::Debug| PdfError::Making(format!("{error:?}"));
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| failed(&error))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let language = sheet.columns.first().map_or("en", |column| column.locale.as_str());
    document.set_metadata(
        Metadata::new().title(sheet.title.clone()).language(language.to_owned()).creator(sheet.brand.clone()),
    );
    let (width, height) = laid.page();
    let settings = PageSettings::from_wh(width, height).ok_or_else(|| failed(&"a page without a size"))?;
    let mut page = document.start_page_with(settings);
    let mut tags = TagTree::new();
    let mut outline = Outline::new();
    Pen::new(&mut page).sheet(&laid, sheet, &mut tags, &mut outline);
    page.finish();
    document.set_tag_tree(tags);
    document.set_outline(outline);
    let bytes = document.finish().map_err(|error| failed(&error))?;
    Ok(Pdf { bytes, left_out: shaper.left_out.into_iter().collect() })
}

/// Share of the page's height that the words and the code take, at their own size: for tests.
pub fn filled(sheet: &Sheet, fonts: &Fonts) -> f32 {
    Laid::of(sheet, &mut fonts.shaper(), 1.0).filled()
}
