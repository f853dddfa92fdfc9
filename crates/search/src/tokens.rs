//! From text to tokens. The same code reads documents and queries, so whatever it does to a word it does to both.
//!
//! A token is first *folded* (lower case, without accents, elisions and script variants), which no language
//! disagrees about; then, where the language is known, *stemmed*.

mod fold;
mod stem;
mod stop_words;
mod weak_words;

pub(crate) use stem::{stem, without_article};
pub(crate) use stop_words::is_stop_word;
pub(crate) use weak_words::is_weak_word;

use model::Locale;
use tantivy::tokenizer::{TokenStream, Tokenizer};

/// Longer tokens are cut: nobody types more, and the dictionary stays small.
const MAX_TOKEN_BYTES: usize = 48;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Folded.
    pub text: String,
    /// Byte range in the text it was read from.
    pub start: usize,
    pub end: usize,
}

/// Articles and pronouns that lean on the next word with an apostrophe.
const ELISIONS: [&str; 26] = [
    "l", "d", "qu", "c", "j", "m", "n", "s", "t", "un", "dell", "all", "nell", "sull", "dall", "coll", "quell",
    "quest", "bell", "degl", "agl", "jusqu", "lorsqu", "puisqu", "quoiqu", "aujourd",
];
/// What English leaves behind an apostrophe.
const ENCLITICS: [&str; 7] = ["s", "t", "re", "ve", "ll", "m", "d"];

/// All tokens of a text, folded, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut reader = Reader::default();
    for (at, c) in text.char_indices() {
        if fold::is_apostrophe(c) {
            reader.apostrophe(at);
        } else if fold::is_mark(c) {
            // Belongs to the letter before it; says nothing of its own.
        } else if c.is_alphanumeric() {
            reader.letter(c, at);
        } else {
            reader.boundary(at);
        }
    }
    reader.boundary(text.len());
    reader.tokens
}

#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    current: String,
    start: usize,
    after_apostrophe: bool,
}

impl Reader {
    fn letter(&mut self, c: char, at: usize) {
        if self.current.is_empty() {
            self.start = at;
        }
        if self.current.len() < MAX_TOKEN_BYTES {
            fold::push(c, &mut self.current);
        }
    }

    fn boundary(&mut self, at: usize) {
        let enclitic = self.after_apostrophe && ENCLITICS.contains(&self.current.as_str());
        self.after_apostrophe = false;
        if self.current.is_empty() || enclitic {
            return self.current.clear();
        }
        self.current.truncate(self.current.floor_char_boundary(MAX_TOKEN_BYTES));
        self.tokens.push(Token { text: std::mem::take(&mut self.current), start: self.start, end: at });
    }

    fn apostrophe(&mut self, at: usize) {
        if ELISIONS.contains(&self.current.as_str()) {
            self.current.clear();
        } else {
            let something = !self.current.is_empty();
            self.boundary(at);
            self.after_apostrophe = something;
        }
    }
}

/// Folded and, with a locale, stemmed words of a text joined by single spaces; stop words of the locale go
/// unless nothing else is there. Equal phrases have equal keys.
pub(crate) fn phrase(text: &str, locale: Locale) -> Vec<String> {
    let all = tokens(text);
    let telling: Vec<String> =
        all.iter().filter(|token| !is_stop_word(&token.text, locale)).map(|token| stem(&token.text, locale)).collect();
    if telling.is_empty() { all.iter().map(|token| stem(&token.text, locale)).collect() } else { telling }
}

/// tantivy's way in: folded tokens, or with a locale stemmed ones without stop words.
#[derive(Clone)]
pub(crate) struct Chain {
    pub locale: Option<Locale>,
}

pub(crate) struct Stream {
    tokens: std::vec::IntoIter<Token>,
    locale: Option<Locale>,
    current: tantivy::tokenizer::Token,
}

impl Tokenizer for Chain {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream { tokens: tokens(text).into_iter(), locale: self.locale, current: Default::default() }
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let next = match self.locale {
            Some(locale) => self.tokens.find(|token| !is_stop_word(&token.text, locale)),
            None => self.tokens.next(),
        };
        let Some(token) = next else { return false };
        self.current.text = match self.locale {
            Some(locale) => stem(&token.text, locale),
            None => token.text,
        };
        self.current.offset_from = token.start;
        self.current.offset_to = token.end;
        self.current.position = self.current.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &tantivy::tokenizer::Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut tantivy::tokenizer::Token {
        &mut self.current
    }
}

#[cfg(test)]
mod tests;
