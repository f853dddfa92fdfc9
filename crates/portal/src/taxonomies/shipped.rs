use crate::Error;
use model::{Locale, Text};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

const NEEDS: &str = include_str!("../../taxonomies/needs.toml");
const AUDIENCES: &str = include_str!("../../taxonomies/audiences.toml");
const EXPERTISE: &str = include_str!("../../taxonomies/expertise.toml");

/// Needs, audiences and expertise in one language.
struct Words {
    locale: Locale,
    needs: &'static str,
    /// What helps with each need: sentences by slug.
    abouts: &'static str,
    audiences: &'static str,
    expertise: &'static str,
}

macro_rules! words {
    ($($locale:ident = $tag:literal),* $(,)?) => {
        [$(Words {
            locale: Locale::$locale,
            needs: include_str!(concat!("../../taxonomies/needs/", $tag, ".toml")),
            abouts: include_str!(concat!("../../taxonomies/needs/about/", $tag, ".toml")),
            audiences: include_str!(concat!("../../taxonomies/audiences/", $tag, ".toml")),
            expertise: include_str!(concat!("../../taxonomies/expertise/", $tag, ".toml")),
        }),*]
    };
}

const WORDS: [Words; 7] = words![En = "en", It = "it", Pt = "pt", Es = "es", Fr = "fr", El = "el", Ar = "ar"];

pub struct Shipped {
    pub needs: Vec<Need>,
    pub audiences: Vec<Audience>,
    pub expertise: Vec<Expertise>,
    pub hash: Vec<u8>,
}

pub struct Need {
    pub slug: String,
    pub parent: Option<String>,
    pub icon: Option<String>,
    pub sensitive: bool,
    pub label: Text,
    pub about: Text,
    pub synonyms: Synonyms,
}

pub struct Audience {
    pub slug: String,
    pub label: Text,
    pub synonyms: Synonyms,
}

pub struct Expertise {
    pub slug: String,
    pub parent: Option<String>,
    pub label: Text,
}

