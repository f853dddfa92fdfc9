//! The readable last segment of a page's address. For reading only: the id before it decides.

const MAX: usize = 60;
/// The form at `/services/{id}/report`.
const TAKEN: &str = "report";

/// Latin letters, digits and hyphens, at most 60 of them, cut between words; `fallback` when nothing is left.
pub fn slug(name: &str, fallback: &str) -> String {
    let whole = slug::slugify(name);
    if whole.is_empty() || whole == TAKEN {
        return fallback.to_owned();
    }
    if whole.len() <= MAX {
        return whole;
    }
    // Slugs are ASCII, so any byte index is a character boundary.
    let cut = &whole[..MAX];
    cut.rsplit_once('-').map_or(cut, |(head, _)| head).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_gives_an_address() {
        for (name, expected) in [
            ("Cabaz alimentar de Évora", "cabaz-alimentar-de-evora"),
            ("Τράπεζα τροφίμων", "trapeza-trophimon"),
            ("¿?", "service"),
            ("Report", "service"),
        ] {
            assert_eq!(slug(name, "service"), expected);
        }
        assert!(!slug("بنك الطعام", "service").is_empty());
    }

    #[test]
    fn long_names_are_cut_between_words() {
        let cut = slug(&"palavra ".repeat(40), "service");
        assert!(cut.len() <= MAX && cut.ends_with("palavra"), "{cut}");
    }
}
