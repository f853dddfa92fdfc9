use crate::{head::Instead, visit::Visit};
use model::{
    Locale, SearchQuery,
    card::{CardSubject, MAX_LISTED},
    pages::PageError,
};
use print::Paper;

/// What somebody wants printed, and how: `size=a6|a4|a3`, `with=` further languages, `ids=` of a kept list.
pub struct Asked {
    pub subject: CardSubject,
    pub paper: Paper,
    /// Beside the reader's, at most what the paper has room for.
    pub others: Vec<Locale>,
    /// Some that were asked for have no room.
    pub too_many: bool,
    /// The reader's.
    pub locale: Locale,
}

impl Asked {
    /// `about`: what follows `card/` in the path.
    pub fn of(visit: &Visit, about: &[&str]) -> Result<Self, Instead> {
        let mut query = SearchQuery::parse(&visit.query);
        let rest = std::mem::take(&mut query.rest);
        let not_found = || Instead::Problem(PageError::NotFound);
        let kept = kept(&visit.query);
        let subject = match about {
            ["services", id] => CardSubject::Service(id.parse().map_err(|_| not_found())?),
            ["organisations", id] => CardSubject::Organisation(id.parse().map_err(|_| not_found())?),
            ["needs", slug] => CardSubject::Need((*slug).to_owned(), query),
            ["needs", slug, country] => CardSubject::Country((*slug).to_owned(), (*country).to_owned()),
            ["search"] if !kept.is_empty() => CardSubject::List(kept),
            ["search"] => CardSubject::Search(query),
            _ => return Err(not_found()),
        };
        let named = |name: &'static str| rest.iter().filter(move |(known, _)| known == name).map(|(_, value)| value);
        // What is much to read.
        let sheet = matches!(subject, CardSubject::Search(_) | CardSubject::List(_) | CardSubject::Country(..));
        let usual = if sheet { Paper::A4 } else { Paper::A6 };
        let paper = named("size").find_map(|size| size.parse().ok()).unwrap_or(usual);
        let mut others: Vec<Locale> = Vec::new();
        for locale in named("with").flat_map(|value| value.split(',')).filter_map(|locale| locale.parse().ok()) {
            if locale != visit.locale && !others.contains(&locale) {
                others.push(locale);
            }
        }
        let room = paper.most_languages() - 1;
        let too_many = others.len() > room;
        others.truncate(room);
        Ok(Self { subject, paper, others, too_many, locale: visit.locale })
    }

    pub fn locales(&self) -> Vec<Locale> {
        [self.locale].into_iter().chain(self.others.iter().copied()).collect()
    }

    /// Whether it is a list of somebody's asking: such have no code from the start.
    pub fn is_list(&self) -> bool {
        match &self.subject {
            CardSubject::Service(_) | CardSubject::Organisation(_) | CardSubject::Country(..) => false,
            CardSubject::Need(_, query) => query.is_filtered() || !query.is_empty(),
            CardSubject::Search(_) | CardSubject::List(_) => true,
        }
    }

    /// What of the address says what is printed, and not how.
    pub fn parameters(&self) -> Vec<(String, String)> {
        match &self.subject {
            CardSubject::Service(_) | CardSubject::Organisation(_) | CardSubject::Country(..) => Vec::new(),
            CardSubject::Need(_, query) | CardSubject::Search(query) => {
                query.parameters().into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            }
            CardSubject::List(kept) => vec![("ids".to_owned(), kept.join(","))],
        }
    }
}

/// Codes and ids are plain letters: of their encoding only the comma's matters.
fn kept(query: &str) -> Vec<String> {
    let values = query.split('&').filter_map(|pair| pair.strip_prefix("ids=")).collect::<Vec<_>>().join(",");
    let values = values.replace("%2C", ",").replace("%2c", ",");
    let plain = |value: &&str| {
        (1..=36).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    values.split(',').filter(plain).take(MAX_LISTED).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_forms_and_people_write_them() {
        assert_eq!(kept("size=a4&ids=bcd2345%2Cbcd2346,x;y,&ids=zz"), ["bcd2345", "bcd2346", "zz"]);
        assert_eq!(kept(&format!("ids={}", "bcd2345,".repeat(80))).len(), MAX_LISTED);
    }
}
