//! Names of places that are words as well.

use model::Locale;

/// Regions named by a point of the compass or the like: never a place by themselves.
pub(super) fn is_common_noun(folded: &str) -> bool {
    const NOUNS: [&str; 20] = [
        "centro",
        "centre",
        "center",
        "continente",
        "este",
        "est",
        "isole",
        "nord",
        "noreste",
        "noroeste",
        "norte",
        "oeste",
        "ouest",
        "sud",
        "sul",
        "sur",
        "centrale",
        "online",
        "remoto",
        "remote",
    ];
    NOUNS.contains(&folded)
}

/// Towns and regions whose name means something else in the language: they need a preposition. Folded.
pub(super) fn is_homonym(folded: &str, locale: Locale) -> bool {
    let words: &[&str] = match locale {
        Locale::En => &[
            "ash", "barking", "bath", "battle", "bow", "bury", "deal", "down", "eye", "hope", "hove", "hull", "lens",
            "lot", "march", "mold", "nice", "orange", "poole", "reading", "rugby", "rye", "sale", "salt", "sandwich",
            "settle", "tours", "troon", "ware", "wells", "worth",
        ],
        Locale::It => &[
            "alba", "carini", "cento", "como", "faro", "fermo", "fondi", "gela", "marche", "massa", "noto", "pace",
            "porto", "potenza", "prato", "sete", "susa", "termini", "tours",
        ],
        Locale::Pt => &[
            "ave", "batalha", "beja", "chaves", "faro", "guarda", "lagos", "madeira", "mira", "moura", "porto", "sete",
            "tours", "viana",
        ],
        Locale::Es => &[
            "baza", "cabra", "cuenca", "faro", "granada", "leon", "marchena", "porto", "ronda", "rota", "sama", "toro",
            "vitoria",
        ],
        Locale::Fr => &[
            "ain", "aube", "cher", "condom", "die", "eure", "grasse", "landes", "lens", "lot", "manche", "marne",
            "nice", "orange", "orne", "pau", "sens", "sete", "somme", "tours", "var", "vienne",
        ],
        Locale::El => &["αρτα", "δραμα", "καβαλα", "ξανθη", "περιστερι", "σπαρτα"],
        Locale::Ar => &["العاصمه", "العقبه", "معان"],
    };
    words.contains(&folded)
}
