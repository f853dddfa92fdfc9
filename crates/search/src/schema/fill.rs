//! How a document fills the fields.

use super::{Fields, TextFields, cut, days, kind_number, pack};
use crate::{
    Document, DocumentPlace,
    thesaurus::{self, THESAURUS, Word},
    tokens::{is_stop_word, stem, tokens},
};
use model::{ItemKind, Locale, Text};
use std::collections::BTreeSet;
use tantivy::{
    TantivyDocument,
    schema::Field,
    tokenizer::{PreTokenizedString, Token},
};

/// A description longer than this is searched by its beginning.
const MAX_TEXT_BYTES: usize = 20_000;
const MAX_NAME_BYTES: usize = 1_000;
const MAX_PLACES: usize = 500;
const MAX_HOURS_BYTES: usize = 1_000;

type FieldOf = fn(&TextFields) -> Field;

impl Fields {
    pub fn document(&self, document: &Document) -> TantivyDocument {
        let mut out = TantivyDocument::default();
        let (high, low) = document.id.as_u64_pair();
        out.add_bytes(self.id, document.id.as_bytes());
        out.add_u64(self.id_high, high);
        out.add_u64(self.id_low, low);
        out.add_i64(self.updated_at, document.updated_at.timestamp_micros());
        let quality = if document.quality.is_finite() { document.quality.clamp(0.0, 1.0) } else { 0.0 };
        out.add_u64(self.quality, (quality * 255.0) as u64);
        if let Some(day) = document.ends_on {
            out.add_i64(self.ends_on, days(day));
        }
        out.add_text(self.kind, document.kind.as_str());
        out.add_u64(self.kind_number, kind_number(document.kind));
        self.add_tags(&mut out, document);
        self.add_places(&mut out, &document.places);
        self.add_texts(&mut out, document);
        out
    }

    fn add_tags(&self, out: &mut TantivyDocument, document: &Document) {
        let Territories { all, counted, coverage } = territories(document);
        let mut add = |field, values: BTreeSet<&str>| values.into_iter().for_each(|value| out.add_text(field, value));
        let need = if document.kind == ItemKind::Organisation { self.need_of_services } else { self.need };
        add(need, document.needs.iter().map(String::as_str).collect());
        add(self.audience, document.audiences.iter().map(String::as_str).collect());
        add(self.expertise, document.expertise.iter().map(String::as_str).collect());
        add(self.territory, all);
        add(self.territory_counted, counted);
        add(self.coverage, coverage);
        add(self.cost, document.costs.iter().map(|cost| cost.as_str()).collect());
        add(self.format, document.formats.iter().map(|format| format.as_str()).collect());
        add(self.language, document.languages.iter().map(String::as_str).collect());
    }

    fn add_places(&self, out: &mut TantivyDocument, places: &[DocumentPlace]) {
        out.add_u64(self.places, places.len() as u64);
        let mut without_point = Vec::new();
        let mut localities = BTreeSet::new();
        for place in places.iter().take(MAX_PLACES) {
            let locality = cut(place.locality.as_deref().unwrap_or_default().trim(), 200);
            if let Some(point) = place.point.map(pack) {
                out.add_u64(self.point, point);
                out.add_text(self.locality, locality);
            } else if !locality.is_empty() {
                without_point.push(locality);
            }
            localities.insert(locality);
            out.add_text(self.hours, hours_entry(place));
        }
        without_point.into_iter().for_each(|name| out.add_text(self.locality, name));
        let names = localities.into_iter().filter(|name| !name.is_empty());
        names.take(50).for_each(|name| out.add_text(self.place, name));
    }

