//! Paper and what stands where on it. The stylesheet of the browser's print is made of the same numbers.

use crate::Code;
use std::{fmt::Write, str::FromStr};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paper {
    /// A card for the pocket.
    A6,
    /// A sheet for the folder.
    A4,
    /// A poster for the wall.
    A3,
}

/// Lengths in millimetres, letters in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub width: f32,
    pub height: f32,
    pub margin: f32,
    /// Between columns.
    pub gap: f32,
    /// Side of the code, with its quiet zone; a longer address may need more.
    pub code: f32,
    pub text: f32,
    pub title: f32,
}

/// Millimetres in a point.
pub const POINT: f32 = 25.4 / 72.0;
/// Height of a line of text, of its letters.
pub const LEADING: f32 = 1.4;
pub const TITLE_LEADING: f32 = 1.2;
/// Below each row, the title and above the foot, of the text's letters.
pub const ROW_GAP: f32 = 0.55;
/// Height of the line with the site's name and its rule, of the text's letters.
pub const HEAD: f32 = 2.4;
/// Letters of the foot and of the head, of the text's.
pub const SMALL: f32 = 0.86;

impl Paper {
    pub const ALL: [Self; 3] = [Self::A6, Self::A4, Self::A3];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::A6 => "a6",
            Self::A4 => "a4",
            Self::A3 => "a3",
        }
    }

    /// How many languages stand side by side and can still be read.
    pub fn most_languages(self) -> usize {
        match self {
            Self::A6 => 2,
            Self::A4 => 3,
            Self::A3 => 4,
        }
    }

    pub fn frame(self, columns: usize) -> Frame {
        let (width, height, margin, gap, code) = match self {
            Self::A6 => (105.0, 148.0, 7.0, 5.0, 27.0),
            Self::A4 => (210.0, 297.0, 15.0, 8.0, 38.0),
            Self::A3 => (297.0, 420.0, 20.0, 12.0, 66.0),
        };
        let (text, title) = match (self, columns) {
            (Self::A6, 0 | 1) => (9.0, 15.0),
            (Self::A6, _) => (8.0, 11.5),
            (Self::A4, 0 | 1) => (12.0, 26.0),
            (Self::A4, 2) => (11.0, 19.0),
            (Self::A4, _) => (10.0, 15.0),
            (Self::A3, 0 | 1) => (20.0, 46.0),
            (Self::A3, 2) => (18.0, 32.0),
            (Self::A3, 3) => (16.0, 25.0),
            (Self::A3, _) => (14.0, 20.0),
        };
        Frame { width, height, margin, gap, code, text, title }
    }
}

impl FromStr for Paper {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|paper| paper.as_str() == name).ok_or(())
    }
}

impl Frame {
    /// Width of one of `columns`.
    pub fn column(&self, columns: usize) -> f32 {
        let columns = columns.max(1) as f32;
        (self.width - 2.0 * self.margin - self.gap * (columns - 1.0)) / columns
    }

    /// Height of the text's letters, in millimetres.
    pub fn em(&self) -> f32 {
        self.text * POINT
    }
}

/// The numbers of every frame as custom properties, by paper and number of columns: `.sheet.a6.of-2 { … }`; on the screen
/// only those that are shares of others.
pub fn custom_properties() -> String {
    let mut css = format!(
        ".sheet{{--leading:{LEADING};--title-leading:{TITLE_LEADING};--row-gap:{ROW_GAP}em;--head:{HEAD}em;--small:{SMALL}em}}"
    );
    for side in Code::sides() {
        let _ = write!(css, ".modules-{side}{{--modules:{side}}}");
    }
    for paper in Paper::ALL {
        let (name, Frame { width, height, .. }) = (paper.as_str(), paper.frame(1));
        let _ = write!(css, "@page {name}{{size:{width}mm {height}mm;margin:0}}");
    }
    css.push_str("@media print{");
    for paper in Paper::ALL {
        let name = paper.as_str();
        for columns in 1..=paper.most_languages() {
            let Frame { width, height, margin, gap, code, text, title } = paper.frame(columns);
            let _ = write!(
                css,
                ".sheet.{name}.of-{columns}{{page:{name};--columns:{columns};--width:{width}mm;--height:{height}mm;\
                 --margin:{margin}mm;--gap:{gap}mm;--code:{code}mm;--text:{text}pt;--title:{title}pt}}"
            );
        }
    }
    css.push('}');
    css
}
