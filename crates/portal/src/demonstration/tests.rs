use super::*;
use chrono::NaiveDate;
use model::{Locale, ServiceKind};

fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

const SMALL: &str = r#"
[source]
key = "demonstration-small"
name = "Small"
locale = "pt"

[[organisation]]
source_id = "a"
name = "Cooperativa"
phones = ["+351 200 000 012"]
assured_days_ago = 12
[[organisation.locations]]
source_id = "here"
name = "Sede"
country = "PT"
territory = "bussola:pt-evora"
schedules = ["Mo-Fr 09:00-12:00"]

[[service]]
source_id = "s"
organisation = "a"
kind = "event"
locale = "en"
name = { pt = "Feira", en = "Fair" }
required_documents = ["Nothing", { pt = "Bilhete", en = "Ticket" }]
starts_in_days = 10
ends_in_days = 31
contact_points = [{ name = "Desk", email = "desk@example.org" }]
cost_options = [{ option = "Adults", amount = 2.5, currency = "EUR", description = "At the door" }]
places = ["here", { location = "here", schedules = [{ note = "By appointment" }], phones = ["+351 200 000 014"] }]
"#;

#[test]
fn the_friendly_format_becomes_records() {
    let (source, records) = read("small.toml", SMALL, now()).unwrap();
    assert_eq!(source.locale, Locale::Pt);
    let [Record::Organisation(organisation), Record::Service(service)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(organisation.name.source(), Locale::Pt);
    assert_eq!(organisation.assured_at, Some("2026-02-17T09:00:00Z".parse().unwrap()));
    assert_eq!(
        (service.kind, service.name.source(), service.name.source_value()),
        (ServiceKind::Event, Locale::En, "Fair")
    );
    assert!(service.name.outdated().is_empty());
    assert_eq!(service.ends_on, NaiveDate::from_ymd_opt(2026, 4, 1));
    assert_eq!(service.required_documents.len(), 2);
    assert_eq!(service.cost_options[0].description.as_deref(), Some("At the door"));
    assert_eq!(service.places[1].location, organisation.locations[0]);
    assert_eq!(service.places[1].schedules[0].note.as_ref().unwrap().source(), Locale::En);
}

#[test]
fn mistakes_are_named_with_their_record() {
    for (wrong, expected) in [
        ("kind = \"fair\"", "service s"),
        ("colour = \"red\"", "colour"),
        ("summary = { xx = \"?\" }", "xx is not one of our languages"),
        ("ends_in_weeks = 3", "ends_in_weeks"),
    ] {
        let text = SMALL.replace("starts_in_days = 10", wrong);
        let text = if wrong.starts_with("kind") { text.replace("kind = \"event\"\n", "") } else { text };
        let problem = read("small.toml", &text, now()).unwrap_err().to_string();
        assert!(problem.starts_with("small.toml: ") && problem.contains(expected), "{problem}");
    }
    let problem = read("small.toml", &SMALL.replace("places = [\"here\"", "places = [\"there\""), now()).unwrap_err();
    assert!(problem.to_string().contains("no location \"there\""), "{problem}");
}

/// Every shipped file is readable, honest about hours, and unreal.
#[test]
fn shipped_files_are_sound() {
    let mut problems = Vec::new();
    for (file, text) in shipped::FILES {
        let records = match read(file, text, now()) {
            Ok((source, records)) => {
                if !source.key.starts_with("demonstration") {
                    problems.push(format!("{file}: the key must begin with demonstration"));
                }
                records
            }
            Err(error) => {
                problems.push(error.to_string());
                continue;
            }
        };
        for record in &records {
            let (id, hours, addresses) = match record {
                Record::Organisation(record) => (
                    &record.source_id,
                    record.locations.iter().flat_map(|place| &place.schedules).collect::<Vec<_>>(),
                    vec![&record.email, &record.website],
                ),
                Record::Service(record) => (
                    &record.source_id,
                    record
                        .places
                        .iter()
                        .flat_map(|place| place.schedules.iter().chain(&place.location.schedules))
                        .collect(),
                    (record.contact_points.iter().map(|contact| &contact.email))
                        .chain([&record.email, &record.website])
                        .collect(),
                ),
            };
            for hours in hours.iter().filter_map(|schedule| schedule.opening_hours.as_deref()) {
                if let Err(error) = hours.parse::<opening_hours::OpeningHours>() {
                    problems.push(format!("{file}: {id}: {hours:?}: {error}"));
                }
            }
            for address in addresses.into_iter().flatten() {
                let host = address
                    .rsplit('@')
                    .next()
                    .unwrap_or_default()
                    .trim_start_matches("https://")
                    .split('/')
                    .next()
                    .unwrap_or_default();
                let unreal = ["example.org", "example.com", "example.net"]
                    .iter()
                    .any(|e| host == *e || host.ends_with(&format!(".{e}")));
                if !unreal && !host.ends_with(".example") {
                    problems.push(format!("{file}: {id}: {address} may be somebody's"));
                }
            }
        }
    }
    assert_eq!(problems, [""; 0]);
}
