//! From the text of a setting to its value, with a message that says how to write it.

use http::{Uri, uri::Scheme};
use std::{path::PathBuf, time::Duration};
use tracing_subscriber::EnvFilter;

const LONGEST: Duration = Duration::from_secs(3_600);

pub fn number(least: i64, most: i64) -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(least..=most)
}

pub fn folder(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("is empty: name a folder".to_owned()) } else { Ok(PathBuf::from(text)) }
}

/// Empty means none. What is no map is told at the start, not to the first visitor who opens it.
pub fn tiles(text: &str) -> Result<PathBuf, String> {
    let file = PathBuf::from(text);
    if !text.is_empty() {
        crate::serve::tiles::examine(&file)?;
    }
    Ok(file)
}

/// `500ms`, `5s`, `2m`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let duration = number.parse().ok().and_then(|number: u64| match unit {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_secs(number.checked_mul(60)?)),
        _ => None,
    });
    match duration {
        Some(duration) if !duration.is_zero() && duration <= LONGEST => Ok(duration),
        Some(_) => Err("must be more than nothing and at most 60m".to_owned()),
        None => Err("write a number and ms, s or m, for example 500ms or 10s".to_owned()),
    }
}

/// Empty means none: a variable in a file of settings cannot be unset.
pub fn address_of_database(text: &str) -> Result<String, String> {
    let known = text.starts_with("postgres://") || text.starts_with("postgresql://");
    if known || text.is_empty() {
        Ok(text.to_owned())
    } else {
        // Never the text itself: it may hold a password.
        Err("write postgres://user:password@host:5432/database".to_owned())
    }
}

pub fn origin(text: &str) -> Result<String, String> {
    let wrong = || "write scheme and host only, for example https://bussola.example".to_owned();
    if text.is_empty() {
        return Ok(String::new());
    }
    let uri: Uri = text.parse().map_err(|_| wrong())?;
    let scheme = uri.scheme() == Some(&Scheme::HTTP) || uri.scheme() == Some(&Scheme::HTTPS);
    let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
    let host = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    if scheme && bare && host { Ok(text.to_owned()) } else { Err(wrong()) }
}

pub fn reporting_address(text: &str) -> Result<String, String> {
    if text.starts_with("mailto:") || text.starts_with("https://") {
        Ok(text.to_owned())
    } else {
        Err("write mailto:… or https://…".to_owned())
    }
}

pub fn filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

/// The address of a database as it may be shown. Rather too much is hidden than too little: a password that should have
/// been encoded may hold `/`, `?` and `@`.
pub fn without_password(url: &str) -> String {
    let (start, rest) = match url.split_once("://").map(|(scheme, rest)| (scheme, rest.rsplit_once('@'))) {
        Some((scheme, Some((user, rest)))) if user.contains(':') => {
            let name = user.split(':').next().unwrap_or_default();
            (format!("{scheme}://{name}:***@"), rest)
        }
        _ => (String::new(), url),
    };
    let pairs = rest.split_inclusive(['?', '&']).map(|pair| match pair.split_once('=') {
        Some((name, value)) if name.to_ascii_lowercase().contains("password") => {
            format!("{name}=***{}", if value.ends_with('&') { "&" } else { "" })
        }
        _ => pair.to_owned(),
    });
    start + &pairs.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units_and_bounds() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        for wrong in ["", "5", "s", "0s", "-1s", "1h", "61m", "5 s", "99999999999999999999s", "18446744073709551615m"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn origins_are_scheme_and_host() {
        for right in ["https://bussola.example", "http://127.0.0.1:3000", "https://bussola.example/"] {
            assert!(origin(right).is_ok(), "{right}");
        }
        for wrong in ["bussola.example", "ftp://x", "https://x/path", "https://x?q=1", "https://a@b", "https://"] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        for (url, shown) in [
            ("postgres://me:s3cret@db/x", "postgres://me:***@db/x"),
            ("postgres://me:s3@cr:et@db/x", "postgres://me:***@db/x"),
            ("postgres://me:s3?cret@db/x", "postgres://me:***@db/x"),
            ("postgres://me:s3/cr&et@db/x", "postgres://me:***@db/x"),
            ("postgres:///x?user=me&password=s3cret", "postgres:///x?user=me&password=***"),
            ("postgres://db/x?sslpassword=s3cret&a=b", "postgres://db/x?sslpassword=***&a=b"),
            ("postgres://db:5432/x?user=me@corp&password=s3cret", "postgres://db:***@corp&password=***"),
            ("postgres:///x?host=%2Ftmp", "postgres:///x?host=%2Ftmp"),
            ("postgres://me@db/x", "postgres://me@db/x"),
        ] {
            assert_eq!(without_password(url), shown);
        }
        assert!(!address_of_database("me:s3cret@db").unwrap_err().contains("s3cret"));
    }
}
