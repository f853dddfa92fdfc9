//! A place among the words: *apoio alimentar évora*, *logement près de Toulouse*. Recognised from the territories and from
//! the localities that documents name, and taken with its preposition: it then says where, and no longer what.

mod homonyms;
mod misspelt;
mod prepositions;

use crate::{
    Error, Index, TermKind,
    query::Words,
    snapshot::{Snapshot, locality_key},
    thesaurus::{THESAURUS, Word},
    tokens::{Token, is_stop_word, is_weak_word, stem, tokens},
    vocabulary::{Match, Vocabulary},
    whereabouts::Placed,
};
use homonyms::{is_common_noun, is_homonym};
use model::{Locale, Point, SearchQuery};

/// Words of the longest locality that is looked for.
const MAX_PHRASE: usize = 4;

/// What is there comes first, then what covers it, then what is near; what is elsewhere only where little is left.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// As it was written; its right name where that was misspelt.
    pub name: String,
    /// As it was written where that was misspelt.
    pub misspelt: Option<String>,
    /// Ids; none for a locality that only documents name.
    pub territories: Vec<String>,
    pub point: Option<Point>,
    /// The words without it.
    pub rest: String,
}

/// What the words say of where.
#[derive(Debug)]
pub(crate) struct Place {
    /// Runs of tokens that say it, prepositions included.
    pub eaten: Vec<(usize, usize)>,
    /// The name itself: of the tokens, the first and the last.
    pub name: (usize, usize),
    /// … folded, as it was understood.
    pub words: Vec<String>,
    pub is_misspelt: bool,
    /// Positions in [`Vocabulary::terms`]; none for a locality that only documents know.
    pub territories: Vec<u32>,
    /// Key of the localities called so, see `snapshot`.
    pub locality: String,
}

struct Candidate {
    from: usize,
    to: usize,
    territories: Vec<u32>,
    /// Where its preposition begins.
    preposition: Option<usize>,
}

/// The words, without the place that they name.
pub(crate) fn read(
    index: &Index,
    snapshot: &Snapshot,
    vocabulary: &Vocabulary,
    query: &SearchQuery,
    locale: Locale,
) -> Result<(Words, Option<Placed>, Option<FoundPlace>), Error> {
    let words = Words::read(&query.q, locale);
    let words = match words.left_out.is_empty() {
        true => words,
        false => {
            let named = named(&words.tokens, vocabulary, locale);
            words.preferring(&named, locale)
        }
    };
    let reader = misspelt::Reader { words: &words, locale, vocabulary, snapshot, fields: &index.inner.fields };
    let found = if query.literal { None } else { recognise(&reader)? };
    let Some(place) = found else { return Ok((words, None, None)) };
    let placed = Placed::new(&place, vocabulary, snapshot, &index.inner.fields);
    let rest = words.without(&place.eaten, locale);
    // Nothing but a locality, and something elsewhere is called so: it is looked for by name.
    if rest.is_empty() && place.territories.is_empty() && placed.is_named_elsewhere(snapshot)? {
        return Ok((words, None, None));
    }
    let written = query.q.get(words.tokens[place.name.0].start..words.tokens[place.name.1].end).unwrap_or_default();
    let (name, misspelt) = match place.is_misspelt {
        true => (right_name(&place, vocabulary, snapshot, locale), Some(written.to_owned())),
        false => (written.to_owned(), None),
    };
    let found = FoundPlace {
        name,
        misspelt,
        territories: place.territories.iter().map(|term| vocabulary.terms[*term as usize].key.clone()).collect(),
        point: placed.point,
        rest: without(&query.q, &words, &place.eaten),
    };
    Ok((rest, Some(placed), Some(found)))
}

/// What of a sentence names something else than a place, in the reader's language: runs of tokens.
fn named(tokens: &[Token], vocabulary: &Vocabulary, locale: Locale) -> Vec<(usize, usize)> {
    let is_place = |term: &u32| vocabulary.terms[*term as usize].kind == TermKind::Territory;
    let matches = vocabulary.matches(tokens, locale);
    let terms = matches.iter().filter(|found| found.own && !found.terms.iter().all(is_place));
    let runs = terms.map(|found| (found.from, found.to));
    let telling: Vec<usize> = (0..tokens.len()).filter(|at| !is_stop_word(&tokens[*at].text, locale)).collect();
    let word = |at: &usize| Word { folded: tokens[*at].text.clone(), stem: stem(&tokens[*at].text, locale) };
    let meanings = THESAURUS.meanings(&telling.iter().map(word).collect::<Vec<_>>(), locale);
    runs.chain(meanings.iter().map(|one| (telling[one.from], telling[one.to]))).collect()
}

