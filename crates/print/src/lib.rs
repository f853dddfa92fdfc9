//! What is printed: a sheet's words fitted to its paper, and the code on it. The browser's print and the PDF lay out the
//! same fitted [`Sheet`]. No database and no framework: words come in finished, in each language of the sheet.

mod fit;
pub mod measure;
pub mod paper;
#[cfg(feature = "pdf")]
pub mod pdf;
mod qr;
mod sheet;

pub use paper::{Frame, Paper, custom_properties};
pub use qr::Code;
pub use sheet::{Column, Line, Row, Sheet, Style};
