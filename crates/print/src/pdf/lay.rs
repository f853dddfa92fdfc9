//! Where everything stands: the same frame as the browser's print, with letters measured.

use super::{
    fonts::{Shaper, families},
    lines::lines,
};
use crate::{
    Code, Column, Frame, Line, Row, Sheet, Style,
    paper::{HEAD, LEADING, POINT, ROW_GAP, SMALL, TITLE_LEADING},
};
use model::{Direction, Locale};
use parley::{FontFamily, FontFamilyName, FontWeight, Layout, LineHeight, OverflowWrap, StyleProperty};
use std::{borrow::Cow, ops::Range};

/// A paragraph in its lines. Points, from its top left corner.
pub(super) struct Block {
    pub layout: Layout<()>,
    pub text: String,
    /// Each stretch's language, where it is not the column's.
    pub languages: Vec<(Range<usize>, Locale)>,
    /// That it has room for.
    pub room: f32,
    pub height: f32,
}

pub(super) struct LaidRow {
    pub style: Style,
    /// Of a listed thing its name.
    pub name: Option<Block>,
    pub lines: Vec<Block>,
}

pub(super) struct LaidColumn {
    pub locale: Locale,
    pub kind: Block,
    pub title: Block,
    pub rows: Vec<LaidRow>,
    pub foot: Block,
}

/// All of a page, in points.
pub(super) struct Laid {
    pub frame: Frame,
    pub em: f32,
    pub column: f32,
    pub brand: Block,
    pub columns: Vec<LaidColumn>,
    /// Height of each row: the tallest of its languages.
    pub heads: (f32, f32),
    pub heights: Vec<f32>,
    pub letters: Option<Block>,
    pub code: Option<(Code, f32)>,
}

/// The sign before the name, and what is between them, of the letters' size.
pub(super) const SIGN: f32 = 1.9;
pub(super) const SIGN_SIDE: f32 = 1.5;

pub(super) fn points(millimetres: f32) -> f32 {
    millimetres / POINT
}

struct Face {
    size: f32,
    leading: f32,
    width: f32,
    locale: Locale,
    is_title: bool,
}

/// A stretch of text with its language and weight.
type Stretch<'a> = (&'a str, Locale, bool);

impl Laid {
    pub fn of(sheet: &Sheet, shaper: &mut Shaper, scale: f32) -> Self {
        let frame = sheet.frame();
        let em = frame.text * scale;
        let column = points(frame.column(sheet.columns.len()));
        let code = sheet.code().map(|code| (code, points(sheet.code_side())));
        let inside = points(frame.width - 2.0 * frame.margin);
        let beside = inside - code.as_ref().map_or(0.0, |(_, side)| side + points(frame.gap));
        let first = sheet.columns.first().map_or(Locale::default(), |column| column.locale);
        let plain = |size: f32, width, locale| Face { size, leading: LEADING, width, locale, is_title: false };
        let mut columns = Vec::with_capacity(sheet.columns.len());
        for words in &sheet.columns {
            let Column { locale, kind, title, rows, .. } = words;
            let face = plain(em, column, *locale);
            columns.push(LaidColumn {
                locale: *locale,
                kind: shaper.block(&[(kind, *locale, false)], &plain(em * SMALL, column, *locale)),
                title: shaper.block(
                    &[(&title.text, title.locale, true)],
                    &Face {
                        size: frame.title * scale,
                        leading: TITLE_LEADING,
                        is_title: true,
                        ..plain(em, column, *locale)
                    },
                ),
                rows: rows.iter().map(|row| shaper.row(row, &face)).collect(),
                foot: shaper.block(&[(&words.foot(sheet.more), *locale, false)], &plain(em * SMALL, beside, *locale)),
            });
        }
        let rows = columns.iter().map(|column| column.rows.len()).max().unwrap_or_default();
        let tallest = |of: &dyn Fn(&LaidColumn) -> f32| columns.iter().map(of).fold(0.0, f32::max);
        let heights =
            (0..rows).map(|row| tallest(&|column| column.rows.get(row).map_or(0.0, LaidRow::height))).collect();
        let heads = (tallest(&|column| column.kind.height), tallest(&|column| column.title.height));
        let letters = sheet.letters.as_ref().map(|letters| {
            shaper.block(
                &[(letters, Locale::En, true)],
                &plain(em, beside, if first == Locale::Ar { first } else { Locale::En }),
            )
        });
        let beside_sign = inside - SIGN * em;
        let brand = Face { is_title: true, ..plain(em, beside_sign, first) };
        let brand = shaper.block(&[(&sheet.brand, first, true)], &brand);
        Self { frame, em, column, brand, columns, heads, heights, letters, code }
    }

    pub fn page(&self) -> (f32, f32) {
        (points(self.frame.width), points(self.frame.height))
    }

    pub fn gap(&self) -> f32 {
        ROW_GAP * self.em
    }

    pub fn head(&self) -> f32 {
        HEAD * self.em
    }

    pub fn foot(&self) -> f32 {
        self.words().max(self.code.as_ref().map_or(0.0, |(_, side)| *side))
    }

