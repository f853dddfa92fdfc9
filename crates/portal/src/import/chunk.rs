use super::copy::Rows;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The rows of one transaction, ready to be sent, and what must be taken away before them.
#[derive(Default)]
pub struct Chunk {
    pub organisations: Rows,
    pub changed_organisations: Rows,
    pub services: Rows,
    pub changed_services: Rows,
    pub locations: Rows,
    pub changed_locations: Rows,
    pub service_at_locations: Rows,
    pub schedules: Rows,
    pub phones: Rows,
    pub contact_points: Rows,
    pub needs: Rows,
    pub audiences: Rows,
    pub terms: Rows,
    pub territories: Rows,
    pub documents: Rows,
    pub costs: Rows,
    pub merged: Rows,
    pub changes: Rows,
    /// When all of this is so.
    pub at: DateTime<Utc>,
    pub returned_organisations: Vec<Uuid>,
    pub updated_organisations: Vec<Uuid>,
    pub updated_services: Vec<Uuid>,
    pub updated_locations: Vec<Uuid>,
    /// Records of services in this chunk: their old places among the branches go.
    pub records: Vec<String>,
}

pub const ORGANISATION: &str = "(id, kind, status, slug, name, alternate_name, summary, description, website, email, \
    legal_status, year_incorporated, expertise, identifiers, source_id, source_record_id, source_hash, source_url, \
    assured_at, stand_in, created_at, updated_at)";
pub const SERVICE: &str = "(id, organisation_id, kind, status, slug, name, alternate_name, summary, description, \
    eligibility, minimum_age, maximum_age, application_process, wait_time, interpretation, cost, fees, languages, formats, \
    website, email, starts_on, ends_on, source_id, source_record_id, source_hash, source_url, assured_at, created_at, updated_at)";
pub const LOCATION: &str = "(id, organisation_id, kind, name, street, extra, postal_code, locality, region, country, \
    latitude, longitude, territory_id, time_zone, accessibility, accessibility_note, transport, source_id, source_record_id)";
pub const SCHEDULE: &str = "(id, location_id, service_at_location_id, position, opening_hours, rrule, opens_at, closes_at, valid_from, valid_to, note)";
pub const PHONE: &str = "(id, organisation_id, service_id, location_id, service_at_location_id, position, number, extension, \
    kind, description, languages)";
