//! One letter to its plainest form, in every script we meet.

use unicode_normalization::char::decompose_compatible;

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '´' | '`' | '′' | '＇')
}

/// Accents, vowel points, elongation and invisible joiners: dropped wherever they stand.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{00AD}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{05BF}'
        | '\u{05C1}'..='\u{05C7}' | '\u{0610}'..='\u{061C}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{FEFF}')
}

pub(super) fn push(c: char, out: &mut String) {
    if c.is_ascii() {
        return out.push(c.to_ascii_lowercase());
    }
    decompose_compatible(c, |part| {
        for part in part.to_lowercase().filter(|part| !is_mark(*part) && part.is_alphanumeric()) {
            match part {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'þ' => out.push_str("th"),
                'ø' => out.push('o'),
                'ł' => out.push('l'),
                'đ' | 'ð' => out.push('d'),
                'ħ' => out.push('h'),
                'ı' => out.push('i'),
                'ς' => out.push('σ'),
                // Written alike by many: alef wasla, teh marbuta and heh, alef maksura and the two yehs, the two kafs.
                '\u{0671}' => out.push('ا'),
                'ة' => out.push('ه'),
                'ى' | '\u{06CC}' => out.push('ي'),
                '\u{06A9}' => out.push('ك'),
                '\u{0660}'..='\u{0669}' => out.push(digit(part as u32 - 0x0660)),
                '\u{06F0}'..='\u{06F9}' => out.push(digit(part as u32 - 0x06F0)),
                _ => out.push(part),
            }
        }
    });
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}
