//! How much of what was asked a document has: its words weighed by how telling they are.

use crate::{accumulator::Fits, clauses::PERFECT, query::MAX_WORDS};

/// Of three words and more: the part, by weight, that a document must have.
const ENOUGH_OF_MANY: f32 = 0.6;
/// What must be there when nothing has enough.
const ENOUGH_AT_LEAST: f32 = 0.33;
const CLOSE: f32 = 1e-4;

pub(crate) struct Coverage {
    /// Part of the whole that each word is, divided by [`PERFECT`].
    parts: [f32; MAX_WORDS],
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
    /// `weights`: of the words, 0 for those that nothing has, which nobody can be asked for.
    pub fn new(weights: &[f32], demand: Demand) -> Self {
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
        Self { parts, enough }
    }

    /// How well all of it is answered, from 0 to 1.
    pub fn strength(&self, fits: Fits) -> f32 {
        self.parts.iter().zip(fits.to_le_bytes()).map(|(part, fit)| part * f32::from(fit)).sum()
    }

    /// By set of words.
    pub fn enough(&self) -> &[bool; 1 << MAX_WORDS] {
        &self.enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::WordSet;

    impl Coverage {
        fn is_enough(&self, words: WordSet) -> bool {
            self.enough[usize::from(words)]
        }
    }

    #[test]
    fn two_words_are_both_wanted_and_of_more_most() {
        let two = Coverage::new(&[3.0, 1.0], Demand::Most);
        assert!(two.is_enough(0b11) && !two.is_enough(0b01) && !two.is_enough(0));
        let three = Coverage::new(&[2.0, 2.0, 2.0], Demand::Most);
        assert!(three.is_enough(0b011) && !three.is_enough(0b100));
        // The telling word outweighs two that say little.
        let sentence = Coverage::new(&[5.0, 0.5, 0.5], Demand::Most);
        assert!(sentence.is_enough(0b001) && !sentence.is_enough(0b110));
        assert!(sentence.strength(0x00_00_0A) > sentence.strength(0x0A_0A_00));
    }

    #[test]
    fn a_word_that_nothing_has_is_not_asked_for() {
        let coverage = Coverage::new(&[2.0, 0.0], Demand::Most);
        assert!(coverage.is_enough(0b01));
        assert!(!Coverage::new(&[0.0], Demand::Some).is_enough(1));
    }

    #[test]
    fn something_is_enough_when_nothing_has_most() {
        let some = Coverage::new(&[1.0, 1.0], Demand::Some);
        assert!(some.is_enough(0b01) && some.is_enough(0b10));
    }
}
