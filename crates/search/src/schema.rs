//! The fields of the index and how a document fills them.

mod fill;

use crate::{thesaurus::THESAURUS, tokens::Chain};
use model::{ItemKind, Locale, MatchedField, Point};
use tantivy::{
    Term,
    schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions},
    tokenizer::TokenizerManager,
};
use uuid::Uuid;

/// Raise it when the meaning of anything here or in `tokens` changes: every instance then rebuilds its index.
const VERSION: u32 = 6;

/// With the thesaurus, whose concepts are in the index.
pub(crate) fn version() -> u64 {
    u64::from(VERSION) << 32 | THESAURUS.fingerprint & u64::from(u32::MAX)
}

/// One set of text fields: of one language with its stems, or folded over all languages.
#[derive(Clone, Copy)]
pub(crate) struct TextFields {
    pub name: Field,
    pub summary: Field,
    pub body: Field,
    pub organisation: Field,
}

#[derive(Clone)]
pub(crate) struct Fields {
    pub schema: Schema,
    pub id: Field,
    pub id_high: Field,
    pub id_low: Field,
    pub updated_at: Field,
    pub quality: Field,
    pub ends_on: Field,
    /// Languages that its texts can be read in, a bit each.
    pub tongues: Field,
    pub places: Field,
    pub kind: Field,
    pub kind_number: Field,
    pub need: Field,
    /// Of organisations: the needs that their services meet. A field of its own, for they are counted and filtered by
    /// what they say of themselves.
    pub need_of_services: Field,
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
    /// Concepts of the thesaurus in name, summary and body, whatever their language.
    pub concepts: [Field; 3],
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
            tongues: schema.add_u64_field("tongues", FAST),
            places: schema.add_u64_field("places", FAST),
            kind: schema.add_text_field("kind", STRING),
            kind_number: schema.add_u64_field("kind_number", FAST),
            need: schema.add_text_field("need", STRING | FAST),
            need_of_services: schema.add_text_field("need_of_services", STRING),
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
            concepts: ["concept_name", "concept_summary", "concept_body"]
                .map(|name| schema.add_text_field(name, STRING)),
            schema: schema.build(),
        }
    }

    pub fn stemmed(&self, locale: Locale) -> TextFields {
        self.stemmed[locale as usize]
    }

    /// What a reader would call it.
    pub fn matched(&self, field: Field) -> MatchedField {
        let texts = self.stemmed.iter().chain([&self.folded]);
        let is = |of: fn(&TextFields) -> Field| texts.clone().any(|texts| of(texts) == field);
        let tags = [
            (self.need, MatchedField::Need),
            (self.need_of_services, MatchedField::Need),
            (self.audience, MatchedField::Audience),
            (self.expertise, MatchedField::Expertise),
            (self.territory, MatchedField::Territory),
            (self.coverage, MatchedField::Territory),
            (self.concepts[0], MatchedField::Name),
            (self.concepts[1], MatchedField::Summary),
            (self.place, MatchedField::Place),
        ];
        match tags.iter().find(|(tag, _)| *tag == field) {
            Some((_, matched)) => *matched,
            None if is(|texts| texts.name) => MatchedField::Name,
            None if is(|texts| texts.summary) => MatchedField::Summary,
            None if is(|texts| texts.organisation) => MatchedField::Organisation,
            None => MatchedField::Description,
        }
    }

    pub fn id_term(&self, id: Uuid) -> Term {
        Term::from_field_bytes(self.id, id.as_bytes())
    }
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

pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}
