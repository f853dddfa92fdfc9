//! The closed lists. Each value's name in JSON, URLs and the database is its snake_case name.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$value_doc])* #[serde(rename = $text)] $value),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$value),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = ();
            fn from_str(s: &str) -> Result<Self, ()> {
                match s { $($text => Ok(Self::$value),)* _ => Err(()) }
            }
        }
    )*};
}

kinds! {
    /// What a search finds. Services and opportunities are one table, told apart by `ServiceKind`.
    ItemKind {
        Service = "service",
        Opportunity = "opportunity",
        Organisation = "organisation",
    }

    OrganisationKind {
        SocialEconomy = "social_economy",
        PublicAdministration = "public_administration",
        Company = "company",
        TrainingProvider = "training_provider",
    }

    /// `Service` is permanent; every other value is an opportunity, which has dates.
    ServiceKind {
        Service = "service",
        Job = "job",
        Training = "training",
        Traineeship = "traineeship",
        Volunteering = "volunteering",
        Event = "event",
        Grant = "grant",
    }

    /// HSDS `service.status`, with `withdrawn` for what the publisher took back and `vanished` for records
    /// that their source no longer lists. Only `active` and `temporarily_closed` are shown.
    Status {
        Active = "active",
        Inactive = "inactive",
        Defunct = "defunct",
        TemporarilyClosed = "temporarily_closed",
        Withdrawn = "withdrawn",
        Vanished = "vanished",
    }

    Cost {
        Free = "free",
        /// Free or cheaper for some.
        Reduced = "reduced",
        Paid = "paid",
        Unknown = "unknown",
    }

    /// How the service reaches the person.
    Format {
        InPerson = "in_person",
        Remote = "remote",
        AtHome = "at_home",
    }

    /// HSDS `location.location_type`.
    LocationKind {
        Physical = "physical",
        Postal = "postal",
        Virtual = "virtual",
    }

    /// HSDS `phone.type`.
    PhoneKind {
        Voice = "voice",
        Text = "text",
        WhatsApp = "whatsapp",
        Fax = "fax",
        Textphone = "textphone",
    }

    /// What a place offers. Absence means unknown, not no.
    Accessibility {
        StepFree = "step_free",
        WheelchairToilet = "wheelchair_toilet",
        Lift = "lift",
        AccessibleParking = "accessible_parking",
        HearingLoop = "hearing_loop",
        SignLanguage = "sign_language",
        TactilePaths = "tactile_paths",
        QuietRoom = "quiet_room",
        AssistanceDogs = "assistance_dogs",
        PublicTransport = "public_transport",
    }

    /// By what formula a text's readability is told; each is customary in one language.
    ReadabilityMeasure {
        Flesch = "flesch",
        Gulpease = "gulpease",
        /// Flesch, fitted to Portuguese.
        FleschMartins = "flesch_martins",
        FernandezHuerta = "fernandez_huerta",
        KandelMoles = "kandel_moles",
        /// Sentence length and the share of long words.
        Lix = "lix",
        WordsPerSentence = "words_per_sentence",
    }

    /// What somebody says is wrong about a service.
    ReportKind {
        Closed = "closed",
        Hours = "hours",
        Contact = "contact",
        Place = "place",
        /// Who may use it, what it costs, what to bring.
        Conditions = "conditions",
        Other = "other",
    }

    TerritoryLevel {
        Country = "country",
        Nuts1 = "nuts1",
        Nuts2 = "nuts2",
        Nuts3 = "nuts3",
        Municipality = "municipality",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro derives the same for all lists, and most have no default")]
impl Default for ItemKind {
    fn default() -> Self {
        Self::Service
    }
}

impl ServiceKind {
    pub fn item_kind(self) -> ItemKind {
        if self == Self::Service { ItemKind::Service } else { ItemKind::Opportunity }
    }
}

impl Status {
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Active | Self::TemporarilyClosed)
    }
}
