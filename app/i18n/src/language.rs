//! Names and directions of languages, by ISO 639 code.

use crate::say;
use model::Locale;

macro_rules! names {
    ($locale:expr, $code:expr, $($key:ident)*) => {
        match $code { $(stringify!($key) => Some(say!($locale, language.$key)),)* _ => None }
    };
}

/// The language's name in the reader's; `None` for one we have no name for. Takes `pt`, `pt-PT` and `por`.
pub fn language_name(locale: Locale, code: &str) -> Option<&'static str> {
    let code = code.trim().to_ascii_lowercase();
    let primary = code.split(['-', '_']).next().unwrap_or_default();
    if matches!(primary, "sgn" | "sign") || ISO_639_3_SIGN.contains(&primary) {
        return Some(say!(locale, language.sign));
    }
    names!(
        locale, two_letters(primary),
        am ar az be bg bm bn bs ca cs cy da de el en es et eu fa ff fi fr ga gl gu ha he hi hr hu hy id ig it ja ka kk
        ko ku ky ln lt lv ml mn mt my ne nl no oc om pa pl ps pt rn ro ru rw si sk sl so sq sr sv sw ta tet tg th ti tl
        tr ug uk ur uz vi wo yo zh
    )
}

/// The value of HTML's `dir` for a language tag.
pub fn direction_of(tag: &str) -> &'static str {
    match tag.split(['-', '_']).next().unwrap_or_default() {
        "ar" | "fa" | "he" | "ps" | "ur" | "ckb" | "sd" | "ug" | "yi" | "dv" => "rtl",
        _ => "ltr",
    }
}

/// Sign languages of the countries we serve.
const ISO_639_3_SIGN: [&str; 9] = ["bfi", "fsl", "gss", "ise", "isg", "jos", "psr", "ssp", "csc"];

fn two_letters(code: &str) -> &str {
    match code {
        "ara" => "ar",
        "cat" => "ca",
        "deu" | "ger" => "de",
        "ell" | "gre" => "el",
        "eng" => "en",
        "spa" => "es",
        "eus" => "eu",
        "fas" | "per" => "fa",
        "fra" | "fre" => "fr",
        "gle" => "ga",
        "hau" => "ha",
        "hin" => "hi",
        "ita" => "it",
        "kur" => "ku",
        "lin" => "ln",
        "nep" => "ne",
        "oci" => "oc",
        "orm" => "om",
        "pan" => "pa",
        "pol" => "pl",
        "pus" => "ps",
        "por" => "pt",
        "ron" | "rum" => "ro",
        "rus" => "ru",
        "som" => "so",
        "tam" => "ta",
        "tir" => "ti",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "vie" => "vi",
        "yor" => "yo",
        "zho" | "chi" => "zh",
        other => other,
    }
}