    /// Of the words of the foot.
    pub fn words(&self) -> f32 {
        let words: f32 = self.columns.iter().map(|column| column.foot.height).sum();
        words + self.letters.as_ref().map_or(0.0, |letters| letters.height)
    }

    fn height(&self) -> f32 {
        let rows: f32 = self.heights.iter().map(|height| height + self.gap()).sum();
        let heads = self.heads.0 + self.heads.1 + 0.3 * self.em + self.gap();
        2.0 * points(self.frame.margin) + self.head() + heads + rows + self.foot() + 2.0 * self.gap()
    }

    pub fn filled(&self) -> f32 {
        let narrow = |block: &Block, room: f32| block.width() <= room + 0.1;
        let blocks = self.columns.iter().flat_map(|column| {
            let rows = column.rows.iter().flat_map(|row| row.name.iter().chain(&row.lines));
            rows.chain([&column.kind, &column.title])
        });
        let inside = blocks.into_iter().all(|block| narrow(block, self.column));
        if inside { self.height() / self.page().1 } else { f32::INFINITY }
    }

    pub fn fits(&self) -> bool {
        self.filled() <= 1.0
    }
}

impl LaidRow {
    pub fn height(&self) -> f32 {
        self.name.iter().chain(&self.lines).map(|block| block.height).sum()
    }
}

impl Shaper {
    fn row(&mut self, row: &Row, face: &Face) -> LaidRow {
        let own = |line: &Line, bold| -> (String, Locale, bool) { (line.text.clone(), line.locale, bold) };
        let mut name = None;
        let mut blocks = Vec::new();
        for (index, line) in row.lines.iter().enumerate() {
            let label = format!("{} ", row.label.text);
            let stretches = match row.style {
                Style::Fact if index == 0 => vec![(label, row.label.locale, true), own(line, false)],
                _ => vec![own(line, false)],
            };
            let stretches: Vec<Stretch<'_>> =
                stretches.iter().map(|(text, locale, bold)| (text.as_str(), *locale, *bold)).collect();
            blocks.push(self.block(&stretches, face));
        }
        if row.style == Style::Entry {
            name = Some(self.block(&[(&row.label.text, row.label.locale, true)], face));
        }
        LaidRow { style: row.style, name, lines: blocks }
    }

    /// Letters that no font has are left out: an empty box says nothing, and a screen reader reads nonsense.
    fn block(&mut self, stretches: &[Stretch<'_>], face: &Face) -> Block {
        let mut stretches: Vec<(String, Locale, bool)> =
            stretches.iter().map(|(text, locale, bold)| ((*text).to_owned(), *locale, *bold)).collect();
        let block = self.shape(&stretches, face);
        let unknown = block.unknown();
        if unknown.is_empty() {
            return block;
        }
        for (text, ..) in &mut stretches {
            text.retain(|letter| !unknown.contains(&letter));
        }
        self.left_out.extend(unknown);
        self.shape(&stretches, face)
    }

    fn shape(&mut self, stretches: &[(String, Locale, bool)], face: &Face) -> Block {
        // The direction of the column, whatever letters the text begins with.
        let direction = match face.locale.direction() {
            Direction::RightToLeft => '\u{200f}',
            Direction::LeftToRight => '\u{200e}',
        };
        let mut text = String::from(direction);
        let (mut bold, mut languages) = (Vec::new(), Vec::new());
        for (stretch, locale, is_bold) in stretches {
            // What is in another language runs its own way, alone, as in a browser.
            let other = *locale != face.locale;
            if other {
                text.push(if locale.direction() == Direction::RightToLeft { '\u{2067}' } else { '\u{2066}' });
            }
            let range = text.len()..text.len() + stretch.len();
            text.push_str(stretch);
            if other {
                text.push('\u{2069}');
                languages.push((range.clone(), *locale));
            }
            if *is_bold {
                bold.push(range);
            }
        }
        let families: Vec<FontFamilyName<'static>> = families(face.locale.direction(), face.is_title)
            .map(|family| FontFamilyName::Named(Cow::Borrowed(family)))
            .collect();
        let mut builder = self.scratch.ranged_builder(&mut self.fonts, &text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Owned(families))));
        builder.push_default(StyleProperty::FontSize(face.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(face.size * face.leading)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for range in bold {
            builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range);
        }
        let mut layout = builder.build(&text);
        layout.break_all_lines(Some(face.width));
        let height = layout.len() as f32 * face.size * face.leading;
        Block { layout, text, languages, room: face.width, height }
    }
}

impl Block {
    /// Of its widest line.
    fn width(&self) -> f32 {
        lines(self).iter().map(|line| line.width).fold(0.0, f32::max)
    }

    fn unknown(&self) -> Vec<char> {
        let mut unknown = Vec::new();
        for run in self.layout.lines().flat_map(|line| line.runs().collect::<Vec<_>>()) {
            for cluster in run.clusters().filter(|cluster| cluster.glyphs().any(|glyph| glyph.id == 0)) {
                unknown.extend(self.text.get(cluster.text_range()).unwrap_or_default().chars());
            }
        }
        unknown
    }
}
