//! Snowball stems of folded tokens.

use frostem::{Algorithm, Stemmer};
use model::Locale;

pub(crate) fn stem(folded: &str, locale: Locale) -> String {
    let algorithm = match locale {
        Locale::En => Algorithm::English,
        Locale::It => Algorithm::Italian,
        Locale::Pt => Algorithm::Portuguese,
        Locale::Es => Algorithm::Spanish,
        Locale::Fr => Algorithm::French,
        Locale::El => Algorithm::Greek,
        Locale::Ar => Algorithm::Arabic,
    };
    let stemmer = Stemmer::new(algorithm);
    let folded = if locale == Locale::Ar { without_article(folded) } else { folded };
    let stem = match accented_ending(folded, locale) {
        Some(word) => plain(&stemmer.stem(&word)),
        None => stemmer.stem(folded).into_owned(),
    };
    // A stemmer that leaves nothing has told us nothing.
    if stem.is_empty() { folded.to_owned() } else { stem }
}

/// Snowball knows the commonest Iberian noun endings by their accents only, and many people type none: the
/// accents come back for the stemmer, so that *habitação*, *habitacao* and *habitações* stay one word.
fn accented_ending(folded: &str, locale: Locale) -> Option<String> {
    let endings: &[(&str, &str)] = match locale {
        Locale::Pt => &[("coes", "ções"), ("cao", "ção"), ("oes", "ões"), ("aes", "ães"), ("ao", "ão")],
        Locale::Es => &[("cion", "ción"), ("sion", "sión")],
        _ => return None,
    };
    let (ending, accented) = endings.iter().find(|(ending, _)| folded.len() > 4 && folded.ends_with(ending))?;
    Some(format!("{}{accented}", &folded[..folded.len() - ending.len()]))
}

/// Snowball treats a word with the Arabic article unlike the same word without it.
pub(crate) fn without_article(folded: &str) -> &str {
    let rest = ["وال", "بال", "كال", "فال", "لل", "ال"].iter().find_map(|article| folded.strip_prefix(article));
    rest.filter(|rest| rest.chars().count() > 2).unwrap_or(folded)
}

fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    word.chars().filter(|c| !super::fold::is_mark(*c)).for_each(|c| super::fold::push(c, &mut out));
    out
}
