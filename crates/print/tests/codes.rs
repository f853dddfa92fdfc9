//! Codes as a phone meets them: printed small, scanned, crumpled.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use print::Code;
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};

const SHORT: &str = "https://bussola.example.org/q/bcd2345";
const SEARCH: &str = "https://bussola.example.org/en/search?q=food+parcel&need=food&territory=2021:PTC4&cost=free";

/// The print as a scanner sees it: `millimetres` wide at 150 dots an inch, in shades where a module ends inside a dot.
fn scanned(code: &Code, millimetres: f32) -> (usize, Vec<u8>) {
    let dots = (millimetres / 25.4 * 150.0).round() as usize;
    // White paper around it, as on every sheet.
    let (margin, scale, fine) = (12, code.side() as f32 / dots as f32, 4);
    let side = dots + 2 * margin;
    let mut shades = vec![255; side * side];
    for y in 0..dots {
        for x in 0..dots {
            let at = |dot: usize, part: usize| ((dot as f32 + (part as f32 + 0.5) / fine as f32) * scale) as usize;
            let dark = (0..fine * fine).filter(|part| code.is_dark(at(x, part % fine), at(y, part / fine))).count();
            shades[(y + margin) * side + x + margin] = 255 - (dark * 255 / (fine * fine)) as u8;
        }
    }
    (side, shades)
}

fn read((side, shades): &(usize, Vec<u8>)) -> Option<String> {
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(*side, *side, |x, y| shades[y * side + x]);
    let grids = image.detect_grids();
    grids.first()?.decode().ok().map(|(_, text)| text)
}

#[test]
fn a_code_is_read_off_a_print_of_two_centimetres() {
    for address in [SHORT, "http://127.0.0.1:3000/q/zzzzzzz", "https://servizi-sociali.comune.example.it/q/wxyz234"] {
        let code = Code::of(address).unwrap();
        assert_eq!(read(&scanned(&code, 20.0)).as_deref(), Some(address));
    }
}

#[test]
fn the_code_of_a_search_is_read_at_the_size_it_is_printed() {
    let code = Code::of(SEARCH).unwrap();
    assert_eq!(read(&scanned(&code, code.millimetres(20.0))).as_deref(), Some(SEARCH));
    let longest = format!("https://bussola.example.org/en/card/search?ids={}", "bcd2345,".repeat(46));
    let code = Code::of(&longest).unwrap();
    assert!(code.millimetres(20.0) <= 56.0, "{}", code.millimetres(20.0));
    assert_eq!(read(&scanned(&code, code.millimetres(20.0))), Some(longest));
    assert!(Code::of(&"x".repeat(5000)).is_none());
}

proptest! {
    #![proptest_config(Config { cases: 96, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..Config::default() })]

    /// A fold down it, a stain on it and specks all over where the words are; the marks at three corners and the lines
    /// between them, which this reader needs whole, stay.
    #[test]
    fn a_crumpled_code_is_still_read(x in 0.38f32..0.62, y in 0.38f32..0.62, stain in 0.0f32..0.085, fold in 0.4f32..0.55, specks in any::<u64>(), dark: bool) {
        let (side, mut shades) = scanned(&Code::of(SHORT).unwrap(), 26.0);
        let at = |share: f32| (share * side as f32) as usize;
        let colour = if dark { 0 } else { 255 };
        for row in 0..side {
            for column in 0..side {
                let away = (row.abs_diff(at(y)).pow(2) + column.abs_diff(at(x)).pow(2)) as f32;
                if away.sqrt() <= stain * side as f32 {
                    shades[row * side + column] = colour;
                }
            }
            // The fold: two dots wide, worn white, slanting.
            if row < side * 3 / 10 {
                continue;
            }
            let column = at(fold) + row / 16;
            for column in column..(column + 2).min(side) {
                shades[row * side + column] = 255;
            }
        }
        let mut state = specks | 1;
        for _ in 0..side {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let at = (state >> 33) as usize % shades.len();
            let (across, down) = ((at % side) * 10 / side, at / side * 10 / side);
            if across >= 4 && down >= 4 {
                shades[at] = 255 - shades[at];
            }
        }
        let read = read(&(side, shades));
        prop_assert_eq!(read.as_deref(), Some(SHORT));
    }
}
