//! The names of everything things are found by, kept in memory: a page labels needs, audiences and territories
//! without asking the database.

mod same;

use crate::Error;
use model::{Locale, Point, Text};
use search::TermKind;
use sha2::{Digest, Sha256};
use sqlx::{FromRow, PgPool, types::Json};
use std::collections::{BTreeMap, HashMap};

/// Everyday words by locale. Keys of languages that are not ours are skipped.
type Synonyms = Json<BTreeMap<String, Vec<String>>>;

#[derive(Default)]
pub struct Names {
    /// First-level needs, each followed by its children, in the taxonomy's order; retired ones too.
    pub(crate) needs: Vec<Need>,
    need_by_slug: HashMap<String, usize>,
    pub(crate) audiences: Vec<Term>,
    pub(crate) expertise: Vec<Term>,
    pub(crate) territories: Vec<Territory>,
    territory_by_id: HashMap<String, usize>,
    /// Bare codes with the index of every territory that has it, newest scheme first.
    territory_by_code: HashMap<String, Vec<usize>>,
    /// Territory id -> id of the same place that stands for it; see `same`.
    same_places: HashMap<String, String>,
}

#[derive(FromRow)]
pub(crate) struct Need {
    pub slug: String,
    pub parent_slug: Option<String>,
    pub icon: Option<String>,
    pub sensitive: bool,
    pub label: Json<Text>,
    pub about: Option<Json<Text>>,
    pub synonyms: Synonyms,
    pub retired: bool,
}

#[derive(FromRow)]
pub(crate) struct Term {
    pub slug: String,
    pub label: Json<Text>,
    pub synonyms: Synonyms,
    pub retired: bool,
}

#[derive(FromRow)]
pub(crate) struct Territory {
    pub id: String,
    pub code: String,
    pub level: String,
    pub country: String,
    pub name: Json<Text>,
    pub synonyms: Synonyms,
    pub ancestors: Vec<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

impl Territory {
    pub fn point(&self) -> Option<Point> {
        self.latitude.zip(self.longitude).and_then(|(latitude, longitude)| Point::new(latitude, longitude))
    }
}

impl Names {
    pub(crate) async fn read(pool: &PgPool) -> Result<Self, Error> {
        let needs: Vec<Need> = sqlx::query_as(
            "select n.slug, n.parent_slug, n.icon, n.sensitive, n.label, n.about, n.synonyms, n.retired
             from need n left join need p on p.slug = n.parent_slug
             order by coalesce(p.position, n.position), coalesce(p.slug, n.slug), n.parent_slug nulls first, n.position",
        )
        .fetch_all(pool)
        .await?;
        let audiences = sqlx::query_as("select slug, label, synonyms, retired from audience order by position")
            .fetch_all(pool)
            .await?;
        let expertise =
            sqlx::query_as("select slug, label, '{}'::jsonb as synonyms, retired from expertise order by parent_slug nulls first, position")
                .fetch_all(pool)
                .await?;
        let territories: Vec<Territory> = sqlx::query_as(
            "select id, code, level, country, name, synonyms, ancestors, latitude, longitude from territory order by scheme desc, code",
        )
        .fetch_all(pool)
        .await?;
        let mut territory_by_code: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, territory) in territories.iter().enumerate() {
            territory_by_code.entry(territory.code.to_lowercase()).or_default().push(at);
        }
        Ok(Self {
            need_by_slug: needs.iter().enumerate().map(|(at, need)| (need.slug.clone(), at)).collect(),
            territory_by_id: territories
                .iter()
                .enumerate()
                .map(|(at, territory)| (territory.id.to_lowercase(), at))
                .collect(),
            territory_by_code,
            same_places: same::same_places(&territories),
            needs,
            audiences,
            expertise,
            territories,
        })
    }

    /// Whether something known to `before` has another place in its tree, or none any more.
    pub(crate) fn moved(&self, before: &Self) -> bool {
        before.needs.iter().any(|need| self.need(&need.slug).is_none_or(|now| now.parent_slug != need.parent_slug))
            || before
                .territories
                .iter()
                .any(|old| self.territory(&old.id).is_none_or(|now| now.ancestors != old.ancestors))
            || before.same_places != self.same_places
    }

