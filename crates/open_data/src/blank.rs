//! Records with nothing but what each must have.

use model::{
    LocationKind, OrganisationKind, ServiceKind, Text,
    record::{LocationRecord, OrganisationRecord, ServiceRecord},
};

pub fn organisation(source_id: String, name: Text) -> OrganisationRecord {
    OrganisationRecord {
        source_id,
        kind: OrganisationKind::SocialEconomy,
        name,
        alternate_name: None,
        summary: None,
        description: None,
        website: None,
        email: None,
        legal_status: None,
        year_incorporated: None,
        identifiers: Vec::new(),
        expertise: Vec::new(),
        phones: Vec::new(),
        locations: Vec::new(),
        status: None,
        assured_at: None,
        source_url: None,
        stand_in: false,
    }
}

/// For an organisation that services name and nothing describes.
pub fn stand_in(source_id: String, name: Text) -> OrganisationRecord {
    OrganisationRecord { stand_in: true, ..organisation(source_id, name) }
}

/// Hours without an address still need something to stand on.
pub fn nowhere(id: &str) -> LocationRecord {
    LocationRecord {
        source_id: format!("{id}/nowhere"),
        kind: LocationKind::Virtual,
        name: None,
        street: None,
        extra: None,
        postal_code: None,
        locality: None,
        region: None,
        country: None,
        latitude: None,
        longitude: None,
        territory: None,
        time_zone: None,
        accessibility: Vec::new(),
        accessibility_note: None,
        transport: None,
        schedules: Vec::new(),
        phones: Vec::new(),
    }
}

pub fn service(source_id: String, organisation: String, name: Text) -> ServiceRecord {
    ServiceRecord {
        source_id,
        organisation,
        kind: ServiceKind::Service,
        name,
        alternate_name: None,
        summary: None,
        description: None,
        eligibility: None,
        minimum_age: None,
        maximum_age: None,
        application_process: None,
        required_documents: Vec::new(),
        cost: None,
        fees: None,
        cost_options: Vec::new(),
        wait_time: None,
        interpretation: None,
        languages: Vec::new(),
        formats: Vec::new(),
        needs: Vec::new(),
        audiences: Vec::new(),
        source_terms: Vec::new(),
        coverage: Vec::new(),
        places: Vec::new(),
        phones: Vec::new(),
        contact_points: Vec::new(),
        website: None,
        email: None,
        starts_on: None,
        ends_on: None,
        status: None,
        assured_at: None,
        source_url: None,
    }
}
