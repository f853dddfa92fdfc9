//! The sign of the portal: the compass of `app/sprite.svg`, drawn.

use krilla::{
    color::rgb,
    geom::{Path, PathBuilder},
    num::NormalizedF32,
    paint::{Fill, FillRule},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag},
};

/// Side of the square that its paths are drawn on.
const SQUARE: f32 = 48.0;
/// `--saffron`, as on the page.
const SAFFRON: [u8; 3] = [0xf2, 0xab, 0x33];
/// Each with how much of the colour it has.
const PATHS: [(f32, &str); 3] = [
    (0.45, "m24 24-3-3-10-10 12 8 1-1 1 1 12-8-8 12 1 1-1 1 8 12-12-8-1 1-1-1-12 8 8-12-1-1 1-1z"),
    (1.0, "M24 1v23l-4.5-4.5zM47 24H24l4.5-4.5zM24 47V24l4.5 4.5zM1 24h23l-4.5 4.5z"),
    (0.7, "M24 1v23l4.5-4.5zM47 24H24l4.5 4.5zM24 47V24l-4.5 4.5zM1 24h23l-4.5-4.5z"),
];

/// With its top left corner there; nothing is said of it, for the name stands beside it.
pub(super) fn draw(surface: &mut Surface<'_>, x: f32, y: f32, side: f32) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    for (share, data) in PATHS {
        // On white, so that nothing in the document is transparent.
        let [red, green, blue] = SAFFRON.map(|part| (255.0 - (255.0 - f32::from(part)) * share).round() as u8);
        let paint = rgb::Color::new(red, green, blue).into();
        surface.set_fill(Some(Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::default() }));
        if let Some(path) = path(data, x, y, side / SQUARE) {
            surface.draw_path(&path);
        }
    }
    surface.end_tagged();
}

/// Of path data what the sign has: lines, no curves.
fn path(data: &str, left: f32, top: f32, scale: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    let (mut at, mut start) = ((0.0, 0.0), (0.0, 0.0));
    let mut rest = data;
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|letter: char| letter.is_ascii_alphabetic()).map_or(rest.len(), |end| end + 1);
        let numbers = numbers(&rest[1..end]);
        rest = &rest[end..];
        let by = if command.is_ascii_lowercase() { 1.0 } else { 0.0 };
        match command.to_ascii_lowercase() {
            'z' => {
                path.close();
                at = start;
            }
            'h' => at.0 = numbers.first()? + by * at.0,
            'v' => at.1 = numbers.first()? + by * at.1,
            _ => {}
        }
        let place = |at: (f32, f32)| (left + at.0 * scale, top + at.1 * scale);
        if matches!(command, 'h' | 'H' | 'v' | 'V') {
            path.line_to(place(at).0, place(at).1);
        }
        for (index, pair) in numbers.chunks_exact(2).enumerate().filter(|_| matches!(command, 'm' | 'M' | 'l' | 'L')) {
            at = (pair[0] + by * at.0, pair[1] + by * at.1);
            if index == 0 && matches!(command, 'm' | 'M') {
                start = at;
                path.move_to(place(at).0, place(at).1);
            } else {
                path.line_to(place(at).0, place(at).1);
            }
        }
    }
    path.finish()
}

/// `24-3-10` is three.
fn numbers(text: &str) -> Vec<f32> {
    let apart = text.replace('-', " -");
    apart.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sign_of_the_pages() {
        let sprite = include_str!("../../../../app/sprite.svg");
        for (_, data) in PATHS {
            assert!(sprite.contains(&format!("d=\"{data}\"")), "{data}");
        }
    }

    #[test]
    fn its_paths_are_read_whole() {
        assert_eq!(numbers("24 24-3-3-4.5-4.5"), [24.0, 24.0, -3.0, -3.0, -4.5, -4.5]);
        for (_, data) in PATHS {
            assert!(path(data, 0.0, 0.0, 1.0).is_some());
        }
    }
}