fn right_name(place: &Place, vocabulary: &Vocabulary, snapshot: &Snapshot, locale: Locale) -> String {
    let name = match place.territories.first() {
        Some(term) => Some(vocabulary.label(*term, locale)),
        None => snapshot.called(&place.locality).next(),
    };
    name.map_or_else(|| place.words.join(" "), str::to_owned)
}

fn without(q: &str, words: &Words, runs: &[(usize, usize)]) -> String {
    let mut runs = runs.to_vec();
    runs.sort_unstable();
    let (mut rest, mut copied) = (String::new(), 0);
    for (from, to) in runs {
        rest.push_str(q.get(copied..words.tokens[from].start).unwrap_or_default());
        copied = words.tokens[to].end;
    }
    rest.push_str(q.get(copied..).unwrap_or_default());
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest place that the words name; `None` too where they more likely mean something else.
fn recognise(reader: &misspelt::Reader<'_>) -> Result<Option<Place>, Error> {
    let recognise_in = |tokens: &[Token]| recognise_in(tokens, reader.locale, reader.vocabulary, reader.snapshot);
    let tokens = &reader.words.tokens;
    let written = recognise_in(tokens).or_else(|| recognise_in(&without_leaning(tokens)?));
    // *Derri, Northern Ireland* is a place in the one that is written rightly; else that is meant.
    let misspelt = reader.read()?.filter(|place| written.as_ref().is_none_or(|written| place.is_within(written)));
    Ok(misspelt.or(written))
}

fn recognise_in(tokens: &[Token], locale: Locale, vocabulary: &Vocabulary, snapshot: &Snapshot) -> Option<Place> {
    let matches = vocabulary.matches(tokens, locale);
    let mut candidates: Vec<Candidate> =
        matches.iter().filter_map(|found| territory(found, tokens, locale, vocabulary)).collect();
    candidates.extend(localities(tokens, locale, &matches, snapshot));
    candidates.retain(|candidate| is_meant(candidate, tokens, locale, vocabulary));
    candidates.sort_by_key(|of| (of.to - of.from, !of.territories.is_empty(), of.preposition.is_some(), of.from));
    let best = candidates.pop()?;
    let overlaps = |of: &Candidate| of.from <= best.to && best.from <= of.to;
    let others: Vec<Candidate> = candidates.into_iter().filter(|of| !overlaps(of)).collect();
    Some(with_nested(best, others, vocabulary, tokens))
}

/// Arabic writes *in* and *to* together with the town.
fn without_leaning(tokens: &[Token]) -> Option<Vec<Token>> {
    let leaning = |token: &Token| {
        let rest = token.text.strip_prefix(['ب', 'ل'])?;
        (rest.chars().count() > 3).then(|| Token { text: rest.to_owned(), ..token.clone() })
    };
    let changed: Vec<Token> = tokens.iter().map(|token| leaning(token).unwrap_or_else(|| token.clone())).collect();
    (changed != tokens).then_some(changed)
}

/// The territories among what a phrase names, when it is their name as written and not only its stem: *tour* is no Tours.
fn territory(found: &Match, tokens: &[Token], locale: Locale, vocabulary: &Vocabulary) -> Option<Candidate> {
    let span = tokens.get(found.from..=found.to)?;
    let is_named = |term: &u32| {
        let term = &vocabulary.terms[*term as usize];
        term.kind == TermKind::Territory && term.words.iter().any(|(spoken, name)| is_name(name, span, *spoken))
    };
    let territories: Vec<u32> = found.terms.iter().copied().filter(is_named).collect();
    let preposition = prepositions::before(tokens, found.from, locale);
    // What is a need, too, is a place only where the sentence says so.
    let is_both = territories.len() < found.terms.len() && preposition.is_none();
    (!territories.is_empty() && !is_both).then_some(Candidate {
        from: found.from,
        to: found.to,
        territories,
        preposition,
    })
}

/// Greek and Arabic decline their towns; elsewhere a name is written one way.
fn is_name(name: &str, span: &[Token], spoken: Locale) -> bool {
    let form = |text: &str| match spoken {
        Locale::El | Locale::Ar => stem(text, spoken),
        _ => text.to_owned(),
    };
    let telling = |tokens: &[Token]| -> Vec<String> {
        tokens.iter().filter(|token| !is_stop_word(&token.text, spoken)).map(|token| form(&token.text)).collect()
    };
    let name = telling(&tokens(name));
    !name.is_empty() && name == telling(span)
}

fn localities<'a>(
    tokens: &'a [Token],
    locale: Locale,
    matches: &'a [Match],
    snapshot: &'a Snapshot,
) -> impl Iterator<Item = Candidate> + 'a {
    let spans =
        (0..tokens.len()).flat_map(move |from| (from..tokens.len().min(from + MAX_PHRASE)).map(move |to| (from, to)));
    spans.filter_map(move |(from, to)| {
        let edges = [&tokens[from].text, &tokens[to].text];
        if edges.iter().any(|text| is_stop_word(text, locale)) {
            return None;
        }
        // What the vocabulary names at greater or equal length is that.
        let is_taken = |found: &Match| found.from <= to && from <= found.to && found.to - found.from >= to - from;
        if matches.iter().any(is_taken) || !snapshot.has_locality(&key(&tokens[from..=to])) {
            return None;
        }
        let preposition = prepositions::before(tokens, from, locale);
        Some(Candidate { from, to, territories: Vec::new(), preposition })
    })
}