pub type Synonyms = BTreeMap<Locale, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedTree {
    need: Vec<NeedNode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedNode {
    slug: String,
    icon: Option<String>,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    children: Vec<NeedNode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceList {
    slugs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpertiseTree {
    expertise: Vec<ExpertiseNode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpertiseNode {
    slug: String,
    #[serde(default)]
    children: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    label: String,
    #[serde(default)]
    synonyms: Vec<String>,
}

/// Reads the shipped trees. An error is a fault of the shipped files: a test reads them too.
pub fn read() -> Result<Shipped, Error> {
    let mut hash = Sha256::new();
    let files = |words: &Words| [words.needs, words.abouts, words.audiences, words.expertise];
    for text in [NEEDS, AUDIENCES, EXPERTISE].into_iter().chain(WORDS.iter().flat_map(files)) {
        hash.update(text);
    }
    let [mut needs, mut abouts, mut audiences, mut expertise]: [Dictionary; 4] = Default::default();
    for words in &WORDS {
        needs.add(words.locale, parse("needs", words.needs)?);
        abouts.add(words.locale, plain(parse("needs/about", words.abouts)?));
        audiences.add(words.locale, parse("audiences", words.audiences)?);
        expertise.add(words.locale, plain(parse("expertise", words.expertise)?));
    }
    let tree: NeedTree = parse("needs.toml", NEEDS)?;
    let mut shipped =
        Shipped { needs: Vec::new(), audiences: Vec::new(), expertise: Vec::new(), hash: hash.finalize().to_vec() };
    for parent in tree.need {
        let children =
            std::iter::once((&parent, None)).chain(parent.children.iter().map(|child| (child, Some(&parent.slug))));
        for (node, above) in children {
            let (label, synonyms) = needs.take(&node.slug)?;
            let (about, _) = abouts.take(&node.slug)?;
            shipped.needs.push(Need {
                slug: node.slug.clone(),
                parent: above.cloned(),
                icon: node.icon.clone(),
                sensitive: node.sensitive,
                label,
                about,
                synonyms,
            });
        }
    }
    for slug in parse::<AudienceList>("audiences.toml", AUDIENCES)?.slugs {
        let (label, synonyms) = audiences.take(&slug)?;
        shipped.audiences.push(Audience { slug, label, synonyms });
    }
    for node in parse::<ExpertiseTree>("expertise.toml", EXPERTISE)?.expertise {
        let (label, _) = expertise.take(&node.slug)?;
        shipped.expertise.push(Expertise { slug: node.slug.clone(), parent: None, label });
        for slug in node.children {
            let (label, _) = expertise.take(&slug)?;
            shipped.expertise.push(Expertise { slug, parent: Some(node.slug.clone()), label });
        }
    }
    Ok(shipped)
}

/// Texts without synonyms.
fn plain(texts: HashMap<String, String>) -> HashMap<String, Entry> {
    texts.into_iter().map(|(slug, label)| (slug, Entry { label, synonyms: Vec::new() })).collect()
}

pub(super) fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| Error::Invalid(format!("taxonomies/{name}: {error}")))
}

/// Labels and synonyms by slug, gathered over the languages.
#[derive(Default)]
struct Dictionary(BTreeMap<String, BTreeMap<Locale, Entry>>);

impl Dictionary {
    fn add(&mut self, locale: Locale, entries: HashMap<String, Entry>) {
        for (slug, entry) in entries {
            self.0.entry(slug).or_default().insert(locale, entry);
        }
    }

    /// The label, written in English and translated from it, and the synonyms.
    fn take(&mut self, slug: &str) -> Result<(Text, Synonyms), Error> {
        let entries = self.0.remove(slug).unwrap_or_default();
        let english = entries.get(&Locale::En).ok_or_else(|| Error::Invalid(format!("{slug} has no English text")))?;
        let mut label = Text::new(Locale::En, english.label.clone());
        let mut synonyms = Synonyms::new();
        for (locale, entry) in entries {
            label.translate(locale, entry.label);
            if !entry.synonyms.is_empty() {
                synonyms.insert(locale, entry.synonyms);
            }
        }
        Ok((label, synonyms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_slug_has_a_label_in_every_language_and_stands_once() {
        let shipped = read().unwrap();
        let mut problems = Vec::new();
        let labels = (shipped.needs.iter().map(|need| ("need", &need.slug, &need.label)))
            .chain(shipped.audiences.iter().map(|audience| ("audience", &audience.slug, &audience.label)))
            .chain(shipped.expertise.iter().map(|expertise| ("expertise", &expertise.slug, &expertise.label)));
        let mut seen = HashSet::new();
        for (kind, slug, label) in labels {
            if !seen.insert((kind, slug)) {
                problems.push(format!("{kind} {slug} stands twice"));
            }
            for locale in label.missing() {
                problems.push(format!("{kind} {slug} has no label in {locale}"));
            }
        }
        assert_eq!(problems, [""; 0]);
        assert!(shipped.needs.len() >= 96 && shipped.audiences.len() >= 20 && shipped.expertise.len() >= 40);
    }

    #[test]
    fn every_need_has_eight_different_synonyms_in_every_language() {
        let mut problems = Vec::new();
        for need in read().unwrap().needs {
            for locale in Locale::ALL {
                let synonyms = need.synonyms.get(&locale).map(Vec::as_slice).unwrap_or_default();
                if synonyms.len() < 8 {
                    problems.push(format!("{} has {} synonyms in {locale}", need.slug, synonyms.len()));
                }
                let mut seen = HashSet::new();
                for synonym in synonyms {
                    if synonym.trim().is_empty() || !seen.insert(synonym.to_lowercase()) {
                        problems.push(format!("{} repeats {synonym:?} in {locale}", need.slug));
                    }
                }
            }
        }
        assert_eq!(problems, [""; 0]);
    }

    #[test]
    fn every_need_is_described_in_two_or_three_sentences_of_every_language() {
        let mut problems = Vec::new();
        for need in read().unwrap().needs {
            for locale in Locale::ALL {
                let Some(about) = need.about.value(locale) else {
                    problems.push(format!("{} is not described in {locale}", need.slug));
                    continue;
                };
                let (sentences, letters) = (model::sentences_of(about, locale).count(), about.chars().count());
                if !(2..=3).contains(&sentences) || !(60..=400).contains(&letters) || about.trim() != about {
                    problems.push(format!("{} in {locale}: {sentences} sentences, {letters} letters", need.slug));
                }
                if !about.ends_with(['.', '!', '?', ';', '؟']) {
                    problems.push(format!("{} in {locale} does not end", need.slug));
                }
            }
        }
        assert_eq!(problems, [""; 0]);
    }

    #[test]
    fn no_two_needs_are_described_alike() {
        let mut seen = HashSet::new();
        for need in read().unwrap().needs {
            for (locale, about) in need.about.values() {
                assert!(seen.insert(about.to_owned()), "{} in {locale}: {about}", need.slug);
            }
        }
    }

    #[test]
    fn no_language_translates_a_slug_that_is_not_in_the_trees() {
        let shipped = read().unwrap();
        let needs: HashSet<_> = shipped.needs.iter().map(|need| need.slug.as_str()).collect();
        let audiences: HashSet<_> = shipped.audiences.iter().map(|audience| audience.slug.as_str()).collect();
        let expertise: HashSet<_> = shipped.expertise.iter().map(|expertise| expertise.slug.as_str()).collect();
        for words in &WORDS {
            for (slugs, text) in [
                (&needs, words.needs),
                (&needs, words.abouts),
                (&audiences, words.audiences),
                (&expertise, words.expertise),
            ] {
                let entries: HashMap<String, toml::Value> = toml::from_str(text).unwrap();
                let stray: Vec<_> = entries.keys().filter(|slug| !slugs.contains(slug.as_str())).collect();
                assert!(stray.is_empty(), "{}: {stray:?}", words.locale);
            }
        }
    }
}
