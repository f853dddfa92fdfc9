//! Why something was found: which words of the query matched, how, and in which field. Asked of the few documents of one
//! page, after they have been ranked, so that searches which do not ask pay nothing.

use crate::{
    Error, TermKind,
    clauses::{Clause, Origin, Plan},
    places::FoundPlace,
    query::Words,
    ranking::Ranked,
    schema::Fields,
    snapshot::Snapshot,
    thesaurus::THESAURUS,
    tokens::phrase,
    vocabulary::Vocabulary,
};
use model::{Locale, MatchedField, MatchedHow};
use tantivy::{DocId, DocSet, TERMINATED, schema::IndexRecordOption};

/// Told of one document: nobody reads more.
const MOST: usize = 12;

/// One way in which words of the query were found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The words as typed.
    pub typed: String,
    pub how: MatchedHow,
    pub field: MatchedField,
    pub by: MatchedBy,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// As typed, or its stem.
    Itself,
    /// Another word of the index, without accents.
    Word(String),
    /// A word of the thesaurus, in one of the document's languages.
    Synonym(String),
    /// A need, audience, territory or expertise by its key.
    Term(TermKind, String),
}

/// Whether `value` says anything that the query `q` does not say itself, in whatever form.
pub fn is_news(q: &str, value: &str, locale: Locale) -> bool {
    let typed = phrase(q, locale);
    phrase(value, locale).iter().any(|word| !typed.contains(word))
}

/// What is told of what stands in a place whose name was misspelt: the place itself is no longer among the words.
pub(crate) fn of_place(place: &FoundPlace) -> Option<Matched> {
    let by = match place.territories.first() {
        Some(key) => MatchedBy::Term(TermKind::Territory, key.clone()),
        None => MatchedBy::Word(place.name.clone()),
    };
    Some(Matched { typed: place.misspelt.clone()?, how: MatchedHow::Typo, field: MatchedField::Place, by })
}

pub(crate) struct Explainer<'a> {
    pub snapshot: &'a Snapshot,
    pub fields: &'a Fields,
    pub vocabulary: &'a Vocabulary,
    pub q: &'a str,
    pub words: &'a Words,
    pub plan: &'a Plan,
    pub locale: Locale,
}

impl Explainer<'_> {
    /// For each of `page`, in its order.
    pub fn explain(&self, page: &[Ranked]) -> Result<Vec<Vec<Matched>>, Error> {
        let mut explained = vec![Vec::new(); page.len()];
        for (number, clauses) in self.plan.clauses.iter().enumerate() {
            let mut documents: Vec<(DocId, usize)> =
                page.iter().enumerate().filter(|(_, hit)| hit.2 == number).map(|(at, hit)| (hit.3, at)).collect();
            documents.sort_unstable();
            let mut found: Vec<(usize, &Clause)> = Vec::new();
            for clause in clauses.iter().filter(|_| !documents.is_empty()) {
                self.read(number, clause, &documents, &mut found)?;
            }
            // The best reason first; a word that is found in the name is not told again of the summary.
            found.sort_by_key(|(at, clause)| (*at, std::cmp::Reverse(clause.fit)));
            for (at, clause) in found {
                let reasons: &mut Vec<Matched> = &mut explained[at];
                let doc = page[at].3;
                let reason = self.reason(number, doc, clause);
                let known =
                    |other: &Matched| other.typed == reason.typed && other.how == reason.how && other.by == reason.by;
                if reasons.len() < MOST && !reasons.iter().any(known) {
                    reasons.push(reason);
                }
            }
        }
        Ok(explained)
    }

    /// Which of the documents (in order) are in the clause's list.
    fn read<'c>(
        &self,
        segment: usize,
        clause: &'c Clause,
        documents: &[(DocId, usize)],
        found: &mut Vec<(usize, &'c Clause)>,
    ) -> Result<(), Error> {
        let reader = self.snapshot.searcher.segment_reader(segment as u32).inverted_index(clause.field)?;
        let mut postings = reader.read_postings_from_terminfo(&clause.postings, IndexRecordOption::Basic)?;
        let mut at = postings.doc();
        for (doc, position) in documents {
            if at < *doc {
                at = postings.seek(*doc);
            }
            if at == TERMINATED {
                break;
            }
            if at == *doc {
                found.push((*position, clause));
            }
        }
        Ok(())
    }

    fn reason(&self, segment: usize, doc: DocId, clause: &Clause) -> Matched {
        let variant = |at: u32| MatchedBy::Word(self.plan.variants.get(at as usize).cloned().unwrap_or_default());
        let (how, by) = match clause.origin {
            Origin::Written => (MatchedHow::Exact, MatchedBy::Itself),
            Origin::Stem(locale) if locale == self.locale => (MatchedHow::Stem, MatchedBy::Itself),
            Origin::Stem(_) => (MatchedHow::OtherLanguage, MatchedBy::Itself),
            Origin::Prefix(at) => (MatchedHow::Prefix, variant(at)),
            Origin::Typo(at) => (MatchedHow::Typo, variant(at)),
            Origin::Concept(concept) => {
                let is_readable = |locale: Locale| self.snapshot.sheets[segment].is_readable(doc, locale);
                let readable = is_readable(self.locale);
                let how = if readable { MatchedHow::Synonym } else { MatchedHow::OtherLanguage };
                (how, MatchedBy::Synonym(THESAURUS.spelled(concept, self.locale, is_readable).to_owned()))
            }
            Origin::Term(at) => {
                let term = &self.vocabulary.terms[at as usize];
                let how = match term.kind {
                    TermKind::Need => MatchedHow::Need,
                    TermKind::Audience => MatchedHow::Audience,
                    TermKind::Territory => MatchedHow::Territory,
                    TermKind::Expertise => MatchedHow::Expertise,
                };
                (how, MatchedBy::Term(term.kind, term.key.clone()))
            }
            Origin::Alike(_) => (MatchedHow::Alike, MatchedBy::Itself),
        };
        Matched { typed: self.typed(clause), how, field: self.fields.matched(clause.field), by }
    }

    /// The words of the query that the clause speaks for, as they were typed.
    fn typed(&self, clause: &Clause) -> String {
        let of = |word: usize| {
            let token = &self.words.tokens[self.words.words[word]];
            self.q.get(token.start..token.end).unwrap_or(&token.text)
        };
        let words = (0..self.words.words.len()).filter(|word| clause.words >> word & 1 == 1);
        words.map(of).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_form_of_what_was_typed_is_no_news() {
        assert!(!is_news("food parcel", "Food parcels", Locale::En));
        assert!(!is_news("la habitacion", "Habitación", Locale::Es));
        assert!(is_news("dole", "Unemployment benefit", Locale::En));
    }
}
