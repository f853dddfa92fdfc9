//! Rules that can be read and are not meant so: forms that send a beginning without an end, or two spans run into one.

/// Why nobody knows what the rule means; `None` where it may be believed. Looks at times only, and is cheap.
pub fn doubt(rule: &str) -> Option<&'static str> {
    chains(rule).into_iter().find_map(|chain| match chain.as_slice() {
        [_] => Some("a time without its end: kept as words"),
        [opens, closes] if opens == closes => Some("a span from a time to the same: kept as words"),
        [_, _] => None,
        _ => Some("a span of three times: kept as words"),
    })
}

/// `9h`, `9h30` as `09:00`, `09:30`, where the rule is one of days and times but for that.
pub(super) fn with_colons(rule: &str) -> String {
    let is_plain = |c: char| c.is_ascii_digit() || c.is_ascii_whitespace() || "-,;:+h".contains(c);
    let days = super::DAYS;
    let rest = days.iter().chain(&["PH", "off"]).fold(rule.to_owned(), |rest, word| rest.replace(word, ""));
    if !rule.contains('h') || !rest.chars().all(is_plain) {
        return rule.to_owned();
    }
    let mut out = String::with_capacity(rule.len() + 8);
    let mut left = rule;
    while let Some(at) = left.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&left[..at]);
        let number = &left[at..];
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let (hours, after) = number.split_at(end);
        match after.strip_prefix('h') {
            Some(after) if end <= 2 => {
                let minutes = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
                let (minutes, after) = if minutes == 2 { after.split_at(2) } else { ("00", after) };
                out.push_str(&format!("{hours:0>2}:{minutes}"));
                left = after;
            }
            _ => {
                out.push_str(hours);
                left = after;
            }
        }
    }
    out + left
}

/// Runs of times joined by dashes, as minutes. What stands in quotes is a comment; what is reckoned from the sun, repeats or
/// has no end on purpose (`10:00+`) is none of these.
fn chains(rule: &str) -> Vec<Vec<u16>> {
    let mut chains: Vec<Vec<u16>> = Vec::new();
    for words in rule.split('"').step_by(2) {
        for part in words.split([',', ';', ' ', '|']).filter(|part| part.contains(':')) {
            if part.contains(['(', ')', '/', '+']) {
                continue;
            }
            let times: Vec<&str> = part.split('-').collect();
            let read: Option<Vec<u16>> = times.iter().map(|time| minutes(time)).collect();
            // One of them is no time: dawn, perhaps.
            chains.extend(read);
        }
    }
    chains
}

fn minutes(time: &str) -> Option<u16> {
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 48 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_forms_send_is_told_by_kind() {
        let kind = |rule| doubt(rule).map(|reason| reason.split(':').next().unwrap_or_default());
        for (rule, expected) in [
            ("Mo-Fr 09:00-12:00,14:00-17:00; PH off", None),
            ("Mo 08:30-12:00; Tu 08:30", Some("a time without its end")),
            ("08:30", Some("a time without its end")),
            ("Fr 09:00-13:30-17:00", Some("a span of three times")),
            ("Th 09:00-12:00,14:00-14:00", Some("a span from a time to the same")),
            ("Mo 18:00-02:00", None),
            ("Mo 10:00+", None),
            ("Mo sunrise-18:00; Tu (sunset-01:00)-22:00", None),
            ("Mo 09:00-12:00 \"ring at 08:30\"", None),
            ("10:00-16:00/01:30", None),
            ("24/7", None),
            ("Jun 01-Sep 30 Mo 09:00-12:00", None),
        ] {
            assert_eq!(kind(rule), expected, "{rule}");
        }
    }

    #[test]
    fn hours_with_an_h_are_read_where_the_rule_is_plain() {
        for (rule, expected) in [
            ("Mo-Th 10h00-12h30,13h30-17h00; We off", "Mo-Th 10:00-12:30,13:30-17:00; We off"),
            ("Mo-Fr 9h-12h30", "Mo-Fr 09:00-12:30"),
            ("Th 09:00-17:00", "Th 09:00-17:00"),
            ("du lundi au vendredi 9h-12h", "du lundi au vendredi 9h-12h"),
            ("24/7", "24/7"),
        ] {
            assert_eq!(with_colons(rule), expected);
        }
    }
}
