//! A card in words: which facts are printed, in which order, and which go first where there is no room.

use crate::{pages::needs::begin_alike, visit::Visit};
use i18n::{Label, say};
use model::{
    Cost, Locale, PhoneKind, Translation,
    card::{Card, CardEdition, CardEntry, CardKind},
    pages::{CountryCard, Phone},
};
use print::{Column, Line, Paper, Row, Sheet, Style};

/// A longer address is not for typing.
const MOST_LETTERS: usize = 60;
/// Telephone numbers of one thing.
const MOST_PHONES: usize = 2;
/// Services on the card of a need in a country that stay where the law takes the room.
const ALWAYS_LISTED: usize = 2;

pub fn sheet(card: &Card, paper: Paper, visit: &Visit) -> Sheet {
    let path = match &card.code {
        Some(code) => format!("q/{code}"),
        None => format!("{}/{}", visit.locale, card.path),
    };
    let address = format!("{}/{path}", visit.origin);
    let bare = address.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    let letters = Some(bare).filter(|bare| bare.len() <= MOST_LETTERS);
    let columns: Vec<Column> =
        card.editions.iter().map(|edition| column(card, edition, letters.is_some(), visit)).collect();
    let title = columns.first().map(|column| column.title.text.clone()).unwrap_or_default();
    let shown = card.editions.first().map_or(0, |edition| edition.entries.len() as u64);
    Sheet {
        paper,
        title: say!(visit.locale, paper.title, name = title),
        brand: say!(visit.locale, site.name).to_owned(),
        columns,
        address,
        code_label: say!(visit.locale, paper.code).to_owned(),
        letters,
        more: shown < card.total,
    }
    .fitted()
}

fn column(card: &Card, edition: &CardEdition, typed: bool, visit: &Visit) -> Column {
    let locale = edition.locale;
    let mut rows = Vec::new();
    if let Some(lead) = &edition.lead {
        rows.push(Row { style: Style::Lead, label: Line::new("", locale), lines: vec![line(lead)], rank: 3 });
    }
    if let Some(about) = &edition.about {
        facts(about, locale, &mut rows);
    }
    if let Some(country) = &edition.country {
        of_country(country, locale, &mut rows);
    }
    for (index, entry) in edition.entries.iter().enumerate() {
        let row = listed(entry, index + 1, locale, visit);
        // Beside what the law gives somebody to turn to keeps its place.
        let kept = edition.country.is_some() && index < ALWAYS_LISTED;
        rows.push(Row { rank: if kept { 1 } else { row.rank }, ..row });
    }
    let title = match &edition.about {
        Some(about) => line(&about.name),
        None if edition.title.is_empty() => Line::new(say!(locale, paper.list), locale),
        None => match &edition.country {
            Some(country) => {
                let (need, country) = (edition.title.clone(), country.country_name.clone());
                Line::new(say!(locale, card.title, need = need, country = country), locale)
            }
            None => Line::new(edition.title.clone(), locale),
        },
    };
    Column {
        locale,
        kind: kind(card.kind, edition),
        title,
        rows,
        scan: if typed { say!(locale, paper.scan) } else { say!(locale, paper.scan_only) }.to_owned(),
        rest: say!(locale, paper.rest).to_owned(),
        printed: say!(locale, paper.printed, date = i18n::date(locale, visit.today())),
    }
}

fn kind(kind: CardKind, edition: &CardEdition) -> String {
    let locale = edition.locale;
    match kind {
        CardKind::Service(kind) => {
            let by = edition.about.as_ref().and_then(|about| about.organisation.as_deref());
            let parts = [kind.label(locale).to_owned()].into_iter().chain(by.map(apart));
            parts.collect::<Vec<_>>().join(" · ")
        }
        CardKind::Organisation(kind) => kind.label(locale).to_owned(),
        CardKind::Need => {
            let kind = say!(locale, paper.need);
            // *Help with* stands above *Food*, not above *Help with debt*.
            if begin_alike(kind, &edition.title) { say!(locale, site.tagline) } else { kind }.to_owned()
        }
        CardKind::Search => say!(locale, paper.list).to_owned(),
        CardKind::List => i18n::services(locale, edition.entries.len() as u64),
    }
}

/// What is printed about one thing: how to reach it stays, what is read at home goes first.
fn facts(about: &CardEntry, l: Locale, rows: &mut Vec<Row>) {
    let mut fact = |name: &str, rank: u8, lines: Vec<Line>| {
        if !lines.is_empty() {
            let label = Line::new(say!(l, paper.fact, name = name.to_owned()), l);
            rows.push(Row { style: Style::Fact, label, lines, rank });
        }
    };
    fact(say!(l, paper.call), 0, phones(&about.phones, l));
    fact(say!(l, paper.place), 0, address(about, l).into_iter().collect());
    fact(say!(l, paper.open), 1, hours(about, l));
    fact(say!(l, paper.until), 1, about.ends_on.iter().map(|day| Line::whole(i18n::date(l, *day), l)).collect());
    fact(say!(l, paper.bring), 2, about.documents.iter().map(line).collect());
    fact(say!(l, paper.cost), 3, cost(about, l).into_iter().collect());
    fact(say!(l, paper.whom), 4, whom(about, l));
    fact(say!(l, paper.write), 5, about.email.iter().map(|mail| Line::whole(left_to_right(mail), l)).collect());
    let languages = about.languages.iter().filter_map(|code| i18n::language_name(l, code)).collect::<Vec<_>>();
    let languages = i18n::list(l, languages);
    let spoken = (!languages.is_empty()).then(|| Line::new(languages, l));
    fact(say!(l, paper.languages), 6, spoken.into_iter().collect());
    if let Some(summary) = &about.summary {
        let lead = Row { style: Style::Lead, label: Line::new("", l), lines: vec![line(summary)], rank: 3 };
        rows.insert(0, lead);
    }
}

