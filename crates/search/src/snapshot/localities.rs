//! Localities that documents have, by what people call them.

use super::{Lists, Shown, Snapshot, shown::Middle};
use crate::{
    schema::unpack,
    tokens::{stem, tokens},
};
use model::{Locale, Point};
use std::collections::HashMap;
use tantivy::{DocId, columnar::Column};

/// Equal for all spellings of a name. Greek and Arabic decline their towns.
pub(crate) fn locality_key<'a>(folded: impl Iterator<Item = &'a str>) -> String {
    let form = |text: &str| match text.chars().next() {
        Some('\u{0370}'..='\u{03FF}') => stem(text, Locale::El),
        Some('\u{0600}'..='\u{06FF}') => stem(text, Locale::Ar),
        _ => text.to_owned(),
    };
    folded.map(form).collect::<Vec<_>>().join(" ")
}

/// Positions of the names.
pub(super) fn by_key(names: &[Box<str>]) -> HashMap<Box<str>, Vec<u32>> {
    let mut by_key: HashMap<Box<str>, Vec<u32>> = HashMap::new();
    for (number, name) in names.iter().enumerate() {
        let key = locality_key(tokens(name).iter().map(|token| token.text.as_str()));
        if !key.is_empty() {
            by_key.entry(key.into()).or_default().push(number as u32);
        }
    }
    by_key
}

/// By number of the name. Places that have a point come first in the list of a document's names, in the order of the
/// points.
pub(super) fn middles(
    documents: u32,
    localities: Option<&Column<u64>>,
    points: &Lists<u64>,
    names: usize,
) -> Vec<Middle> {
    let mut middles = vec![Middle::default(); names];
    let Some(localities) = localities else { return middles };
    for doc in 0..documents {
        for (ordinal, point) in localities.values_for_doc(doc).zip(points.of(doc)) {
            if let Some(middle) = middles.get_mut(ordinal as usize) {
                let point = unpack(*point);
                middle.latitude += point.latitude;
                middle.longitude += point.longitude;
                middle.count += 1.0;
            }
        }
    }
    middles
}

impl Shown {
    /// Name of the place with the point of this number; without one of the first place that has a name.
    pub fn locality(&self, doc: DocId, point: Option<usize>) -> Option<&str> {
        let ordinals = self.localities.iter().flat_map(|column| column.values_for_doc(doc));
        let mut names = ordinals.map(|ordinal| self.names.get(ordinal as usize).map_or("", AsRef::as_ref));
        // Another place's name would send the reader to the wrong town.
        let name = match point {
            Some(point) => names.nth(point),
            None => names.find(|name| !name.is_empty()),
        };
        name.filter(|name| !name.is_empty())
    }

    fn numbers(&self, key: &str) -> &[u32] {
        self.called.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The spellings of the key.
    pub fn called(&self, key: &str) -> impl Iterator<Item = &str> {
        self.numbers(key).iter().filter_map(|number| self.names.get(*number as usize).map(AsRef::as_ref))
    }

    /// Whether one of the document's places is called so.
    pub fn is_in(&self, doc: DocId, key: &str) -> bool {
        let numbers = self.numbers(key);
        let mut ordinals = self.localities.iter().flat_map(|column| column.values_for_doc(doc));
        ordinals.any(|ordinal| numbers.iter().any(|number| u64::from(*number) == ordinal))
    }
}

impl Snapshot {
    pub fn has_locality(&self, key: &str) -> bool {
        self.sheets.iter().any(|sheet| sheet.shown.called.contains_key(key))
    }

    /// The spellings of the key.
    pub fn called<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.sheets.iter().flat_map(move |sheet| sheet.shown.called(key))
    }

    /// The middle of the places that are called so.
    pub fn middle_of(&self, key: &str) -> Option<Point> {
        let middles = self.sheets.iter().flat_map(|sheet| {
            sheet.shown.numbers(key).iter().filter_map(|number| sheet.shown.middles.get(*number as usize))
        });
        let add = |sum: Middle, one: &Middle| Middle {
            latitude: sum.latitude + one.latitude,
            longitude: sum.longitude + one.longitude,
            count: sum.count + one.count,
        };
        let Middle { latitude, longitude, count } = middles.fold(Middle::default(), add);
        if count > 0.0 { Point::new(latitude / count, longitude / count) } else { None }
    }
}
