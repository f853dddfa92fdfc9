//! `service` and `service_at_location` rows.

use super::draft::{Draft, PlaceDraft, ServiceDraft};
use crate::{blank, row::Row, values};
use model::{Cost, Status, Text};
use std::collections::HashMap;

impl Draft<'_> {
    pub fn services(&mut self, rows: Vec<Row>, places: &[Row], phones: &[Row]) {
        let mut first: HashMap<String, Row> = HashMap::new();
        let owners = owners_named_elsewhere(phones);
        let (whole, nested): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.path.is_none());
        let mut located: HashMap<String, Vec<String>> = HashMap::new();
        for place in places {
            if let (Some(service), Some(location)) = (place.text("service_id"), place.text("location_id")) {
                located.entry(service).or_default().push(location);
            }
        }
        for row in whole.into_iter().chain(nested) {
            let Some(id) = self.line(&row, "id") else {
                self.ledger.refuse_service(&row, None, "id", "the service has no id");
                continue;
            };
            if !self.own_id(&row, first.get(&id)) {
                continue;
            }
            let Some(name) = self.line(&row, "name") else {
                self.ledger.refuse_service(&row, Some(&id), "name", "the service has no name");
                continue;
            };
            let location = self.follow(&row, "location_id", |draft| &draft.location_by_id);
            let elsewhere = located.get(&id).map(Vec::as_slice).unwrap_or_default();
            let Some(owner) = self.owner_of(&row, location, elsewhere, owners.get(&id)) else {
                self.ledger.refuse_service(&row, Some(&id), "organization_id", "the service is of no organisation");
                continue;
            };
            self.service(&row, id.clone(), name, owner, location);
            self.ledger.used(&row);
            self.ledger.made_service(&row, &id);
            first.insert(id, row);
        }
    }

    /// By its own column, else that of its location, else what its phones say.
    fn owner_of(
        &mut self,
        row: &Row,
        location: Option<usize>,
        elsewhere: &[String],
        by_phone: Option<&String>,
    ) -> Option<usize> {
        if let Some(id) = self.line(row, "organization_id") {
            let known = self.organisation_by_id.get(&id).copied();
            return Some(known.unwrap_or_else(|| self.stand_in(row, &id)));
        }
        let of = |location: &usize| self.locations[*location].organisation;
        let by_location = location.as_ref().and_then(of);
        by_location
            .or_else(|| elsewhere.iter().find_map(|id| self.location_by_id.get(id).and_then(of)))
            .or_else(|| self.organisation_by_id.get(by_phone?).copied())
    }

    fn service(&mut self, row: &Row, id: String, name: String, owner: usize, location: Option<usize>) {
        let organisation = self.organisations[owner].source_id.clone();
        let mut record = blank::service(id.clone(), organisation, Text::new(self.locale, name));
        record.alternate_name = self.line(row, "alternate_name");
        record.summary = self.plain(row, "short_desc").or_else(|| self.plain(row, "summary"));
        record.description = self.plain(row, "description");
        if let Some(alert) = self.plain(row, "alert") {
            let text = record.description.as_ref().map_or("", Text::source_value);
            let whole = format!("{}\n\n{text}", alert.source_value());
            record.description = Some(Text::new(self.locale, whole.trim()));
        }
        record.eligibility = self.plain(row, "eligibility_description").or_else(|| self.plain(row, "eligibility"));
        record.minimum_age = self.checked(row, "minimum_age", age);
        record.maximum_age = self.checked(row, "maximum_age", age);
        record.application_process = self.plain(row, "application_process");
        record.required_documents.extend(self.plain(row, "required_documents"));
        record.fees = self.plain(row, "fees_description").or_else(|| self.plain(row, "fees"));
        record.cost = record.fees.as_ref().and_then(|fees| free(fees.source_value()));
        record.wait_time = self.plain(row, "wait_time");
        record.interpretation = self.plain(row, "interpretation_services");
        if let Some(text) = row.text("languages") {
            let (languages, more) = values::languages_of_text(&text);
            record.languages = languages;
            if more && record.interpretation.is_none() {
                record.interpretation = self.plain(row, "languages");
            }
        }
        record.website = self.web(row, &["url", "website"]);
        record.email = self.email(row, "email");
        record.status = row.text("status").and_then(|text| {
            let status = match text.to_lowercase().replace([' ', '-'], "_").as_str() {
                "temporarily_closed" => Ok(Status::TemporarilyClosed),
                other => other.parse().map_err(|()| "not a status of HSDS"),
            };
            self.ledger.keep(row, "status", &text, status)
        });
        record.assured_at = self.checked(row, "assured_date", values::instant);
        record.coverage = row.text("service_areas").map(|text| split(&text)).unwrap_or_default();
        let mut places = Vec::new();
        if let Some(at) = location {
            let location = &self.locations[at];
            record.email = record.email.or_else(|| location.email.clone());
            record.website = record.website.or_else(|| location.website.clone());
            if record.languages.is_empty() {
                record.languages.clone_from(&location.languages);
            }
            places.push(PlaceDraft { location: Some(at), ..PlaceDraft::default() });
        }
        if let Some(text) = row.text("taxonomy_ids") {
            self.own_terms.push((self.services.len(), split(&text)));
        }
        self.service_by_id.insert(id, self.services.len());
        self.services.push(ServiceDraft { record, places });
    }

    pub fn places(&mut self, rows: Vec<Row>) {
        for row in rows {
            let service = self.find(&row, "service_id", &self.service_by_id);
            let location = self.find(&row, "location_id", &self.location_by_id);
            let (Some(service), Some(location)) = (service, location) else {
                let ids = format!(
                    "{}, {}",
                    row.text("service_id").unwrap_or_default(),
                    row.text("location_id").unwrap_or_default()
                );
                self.ledger.refuse(&row, "service_id, location_id", &ids, "joins no service and location of the feed");
                continue;
            };
            let places = &mut self.services[service].places;
            let at = places.iter().position(|place| place.location == Some(location)).unwrap_or_else(|| {
                places.push(PlaceDraft { location: Some(location), ..PlaceDraft::default() });
                places.len() - 1
            });
            if let Some(id) = row.text("id") {
                self.place_by_id.insert(id, (service, at));
            }
            self.ledger.used(&row);
        }
    }
}

/// Phones that name a service and an organisation.
fn owners_named_elsewhere(phones: &[Row]) -> HashMap<String, String> {
    phones.iter().filter_map(|row| Some((row.text("service_id")?, row.text("organization_id")?))).collect()
}

fn age(text: &str) -> Result<u8, &'static str> {
    let years = text.parse::<f64>().ok().filter(|years| (0.0..=130.0).contains(years)).ok_or("no age in years")?;
    Ok(years as u8)
}

/// Only where the whole text says so.
fn free(fees: &str) -> Option<Cost> {
    let text = fees.trim().trim_end_matches(['.', '!']).to_lowercase();
    let words = ["free", "none", "no fee", "no fees", "no charge", "no cost", "free of charge", "free service"];
    words.contains(&text.as_str()).then_some(Cost::Free)
}

pub fn split(text: &str) -> Vec<String> {
    text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
