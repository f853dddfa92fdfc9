use crate::{Code, Frame, Paper};
use model::Locale;

/// One printed page: the same in each of its languages, side by side. Columns have the same rows in the same order.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub paper: Paper,
    /// Of the document, for whoever finds the file again.
    pub title: String,
    /// The site's name.
    pub brand: String,
    pub columns: Vec<Column>,
    /// What the code says.
    pub address: String,
    /// What the code is, for those who do not see it.
    pub code_label: String,
    /// The address for those who type it; `None` where it is too long for that.
    pub letters: Option<String>,
    /// There is more on the page at the address than on the paper.
    pub more: bool,
}

/// One language.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub locale: Locale,
    /// What it is, above the title.
    pub kind: String,
    pub title: Line,
    pub rows: Vec<Row>,
    /// How to get to the address.
    pub scan: String,
    /// Says that more is at the address; shown where it is.
    pub rest: String,
    /// The day of the print.
    pub printed: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub style: Style,
    /// Before the lines, in bold: the name of a fact, or of one thing of a list. Empty in front of a lead.
    pub label: Line,
    pub lines: Vec<Line>,
    /// What goes first where there is no room for all: the highest; 0 stays.
    pub rank: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A paragraph.
    Lead,
    /// A name and what there is to know.
    Fact,
    /// One thing of a list.
    Entry,
}

/// A text in one language, perhaps not its column's.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub locale: Locale,
    /// Part of it would mislead: a telephone number, an address, hours. It stays whole or goes.
    pub whole: bool,
}

impl Line {
    pub fn new(text: impl Into<String>, locale: Locale) -> Self {
        Self { text: text.into(), locale, whole: false }
    }

    pub fn whole(text: impl Into<String>, locale: Locale) -> Self {
        Self { text: text.into(), locale, whole: true }
    }
}

impl Sheet {
    pub fn frame(&self) -> Frame {
        self.paper.frame(self.columns.len())
    }

    pub fn code(&self) -> Option<Code> {
        Code::of(&self.address)
    }

    /// Side of the code on this paper, millimetres; 0 without one.
    pub fn code_side(&self) -> f32 {
        self.code().map_or(0.0, |code| code.millimetres(self.frame().code))
    }
}
