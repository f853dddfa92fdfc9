//! What makes a copy another service: words, places and needs differ, as those of real ones do.

use crate::feeds::Base;
use fnv::FnvHasher;
use model::{
    Locale, Text,
    record::{LocationRecord, OrganisationRecord, ServiceRecord},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
};

/// Words kept of each language, in the frequencies in which they occur.
const MAX_WORDS: usize = 200_000;
/// Shift of a copy's places in degrees, about 30 km.
const SHIFT: f64 = 0.3;

/// What variations are drawn from.
pub struct Pool {
    words: BTreeMap<Locale, Vec<String>>,
    localities: Vec<String>,
    needs: Vec<Vec<String>>,
}

impl Pool {
    pub fn of(base: &Base) -> Self {
        let mut pool = Self { words: BTreeMap::new(), localities: Vec::new(), needs: Vec::new() };
        for service in &base.services {
            for text in
                [Some(&service.name), service.summary.as_ref(), service.description.as_ref()].into_iter().flatten()
            {
                for (locale, value) in text.values() {
                    let words = pool.words.entry(locale).or_default();
                    let room = MAX_WORDS.saturating_sub(words.len());
                    words.extend(value.split_whitespace().take(room).map(str::to_owned));
                }
            }
            let localities = service.places.iter().filter_map(|place| place.location.locality.clone());
            pool.localities.extend(localities.take(1));
            if !service.needs.is_empty() {
                pool.needs.push(service.needs.clone());
            }
        }
        pool
    }

    pub fn service(&self, service: &ServiceRecord, copy: u32) -> ServiceRecord {
        let mut service = service.clone();
        if copy == 0 {
            return service;
        }
        let mut dice = dice(&service.source_id, copy);
        service.source_id = numbered(&service.source_id, copy);
        service.organisation = numbered(&service.organisation, copy);
        service.name = self.name(&service.name, &mut dice);
        service.summary = service.summary.map(|text| self.prose(&text, &mut dice));
        service.description = service.description.map(|text| self.prose(&text, &mut dice));
        if dice.random_range(0..3) == 0
            && let Some(needs) = pick(&self.needs, &mut dice)
        {
            service.needs.clone_from(needs);
        }
        service.places.iter_mut().for_each(|place| self.moved(&mut place.location, copy));
        service
    }

    pub fn organisation(&self, organisation: &OrganisationRecord, copy: u32) -> OrganisationRecord {
        let mut organisation = organisation.clone();
        if copy == 0 {
            return organisation;
        }
        let mut dice = dice(&organisation.source_id, copy);
        organisation.source_id = numbered(&organisation.source_id, copy);
        organisation.name = self.name(&organisation.name, &mut dice);
        organisation.locations.iter_mut().for_each(|location| self.moved(location, copy));
        organisation
    }

    /// Places of one id are one place, so what is done to them depends on the id alone.
    fn moved(&self, location: &mut LocationRecord, copy: u32) {
        let mut dice = dice(&location.source_id, copy);
        location.source_id = numbered(&location.source_id, copy);
        for degrees in [&mut location.latitude, &mut location.longitude].into_iter().flatten() {
            *degrees += dice.random_range(-SHIFT..SHIFT);
        }
    }

    /// With a place or a number behind it, sometimes in another order.
    fn name(&self, name: &Text, dice: &mut StdRng) -> Text {
        let number = dice.random_range(2..400_u32);
        let locality = pick(&self.localities, dice).cloned().unwrap_or_else(|| number.to_string());
        let (with_place, turned) = (dice.random_range(0..4) > 0, dice.random_range(0..5) == 0);
        self.each(name, |_, value| {
            let mut words: Vec<&str> = value.split_whitespace().collect();
            if turned && words.len() > 2 {
                words.rotate_left(1);
            }
            let words = words.join(" ");
            if with_place { format!("{words} {locality}") } else { format!("{words} {number}") }
        })
    }

    /// Every twelfth word or so is another one of the same language, and sentences change places.
    fn prose(&self, text: &Text, dice: &mut StdRng) -> Text {
        self.each(text, |locale, value| {
            let pool = self.words.get(&locale).map(Vec::as_slice).unwrap_or_default();
            let mut sentences: Vec<String> = Vec::new();
            for sentence in value.split_inclusive(". ") {
                let words = sentence.split_whitespace().map(|word| match dice.random_range(0..12) {
                    0 => pick(pool, dice).map_or(word, String::as_str),
                    _ => word,
                });
                sentences.push(words.collect::<Vec<_>>().join(" "));
            }
            let turn = dice.random_range(0..sentences.len().max(1));
            sentences.rotate_left(turn);
            sentences.join(" ")
        })
    }

    fn each(&self, text: &Text, mut vary: impl FnMut(Locale, &str) -> String) -> Text {
        let source = text.source();
        let mut varied = Text::new(source, vary(source, text.source_value()));
        for (locale, value) in text.values().filter(|(locale, _)| *locale != source) {
            varied.translate(locale, vary(locale, value));
        }
        varied
    }
}

pub fn numbered(id: &str, copy: u32) -> String {
    if copy == 0 { id.to_owned() } else { format!("{id}~{copy}") }
}

fn pick<'a, T>(from: &'a [T], dice: &mut StdRng) -> Option<&'a T> {
    (!from.is_empty()).then(|| &from[dice.random_range(0..from.len())])
}

/// The same for the same thing in every run.
pub fn dice(of: &str, copy: u32) -> StdRng {
    let mut hasher = FnvHasher::default();
    (of, copy).hash(&mut hasher);
    StdRng::seed_from_u64(hasher.finish())
}
