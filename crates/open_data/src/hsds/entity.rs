//! What a table or a nested object is, under all the names the versions gave it.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entity {
    Organisation,
    Service,
    Location,
    ServiceAtLocation,
    Address,
    MailAddress,
    Phone,
    Contact,
    Schedule,
    Language,
    Accessibility,
    CostOption,
    RequiredDocument,
    ServiceArea,
    Eligibility,
    Identifier,
    /// Joins a service to terms.
    ServiceTerm,
    /// HSDS 3 `attribute`: joins anything to a term.
    Attribute,
    Term,
    Taxonomy,
    Program,
    Funding,
    PaymentAccepted,
    Metadata,
}

impl Entity {
    /// By file name without extension, sheet name or JSON key, singular or plural.
    pub fn of_table(name: &str) -> Option<Self> {
        Some(match name.trim().to_lowercase().as_str() {
            "organization" | "organizations" | "organisation" | "organisations" => Self::Organisation,
            "service" | "services" => Self::Service,
            "location" | "locations" => Self::Location,
            "service_at_location" | "service_at_locations" | "services_at_location" | "services_at_locations" => {
                Self::ServiceAtLocation
            }
            "address" | "addresses" | "physical_address" | "physical_addresses" => Self::Address,
            "mail_address" | "mail_addresses" | "postal_address" | "postal_addresses" => Self::MailAddress,
            "phone" | "phones" => Self::Phone,
            "contact" | "contacts" => Self::Contact,
            "schedule" | "schedules" | "regular_schedule" | "regular_schedules" | "holiday_schedule"
            | "holiday_schedules" => Self::Schedule,
            "language" | "languages" => Self::Language,
            "accessibility" | "accessibility_for_disabilities" => Self::Accessibility,
            "cost_option" | "cost_options" => Self::CostOption,
            "required_document" | "required_documents" => Self::RequiredDocument,
            "service_area" | "service_areas" => Self::ServiceArea,
            "eligibility" | "eligibilities" => Self::Eligibility,
            "organization_identifier" | "organization_identifiers" => Self::Identifier,
            "service_taxonomy" | "services_taxonomy" | "service_taxonomies" | "services_taxonomies" => {
                Self::ServiceTerm
            }
            "attribute" | "attributes" | "service_attribute" | "service_attributes" | "other_attribute"
            | "other_attributes" => Self::Attribute,
            "taxonomy_term" | "taxonomy_terms" | "categories" => Self::Term,
            "taxonomy" | "taxonomies" => Self::Taxonomy,
            "program" | "programs" => Self::Program,
            "funding" | "fundings" => Self::Funding,
            "payment_accepted" | "payments_accepted" => Self::PaymentAccepted,
            "metadata" | "meta_table_description" | "meta_table_descriptions" => Self::Metadata,
            _ => return None,
        })
    }

    /// The column of another table that holds the id of this entity.
    pub fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::Organisation => "organization_id",
            Self::Service => "service_id",
            Self::Location => "location_id",
            Self::ServiceAtLocation => "service_at_location_id",
            Self::Contact => "contact_id",
            Self::Phone => "phone_id",
            Self::Attribute => "attribute_id",
            Self::Term => "taxonomy_term_id",
            Self::Program => "program_id",
            _ => return None,
        })
    }
}
