//! Suggestions while typing.

use super::{
    found::{self, Wanted},
    path,
};
use crate::{Error, Portal, names::Names, needs};
use ::search::Suggested;
use chrono::{DateTime, Utc};
use model::{ItemKind, Locale, SearchQuery, Suggestion, SuggestionKind};
use std::collections::HashMap;

const MOST: usize = 8;

/// At most eight, in the order to show, from the first letter on.
pub async fn suggest(
    portal: &Portal,
    typed: &str,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Vec<Suggestion>, Error> {
    let typed = SearchQuery::words(typed).q;
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let names = portal.names().await?;
    let Some(suggested) = portal.memory.index.suggest(&typed, locale, MOST).await else {
        return Ok(by_name(&names, &typed, locale));
    };
    let items = suggested.iter().filter_map(|found| match found {
        Suggested::Item { kind, id } => Some((*kind, *id)),
        _ => None,
    });
    let mut shown = found::load(portal, &Wanted::without_places(items), locale, now)
        .await?
        .into_iter()
        .map(|item| (item.id, item))
        .collect::<HashMap<_, _>>();
    let suggestion = |found: Suggested| match found {
        Suggested::Need { slug, label } => {
            Some(Suggestion { path: needs::link(&names, &slug, locale).path, label, kind: SuggestionKind::Need })
        }
        Suggested::Place { territory, label } => Some(Suggestion { label, ..place(&names, &territory, locale) }),
        Suggested::Item { id, .. } => shown.remove(&id).map(|item| Suggestion {
            kind: if item.kind == ItemKind::Organisation {
                SuggestionKind::Organisation
            } else {
                SuggestionKind::Service
            },
            label: item.title,
            path: item.path,
        }),
    };
    Ok(suggested.into_iter().filter_map(suggestion).collect())
}

/// Needs and territories one of whose names, in the reader's language or its own, has a word that starts as typed.
fn by_name(names: &Names, typed: &str, locale: Locale) -> Vec<Suggestion> {
    let typed = typed.to_lowercase();
    let fits = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with(&typed) || name.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&typed))
    };
    let needs = names.needs.iter().filter(|need| {
        let synonyms = need.synonyms.get(locale.as_str());
        !need.retired
            && (fits(&need.label.read(locale).value)
                || synonyms.is_some_and(|words| words.iter().any(|word| fits(word))))
    });
    let places = names.territories.iter().filter(|territory| {
        names.place(&territory.id) == territory.id && territory.name.values().any(|(_, name)| fits(name))
    });
    let need = |slug: &str| {
        let link = needs::link(names, slug, locale);
        Suggestion { kind: SuggestionKind::Need, label: link.label, path: link.path }
    };
    let needs = needs.take(MOST / 2).map(|found| need(&found.slug));
    needs.chain(places.map(|found| place(names, &found.id, locale))).take(MOST).collect()
}

fn place(names: &Names, id: &str, locale: Locale) -> Suggestion {
    let query = SearchQuery { territories: vec![id.to_owned()], ..SearchQuery::default() };
    Suggestion { kind: SuggestionKind::Place, label: names.territory_label(id, locale), path: path(&query, locale) }
}
