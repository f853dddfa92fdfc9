//! `organization` rows.

use super::draft::Draft;
use crate::{blank, row::Row, values};
use model::{OrganisationKind, Text, record::Identifier};
use std::collections::HashMap;

impl Draft<'_> {
    pub fn organisations(&mut self, rows: Vec<Row>) {
        let mut first: HashMap<String, Row> = HashMap::new();
        // The fullest description of an organisation is the one that stands by itself.
        let (whole, nested): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.path.is_none());
        for row in whole.into_iter().chain(nested) {
            let Some(id) = self.line(&row, "id") else {
                self.ledger.refuse_organisation(&row, None, "id", "the organisation has no id");
                continue;
            };
            if !self.own_id(&row, first.get(&id)) {
                continue;
            }
            let Some(name) = self.line(&row, "name") else {
                self.ledger.refuse_organisation(&row, Some(&id), "name", "the organisation has no name");
                continue;
            };
            self.organisation(&row, id.clone(), name);
            self.ledger.used(&row);
            self.ledger.made_organisation(&row, &id);
            first.insert(id, row);
        }
    }

    fn organisation(&mut self, row: &Row, id: String, name: String) {
        let mut record = blank::organisation(id.clone(), Text::new(self.locale, name));
        record.alternate_name = self.line(row, "alternate_name");
        record.description = self.plain(row, "description");
        record.website = self.web(row, &["website", "url"]);
        record.email = self.email(row, "email");
        record.legal_status = self.line(row, "legal_status").or_else(|| self.line(row, "tax_status"));
        record.kind = record.legal_status.as_deref().map_or(record.kind, kind);
        record.year_incorporated = row.text("year_incorporated").and_then(|text| {
            let year = text.parse().ok().filter(|year| (1000..=2200).contains(year)).ok_or("no year");
            self.ledger.keep(row, "year_incorporated", &text, year)
        });
        if record.year_incorporated.is_none() {
            let day = self.checked(row, "date_incorporated", values::date);
            record.year_incorporated = day.map(|day| chrono::Datelike::year(&day));
        }
        if let Some(value) = self.line(row, "tax_id").filter(|value| value != "tax_id") {
            record.identifiers.push(Identifier { scheme: "tax_id".to_owned(), value });
        }
        record.source_url = self.web(row, &["uri"]);
        self.organisation_by_id.insert(id, self.organisations.len());
        self.organisations.push(record);
    }

    /// For an organisation that services name and no row describes.
    pub fn stand_in(&mut self, row: &Row, id: &str) -> usize {
        let reason = "no organisation of the feed has this id: unless an earlier one had, one with the id as its name stands for it";
        self.ledger.doubt(row, "organization_id", id, reason);
        self.ledger.made_organisation(row, id);
        let name = format!("Organisation {id}");
        self.organisations.push(blank::stand_in(id.to_owned(), Text::new(self.locale, name)));
        self.organisation_by_id.insert(id.to_owned(), self.organisations.len() - 1);
        self.organisations.len() - 1
    }
}

/// Only from words that leave no doubt.
fn kind(legal_status: &str) -> OrganisationKind {
    let text = legal_status.to_lowercase();
    if ["government", "public sector", "municipal", "local authority"].iter().any(|word| text.contains(word)) {
        OrganisationKind::PublicAdministration
    } else if ["limited company", "for-profit", "for profit", "llc", "corporation"]
        .iter()
        .any(|word| text.contains(word))
        && !text.contains("not-for")
        && !text.contains("not for")
        && !text.contains("nonprofit")
    {
        OrganisationKind::Company
    } else {
        OrganisationKind::SocialEconomy
    }
}
