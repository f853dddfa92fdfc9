//! What happens to words that have no room.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/sheets.rs"]
mod sheets;

use model::Locale;
use print::{Line, Paper, Sheet, Style};

fn lines(sheet: &Sheet) -> impl Iterator<Item = &Line> {
    sheet.columns.iter().flat_map(|column| &column.rows).flat_map(|row| &row.lines)
}

#[test]
fn texts_end_at_a_word_and_the_sheet_says_where_the_rest_is() {
    for sheet in sheets::all() {
        let fitted = sheet.clone().fitted();
        let (mut shorter, name) = (false, format!("{:?} of {}", sheet.paper, sheet.columns.len()));
        for line in lines(&fitted) {
            assert!(line.whole || line.text != "…", "{name}: an empty line");
            let Some(kept) = line.text.strip_suffix('…') else { continue };
            shorter = true;
            assert!(!line.whole, "{name}: {}", line.text);
            let text = lines(&sheet).map(|line| &line.text).find(|text| text.starts_with(kept)).unwrap();
            let next = text[kept.len()..].chars().next().unwrap();
            assert!(!next.is_alphanumeric(), "{name}: {kept}|{next}");
        }
        assert!(!shorter || fitted.more, "{name}: nothing says that there is more");
        let rows = fitted.columns.iter().map(|column| column.rows.len()).collect::<Vec<_>>();
        assert!(rows.windows(2).all(|pair| pair[0] == pair[1]), "{name}: rows are not level: {rows:?}");
    }
}

#[test]
fn how_to_get_there_stays_whatever_goes() {
    for sheet in sheets::all() {
        let fitted = sheet.clone().fitted();
        for column in &fitted.columns {
            let kept = |text: &str| column.rows.iter().flat_map(|row| &row.lines).any(|line| line.text.contains(text));
            assert!(kept("+351 266 000 000") && kept("Praça do Giraldo 1"), "{:?}", sheet.paper);
        }
    }
}

#[test]
fn a_list_of_five_has_room_on_a_sheet_in_two_languages() {
    for locale in Locale::ALL.into_iter().filter(|locale| *locale != Locale::Pt) {
        let mut list = sheets::sheet(Paper::A4, &[Locale::Pt, locale], 5);
        list.columns.iter_mut().for_each(|column| column.rows.retain(|row| row.style == Style::Entry));
        let fitted = list.fitted();
        for column in &fitted.columns {
            assert_eq!(column.rows.len(), 5, "with {locale}");
            assert!(column.rows.iter().all(|row| row.lines.len() >= 4), "with {locale}");
        }
    }
}

#[test]
fn what_has_room_stays_as_it_is() {
    let sheet = sheets::sheet(Paper::A4, &[Locale::En], 0);
    assert_eq!(sheet.clone().fitted(), sheet);
}

#[test]
fn a_long_list_says_as_much_of_each_as_if_it_ended_where_the_paper_does() {
    let mut seen = 0;
    for sheet in sheets::all() {
        let locales: Vec<Locale> = sheet.columns.iter().map(|column| column.locale).collect();
        let fitted = sheet.clone().fitted();
        let listed = |sheet: &Sheet| sheet.columns[0].rows.iter().filter(|row| row.style == Style::Entry).count();
        let (kept, all) = (listed(&fitted), listed(&sheet));
        if kept > 0 && kept < all {
            seen += 1;
            let alone = sheets::sheet(sheet.paper, &locales, kept).fitted();
            assert_eq!(fitted.columns, alone.columns, "{:?} of {locales:?}, {kept} of {all}", sheet.paper);
        }
    }
    assert!(seen > 0, "no list was too long");
}
