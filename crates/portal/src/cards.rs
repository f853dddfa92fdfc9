//! What a person is told of one need, and of the law of one country about it.

use crate::{Error, Portal, names::Names, search};
use chrono::{DateTime, NaiveDate, Utc};
use model::pages::{CardLink, CountryCard, EasyCard, NeedCard};
use model::{Locale, Readability, SearchQuery, Text, Translation};
use serde::Deserialize;
use sqlx::types::Json;

/// Services shown beside a card.
const SERVICES: u32 = 5;

/// One need, for a page or for paper; with the card of `country` (ISO 3166-1 alpha-2, whatever its case) where there is
/// one, and services there. `NotFound` for a need that never was.
pub async fn of_need(
    portal: &Portal,
    slug: &str,
    country: Option<&str>,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<NeedCard, Error> {
    let names = portal.names().await?;
    let need = names.need(slug).ok_or(Error::NotFound)?;
    let row = match country {
        Some(country) => row(portal, slug, country).await?,
        None => None,
    };
    let territory = territory(&names, country);
    let query = SearchQuery {
        needs: vec![slug.to_owned()],
        territories: territory.clone().into_iter().collect(),
        per_page: Some(SERVICES),
        ..SearchQuery::default()
    };
    Ok(NeedCard {
        slug: slug.to_owned(),
        label: need.label.read(locale).value,
        sensitive: need.sensitive,
        about: need.about.as_ref().map(|about| about.read(locale)),
        card: row.map(|row| row.read(&names, locale)),
        services: search::answer(portal, &query, locale, now).await?.items,
    })
}

/// Countries for which a need has a card: of `territories` where one of them has, else all. Those in the reader's
/// language come first.
pub(crate) async fn links(
    portal: &Portal,
    slug: &str,
    territories: &[String],
    locale: Locale,
) -> Result<Vec<CardLink>, Error> {
    let names = portal.names().await?;
    let mut cards: Vec<(String, String)> =
        sqlx::query_as("select country, what_exists ->> 'source' from card where need_slug = $1 order by country")
            .bind(slug)
            .fetch_all(&portal.pool)
            .await?;
    cards.sort_by_key(|(_, source)| source != locale.as_str());
    let asked: Vec<&str> = (territories.iter())
        .flat_map(|id| names.territory_ids(id))
        .filter_map(|id| Some(names.territory(&id)?.country.as_str()))
        .collect();
    if cards.iter().any(|(country, _)| asked.contains(&country.as_str())) {
        cards.retain(|(country, _)| asked.contains(&country.as_str()));
    }
    let link = |(country, _): (String, String)| CardLink {
        label: label(&names, &country, locale),
        path: format!("/{locale}/{}", path(slug, &country)),
        country,
    };
    Ok(cards.into_iter().map(link).collect())
}

fn path(slug: &str, country: &str) -> String {
    format!("needs/{slug}/{}", country.to_ascii_lowercase())
}

fn label(names: &Names, country: &str, locale: Locale) -> String {
    names.country(country).map_or_else(|| country.to_owned(), |node| node.name.read(locale).value)
}

/// The country as a territory: what a search in it names.
fn territory(names: &Names, country: Option<&str>) -> Option<String> {
    country.and_then(|country| names.country(&country.to_ascii_uppercase())).map(|node| node.id.clone())
}

/// What has been written on a need in a country, in all its languages.
pub(crate) async fn row(portal: &Portal, slug: &str, country: &str) -> Result<Option<Row>, Error> {
    let row: Option<Json<Row>> =
        sqlx::query_scalar("select to_jsonb(c) from card c where need_slug = $1 and country = upper($2)")
            .bind(slug)
            .bind(country)
            .fetch_optional(&portal.pool)
            .await?;
    Ok(row.map(|row| row.0))
}

#[derive(Deserialize)]
pub(crate) struct Row {
    need_slug: String,
    country: String,
    written_on: NaiveDate,
    what_exists: Text,
    gives: Text,
    decides: Text,
    object: Text,
    law: Text,
    bring: Vec<Text>,
    first_step: Text,
    easy_exists: Text,
    easy_right: Text,
    easy_first_step: Text,
}

impl Row {
    pub fn read(&self, names: &Names, locale: Locale) -> CountryCard {
        let read = |text: &Text| text.read(locale);
        let [exists, gives, decides, object, first_step] =
            [&self.what_exists, &self.gives, &self.decides, &self.object, &self.first_step].map(read);
        let readability = measured(&[&exists, &gives, &decides, &object, &first_step]);
        let [easy_exists, easy_right, easy_first_step] =
            [&self.easy_exists, &self.easy_right, &self.easy_first_step].map(read);
        CountryCard {
            country_name: label(names, &self.country, locale),
            path: path(&self.need_slug, &self.country),
            locales: self.what_exists.values().map(|(locale, _)| locale).collect(),
            territory: territory(names, Some(&self.country)),
            country: self.country.clone(),
            written_on: self.written_on,
            exists,
            gives,
            decides,
            object,
            law: read(&self.law),
            bring: self.bring.iter().map(read).collect(),
            first_step,
            easy: EasyCard {
                readability: measured(&[&easy_exists, &easy_right, &easy_first_step]),
                exists: easy_exists,
                right: easy_right,
                first_step: easy_first_step,
            },
            readability,
        }
    }
}

/// All of the texts as one, by the measure of their language.
fn measured(texts: &[&Translation]) -> Readability {
    let locale = texts.first().map(|text| text.locale).unwrap_or_default();
    let lines: Vec<&str> = texts.iter().map(|text| text.value.as_str()).collect();
    Readability::of(&lines.join("\n"), locale)
}
