//! The code that a phone scans.

use fast_qr::{ECL, QRBuilder, QRCode};
use std::fmt::Write;

/// Light modules around it that scanners need.
const QUIET: usize = 4;
/// Smallest side of a module that a phone reads off paper, millimetres.
const MODULE: f32 = 0.5;
/// A longer address gets the second strongest correction: finer modules would lose more than it wins.
const STRONGEST_UP_TO: usize = 58;
/// Beyond it the code would be too fine for any of our papers.
const LONGEST: usize = 420;

/// Of an address, with error correction for a crumpled print: a quarter of it may be lost, of a short one nearly a third.
pub struct Code {
    side: usize,
    dark: Vec<bool>,
}

impl Code {
    /// `None` for what is too long for a code that can be printed.
    pub fn of(address: &str) -> Option<Self> {
        if address.len() > LONGEST {
            return None;
        }
        let level = if address.len() <= STRONGEST_UP_TO { ECL::H } else { ECL::Q };
        let code: QRCode = QRBuilder::new(address).ecl(level).build().ok()?;
        let dark = (0..code.size).flat_map(|row| code[row].iter().map(|module| module.value())).collect();
        Some(Self { side: code.size, dark })
    }

    /// Every number of modules that a side may have, with the quiet zone.
    pub fn sides() -> impl Iterator<Item = usize> {
        (1..=40).map(|version| 17 + 4 * version + 2 * QUIET)
    }

    /// Modules on each side, with the quiet zone.
    pub fn side(&self) -> usize {
        self.side + 2 * QUIET
    }

    /// Whether the module is dark, counted from the corner of the quiet zone.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.side);
        let at = inside(column).zip(inside(row)).map(|(column, row)| row * self.side + column);
        at.and_then(|at| self.dark.get(at)).copied().unwrap_or_default()
    }

    /// Side on paper so that its modules can be read: `least`, or more for a long address.
    pub fn millimetres(&self, least: f32) -> f32 {
        least.max(self.side() as f32 * MODULE)
    }

    /// Each run of dark modules in a row: column, row, length.
    pub fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for row in 0..self.side() {
            let mut column = 0;
            while column < self.side() {
                let length = (column..self.side()).take_while(|column| self.is_dark(*column, row)).count();
                if length > 0 {
                    runs.push((column, row, length));
                }
                column += length.max(1);
            }
        }
        runs
    }

    /// As the `d` of an SVG path, one unit a module.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (column, row, length) in self.runs() {
            let _ = write!(path, "M{column} {row}h{length}v1h-{length}z");
        }
        path
    }
}
