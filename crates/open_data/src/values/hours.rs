//! Opening hours: OSM strings checked, times in words made into them.

mod doubt;

pub use doubt::doubt;

use opening_hours::OpeningHours;

pub const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// An OSM `opening_hours` string that the evaluating library reads, and reads as it is meant. What it is not, is told by
/// kind.
pub fn opening_hours(text: &str) -> Result<String, &'static str> {
    const WORDS: &str = "no OSM opening_hours: kept as words";
    let text = text.trim();
    if text.is_empty() || text.len() > 1_024 || !text.is_ascii() {
        return Err(WORDS);
    }
    let text = doubt::with_colons(text);
    if let Some(reason) = doubt(&text) {
        return Err(reason);
    }
    match std::panic::catch_unwind(|| text.parse::<OpeningHours>().is_ok()) {
        Ok(true) => Ok(text),
        _ => Err(WORDS),
    }
}

/// `Mo` … `Su` from a name or number of a weekday (1 is Monday, 7 and 0 Sunday), in English, French, Italian,
/// Spanish, Portuguese, or an iCalendar code.
pub fn day(text: &str) -> Option<usize> {
    let folded = slug::slugify(text);
    let folded = folded.trim_end_matches("-feira");
    const NAMES: [&[&str]; 7] = [
        &["mo", "mon", "monday", "lundi", "lun", "lunedi", "lunes", "segunda", "1"],
        &["tu", "tue", "tuesday", "mardi", "mar", "martedi", "martes", "terca", "2"],
        &["we", "wed", "wednesday", "mercredi", "mer", "mercoledi", "miercoles", "quarta", "3"],
        &["th", "thu", "thursday", "jeudi", "jeu", "giovedi", "jueves", "quinta", "4"],
        &["fr", "fri", "friday", "vendredi", "ven", "venerdi", "viernes", "sexta", "5"],
        &["sa", "sat", "saturday", "samedi", "sam", "sabato", "sabado", "6"],
        &["su", "sun", "sunday", "dimanche", "dim", "domenica", "domingo", "7", "0"],
    ];
    NAMES.iter().position(|names| names.contains(&folded))
}

/// Times of one day in words, as minutes: "09:00 - 12:00 / 13:30 - 17:00", "9h à 12h / 14h à 17h30". Equal and
/// touching spans are joined. `None` when anything else is said; empty when nothing is.
pub fn times(text: &str) -> Option<Vec<(u16, u16)>> {
    let mut spans: Vec<(u16, u16)> = Vec::new();
    let mut rest = skip(text, &[]);
    while !rest.is_empty() {
        let (opens, after) = time(rest)?;
        let after = skip(after, &["-", "–", "—", "à", "a", "au", "to"]);
        let (closes, after) = time(after)?;
        if closes > opens {
            spans.push((opens, closes));
        } else if closes != opens {
            return None;
        }
        rest = skip(after, &["/", ",", ";", "et", "and", "de", "puis", "|"]);
        if spans.len() > 16 {
            return None;
        }
    }
    spans.sort_unstable();
    let mut joined: Vec<(u16, u16)> = Vec::new();
    for (opens, closes) in spans {
        match joined.last_mut() {
            Some((_, last)) if *last >= opens => *last = closes.max(*last),
            _ => joined.push((opens, closes)),
        }
    }
    Some(joined)
}

/// Past spaces and any of these words.
fn skip<'a>(text: &'a str, words: &[&str]) -> &'a str {
    let mut rest = text.trim_start();
    while let Some(after) = words.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after.trim_start();
    }
    rest
}

/// `9`, `9h`, `9h30`, `09:00`, `9 h 30`, `09.00`.
pub(super) fn time(text: &str) -> Option<(u16, &str)> {
    let (hours, rest) = number(text)?;
    let after = rest.trim_start();
    let (minutes, rest) = match after.strip_prefix(['h', 'H', ':', '.']) {
        Some(after) => match number(after) {
            // "12h 13h30": the second number is a time of its own.
            Some((_, rest)) if after.starts_with(' ') && rest.trim_start().starts_with(['h', 'H', ':']) => (0, after),
            Some((minutes, rest)) => (minutes, rest),
            None => (0, after),
        },
        None => return None,
    };
    // Seconds, where they are nought.
    let rest = rest.strip_prefix(":00").unwrap_or(rest);
    (hours <= 24 && minutes < 60 && hours * 60 + minutes <= 1_440).then_some((hours * 60 + minutes, rest))
}

fn number(text: &str) -> Option<(u16, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (1..=2).contains(&end).then(|| Some((text[..end].parse().ok()?, &text[end..])))?
}

fn written((opens, closes): &(u16, u16)) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", opens / 60, opens % 60, closes / 60, closes % 60)
}

/// Spans by weekday to one OSM string; equal days stand together.
pub fn opening_hours_of(days: &[Vec<(u16, u16)>; 7]) -> Option<String> {
    let mut rules: Vec<(Vec<usize>, String)> = Vec::new();
    for (day, spans) in days.iter().enumerate().filter(|(_, spans)| !spans.is_empty()) {
        let spans = spans.iter().map(written).collect::<Vec<_>>().join(",");
        match rules.iter_mut().find(|(_, known)| *known == spans) {
            Some((days, _)) => days.push(day),
            None => rules.push((vec![day], spans)),
        }
    }
    let rules: Vec<String> = rules.iter().map(|(days, spans)| format!("{} {spans}", day_list(days))).collect();
    (!rules.is_empty()).then(|| rules.join("; "))
}

/// `Mo-Fr`, `Mo,We`.
fn day_list(days: &[usize]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(first) = days.get(at) {
        let mut last = at;
        while days.get(last + 1) == Some(&(days[last] + 1)) {
            last += 1;
        }
        match last - at {
            0 => parts.push(DAYS[*first].to_owned()),
            1 => parts.extend([DAYS[*first].to_owned(), DAYS[days[last]].to_owned()]),
            _ => parts.push(format!("{}-{}", DAYS[*first], DAYS[days[last]])),
        }
        at = last + 1;
    }
    parts.join(",")
}

/// Texts by weekday to one OSM string; the days whose text is no time are given back. A dash is closed.
pub fn weekday_hours(texts: &[Option<String>; 7]) -> (Option<String>, Vec<usize>) {
    let mut days: [Vec<(u16, u16)>; 7] = Default::default();
    let mut unread = Vec::new();
    for (day, text) in texts.iter().enumerate() {
        let text = text.as_deref().unwrap_or_default().trim();
        let closed = ["", "-", "fermé", "ferme", "closed", "fermeture"].contains(&text.to_lowercase().as_str());
        match times(text) {
            _ if closed => {}
            Some(spans) => days[day] = spans,
            None => unread.push(day),
        }
    }
    (opening_hours_of(&days), unread)
}