/// What holds in a country. Part of a law would mislead: it is printed whole or not at all. Its date and that it is a
/// demonstration stand with the first step, which goes after all the rest of it.
fn of_country(country: &CountryCard, l: Locale, rows: &mut Vec<Row>) {
    let whole = |text: &Translation| Line { whole: true, ..line(text) };
    let mut fact = |name: &str, rank: u8, lines: Vec<Line>| {
        let label = Line::new(say!(l, paper.fact, name = name.to_owned()), l);
        rows.push(Row { style: Style::Fact, label, lines, rank });
    };
    let date = i18n::date(l, country.written_on);
    let demonstration = Line::whole(say!(l, card.demonstration, date = date), l);
    fact(say!(l, card.first_step), 2, vec![whole(&country.first_step), demonstration]);
    fact(say!(l, card.bring), 4, country.bring.iter().map(whole).collect());
    fact(say!(l, card.right), 5, vec![whole(&country.gives), whole(&country.law)]);
    fact(say!(l, card.object), 6, vec![whole(&country.object)]);
    fact(say!(l, card.decides), 7, vec![whole(&country.decides)]);
}

/// One of a list: its name, and in the order of need how to get there.
fn listed(entry: &CardEntry, number: usize, l: Locale, visit: &Visit) -> Row {
    let mut label = line(&entry.name);
    label.text = format!("{number}. {}", label.text);
    let named = |name: &str, line: Line| {
        let name = say!(l, paper.fact, name = name.to_owned());
        Line { text: format!("{name} {}", line.text), ..line }
    };
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(phones(&entry.phones, l).into_iter().take(1).map(|line| named(say!(l, paper.call), line)));
    lines.extend(address(entry, l).map(|line| named(say!(l, paper.place), line)));
    lines.extend(entry.organisation.as_deref().map(|name| Line::new(apart(name), l)));
    let bare = visit.origin.trim_start_matches("https://").trim_start_matches("http://");
    let short = entry.code.as_ref().map(|code| Line::whole(left_to_right(&format!("{bare}/q/{code}")), l));
    lines.extend(short);
    let open = hours(entry, l);
    if !open.is_empty() {
        let spans = i18n::list(l, open.iter().map(|line| line.text.as_str()));
        lines.push(named(say!(l, paper.open), Line::whole(spans, l)));
    }
    lines.extend(entry.summary.as_ref().map(line));
    Row { style: Style::Entry, label, lines, rank: 9 }
}

fn line(text: &Translation) -> Line {
    Line::new(text.value.split_whitespace().collect::<Vec<_>>().join(" "), text.locale)
}

fn phones(phones: &[Phone], l: Locale) -> Vec<Line> {
    let answered = phones.iter().filter(|phone| phone.kind != PhoneKind::Fax).take(MOST_PHONES);
    let said = |phone: &Phone| {
        let number = left_to_right(&unbroken(&phone.number));
        match phone.kind {
            PhoneKind::Voice => number,
            kind => format!("{number} ({})", kind.label(l)),
        }
    };
    answered.map(|phone| Line::whole(said(phone), l)).collect()
}

fn address(entry: &CardEntry, l: Locale) -> Option<Line> {
    let place = entry.place.as_ref().filter(|place| !place.address.is_empty())?;
    let more = (entry.more_places > 0).then(|| format!(" {}", i18n::more_places(l, entry.more_places)));
    let address = apart(&place.address.join(", "));
    Some(Line::whole(format!("{address}{}", more.unwrap_or_default()), l))
}

/// Days that are open, alike ones together; of hours that are more than a week can show, what the publisher says.
fn hours(entry: &CardEntry, l: Locale) -> Vec<Line> {
    let Some(hours) = entry.place.as_ref().and_then(|place| place.hours.first()) else { return Vec::new() };
    match (&hours.week, &hours.note) {
        (Some(week), _) => {
            let open = ui::open_days(l, week).into_iter();
            open.map(|(days, times)| Line::whole(format!("{days} {}", times.replace('–', "–\u{2060}")), l)).collect()
        }
        (None, Some(note)) => vec![line(note)],
        (None, None) => Vec::new(),
    }
}

fn cost(about: &CardEntry, l: Locale) -> Option<Line> {
    match (about.cost, &about.fees) {
        (Cost::Unknown, None) => None,
        (Cost::Unknown | Cost::Reduced | Cost::Paid, Some(fees)) => Some(line(fees)),
        (cost, _) => Some(Line::new(cost.label(l), l)),
    }
}

fn whom(about: &CardEntry, l: Locale) -> Vec<Line> {
    let ages = match (about.minimum_age, about.maximum_age) {
        (Some(from), Some(to)) => Some(say!(l, service.ages_between, from = from, to = to)),
        (Some(from), None) if from > 0 => Some(say!(l, service.ages_from, from = from)),
        (None, Some(to)) => Some(say!(l, service.ages_to, to = to)),
        _ => None,
    };
    let ages = ages.map(|ages| Line::whole(ages, l));
    ages.into_iter().chain(about.eligibility.as_ref().map(line)).collect()
}

/// What runs left to right in any text: numbers, addresses of the web.
fn left_to_right(text: &str) -> String {
    format!("\u{2066}{text}\u{2069}")
}

/// On one line: a number that goes on below is dialled wrongly.
fn unbroken(text: &str) -> String {
    text.replace(' ', "\u{a0}").replace('–', "–\u{2060}")
}

/// A name in its own direction, whatever is around it.
fn apart(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}
