//! The PDF as others read it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what fails here fails the test")]

#[path = "support/reading.rs"]
mod reading;
#[path = "support/sheets.rs"]
mod sheets;

use lopdf::Document;
use model::Locale;
use print::{
    Line, Paper, Sheet,
    pdf::{self, Fonts},
};
use reading::{Reading, dictionary, read};
use std::path::Path;

fn fonts() -> Fonts {
    Fonts::find(None).unwrap()
}

fn made(sheet: &Sheet) -> Reading {
    read(&pdf::pdf(sheet, &fonts()).unwrap().bytes)
}

fn pair(paper: Paper, first: Locale, second: Locale, listed: usize) -> Sheet {
    sheets::sheet(paper, &[first, second], listed).fitted()
}

/// Letters alone: lines end where there is room, and marks of direction are for the eye.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !('\u{2060}'..='\u{2069}').contains(c)).collect()
}

#[test]
fn it_is_tagged_titled_and_says_its_language() {
    let Reading { document, kinds, parts, .. } = made(&pair(Paper::A4, Locale::Pt, Locale::Ar, 5));
    let catalog = document.catalog().unwrap();
    assert!(dictionary(&document, catalog, b"MarkInfo").get(b"Marked").unwrap().as_bool().unwrap());
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"pt");
    assert!(dictionary(&document, catalog, b"ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let metadata = document.dereference(catalog.get(b"Metadata").unwrap()).unwrap().1.as_stream().unwrap();
    let metadata =
        String::from_utf8_lossy(&metadata.decompressed_content().unwrap_or(metadata.content.clone())).into_owned();
    assert!(metadata.contains("Food parcel") && metadata.contains("pdfuaid:part"), "{metadata}");
    for (kind, number) in [("Sect", 2), ("H1", 2), ("L", 2), ("LI", 10), ("Figure", 1), ("Link", 1)] {
        assert_eq!(kinds.iter().filter(|known| *known == kind).count(), number, "{kind} in {kinds:?}");
    }
    let code = parts.iter().find(|part| part.kind == "Figure").unwrap();
    let says = "Code that leads to this page: https://bussola.example.org/q/bcd2345";
    assert_eq!(code.alternative.as_deref(), Some(says));
    assert_eq!(
        parts.iter().filter(|part| part.kind == "Sect").map(|part| &part.language).collect::<Vec<_>>(),
        ["pt", "ar"]
    );
}

#[test]
fn a_name_in_another_language_is_read_in_its_own() {
    let parts = made(&pair(Paper::A3, Locale::El, Locale::Ar, 1)).parts;
    let name = parts.iter().rfind(|part| part.words.contains("Mesa Aberta") && part.kind == "P").unwrap();
    assert_eq!(name.language, "pt", "{name:?}");
}

#[test]
fn its_words_are_those_of_the_sheet_in_the_order_in_which_they_are_read() {
    for locale in Locale::ALL {
        let second = if locale == Locale::Ar { Locale::El } else { Locale::Ar };
        let sheet = pair(Paper::A4, locale, second, 3);
        let mut expected = sheet.brand.clone();
        for column in &sheet.columns {
            expected.extend([column.kind.as_str(), column.title.text.as_str()]);
            for row in &column.rows {
                expected.push_str(&row.label.text);
                row.lines.iter().for_each(|line| expected.push_str(&line.text));
            }
        }
        expected.extend(sheet.letters.as_deref());
        sheet.columns.iter().for_each(|column| expected.push_str(&column.foot(sheet.more)));
        let read: String = made(&sheet).parts.into_iter().map(|part| part.words).collect();
        assert_eq!(letters(&read), letters(&expected), "{locale}");
    }
}

#[test]
fn every_sheet_is_one_page_of_its_size_and_nothing_leaves_it() {
    let fonts = fonts();
    for (index, sheet) in sheets::all().into_iter().enumerate() {
        let fitted = sheet.fitted();
        let languages: Vec<Locale> = fitted.columns.iter().map(|column| column.locale).collect();
        let name = format!("{:?} in {languages:?}", fitted.paper);
        let filled = pdf::filled(&fitted, &fonts);
        assert!(filled <= 1.0, "{name}: {filled} of its height at full size");
        // Measuring tells enough; looking at all of them takes a minute.
        if index % 9 == 0 {
            let page = read(&pdf::pdf(&fitted, &fonts).unwrap().bytes);
            let (frame, point) = (fitted.frame(), 25.4 / 72.0);
            let (width, height) = (page.size.0 * point, page.size.1 * point);
            assert!(
                (width - frame.width).abs() < 0.1 && (height - frame.height).abs() < 0.1,
                "{name}: {width} {height}"
            );
            // The space at the end of a line stands outside.
            let margin = frame.margin / point - 0.3 * frame.text;
            for (_, [x, y]) in page.starts {
                let inside = x >= margin && x <= page.size.0 - margin && y >= margin && y <= page.size.1 - margin;
                assert!(inside, "{name}: words at {x} {y}");
            }
        }
    }
}

#[test]
fn the_first_language_stands_where_its_readers_begin() {
    for (first, second, beginning) in [(Locale::En, Locale::Ar, "left"), (Locale::Ar, Locale::En, "right")] {
        let page = made(&pair(Paper::A6, first, second, 0));
        let figure = page.parts.iter().find(|part| part.kind == "Figure").unwrap().marks[0];
        let code = page.filled.iter().find(|(mark, _)| *mark == figure).unwrap().1;
        assert_eq!(if code[0] < page.size.0 / 2.0 { "left" } else { "right" }, beginning, "{first}");
    }
}

/// As a scanner sees it at 150 dots an inch.
#[test]
fn the_code_on_the_page_is_read() {
    for paper in Paper::ALL {
        let sheet = pair(paper, Locale::Ar, Locale::Fr, 5);
        let page = made(&sheet);
        let dots = |points: f32| points / 72.0 * 150.0;
        let (width, height) = (dots(page.size.0) as usize, dots(page.size.1) as usize);
        let mut shades = vec![255_u8; width * height];
        for (_, [left, top, right, bottom]) in &page.filled {
            for y in dots(*top).round() as usize..(dots(*bottom).round() as usize).min(height) {
                for x in dots(*left).round() as usize..(dots(*right).round() as usize).min(width) {
                    shades[y * width + x] = 0;
                }
            }
        }
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| shades[y * width + x]);
        let read: Vec<String> = image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect();
        assert_eq!(read, std::slice::from_ref(&sheet.address), "{paper:?}");
    }
}

