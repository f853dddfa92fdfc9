//! The seven languages of the interface.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    #[default]
    En,
    It,
    Pt,
    Es,
    Fr,
    El,
    Ar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl Locale {
    pub const ALL: [Locale; 7] = [Self::En, Self::It, Self::Pt, Self::Es, Self::Fr, Self::El, Self::Ar];

    /// The BCP 47 tag, which is also the first path segment.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::It => "it",
            Self::Pt => "pt",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::El => "el",
            Self::Ar => "ar",
        }
    }

    /// The language's name in itself: what a language switch shows.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::It => "Italiano",
            Self::Pt => "Português",
            Self::Es => "Español",
            Self::Fr => "Français",
            Self::El => "Ελληνικά",
            Self::Ar => "العربية",
        }
    }

    pub fn direction(self) -> Direction {
        if self == Self::Ar { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// The best of our locales for an `Accept-Language` header; `None` when it names none of them.
    /// Unreadable parts are skipped, `q=0` excludes, ties go to the first named.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(32) {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim();
            let quality = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
            let Ok(locale) = tag.split(['-', '_']).next().unwrap_or_default().parse::<Self>() else { continue };
            if quality > 0.0 && best.is_none_or(|(top, _)| quality > top) {
                best = Some((quality, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Locale {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|locale| locale.as_str().eq_ignore_ascii_case(s)).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_takes_the_best_known() {
        for (header, expected) in [
            ("pt-PT,pt;q=0.9,en;q=0.8", Some(Locale::Pt)),
            ("de, ar;q=0.5, en;q=0.4", Some(Locale::Ar)),
            ("en;q=0, fr", Some(Locale::Fr)),
            ("zh", None),
            ("", None),
            (";;;,q=,en;q=x", None),
        ] {
            assert_eq!(Locale::from_accept_language(header), expected, "{header}");
        }
    }
}