    fn add_texts(&self, out: &mut TantivyDocument, document: &Document) {
        let organisation = (document.kind != ItemKind::Organisation).then_some(&document.organisation_name);
        let texts: [(FieldOf, Option<Field>, Option<&Text>, usize); 4] = [
            (|fields| fields.name, Some(self.concepts[0]), Some(&document.name), MAX_NAME_BYTES),
            (|fields| fields.summary, Some(self.concepts[1]), document.summary.as_ref(), MAX_TEXT_BYTES),
            (|fields| fields.body, Some(self.concepts[2]), document.description.as_ref(), MAX_TEXT_BYTES),
            (|fields| fields.organisation, None, organisation, MAX_NAME_BYTES),
        ];
        let mut tongues = 0_u64;
        for (field, concepts, text, limit) in texts {
            let mut meant = BTreeSet::new();
            for (locale, value) in text.iter().flat_map(|text| text.values()) {
                self.add_text(out, field, cut(value, limit), locale, concepts.map(|_| &mut meant));
                tongues |= u64::from(concepts.is_some()) << locale as u64;
            }
            for (field, concept) in concepts.into_iter().flat_map(|field| meant.iter().map(move |one| (field, one))) {
                out.add_text(field, thesaurus::key(*concept));
            }
        }
        out.add_u64(self.tongues, tongues);
        if let Some(name) = &document.alternate_name {
            self.add_text(out, |fields| fields.name, cut(name, MAX_NAME_BYTES), document.name.source(), None);
        }
    }

    /// One text, tokenised once for all that is made of it.
    fn add_text(
        &self,
        out: &mut TantivyDocument,
        field: FieldOf,
        text: &str,
        locale: Locale,
        meant: Option<&mut BTreeSet<u16>>,
    ) {
        let folded = tokens(text);
        let telling = folded.iter().filter(|token| !is_stop_word(&token.text, locale));
        let words: Vec<Word> =
            telling.map(|token| Word { stem: stem(&token.text, locale), folded: token.text.clone() }).collect();
        if let Some(meant) = meant {
            meant.extend(THESAURUS.meanings(&words, locale).into_iter().map(|meaning| meaning.concept));
        }
        let stems = words.into_iter().map(|word| word.stem).collect();
        out.add_pre_tokenized_text(field(&self.stemmed(locale)), tokenised(stems));
        out.add_pre_tokenized_text(
            field(&self.folded),
            tokenised(folded.into_iter().map(|token| token.text).collect()),
        );
    }
}

/// Positions and offsets are not indexed.
fn tokenised(texts: Vec<String>) -> PreTokenizedString {
    let tokens = texts.into_iter().map(|text| Token { text, position: 0, ..Token::default() }).collect();
    PreTokenizedString { text: String::new(), tokens }
}

#[derive(Default)]
struct Territories<'a> {
    all: BTreeSet<&'a str>,
    counted: BTreeSet<&'a str>,
    coverage: BTreeSet<&'a str>,
}

fn territories(document: &Document) -> Territories<'_> {
    let covered: BTreeSet<&str> = document.coverage.iter().filter_map(|way| way.last()).map(String::as_str).collect();
    let mut found = Territories::default();
    for (way, is_coverage) in
        document.coverage.iter().map(|way| (way, true)).chain(document.located.iter().map(|way| (way, false)))
    {
        let mut covered_above = false;
        for (at, id) in way.iter().map(String::as_str).enumerate() {
            found.all.insert(id);
            if covered_above {
                continue;
            }
            found.counted.insert(id);
            if is_coverage && at + 1 == way.len() {
                found.coverage.insert(id);
            }
            covered_above = covered.contains(id);
        }
    }
    found
}

/// Rule, time zone and country of a place, separated by unit separators; empty when the hours are unknown.
fn hours_entry(place: &DocumentPlace) -> String {
    let rule = place.opening_hours.as_deref().unwrap_or_default().trim();
    let (zone, country) =
        (place.time_zone.as_deref().unwrap_or_default(), place.country.as_deref().unwrap_or_default());
    if rule.is_empty() || rule.len() + zone.len() + country.len() > MAX_HOURS_BYTES {
        return String::new();
    }
    format!("{rule}\u{1f}{zone}\u{1f}{country}")
}
