//! The hours of a week in French or English words. Strict: one word it does not know, and it says nothing.

use super::hours::{day, opening_hours_of, time};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Day(usize),
    Time(u16),
    /// `au`, `à`, `to`: from one to the other.
    To,
    Dash,
    /// What parts things and says nothing.
    Gap,
}

/// "Du lundi au vendredi de 8h30 à 12h et de 14h à 18h", "Lundi, samedi : 9h-12h ; mardi : 13h30-17h" to one
/// OSM string.
pub fn week_hours(text: &str) -> Option<String> {
    let tokens = tokens(&text.to_lowercase())?;
    let mut rest = tokens.as_slice();
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    while !rest.is_empty() {
        let (days, after) = days(rest)?;
        let (spans, after) = spans(after)?;
        if days.is_empty() || spans.is_empty() || days.iter().any(|day| !week[*day].is_empty()) {
            return None;
        }
        days.into_iter().for_each(|day| week[day].clone_from(&spans));
        rest = after;
    }
    opening_hours_of(&week)
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let (token, after) = if first.is_ascii_digit() {
            let (minutes, after) = time(rest)?;
            (Token::Time(minutes), after)
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let token = match &rest[..end] {
                "au" | "à" | "a" | "to" => Token::To,
                "du" | "de" | "des" | "le" | "les" | "et" | "and" | "from" | "puis" | "ouvert" | "horaires" => {
                    Token::Gap
                }
                word => Token::Day(day(word).or_else(|| day(word.strip_suffix('s')?))?),
            };
            (token, &rest[end..])
        } else {
            let token = match first {
                '-' | '–' | '—' => Token::Dash,
                ',' | ';' | '/' | ':' | '.' | '|' => Token::Gap,
                _ if first.is_whitespace() => Token::Gap,
                _ => return None,
            };
            (token, &rest[first.len_utf8()..])
        };
        tokens.push(token);
        rest = after;
    }
    // Gaps part nothing that the others do not part already.
    tokens.retain(|token| *token != Token::Gap);
    (tokens.len() <= 200).then_some(tokens)
}

/// `Mo To Fr` and `Mo - Fr` are ranges, `Mo We Fr` and `Mo - We - Fr` lists.
fn days(tokens: &[Token]) -> Option<(Vec<usize>, &[Token])> {
    let end = tokens.iter().position(|token| matches!(token, Token::Time(_))).unwrap_or(tokens.len());
    let (group, rest) = tokens.split_at(end);
    let dashes = group.iter().filter(|token| **token == Token::Dash).count();
    let mut days: Vec<usize> = Vec::new();
    let mut ranged = false;
    for token in group {
        match token {
            Token::Day(last) if ranged => {
                let first = *days.last()?;
                if *last <= first {
                    return None;
                }
                days.extend(first + 1..=*last);
                ranged = false;
            }
            Token::Day(day) if days.contains(day) => return None,
            Token::Day(day) => days.push(*day),
            Token::To => ranged = !days.is_empty(),
            Token::Dash => ranged = dashes == 1 && !days.is_empty(),
            Token::Time(_) | Token::Gap => return None,
        }
    }
    // "le mardi de" may end in nothing, "du mardi au" may not.
    (!ranged || group.last() == Some(&Token::Dash)).then_some((days, rest))
}

type Spans = Vec<(u16, u16)>;

fn spans(tokens: &[Token]) -> Option<(Spans, &[Token])> {
    let mut spans = Spans::new();
    let mut rest = tokens;
    loop {
        match rest {
            [Token::Time(opens), Token::To | Token::Dash, Token::Time(closes), after @ ..] if opens < closes => {
                if spans.last().is_some_and(|(_, last)| last > opens) {
                    return None;
                }
                spans.push((*opens, *closes));
                rest = after;
            }
            [Token::Dash, after @ ..] if !spans.is_empty() => rest = after,
            [Token::Time(_), ..] => return None,
            _ => return Some((spans, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_weeks_in_words() {
        for (text, expected) in [
            ("du lundi au vendredi, de 8h30 à 12h00 et de 14h00 à 18h30", Some("Mo-Fr 08:30-12:00,14:00-18:30")),
            (
                "Lundi, Samedi : 9h-12h ; Mardi, Jeudi, Vendredi :13h30-17h",
                Some("Mo,Sa 09:00-12:00; Tu,Th,Fr 13:30-17:00"),
            ),
            (
                "mar-mer-jeu-ven 10h-12h 13h30-18h30  et le sam 10h-12h30",
                Some("Tu-Fr 10:00-12:00,13:30-18:30; Sa 10:00-12:30"),
            ),
            (
                "lundi :\t09:00–11:45, 13:30–16:30 mardi :\t13:30–16:30",
                Some("Mo 09:00-11:45,13:30-16:30; Tu 13:30-16:30"),
            ),
            ("Lundi-vendredi 9h-17h", Some("Mo-Fr 09:00-17:00")),
            ("lundi 9h-12h sur rendez-vous", None),
            ("lundi 9h-12h, lundi 14h-17h", None),
            ("8h - 12h et de 13h30 - 17h30", None),
            ("du vendredi au lundi 9h-12h", None),
            ("lundi 9h", None),
            ("lundi 9h/12h - 14h/17h", None),
            ("", None),
        ] {
            assert_eq!(week_hours(text).as_deref(), expected, "{text}");
        }
    }
}