    /// Which tree it is: equal ones place every document the same way. For the cursor of an index.
    pub(crate) fn tree(&self) -> String {
        let mut lines: Vec<String> = (self.needs.iter())
            .map(|need| format!("{} < {}", need.slug, need.parent_slug.as_deref().unwrap_or_default()))
            .chain(self.territories.iter().map(|of| format!("{} < {}", of.id, of.ancestors.join(" < "))))
            .chain(self.same_places.iter().map(|(id, place)| format!("{id} = {place}")))
            .collect();
        lines.sort_unstable();
        let hash = Sha256::digest(lines.join("\n"));
        hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Everything in force, as the index matches queries against it.
    pub(crate) fn terms(&self) -> Vec<search::Term> {
        let needs = self.needs.iter().filter(|need| !need.retired);
        let audiences = self.audiences.iter().filter(|term| !term.retired);
        let expertise = self.expertise.iter().filter(|term| !term.retired);
        let needs = needs.map(|need| search::Term {
            above: need.parent_slug.iter().cloned().collect(),
            ..term(TermKind::Need, &need.slug, &need.label, &need.synonyms)
        });
        let audiences = audiences.map(|of| term(TermKind::Audience, &of.slug, &of.label, &of.synonyms));
        let expertise = expertise.map(|of| term(TermKind::Expertise, &of.slug, &of.label, &of.synonyms));
        let mut territories: Vec<search::Term> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for of in &self.territories {
            let of_this = search::Term {
                point: of.point(),
                level: of.level.parse().ok(),
                ..term(TermKind::Territory, &of.id, &of.name, &of.synonyms)
            };
            let above = self.places(&of.ancestors);
            let at = *known.entry(self.place(&of.id)).or_insert_with(|| {
                let key = self.place(&of.id).to_owned();
                territories.push(search::Term { key, words: Vec::new(), above: Vec::new(), ..of_this.clone() });
                territories.len() - 1
            });
            let term = &mut territories[at];
            term.point = term.point.or(of_this.point);
            term.words
                .extend(of_this.words.into_iter().filter(|words| !term.words.contains(words)).collect::<Vec<_>>());
            let above = above.into_iter().filter(|id| *id != term.key && !term.above.contains(id)).collect::<Vec<_>>();
            term.above.extend(above);
        }
        needs.chain(audiences).chain(expertise).chain(territories).collect()
    }

    pub(crate) fn need(&self, slug: &str) -> Option<&Need> {
        self.need_by_slug.get(slug).and_then(|at| self.needs.get(*at))
    }

    /// Whether what meets these needs is to stay out of titles.
    pub(crate) fn any_sensitive(&self, slugs: &[String]) -> bool {
        slugs.iter().filter_map(|slug| self.need(slug)).any(|need| need.sensitive)
    }

    /// Whether who has the need may be in danger: what is sensitive below `safety` (violence, thoughts of dying).
    pub(crate) fn is_danger(&self, slug: &str) -> bool {
        self.need(slug).is_some_and(|need| need.sensitive && need.parent_slug.as_deref() == Some("safety"))
    }

    /// Children in force, in order.
    pub(crate) fn children<'a>(&'a self, slug: &'a str) -> impl Iterator<Item = &'a Need> {
        self.needs.iter().filter(move |need| !need.retired && need.parent_slug.as_deref() == Some(slug))
    }

    pub(crate) fn first_level(&self) -> impl Iterator<Item = &Need> {
        self.needs.iter().filter(|need| !need.retired && need.parent_slug.is_none())
    }

    /// By id (`nuts2021:PT187`), whatever its case.
    pub(crate) fn territory(&self, id: &str) -> Option<&Territory> {
        self.territory_by_id.get(&id.to_lowercase()).and_then(|at| self.territories.get(*at))
    }

    /// The root of a country, by its ISO 3166-1 code.
    pub(crate) fn country(&self, code: &str) -> Option<&Territory> {
        let root = self.territories.iter().find(|node| node.level == "country" && node.country == code)?;
        self.territory(self.place(&root.id))
    }

    /// Ids that an id or a bare code stands for; as given when unknown, so that it finds nothing.
    pub(crate) fn territory_ids(&self, id_or_code: &str) -> Vec<String> {
        if let Some(territory) = self.territory(id_or_code) {
            return vec![territory.id.clone()];
        }
        match self.territory_by_code.get(&id_or_code.to_lowercase()) {
            Some(found) => {
                found.iter().filter_map(|at| self.territories.get(*at)).map(|territory| territory.id.clone()).collect()
            }
            None => vec![id_or_code.to_owned()],
        }
    }

    /// The id by which the index knows the place.
    pub(crate) fn place<'a>(&'a self, id: &'a str) -> &'a str {
        self.same_places.get(id).map_or(id, String::as_str)
    }

    /// Those of `ids`, each place once.
    pub(crate) fn places(&self, ids: &[String]) -> Vec<String> {
        let mut places: Vec<String> = Vec::with_capacity(ids.len());
        for id in ids {
            let place = self.place(id);
            if !places.iter().any(|known| known == place) {
                places.push(place.to_owned());
            }
        }
        places
    }

    /// Every id of the places: as rows of the database have them.
    pub(crate) fn all_ids(&self, places: &[String]) -> Vec<String> {
        let others = self.same_places.iter().filter(|(_, place)| places.contains(place)).map(|(id, _)| id);
        places.iter().chain(others).cloned().collect()
    }

    /// Labels for what a visitor filters by: the value itself where it is not known.
    pub(crate) fn need_label(&self, slug: &str, locale: Locale) -> String {
        self.need(slug).map_or_else(|| slug.to_owned(), |need| need.label.read(locale).value)
    }

    pub(crate) fn audience_label(&self, slug: &str, locale: Locale) -> String {
        label_in(&self.audiences, slug, locale)
    }

    pub(crate) fn expertise_label(&self, slug: &str, locale: Locale) -> String {
        label_in(&self.expertise, slug, locale)
    }

    pub(crate) fn territory_label(&self, id: &str, locale: Locale) -> String {
        self.territory(id).map_or_else(|| id.to_owned(), |territory| territory.name.read(locale).value)
    }
}

fn term(kind: TermKind, key: &str, label: &Text, synonyms: &BTreeMap<String, Vec<String>>) -> search::Term {
    let labels = label.values().map(|(locale, label)| (locale, label.to_owned()));
    let others = synonyms.iter().filter_map(|(locale, words)| Some((locale.parse::<Locale>().ok()?, words)));
    let others = others.flat_map(|(locale, words)| words.iter().map(move |word| (locale, word.clone())));
    search::Term {
        kind,
        key: key.to_owned(),
        words: labels.chain(others).collect(),
        above: Vec::new(),
        point: None,
        level: None,
    }
}

fn label_in(terms: &[Term], slug: &str, locale: Locale) -> String {
    terms.iter().find(|term| term.slug == slug).map_or_else(|| slug.to_owned(), |term| term.label.read(locale).value)
}