#[test]
fn everything_but_the_sign_is_black_in_letters_that_come_with_it() {
    let Reading { document, colours, .. } = made(&pair(Paper::A3, Locale::El, Locale::Ar, 5));
    let is_black = |chosen: &[f32]| chosen.iter().all(|part| *part == 0.0);
    let (black, other): (Vec<_>, Vec<_>) = colours.iter().partition(|(_, chosen)| is_black(chosen));
    assert!(!black.is_empty(), "{colours:?}");
    assert_eq!(other.len(), 3, "the shades of the sign: {other:?}");
    let fonts = document.objects.values().filter_map(|object| object.as_dict().ok());
    let fonts: Vec<_> = fonts.filter(|font| font.has_type(b"FontDescriptor")).collect();
    assert!(fonts.len() >= 4, "Noto Sans and Noto Sans Arabic, regular and bold: {}", fonts.len());
    assert!(fonts.iter().all(|font| font.has(b"FontFile2") || font.has(b"FontFile3")), "{fonts:?}");
}

/// What has not changed is the same file: whoever has it need not fetch it again.
#[test]
fn the_same_sheet_is_the_same_file() {
    let sheet = pair(Paper::A6, Locale::It, Locale::Ar, 0);
    let (once, again) = (pdf::pdf(&sheet, &fonts()).unwrap().bytes, pdf::pdf(&sheet, &fonts()).unwrap().bytes);
    assert!(once == again);
    assert!(once.len() < 100_000, "{} bytes", once.len());
    assert!(Document::load_mem(&once).is_ok());
}

/// Figures and strokes alone would be put in another order amid Arabic.
#[test]
fn the_address_in_letters_runs_from_the_left_everywhere() {
    let mut sheet = pair(Paper::A4, Locale::Ar, Locale::En, 1);
    sheet.letters = Some("127.0.0.1:3000/q/234".to_owned());
    let Reading { parts, starts, .. } = made(&sheet);
    let address = parts.iter().find(|part| part.kind == "Link").unwrap();
    assert_eq!(address.words, "127.0.0.1:3000/q/234");
    let starts: Vec<f32> =
        starts.iter().filter(|(mark, _)| address.marks.contains(mark)).map(|(_, [x, _])| *x).collect();
    assert!(!starts.is_empty() && starts.is_sorted(), "{starts:?}");
}

#[test]
fn letters_that_no_font_has_are_left_out_and_named() {
    let mut sheet = sheets::sheet(Paper::A6, &[Locale::En], 0);
    sheet.columns[0].title = Line::new("Food \u{1f35e}\u{e000} parcel", Locale::En);
    let made = pdf::pdf(&sheet.fitted(), &fonts()).unwrap();
    let page = read(&made.bytes);
    let title = page.parts.iter().find(|part| part.kind == "H1").unwrap();
    assert_eq!((letters(&title.words).as_str(), made.left_out.as_str()), ("Foodparcel", "\u{e000}\u{1f35e}"));
}

#[test]
fn missing_fonts_are_named_with_what_helps() {
    let nowhere = Some(Path::new("/nowhere"));
    let error = Fonts::find(nowhere).err().unwrap().to_string();
    for part in ["NotoSans-Regular.ttf", "/nowhere", "fonts-noto-core", "BUSSOLA_FONTS"] {
        assert!(error.contains(part), "{error}");
    }
    assert_eq!((Fonts::missing(nowhere).len(), Fonts::missing(None).len()), (4, 0));
}
