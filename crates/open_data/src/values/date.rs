use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};

const DATES: [&str; 5] = ["%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d.%m.%Y", "%d-%m-%Y"];
const INSTANTS: [&str; 4] = ["%Y-%m-%d %H:%M:%S%.f", "%Y/%m/%d %H:%M:%S%.f", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"];

/// A day in ISO 8601 or the European orders (day before month); the day of an instant.
pub fn date(text: &str) -> Result<NaiveDate, &'static str> {
    instant(text).map(|at| at.date_naive())
}

/// A day is its first second in UTC; an instant without zone is taken as UTC; long numbers are milliseconds
/// since 1970.
pub fn instant(text: &str) -> Result<DateTime<Utc>, &'static str> {
    let text = text.trim();
    if text.len() > 64 {
        return Err("no date");
    }
    let plain = || {
        let day = DATES.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok());
        day.map(|day| day.and_time(NaiveTime::MIN))
            .or_else(|| INSTANTS.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok()))
            .or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok())
            .map(|at| at.and_utc())
    };
    let at = DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|at| at.to_utc())
        .or_else(plain)
        .or_else(|| text.parse().ok().filter(|_| text.len() >= 12).and_then(DateTime::from_timestamp_millis))
        .ok_or("no date")?;
    if (1900..=2200).contains(&at.year()) { Ok(at) } else { Err("a date out of this time") }
}
