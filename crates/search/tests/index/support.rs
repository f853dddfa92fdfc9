//! A small directory of services and shorthand to ask it.

use chrono::{DateTime, Utc};
use model::{Cost, Format, ItemKind, Locale, Point, SearchQuery, Text};
use search::{Document, DocumentPlace, Found, Index, State, Term, TermKind};
use tempfile::TempDir;
use uuid::Uuid;

pub fn now() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number << 64 | number)
}

pub fn document(number: u128, name: Text) -> Document {
    Document {
        kind: ItemKind::Service,
        id: id(number),
        organisation_id: id(10_000),
        name,
        alternate_name: None,
        summary: None,
        description: None,
        organisation_name: Text::new(Locale::Pt, "Casa Aberta"),
        needs: Vec::new(),
        audiences: Vec::new(),
        expertise: Vec::new(),
        coverage: Vec::new(),
        located: Vec::new(),
        costs: vec![Cost::Unknown],
        formats: vec![Format::InPerson],
        languages: vec!["pt".into()],
        places: Vec::new(),
        ends_on: None,
        quality: 0.5,
        updated_at: now(),
    }
}

pub fn english(number: u128, name: &str) -> Document {
    document(number, Text::new(Locale::En, name))
}

pub fn place(latitude: f64, longitude: f64, locality: &str) -> DocumentPlace {
    DocumentPlace {
        point: Point::new(latitude, longitude),
        locality: Some(locality.into()),
        opening_hours: None,
        time_zone: Some("Europe/Lisbon".into()),
        country: Some("PT".into()),
    }
}

pub fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

pub fn terms() -> Vec<Term> {
    use Locale::*;
    let term = |kind, key: &str, words: &[(Locale, &str)]| Term {
        kind,
        key: key.into(),
        words: words.iter().map(|(locale, word)| (*locale, (*word).to_owned())).collect(),
        above: Vec::new(),
        point: None,
        level: None,
    };
    vec![
        term(
            TermKind::Need,
            "housing",
            &[(En, "Housing"), (Pt, "Habitação"), (It, "Casa"), (El, "Στέγαση"), (Ar, "سكن")],
        ),
        term(TermKind::Need, "food", &[(En, "Food"), (En, "food bank"), (Pt, "Alimentação"), (Fr, "Alimentation")]),
        term(TermKind::Audience, "young-people", &[(En, "Young people"), (Fr, "Jeunes")]),
        term(TermKind::Territory, "nuts-2024:PT187", &[(Pt, "Alentejo Central"), (Pt, "Évora")]),
    ]
}

pub struct Room {
    pub index: Index,
    pub dir: TempDir,
}

impl Room {
    pub fn with(documents: Vec<Document>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (index, state) = Index::open_or_create(&dir.path().join("index")).unwrap();
        assert_eq!(state, State::Fresh);
        index.rebuild(documents.into_iter(), "0").unwrap();
        index.set_terms(terms());
        Self { index, dir }
    }

    pub fn ask(&self, query_string: &str) -> Found {
        self.ask_in(Locale::En, query_string)
    }

    pub fn ask_in(&self, locale: Locale, query_string: &str) -> Found {
        self.index.search(&SearchQuery::parse(query_string), locale, now()).unwrap()
    }

    pub fn ids(&self, query_string: &str) -> Vec<u128> {
        numbers(&self.ask(query_string))
    }

    /// Without those that have only some of the words.
    pub fn complete(&self, query_string: &str) -> Vec<u128> {
        let found = self.ask(query_string);
        let complete = found.complete.map_or(usize::MAX, |complete| complete as usize);
        numbers(&found).into_iter().take(complete).collect()
    }

    pub fn ids_in(&self, locale: Locale, query_string: &str) -> Vec<u128> {
        numbers(&self.ask_in(locale, query_string))
    }
}

pub fn numbers(found: &Found) -> Vec<u128> {
    found.hits.iter().map(|hit| hit.id.as_u128() & u128::from(u64::MAX)).collect()
}

pub fn sorted(mut numbers: Vec<u128>) -> Vec<u128> {
    numbers.sort_unstable();
    numbers
}
