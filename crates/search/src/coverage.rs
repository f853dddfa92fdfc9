//! How much of what was asked a document has: its words weighed by how telling they are.

use crate::{
    accumulator::Fits,
    clauses::PERFECT,
    query::{MAX_WORDS, WordSet},
};

/// Of three words and more: the part, by weight, that a document must have.
const ENOUGH_OF_MANY: f32 = 0.6;
/// What must be there when nothing has enough.
const ENOUGH_AT_LEAST: f32 = 0.2;
const CLOSE: f32 = 1e-4;
/// What the worse answer adds to the better one where a word is both written and among what the document is tagged with:
/// a course of sewing stands above all other courses, and above a text that speaks of sewing.
const BOTH: f32 = 0.4;
/// … where the words are the very label of a need: a text that says *mental health* meets it no better than one that
/// speaks of sadness.
const BOTH_OF_A_LABEL: f32 = 0.1;

pub(crate) struct Coverage {
    /// Part of the whole that each word is, divided by [`PERFECT`].
    parts: [f32; MAX_WORDS],
    /// By word: see [`BOTH`].
    both: [f32; MAX_WORDS],
    /// By set of words.
    enough: [bool; 1 << MAX_WORDS],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// All of one or two words, most of more.
    Most,
    /// Something of it.
    Some,
}

impl Coverage {
    /// `weights`: of the words, 0 for those that nothing has, which nobody can be asked for. `labels`: words that are the
    /// label of a need.
    pub fn new(weights: &[f32], labels: WordSet, demand: Demand) -> Self {
        let total: f32 = weights.iter().sum();
        let telling = weights.iter().filter(|weight| **weight > 0.0).count();
        let needed = match demand {
            Demand::Some => ENOUGH_AT_LEAST,
            Demand::Most if telling <= 2 => 1.0,
            Demand::Most => ENOUGH_OF_MANY,
        };
        let mut parts = [0.0; MAX_WORDS];
        for (part, weight) in parts.iter_mut().zip(weights) {
            *part = weight / total.max(f32::EPSILON) / f32::from(PERFECT);
        }
        let share = |set: usize| -> f32 {
            let has = parts.iter().enumerate().filter(|(word, _)| set >> word & 1 == 1);
            has.map(|(_, part)| part * f32::from(PERFECT)).sum()
        };
        let mut enough = [false; 1 << MAX_WORDS];
        for (set, enough) in enough.iter_mut().enumerate().take(1 << weights.len().min(MAX_WORDS)).skip(1) {
            *enough = share(set) + CLOSE >= needed;
        }
        let both = std::array::from_fn(|word| if labels >> word & 1 == 1 { BOTH_OF_A_LABEL } else { BOTH });
        Self { parts, both, enough }
    }

    /// How well all of it is answered, from 0 to 1; above 1 where what is written and what is tagged say the same.
    pub fn strength(&self, fits: Fits) -> f32 {
        let words = self.parts.iter().zip(self.both).zip(fits.to_le_bytes());
        words.map(|((part, both), fit)| part * answered(fit, both)).sum()
    }

    /// By set of words.
    pub fn enough(&self) -> &[bool; 1 << MAX_WORDS] {
        &self.enough
    }
}

/// `fit`: see [`Fits`].
fn answered(fit: u8, both: f32) -> f32 {
    let (written, tagged) = (f32::from(fit & 0x0F), f32::from(fit >> 4));
    written.max(tagged) + written.min(tagged) * both
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Coverage {
        fn is_enough(&self, words: WordSet) -> bool {
            self.enough[usize::from(words)]
        }
    }

    #[test]
    fn two_words_are_both_wanted_and_of_more_most() {
        let two = Coverage::new(&[3.0, 1.0], 0, Demand::Most);
        assert!(two.is_enough(0b11) && !two.is_enough(0b01) && !two.is_enough(0));
        let three = Coverage::new(&[2.0, 2.0, 2.0], 0, Demand::Most);
        assert!(three.is_enough(0b011) && !three.is_enough(0b100));
        // The telling word outweighs two that say little.
        let sentence = Coverage::new(&[5.0, 0.5, 0.5], 0, Demand::Most);
        assert!(sentence.is_enough(0b001) && !sentence.is_enough(0b110));
        assert!(sentence.strength(0x00_00_0A) > sentence.strength(0x0A_0A_00));
    }

    #[test]
    fn what_is_written_and_tagged_is_answered_better_than_what_is_one_of_them() {
        let course = Coverage::new(&[2.0, 1.0], 0, Demand::Most);
        let [both, tagged, written] = [0xE9_E0, 0xE0_E0, 0x09_0F].map(|fits| course.strength(fits));
        assert!(both > tagged && both > written && tagged < 1.0, "{both} {tagged} {written}");
        assert!(course.strength(0xFF_FF) < 1.5);
        let label = Coverage::new(&[2.0, 1.0], 0b11, Demand::Most);
        assert!(label.strength(0xE9_E0) - label.strength(0xE0_E0) < both - tagged);
        assert!(label.strength(0xE9_E0) > label.strength(0xE0_E0));
    }

    #[test]
    fn a_word_that_nothing_has_is_not_asked_for() {
        let coverage = Coverage::new(&[2.0, 0.0], 0, Demand::Most);
        assert!(coverage.is_enough(0b01));
        assert!(!Coverage::new(&[0.0], 0, Demand::Some).is_enough(1));
    }

    #[test]
    fn something_is_enough_when_nothing_has_most() {
        let some = Coverage::new(&[1.0, 1.0], 0, Demand::Some);
        assert!(some.is_enough(0b01) && some.is_enough(0b10));
    }
}
