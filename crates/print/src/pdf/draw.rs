//! Marks on the page, each inside the tag it belongs to.

use super::{
    ink::{Ink, is_control},
    lay::{Laid, LaidColumn, SIGN, SIGN_SIDE, points},
    sign,
};
use crate::{Sheet, Style};
use krilla::{
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    color::luma,
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::Page,
    paint::Fill,
    surface::Surface,
    tagging::{Artifact, ArtifactType, BBox, ContentTag, ListNumbering, Tag, TagGroup, TagTree},
};
use model::Direction;
use std::num::NonZeroU16;

pub(super) struct Pen<'a, 'b> {
    page: &'a mut Page<'b>,
    ink: Ink,
}

impl<'a, 'b> Pen<'a, 'b> {
    pub fn new(page: &'a mut Page<'b>) -> Self {
        Self { page, ink: Ink::default() }
    }

    pub fn sheet(mut self, laid: &Laid, sheet: &Sheet, tags: &mut TagTree, outline: &mut Outline) {
        let (margin, gap) = (points(laid.frame.margin), points(laid.frame.gap));
        let (width, height) = laid.page();
        let ink = &mut self.ink;
        let mut surface = self.page.surface();
        // In a page that is read from the right, the first language stands there.
        let from_right = laid.columns.first().is_some_and(|column| column.locale.direction() == Direction::RightToLeft);
        let (sign, side) = (SIGN * laid.em, SIGN_SIDE * laid.em);
        let (sign_x, name_x) = if from_right { (width - margin - side, margin) } else { (margin, margin + sign) };
        sign::draw(&mut surface, sign_x, margin + (laid.brand.height - side) / 2.0, side);
        surface.set_fill(Some(black()));
        let mut brand = TagGroup::new(Tag::P);
        ink.paragraph(&mut surface, &laid.brand, Point::from_xy(name_x, margin), &mut brand);
        tags.push(brand);
        let top = margin + laid.head();
        for (index, column) in laid.columns.iter().enumerate() {
            let place = if from_right { laid.columns.len() - 1 - index } else { index };
            let x = margin + place as f32 * (laid.column + gap);
            rule(&mut surface, x, top, laid.column, 0.12 * laid.em);
            let title = column.title.text.trim_start_matches(is_control).to_owned();
            outline.push_child(OutlineNode::new(title, XyzDestination::new(0, Point::from_xy(x, top))));
            tags.push(one_column(&mut surface, ink, laid, column, x, top + 0.3 * laid.em));
        }
        let foot = height - margin - laid.foot();
        rule(&mut surface, margin, foot - laid.gap(), width - 2.0 * margin, 0.06 * laid.em);
        let side = laid.code.as_ref().map_or(0.0, |(_, side)| *side);
        let words = if side > 0.0 { side + gap } else { 0.0 };
        let (code_x, words_x) = if from_right { (width - margin - side, margin) } else { (margin, margin + words) };
        if let Some((code, side)) = &laid.code {
            let module = side / code.side() as f32;
            let id = surface.start_tagged(ContentTag::Other);
            for (column, row, length) in code.runs() {
                let at = (code_x + column as f32 * module, foot + row as f32 * module);
                fill(&mut surface, at.0, at.1, length as f32 * module, module);
            }
            surface.end_tagged();
            let around = Rect::from_xywh(code_x, foot, *side, *side).map(|rect| BBox::new(0, rect));
            let figure = Tag::Figure(Some(format!("{}: {}", sheet.code_label, sheet.address))).with_bbox(around);
            let mut group = TagGroup::new(figure);
            group.push(id);
            tags.push(group);
        }
        let mut y = foot + (laid.foot() - laid.words()) / 2.0;
        let mut link = None;
        if let Some(letters) = &laid.letters {
            let marks = ink.lines(&mut surface, letters, Point::from_xy(words_x, y));
            link = Rect::from_xywh(words_x, y, width - 2.0 * margin - words, letters.height).map(|rect| (rect, marks));
            y += letters.height;
        }
        let mut feet = Vec::new();
        for column in &laid.columns {
            let mut group = TagGroup::new(Tag::P.with_lang(Some(column.locale.to_string())));
            ink.paragraph(&mut surface, &column.foot, Point::from_xy(words_x, y), &mut group);
            feet.push(group);
            y += column.foot.height;
        }
        surface.finish();
        if let Some((rect, marks)) = link {
            let target = Target::Action(Action::Link(LinkAction::new(sheet.address.clone())));
            let annotation = Annotation::new_link(LinkAnnotation::new(rect, target), Some(sheet.address.clone()));
            let mut group = TagGroup::new(Tag::Link);
            marks.into_iter().for_each(|mark| group.push(mark));
            group.push(self.page.add_tagged_annotation(annotation));
            let mut letters = TagGroup::new(Tag::P);
            letters.push(group);
            tags.push(letters);
        }
        feet.into_iter().for_each(|group| tags.push(group));
    }
}

fn one_column(
    surface: &mut Surface<'_>,
    ink: &mut Ink,
    laid: &Laid,
    column: &LaidColumn,
    x: f32,
    top: f32,
) -> TagGroup {
    let mut section = TagGroup::new(Tag::Section.with_lang(Some(column.locale.to_string())));
    let mut kind = TagGroup::new(Tag::P);
    ink.paragraph(surface, &column.kind, Point::from_xy(x, top), &mut kind);
    let mut y = top + laid.heads.0;
    let mut title =
        TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(column.title.text.trim_start_matches(is_control).to_owned())));
    ink.paragraph(surface, &column.title, Point::from_xy(x, y), &mut title);
    section.push(kind);
    section.push(title);
    y += laid.heads.1 + laid.gap();
    // Their numbers are part of their names.
    let mut list = TagGroup::new(Tag::L(ListNumbering::None));
    for (row, height) in column.rows.iter().zip(&laid.heights) {
        let mut at = y;
        let mut group = if row.style == Style::Entry { TagGroup::new(Tag::LBody) } else { TagGroup::new(Tag::P) };
        for block in row.name.iter().chain(&row.lines) {
            if row.style == Style::Entry {
                let mut line = TagGroup::new(Tag::P);
                ink.paragraph(surface, block, Point::from_xy(x, at), &mut line);
                group.push(line);
            } else {
                ink.paragraph(surface, block, Point::from_xy(x, at), &mut group);
            }
            at += block.height;
        }
        if row.style == Style::Entry {
            let mut item = TagGroup::new(Tag::LI);
            item.push(group);
            list.push(item);
        } else {
            section.push(group);
        }
        y += height + laid.gap();
    }
    if column.rows.iter().any(|row| row.style == Style::Entry) {
        section.push(list);
    }
    section
}

fn rule(surface: &mut Surface<'_>, x: f32, y: f32, width: f32, height: f32) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    fill(surface, x, y, width, height);
    surface.end_tagged();
}

fn fill(surface: &mut Surface<'_>, x: f32, y: f32, width: f32, height: f32) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn black() -> Fill {
    Fill { paint: luma::Color::black().into(), opacity: NormalizedF32::ONE, rule: krilla::paint::FillRule::default() }
}
