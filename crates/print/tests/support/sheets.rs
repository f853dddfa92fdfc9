//! Sheets as full as they come, in every language.

use model::Locale;
use print::{Column, Line, Paper, Row, Sheet, Style};

/// Something like what organisations write, only longer.
pub fn words(locale: Locale) -> &'static str {
    match locale {
        Locale::En => {
            "Fresh and dry food for a week, once a fortnight, for households short of money; volunteers pack what shops and farms give, and everybody chooses what they need."
        }
        Locale::It => {
            "Cibo fresco e secco per una settimana, ogni quindici giorni, per le famiglie in difficoltà; i volontari preparano quello che donano negozi e aziende agricole."
        }
        Locale::Pt => {
            "Alimentos frescos e secos para uma semana, de quinze em quinze dias, para agregados com dificuldades económicas; os voluntários preparam o que lojas e quintas oferecem."
        }
        Locale::Es => {
            "Alimentos frescos y secos para una semana, cada quince días, para hogares con dificultades económicas; el voluntariado prepara lo que donan tiendas y explotaciones agrícolas."
        }
        Locale::Fr => {
            "Des aliments frais et secs pour une semaine, tous les quinze jours, pour les foyers en difficulté ; des bénévoles préparent ce que donnent les magasins et les exploitations."
        }
        Locale::El => {
            "Φρέσκα και ξηρά τρόφιμα για μία εβδομάδα, κάθε δεκαπενθήμερο, για νοικοκυριά με οικονομικές δυσκολίες· εθελοντές ετοιμάζουν ό,τι προσφέρουν καταστήματα και αγροκτήματα."
        }
        Locale::Ar => {
            "مواد غذائية طازجة وجافة تكفي أسبوعًا، مرة كل أسبوعين، للأسر التي تعاني من ضائقة مالية؛ يجهّز المتطوعون ما تتبرع به المتاجر والمزارع، ويختار كل شخص ما يحتاج إليه."
        }
    }
}

fn row(style: Style, label: &str, lines: Vec<Line>, locale: Locale, rank: u8) -> Row {
    Row { style, label: Line::new(label, locale), lines, rank }
}

fn column(locale: Locale, listed: usize) -> Column {
    let text = words(locale);
    let label = text.split_whitespace().next().unwrap_or_default();
    let say = |text: &str| Line::new(text, locale);
    let mut rows = vec![
        row(Style::Lead, "", vec![say(text)], locale, 3),
        row(Style::Fact, label, vec![Line::whole("\u{2066}+351 266 000 000\u{2069}", locale)], locale, 0),
        row(
            Style::Fact,
            label,
            vec![Line::whole("\u{2068}Praça do Giraldo 1, 7000-508 Évora\u{2069}", locale)],
            locale,
            0,
        ),
        row(
            Style::Fact,
            label,
            vec![Line::whole("\u{2066}09:00–13:00\u{2069}, \u{2066}14:00–17:00\u{2069}", locale)],
            locale,
            1,
        ),
        row(Style::Fact, label, vec![say(text), say(text)], locale, 2),
        row(Style::Fact, label, vec![say(text)], locale, 4),
    ];
    for number in 1..=listed {
        let short: Vec<&str> = text.split_whitespace().take(7).collect();
        let lines = vec![
            Line::whole(format!("{label}: \u{2066}+351 266 000 {number:03}\u{2069}"), locale),
            Line::whole("\u{2068}Rua das Alcaçarias 27, 7000-587 Évora\u{2069}", locale),
            Line::new("Associação Mesa Aberta", Locale::Pt),
            Line::whole("\u{2066}bussola.example.org/q/bcd2345\u{2069}", locale),
            say(text),
        ];
        rows.push(row(Style::Entry, &format!("{number}. {}", short.join(" ")), lines, locale, 9));
    }
    Column {
        locale,
        kind: format!("{label} · Associação Mesa Aberta"),
        title: Line::new(text.split_whitespace().take(5).collect::<Vec<_>>().join(" "), locale),
        rows,
        scan: text.split_whitespace().take(11).collect::<Vec<_>>().join(" "),
        rest: text.split_whitespace().take(8).collect::<Vec<_>>().join(" "),
        printed: text.split_whitespace().take(9).collect::<Vec<_>>().join(" "),
    }
}

pub fn sheet(paper: Paper, locales: &[Locale], listed: usize) -> Sheet {
    Sheet {
        paper,
        title: "Food parcel".to_owned(),
        brand: "Bussola".to_owned(),
        columns: locales.iter().map(|locale| column(*locale, listed)).collect(),
        address: "https://bussola.example.org/q/bcd2345".to_owned(),
        code_label: "Code that leads to this page".to_owned(),
        letters: Some("bussola.example.org/q/bcd2345".to_owned()),
        more: false,
    }
}

/// Every paper, with every number of languages that it takes, each language among them; alone and with a long list.
pub fn all() -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for paper in Paper::ALL {
        for number in 1..=paper.most_languages() {
            for first in 0..Locale::ALL.len() {
                let locales: Vec<Locale> =
                    (first..first + number).map(|at| Locale::ALL[at % Locale::ALL.len()]).collect();
                sheets.extend([0, 5, 40].map(|listed| sheet(paper, &locales, listed)));
            }
        }
    }
    sheets
}