fn key(tokens: &[Token]) -> String {
    locality_key(tokens.iter().map(|token| token.text.as_str()))
}

/// A word that is also a place is one where a preposition says so: *help with reading*, *food in Reading*.
fn is_meant(candidate: &Candidate, tokens: &[Token], locale: Locale, vocabulary: &Vocabulary) -> bool {
    let span = &tokens[candidate.from..=candidate.to];
    if prepositions::is_origin_before(tokens, candidate.from, locale) || span.iter().all(|token| is_number(&token.text))
    {
        return false;
    }
    let [token] = span else { return true };
    let text = token.text.as_str();
    if is_common_noun(text) || is_stop_word(text, locale) {
        return false;
    }
    let is_local = candidate.territories.is_empty();
    let is_word = text.chars().count() < 3
        || is_homonym(text, locale)
        || is_weak_word(text, locale)
        || (is_local && is_word(text, locale, vocabulary));
    !is_word || candidate.preposition.is_some()
}

/// Whether the language has the word for something else, as far as we know.
fn is_word(text: &str, locale: Locale, vocabulary: &Vocabulary) -> bool {
    let word = Word { folded: text.to_owned(), stem: stem(text, locale) };
    !THESAURUS.meanings(&[word], locale).is_empty() || vocabulary.spelling(text).is_some()
}

fn is_number(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_digit())
}

/// *Derry, Northern Ireland* is one place: the smaller.
fn with_nested(best: Candidate, others: Vec<Candidate>, vocabulary: &Vocabulary, tokens: &[Token]) -> Place {
    let holds = |above: &Candidate, below: &Candidate| {
        above.territories.iter().any(|above| {
            let key = &vocabulary.terms[*above as usize].key;
            below.territories.iter().any(|below| vocabulary.terms[*below as usize].above.contains(key))
        })
    };
    let run = |of: &Candidate| (of.preposition.unwrap_or(of.from), of.to);
    let mut eaten = vec![run(&best)];
    let mut smallest = best;
    for other in others {
        if holds(&other, &smallest) {
            eaten.push(run(&other));
        } else if holds(&smallest, &other) {
            eaten.push(run(&other));
            smallest = other;
        }
    }
    // One name of a town and of the region around it: the town.
    let territories = smallest.territories.iter().copied().filter(|term| {
        let key = &vocabulary.terms[*term as usize].key;
        !smallest.territories.iter().any(|other| vocabulary.terms[*other as usize].above.contains(key))
    });
    Place {
        territories: territories.collect(),
        locality: key(&tokens[smallest.from..=smallest.to]),
        words: tokens[smallest.from..=smallest.to].iter().map(|token| token.text.clone()).collect(),
        is_misspelt: false,
        name: (smallest.from, smallest.to),
        eaten,
    }
}

#[cfg(test)]
mod tests;
