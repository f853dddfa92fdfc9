use model::{Locale, PhoneKind, Text, record::PhoneRecord};

/// The numbers of one cell, as written. Several stand apart by `/`, `;`, `,`, "et", "ou", "or", "and" or lines.
/// Numbers that are none are given back as the second list.
pub fn phones(text: &str, locale: Locale) -> (Vec<PhoneRecord>, Vec<String>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let text = text.trim().trim_matches('"');
    for part in parts(text) {
        match phone(&part, locale) {
            Some(phone) if good.contains(&phone) => {}
            Some(phone) => good.push(phone),
            None => bad.push(part),
        }
    }
    (good, bad)
}

fn parts(text: &str) -> Vec<String> {
    let mut whole = format!(" {text} ");
    for word in [" et ", " ET ", " Et ", " ou ", " OU ", " or ", " and ", " / ", "\n", ";", ","] {
        whole = whole.replace(word, "\u{1f}");
    }
    let pieces: Vec<String> =
        whole.split('\u{1f}').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    // "04 75/06 12": a slash that separates groups of one number does not separate numbers.
    let split_slash = |part: &String| part.contains('/') && part.split('/').all(|half| digits(half) >= 8);
    pieces
        .into_iter()
        .flat_map(|part| {
            if split_slash(&part) { part.split('/').map(|half| half.trim().to_owned()).collect() } else { vec![part] }
        })
        .collect()
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

fn phone(text: &str, locale: Locale) -> Option<PhoneRecord> {
    let (number, note) = match text.rfind('(') {
        Some(at) if at > 0 && digits(&text[at..]) == 0 && digits(&text[..at]) > 2 => {
            (text[..at].trim(), Some(text[at..].trim_matches(['(', ')', ' '])).filter(|note| !note.is_empty()))
        }
        _ => (text.trim(), None),
    };
    let (number, extension) = split_extension(number);
    let digits_in = digits(number);
    let letters = number.chars().filter(|c| c.is_alphabetic()).count();
    let known = |c: char| c.is_alphanumeric() || c.is_whitespace() || "+-–.()/*#_".contains(c);
    if !number.chars().all(known) || digits_in < 3 || digits_in + letters > 16 {
        return None;
    }
    if letters > 0 && (letters > 7 || digits_in + letters < 10) {
        return None;
    }
    // Emergency and short numbers come wrapped in an empty mask: "(311)    -".
    let number = if letters == 0 && digits_in <= 4 {
        number.chars().filter(char::is_ascii_digit).collect()
    } else {
        number.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let kind = match note.map(str::to_lowercase).as_deref() {
        Some("sms" | "text") => PhoneKind::Text,
        Some("fax") => PhoneKind::Fax,
        Some("whatsapp") => PhoneKind::WhatsApp,
        _ => PhoneKind::Voice,
    };
    let description = note.filter(|_| kind == PhoneKind::Voice).map(|note| Text::new(locale, note));
    Some(PhoneRecord { number, extension, kind, description, languages: Vec::new() })
}

/// `410 555 0100 ext. 12`, `… x12`, `… poste 12`.
fn split_extension(number: &str) -> (&str, Option<String>) {
    let lower = number.to_ascii_lowercase();
    for mark in ["extension", "ext.", "ext", "poste", " x"] {
        if let Some(at) = lower.find(mark).filter(|at| digits(&lower[..*at]) >= 6) {
            let extension = number[at + mark.len()..].trim_matches(['.', ':', '#', ' ']);
            if !extension.is_empty() && extension.len() <= 8 && extension.bytes().all(|b| b.is_ascii_digit()) {
                return (number[..at].trim(), Some(extension.to_owned()));
            }
        }
    }
    (number, None)
}
