//! The words of a query, bounded.

use crate::tokens::{Token, is_stop_word, is_weak_word, tokens};
use model::{Locale, MAX_QUERY_BYTES};

pub(crate) use model::MAX_WORDS;

/// Tokens looked at, stop words included.
const MAX_TOKENS: usize = 32;

/// A set of the query's words, one bit each.
pub(crate) type WordSet = u8;

#[derive(Debug)]
pub(crate) struct Words {
    /// All tokens, stop words included: phrases are matched on these.
    pub tokens: Vec<Token>,
    /// The words that count: positions in `tokens`, each folded form once.
    pub words: Vec<usize>,
    /// Those that would count, were there room.
    pub left_out: Vec<Token>,
    /// What follows the last token is a place: the token is not still being typed.
    is_whole: bool,
    /// Where tokens begin that are among those of a name, see [`Self::preferring`].
    named: Vec<usize>,
}

impl Words {
    pub fn read(q: &str, locale: Locale) -> Self {
        Self::of(tokens(crate::schema::cut(q, MAX_QUERY_BYTES)), locale, false, Vec::new())
    }

    /// Of a long sentence with these words before others: tokens, each run from the first to the last.
    pub fn preferring(self, runs: &[(usize, usize)], locale: Locale) -> Self {
        let named = runs.iter().flat_map(|(from, to)| &self.tokens[*from..=*to]).map(|token| token.start).collect();
        let looked_at = self.tokens.last().map_or(0, |last| last.start);
        let beyond = self.left_out.into_iter().filter(|token| token.start > looked_at);
        Self::of(self.tokens.into_iter().chain(beyond).collect(), locale, self.is_whole, named)
    }

    /// Without runs of tokens: each from the first to the last. Nothing but stop words left is nothing left.
    pub fn without(&self, runs: &[(usize, usize)], locale: Locale) -> Self {
        let is_out = |at: usize| runs.iter().any(|(from, to)| (*from..=*to).contains(&at));
        let kept = self.tokens.iter().enumerate().filter(|(at, _)| !is_out(*at)).map(|(_, token)| token.clone());
        let kept: Vec<Token> = kept.collect();
        if kept.iter().all(|token| is_stop_word(&token.text, locale)) {
            return Self {
                tokens: Vec::new(),
                words: Vec::new(),
                left_out: Vec::new(),
                is_whole: true,
                named: Vec::new(),
            };
        }
        let is_whole = self.tokens.len().checked_sub(1).is_some_and(is_out);
        let looked_at = self.tokens.last().map_or(0, |last| last.start);
        let beyond = self.left_out.iter().filter(|token| token.start > looked_at).cloned();
        Self::of(kept.into_iter().chain(beyond).collect(), locale, is_whole, self.named.clone())
    }

    fn of(all: Vec<Token>, locale: Locale, is_whole: bool, named: Vec<usize>) -> Self {
        let tokens: Vec<Token> = all.iter().take(MAX_TOKENS).cloned().collect();
        let count = |keep: &dyn Fn(&Token) -> bool| {
            let mut words: Vec<usize> = Vec::new();
            for (at, token) in tokens.iter().enumerate() {
                let known = words.iter().any(|word| tokens[*word].text == token.text);
                if words.len() < MAX_WORDS && !known && keep(token) {
                    words.push(at);
                }
            }
            words
        };
        let counts = |token: &Token| !is_stop_word(&token.text, locale);
        let mut words = count(&counts);
        if words.len() == MAX_WORDS && tokens.len() > MAX_WORDS {
            // A long sentence: what tells most, wherever it stands.
            let told = count(&|token| counts(token) && named.contains(&token.start));
            let strong = count(&|token| counts(token) && !is_weak_word(&token.text, locale));
            let mut telling: Vec<usize> = Vec::with_capacity(MAX_WORDS);
            for word in told.into_iter().chain(strong).chain(words) {
                if telling.len() < MAX_WORDS && !telling.contains(&word) {
                    telling.push(word);
                }
            }
            words = telling;
            words.sort_unstable();
        }
        if words.is_empty() {
            words = count(&|_| true);
        }
        let left_out = if words.len() < MAX_WORDS { Vec::new() } else { left_out(&all, &tokens, &words, locale) };
        Self { tokens, words, left_out, is_whole, named }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn text(&self, word: usize) -> &str {
        &self.tokens[self.words[word]].text
    }

    /// The last token is the one still being typed.
    pub fn is_last(&self, word: usize) -> bool {
        !self.is_whole && self.words[word] + 1 == self.tokens.len()
    }

    /// The words among the tokens `from..=to`.
    pub fn within(&self, from: usize, to: usize) -> WordSet {
        let mut set = 0;
        for (word, at) in self.words.iter().enumerate() {
            if (from..=to).contains(at)
                || self.tokens[from..=to].iter().any(|token| token.text == self.tokens[*at].text)
            {
                set |= 1 << word;
            }
        }
        set
    }
}

fn left_out(all: &[Token], tokens: &[Token], words: &[usize], locale: Locale) -> Vec<Token> {
    let mut known: Vec<&str> = words.iter().map(|word| tokens[*word].text.as_str()).collect();
    let mut left_out = Vec::new();
    for token in all.iter().filter(|token| !is_stop_word(&token.text, locale)) {
        if !known.contains(&token.text.as_str()) {
            known.push(&token.text);
            left_out.push(token.clone());
        }
    }
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_bounded_and_stop_words_count_only_alone() {
        let words = Words::read("I need a place to sleep", Locale::En);
        let texts: Vec<&str> = (0..words.words.len()).map(|word| words.text(word)).collect();
        assert_eq!(texts, ["place", "sleep"]);
        assert_eq!(Words::read("to be or", Locale::En).words.len(), 3);
        assert_eq!(Words::read("a b c d e f g h i j k l", Locale::Fr).words.len(), MAX_WORDS);
        assert_eq!(Words::read("food food food", Locale::En).words.len(), 1);
        let long = Words::read("k1 k2 k3 k4 k5 k6 k7 k8 K9 KA", Locale::Fr);
        let left_out: Vec<&str> = long.left_out.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(left_out, ["k9", "ka"]);
        assert!(Words::read("k1 k2 k3 k4 k5 k6 k7 k8 k8 the", Locale::En).left_out.is_empty());
        assert!(Words::read("?! … 🙂", Locale::En).is_empty());
    }

    #[test]
    fn of_a_long_sentence_what_names_something_is_kept_wherever_it_stands() {
        let q = "maria carla john nine winter husband died brother garden pay electricity bill please";
        let words = Words::read(q, Locale::En);
        let pay = words.tokens.iter().position(|token| token.text == "pay").unwrap();
        let words = words.preferring(&[(pay, pay + 1)], Locale::En);
        let texts: Vec<&str> = (0..words.words.len()).map(|word| words.text(word)).collect();
        assert_eq!(texts, ["maria", "carla", "john", "nine", "winter", "husband", "pay", "electricity"]);
        assert_eq!(words.left_out.len(), 5, "{:?}", words.left_out);
        let here = words.without(&[(0, 1)], Locale::En);
        assert!((0..here.words.len()).any(|word| here.text(word) == "electricity"));
    }
}
