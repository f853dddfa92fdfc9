//! Languages: codes and English or own names to ISO 639-1, or 639-3 where there is none.

const NAMES: [(&str, &str); 62] = [
    ("english", "en"),
    ("anglais", "en"),
    ("french", "fr"),
    ("francais", "fr"),
    ("spanish", "es"),
    ("espagnol", "es"),
    ("espanol", "es"),
    ("portuguese", "pt"),
    ("portugues", "pt"),
    ("portugais", "pt"),
    ("italian", "it"),
    ("italiano", "it"),
    ("italien", "it"),
    ("greek", "el"),
    ("grec", "el"),
    ("arabic", "ar"),
    ("arabe", "ar"),
    ("german", "de"),
    ("allemand", "de"),
    ("russian", "ru"),
    ("russe", "ru"),
    ("korean", "ko"),
    ("chinese", "zh"),
    ("chinois", "zh"),
    ("mandarin", "zh"),
    ("cantonese", "yue"),
    ("vietnamese", "vi"),
    ("tagalog", "tl"),
    ("urdu", "ur"),
    ("hindi", "hi"),
    ("punjabi", "pa"),
    ("bengali", "bn"),
    ("farsi", "fa"),
    ("persian", "fa"),
    ("dari", "prs"),
    ("pashto", "ps"),
    ("turkish", "tr"),
    ("turc", "tr"),
    ("polish", "pl"),
    ("polonais", "pl"),
    ("slovak", "sk"),
    ("romanian", "ro"),
    ("roumain", "ro"),
    ("bulgarian", "bg"),
    ("albanian", "sq"),
    ("ukrainian", "uk"),
    ("ukrainien", "uk"),
    ("hebrew", "he"),
    ("japanese", "ja"),
    ("creole", "ht"),
    ("haitian-creole", "ht"),
    ("nepali", "ne"),
    ("burmese", "my"),
    ("amharic", "am"),
    ("somali", "so"),
    ("swahili", "sw"),
    ("tigrinya", "ti"),
    ("asl", "ase"),
    ("a-s-l", "ase"),
    ("american-sign-language", "ase"),
    ("bsl", "bfi"),
    ("lsf", "fsl"),
];

const THREE: [(&str, &str); 28] = [
    ("eng", "en"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("por", "pt"),
    ("ita", "it"),
    ("ell", "el"),
    ("gre", "el"),
    ("ara", "ar"),
    ("deu", "de"),
    ("ger", "de"),
    ("rus", "ru"),
    ("kor", "ko"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("vie", "vi"),
    ("urd", "ur"),
    ("hin", "hi"),
    ("pan", "pa"),
    ("ben", "bn"),
    ("fas", "fa"),
    ("tur", "tr"),
    ("pol", "pl"),
    ("slk", "sk"),
    ("ron", "ro"),
    ("bul", "bg"),
    ("ukr", "uk"),
    ("heb", "he"),
];

/// One language by code or name.
pub fn language(text: &str) -> Result<String, &'static str> {
    let folded = slug::slugify(text);
    if let Some((_, code)) = NAMES.iter().chain(&THREE).find(|(name, _)| *name == folded) {
        return Ok((*code).to_owned());
    }
    let code = folded.split('-').next().unwrap_or_default();
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    let is_tag = is_code && (code.len() == folded.len() || text.trim().as_bytes().get(code.len()) == Some(&b'-'));
    if is_tag { Ok(code.to_owned()) } else { Err("no language code") }
}

/// Languages named in free text, and whether the text says more than their names.
pub fn languages_of_text(text: &str) -> (Vec<String>, bool) {
    let (mut found, mut more) = (Vec::new(), false);
    let text = text.replace(" and ", ",").replace(" et ", ",").replace("A.S.L.", "ASL");
    for piece in text.split([',', ';', '.', '/', '&']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let folded = slug::slugify(piece);
        match NAMES.iter().find(|(name, _)| *name == folded) {
            Some((_, code)) if found.iter().any(|known| known == code) => {}
            Some((_, code)) => found.push((*code).to_owned()),
            None => match language(piece) {
                Ok(code) if piece.len() <= 3 && piece == piece.to_lowercase() => found.push(code),
                _ => more = true,
            },
        }
    }
    (found, more)
}
