//! The fields of the index and how a document fills them.

use crate::{Document, DocumentPlace, tokens::Chain};
use model::{ItemKind, Locale, Point, Text};
use std::collections::BTreeSet;
use tantivy::{
    TantivyDocument, Term,
    schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions},
    tokenizer::TokenizerManager,
};
use uuid::Uuid;

/// Raise it when the meaning of anything here or in `tokens` changes: every instance then rebuilds its index.
pub(crate) const VERSION: u32 = 2;

/// A description longer than this is searched by its beginning.
const MAX_TEXT_BYTES: usize = 20_000;
const MAX_NAME_BYTES: usize = 1_000;
const MAX_PLACES: usize = 500;
const MAX_HOURS_BYTES: usize = 1_000;

/// One set of text fields: of one language with its stems, or folded over all languages.
#[derive(Clone, Copy)]
pub(crate) struct TextFields {
    pub name: Field,
    pub summary: Field,
    pub body: Field,
    pub organisation: Field,
}

type FieldOf = fn(&TextFields) -> Field;

#[derive(Clone)]
pub(crate) struct Fields {
    pub schema: Schema,
    pub id: Field,
    pub id_high: Field,
    pub id_low: Field,
    pub updated_at: Field,
    pub quality: Field,
    pub ends_on: Field,
    pub places: Field,
    pub kind: Field,
    pub kind_number: Field,
    pub need: Field,
    pub audience: Field,
    pub expertise: Field,
    /// Every territory on the ways to those covered and those with a place.
    pub territory: Field,
    /// Of these the ones that nothing covered lies above: those that are counted one by one.
    pub territory_counted: Field,
    /// Territories covered whole, without those inside others.
    pub coverage: Field,
    pub cost: Field,
    pub format: Field,
    pub language: Field,
    pub point: Field,
    pub locality: Field,
    pub hours: Field,
    /// Names of the places, folded.
    pub place: Field,
    pub folded: TextFields,
    stemmed: [TextFields; 7],
}

impl Fields {
    pub fn new() -> Self {
        let mut schema = SchemaBuilder::default();
        let folded = text_fields(&mut schema, "folded");
        let stemmed = Locale::ALL.map(|locale| text_fields(&mut schema, locale.as_str()));
        Self {
            id: schema.add_bytes_field("id", INDEXED),
            id_high: schema.add_u64_field("id_high", FAST),
            id_low: schema.add_u64_field("id_low", FAST),
            updated_at: schema.add_i64_field("updated_at", FAST),
            quality: schema.add_u64_field("quality", FAST),
            ends_on: schema.add_i64_field("ends_on", FAST),
            places: schema.add_u64_field("places", FAST),
            kind: schema.add_text_field("kind", STRING),
            kind_number: schema.add_u64_field("kind_number", FAST),
            need: schema.add_text_field("need", STRING | FAST),
            audience: schema.add_text_field("audience", STRING | FAST),
            expertise: schema.add_text_field("expertise", STRING),
            territory: schema.add_text_field("territory", STRING),
            territory_counted: schema.add_text_field("territory_counted", FAST),
            coverage: schema.add_text_field("coverage", STRING | FAST),
            cost: schema.add_text_field("cost", STRING | FAST),
            format: schema.add_text_field("format", STRING | FAST),
            language: schema.add_text_field("language", STRING | FAST),
            point: schema.add_u64_field("point", FAST),
            locality: schema.add_text_field("locality", FAST),
            hours: schema.add_text_field("hours", FAST),
            place: schema.add_text_field("place", text_options("folded")),
            folded,
            stemmed,
            schema: schema.build(),
        }
    }

    pub fn stemmed(&self, locale: Locale) -> TextFields {
        self.stemmed[locale as usize]
    }

    pub fn id_term(&self, id: Uuid) -> Term {
        Term::from_field_bytes(self.id, id.as_bytes())
    }

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
        add(self.need, document.needs.iter().map(String::as_str).collect());
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
        let mut localities = BTreeSet::new();
        for place in places.iter().take(MAX_PLACES) {
            let point = place.point.map(pack);
            if let Some(point) = point {
                out.add_u64(self.point, point);
            }
            if let Some(locality) =
                place.locality.as_deref().map(|name| cut(name.trim(), 200)).filter(|name| !name.is_empty())
            {
                out.add_text(self.locality, locality_entry(point, locality));
                localities.insert(locality);
            }
            out.add_text(self.hours, hours_entry(place));
        }
        localities.into_iter().take(50).for_each(|name| out.add_text(self.place, name));
    }

    fn add_texts(&self, out: &mut TantivyDocument, document: &Document) {
        let organisation = (document.kind != ItemKind::Organisation).then_some(&document.organisation_name);
        let texts: [(FieldOf, Option<&Text>, usize); 4] = [
            (|fields| fields.name, Some(&document.name), MAX_NAME_BYTES),
            (|fields| fields.summary, document.summary.as_ref(), MAX_TEXT_BYTES),
            (|fields| fields.body, document.description.as_ref(), MAX_TEXT_BYTES),
            (|fields| fields.organisation, organisation, MAX_NAME_BYTES),
        ];
        for (field, text, limit) in texts {
            for (locale, value) in text.iter().flat_map(|text| text.values()) {
                let value = cut(value, limit);
                out.add_text(field(&self.folded), value);
                out.add_text(field(&self.stemmed(locale)), value);
            }
        }
        if let Some(name) = &document.alternate_name {
            out.add_text(self.folded.name, cut(name, MAX_NAME_BYTES));
            out.add_text(self.stemmed(document.name.source()).name, cut(name, MAX_NAME_BYTES));
        }
    }
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

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register("folded", Chain { locale: None });
    for locale in Locale::ALL {
        tokenizers.register(locale.as_str(), Chain { locale: Some(locale) });
    }
    tokenizers
}

fn text_fields(schema: &mut SchemaBuilder, prefix: &str) -> TextFields {
    let mut add = |name: &str| schema.add_text_field(&format!("{prefix}_{name}"), text_options(prefix));
    TextFields { name: add("name"), summary: add("summary"), body: add("body"), organisation: add("organisation") }
}

fn text_options(tokenizer: &str) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(IndexRecordOption::WithFreqs);
    TextOptions::default().set_indexing_options(indexing)
}

pub(crate) fn days(day: chrono::NaiveDate) -> i64 {
    i64::from(chrono::Datelike::num_days_from_ce(&day))
}

pub(crate) fn kind_number(kind: ItemKind) -> u64 {
    match kind {
        ItemKind::Service => 0,
        ItemKind::Opportunity => 1,
        ItemKind::Organisation => 2,
    }
}

/// A point in one number: 32 bits each, 0.1 microdegrees, so that latitude and longitude cannot be torn apart.
pub(crate) fn pack(point: Point) -> u64 {
    let latitude = ((point.latitude + 90.0) * 1e7) as u32;
    let longitude = ((point.longitude + 180.0) * 1e7) as u32;
    u64::from(latitude) << 32 | u64::from(longitude)
}

pub(crate) fn unpack(packed: u64) -> Point {
    Point { latitude: (packed >> 32) as f64 / 1e7 - 90.0, longitude: f64::from(packed as u32) / 1e7 - 180.0 }
}

/// Locality with the point it belongs to in front, 16 hex digits (`-` when unknown).
fn locality_entry(point: Option<u64>, locality: &str) -> String {
    match point {
        Some(point) => format!("{point:016x}{locality}"),
        None => format!("{:-<16}{locality}", ""),
    }
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

pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}
