//! Words on the page, each stretch inside a mark of its own, in the order in which they are read.

use super::{
    lay::Block,
    lines::{PlacedLine, lines},
};
use krilla::{
    geom::Point,
    surface::Surface,
    tagging::{ContentTag, Identifier, SpanTag, TagGroup},
    text::{Font, GlyphId, KrillaGlyph},
};
use parley::layout::{Glyph, Run};
use std::{collections::HashMap, ops::Range};

/// The fonts that the document has so far.
#[derive(Default)]
pub(super) struct Ink(HashMap<(u64, u32), Font>);

impl Ink {
    pub fn paragraph(&mut self, surface: &mut Surface<'_>, block: &Block, at: Point, into: &mut TagGroup) {
        for mark in self.lines(surface, block, at) {
            into.push(mark);
        }
    }

    /// The marks of a block's stretches.
    pub fn lines(&mut self, surface: &mut Surface<'_>, block: &Block, at: Point) -> Vec<Identifier> {
        let mut marks = Vec::new();
        for PlacedLine { baseline, runs, .. } in lines(block) {
            for (x, run) in runs {
                marks.extend(self.run(surface, block, &run, Point::from_xy(at.x + x, at.y + baseline)));
            }
        }
        marks
    }

    fn run(&mut self, surface: &mut Surface<'_>, block: &Block, run: &Run<'_, ()>, at: Point) -> Option<Identifier> {
        let glyphs = glyphs(run, &block.text);
        if glyphs.is_empty() {
            return None;
        }
        let font = self.font(run)?;
        let range = run.text_range();
        let other = block.languages.iter().find(|(stretch, _)| stretch.contains(&range.start));
        let span = SpanTag::empty().with_lang(other.map(|(_, locale)| locale.as_str()));
        let mark = surface.start_tagged(ContentTag::Span(span));
        let size = run.font_size();
        for (x, word) in words(run, &block.text, &glyphs) {
            let at = Point::from_xy(at.x + x * size, at.y);
            surface.draw_glyphs(at, word, font.clone(), &block.text, size, false);
        }
        surface.end_tagged();
        Some(mark)
    }

    fn font(&mut self, run: &Run<'_, ()>) -> Option<Font> {
        let data = run.font();
        let key = (data.data.id(), data.index);
        if let Some(font) = self.0.get(&key) {
            return Some(font.clone());
        }
        // The very bytes that were read when the fonts were found: a document takes no copy of them.
        let (bytes, _) = data.data.clone().into_raw_parts();
        let font = Font::new(bytes.into(), data.index)?;
        self.0.insert(key, font.clone());
        Some(font)
    }
}

/// What is drawn at once, and how far from the left, of the letters' size. What runs from the right is drawn word by word as it
/// is read; inside a word the glyphs stand in reverse, which krilla marks: so those who follow the marks know how it is
/// read, and those who look at places alone see it as it stands.
fn words<'a>(run: &Run<'_, ()>, text: &str, glyphs: &'a [KrillaGlyph]) -> Vec<(f32, &'a [KrillaGlyph])> {
    if !run.is_rtl() {
        return vec![(0.0, glyphs)];
    }
    let is_space =
        |glyph: &KrillaGlyph| text.get(glyph.text_range.clone()).is_some_and(|letters| letters.trim().is_empty());
    let mut x = 0.0;
    let mut words = Vec::new();
    for word in glyphs.chunk_by(|one, next| !is_space(one) && !is_space(next)) {
        words.push((x, word));
        x += word.iter().map(|glyph| glyph.x_advance).sum::<f32>();
    }
    words.reverse();
    words
}

/// Glyphs that stand for a stretch of letters together.
struct Group {
    range: Range<usize>,
    glyphs: Vec<Glyph>,
}

/// From the left, each with the letters that it stands for.
fn glyphs(run: &Run<'_, ()>, text: &str) -> Vec<KrillaGlyph> {
    let size = run.font_size();
    let groups = groups(run, text).into_iter();
    let placed = groups.flat_map(|Group { range, glyphs }| {
        let mut letters = letters(text, &range);
        if letters.len() != glyphs.len() {
            // Several letters in one glyph, or one in several.
            letters.clear();
        } else if run.is_rtl() {
            letters.reverse();
        }
        let place = move |(index, glyph): (usize, Glyph)| {
            let range = letters.get(index).unwrap_or(&range).clone();
            let (x, y, id) = (glyph.x / size, glyph.y / size, GlyphId::new(glyph.id));
            KrillaGlyph::new(id, glyph.advance / size, x, y, 0.0, range, None)
        };
        glyphs.into_iter().enumerate().map(place)
    });
    placed.collect()
}

fn groups(run: &Run<'_, ()>, text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for cluster in run.visual_clusters() {
        let range = cluster.text_range();
        // Letters without a glyph of their own: they belong to the one at their left, whichever way the text runs.
        if let (true, Some(group)) = (cluster.is_ligature_continuation(), groups.last_mut()) {
            group.range = both(&group.range, &range);
        } else if !text.get(range.clone()).is_some_and(|letters| letters.chars().all(is_control)) {
            groups.push(Group { range, glyphs: cluster.glyphs().collect() });
        }
    }
    groups
}

/// Where each letter of a stretch is.
fn letters(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let letters = text.get(range.clone()).unwrap_or_default().char_indices();
    letters.map(|(at, letter)| range.start + at..range.start + at + letter.len_utf8()).collect()
}

fn both(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    one.start.min(other.start)..one.end.max(other.end)
}

/// What says how a text runs and where it does not break: it has its effect when the text is laid out.
pub(super) fn is_control(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{2066}'..='\u{2069}')
}
