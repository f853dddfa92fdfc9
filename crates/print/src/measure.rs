//! How much room words take, before anybody knows the font: by letters as wide as the widest usual ones (those of DejaVu
//! Sans and Verdana), so that what fits here fits anywhere.

/// Bold letters are wider.
pub const BOLD: f32 = 1.13;

/// Of what has room at least one so-manieth must be whole sentences, that the rest of it is left out.
const LEAST_WHOLE: usize = 4;

/// Width of a letter, of its height.
fn letter(c: char) -> f32 {
    match c {
        '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200b}'..='\u{200f}'
        | '\u{300}'..='\u{36f}'
        | '\u{64b}'..='\u{65f}' => 0.0,
        ' ' | '\u{a0}' | '\u{202f}' => 0.33,
        'i' | 'j' | 'l' | 'í' | 'ì' | 'ι' | 'ί' | '\'' | '|' | '’' => 0.32,
        'f' | 't' | 'r' | 'I' | '.' | ',' | ':' | ';' | '!' | '(' | ')' | '/' | '-' | '·' | 'ا' | 'أ' | 'إ' => 0.42,
        'm' | 'w' | 'M' | 'W' | 'Ω' | 'Μ' | 'ω' | '@' | '%' | '…' | '—' => 1.0,
        'س' | 'ش' | 'ص' | 'ض' => 0.98,
        '\u{600}'..='\u{6ff}' => 0.66,
        'A'..='Z' | 'À'..='Þ' | 'Ά'..='Ϋ' => 0.76,
        'a'..='z' | '0'..='9' | 'ß'..='ÿ' | 'ά'..='ώ' | '–' => 0.645,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{ffff}' | '\u{1f000}'.. => 1.1,
        _ => 0.78,
    }
}

/// What a line may end after. Spaces that do not break are letters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\n', '\t']).filter(|word| !word.is_empty())
}

/// Width of a text on one line, of its letters' height.
pub fn width(text: &str) -> f32 {
    text.chars().map(letter).sum()
}

/// Lines that a text takes in `room` (of its letters' height), words whole; a word longer than a line is broken.
/// `indent`: what stands before it on its first line.
pub fn lines(text: &str, room: f32, indent: f32) -> usize {
    let mut filled = Filled { lines: 1, at: indent, room: room.max(1.0) };
    words(text).for_each(|word| filled.add(word));
    if text.trim().is_empty() && indent == 0.0 { 0 } else { filled.lines }
}

/// As much of a text as takes `most` lines: whole words, and `…` where some are left out. `None`: not one word.
pub fn cut(text: &str, room: f32, indent: f32, most: usize) -> Option<String> {
    let words: Vec<&str> = words(text).collect();
    let mut filled = Filled { lines: 1, at: indent, room: room.max(1.0) };
    let mut kept = 0;
    for word in &words {
        let mut ended = filled;
        ended.add(word);
        // With room for the mark behind it.
        ended.at += letter('…');
        if ended.lines > most || (ended.lines == most && ended.at > ended.room && kept + 1 < words.len()) {
            break;
        }
        filled.add(word);
        kept += 1;
    }
    if kept == words.len() {
        return Some(words.join(" "));
    }
    let next = words.get(kept).copied().unwrap_or_default();
    let kept = words.get(..kept)?.join(" ");
    // Half a sentence may say the opposite of the whole one.
    if let Some(sentences) = whole_sentences(&kept, next) {
        return Some(format!("{sentences} …"));
    }
    let kept = kept.trim_end_matches([',', ';', ':', '.', '،', '؛', '–', '-', '·', '(']).trim_end();
    (!kept.is_empty()).then(|| format!("{kept}…"))
}

/// A text as far as its last sentence that is whole, where that is not too little of it. `next`: the word after it.
fn whole_sentences<'a>(kept: &'a str, next: &str) -> Option<&'a str> {
    let begins = |word: &str| word.chars().find(|letter| letter.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let ends = kept.char_indices().filter(|(_, c)| ['.', '!', '?', '؟', '…'].contains(c));
    let mut ends = ends.map(|(at, c)| at + c.len_utf8()).filter(|end| {
        let after = &kept[*end..];
        if after.is_empty() { begins(next) } else { after.starts_with(' ') && begins(after) }
    });
    ends.next_back().filter(|end| end * LEAST_WHOLE >= kept.len()).map(|end| &kept[..end])
}

#[derive(Clone, Copy)]
struct Filled {
    lines: usize,
    at: f32,
    room: f32,
}

impl Filled {
    fn add(&mut self, word: &str) {
        let wide = width(word);
        let space = if self.at > 0.0 { letter(' ') } else { 0.0 };
        if self.at + space + wide <= self.room {
            self.at += space + wide;
            return;
        }
        if self.at > 0.0 {
            self.lines += 1;
        }
        // Broken where it must be; each break may leave a letter's room.
        let room = self.room - 1.0;
        let breaks = if wide > self.room { (wide / room.max(0.5)).floor() } else { 0.0 };
        self.lines += breaks as usize;
        self.at = wide - breaks * room;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_what_is_left_out_is_marked() {
        let text = "Fresh and dry food for a week, once a fortnight, for households short of money.";
        assert_eq!(cut(text, 100.0, 0.0, 1).as_deref(), Some(text));
        let short = cut(text, 20.0, 0.0, 1).unwrap();
        assert!(short.ends_with('…') && lines(&short, 20.0, 0.0) == 1, "{short}");
        assert!(text.starts_with(short.trim_end_matches('…')));
        assert!(text[short.len() - '…'.len_utf8()..].starts_with([' ', ',']), "{short}: cut inside a word");
        assert_eq!(cut(&"x".repeat(500), 20.0, 0.0, 2), None);
    }

    #[test]
    fn a_sentence_is_left_out_rather_than_broken() {
        let text = "Help when you may lose your home. A letter from the landlord is not yet an order.";
        assert_eq!(cut(text, 25.0, 0.0, 1).as_deref(), Some("Help when you may lose your home. …"));
        assert_eq!(cut(text, 12.0, 0.0, 1).as_deref(), Some("Help when you may…"));
        let hour = cut("Open at 9 a.m. on weekdays for all who come in", 12.0, 0.0, 1).unwrap();
        assert!(hour.starts_with("Open at 9 a.m") && !hour.contains(". …"), "no sentence ends there: {hour}");
    }

    #[test]
    fn a_label_takes_its_room_and_long_words_are_broken() {
        assert_eq!(lines("one two", 20.0, 0.0), 1);
        assert_eq!(lines("one two", 20.0, 19.0), 2);
        assert!(lines(&"w".repeat(100), 10.0, 0.0) >= 10);
        assert_eq!(lines("", 10.0, 0.0), 0);
    }
}
