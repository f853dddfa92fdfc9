//! What is told of the documents of a page.

use super::{Lists, localities};
use crate::Error;
use std::collections::HashMap;
use tantivy::{SegmentReader, columnar::Column};

/// Columns that only those documents are asked for that are shown.
pub(crate) struct Shown {
    pub id_high: Column<u64>,
    pub id_low: Column<u64>,
    /// Number of places.
    pub places: Column<u64>,
    /// Names of the places: of those that have a point in the order of the points, then of the others.
    pub(super) localities: Option<Column<u64>>,
    /// By ordinal. Read from the packed dictionary, each of a page's twenty would cost the unpacking of a block.
    pub(super) names: Vec<Box<str>>,
    /// Key of a name -> its ordinals: one town is spelled in several ways.
    pub(super) called: HashMap<Box<str>, Vec<u32>>,
    /// By ordinal.
    pub(super) middles: Vec<Middle>,
}

/// Of the places of one name: the sums of their degrees, and how many have a point.
#[derive(Clone, Copy, Default)]
pub(super) struct Middle {
    pub latitude: f64,
    pub longitude: f64,
    pub count: f64,
}

impl Shown {
    /// `points`: by document.
    pub(super) fn read(segment: &SegmentReader, points: &Lists<u64>) -> Result<Self, Error> {
        let columns = segment.fast_fields();
        let localities = columns.str("locality")?;
        let mut names = Vec::new();
        if let Some(column) = &localities {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                names.push(String::from_utf8_lossy(terms.key()).into());
            }
        }
        let localities = localities.map(|column| column.ords().clone());
        Ok(Self {
            id_high: columns.u64("id_high")?,
            id_low: columns.u64("id_low")?,
            places: columns.u64("places")?,
            middles: localities::middles(segment.max_doc(), localities.as_ref(), points, names.len()),
            localities,
            called: localities::by_key(&names),
            names,
        })
    }
}
