//! What the closed lists of `model` are called.

use crate::say;
use model::*;

pub trait Label {
    fn label(self, locale: Locale) -> &'static str;
}

macro_rules! labels {
    ($($name:ident in $group:ident { $($value:ident = $key:ident),* $(,)? })*) => {$(
        impl Label for $name {
            fn label(self, locale: Locale) -> &'static str {
                match self { $(Self::$value => say!(locale, $group.$key)),* }
            }
        }
    )*};
}

labels! {
    ItemKind in kind { Service = service, Opportunity = opportunity, Organisation = organisation }
    OrganisationKind in kind {
        SocialEconomy = social_economy,
        PublicAdministration = public_administration,
        Company = company,
        TrainingProvider = training_provider,
    }
    ServiceKind in kind {
        Service = service,
        Job = job,
        Training = training,
        Traineeship = traineeship,
        Volunteering = volunteering,
        Event = event,
        Grant = grant,
    }
    Cost in cost { Free = free, Reduced = reduced, Paid = paid, Unknown = unknown }
    Format in format { InPerson = in_person, Remote = remote, AtHome = at_home }
    PhoneKind in phone { Voice = voice, Text = text, WhatsApp = whatsapp, Fax = fax, Textphone = textphone }
    ReportKind in mistake {
        Closed = closed,
        Hours = hours,
        Contact = contact,
        Place = place,
        Conditions = conditions,
        Other = other,
    }
    Accessibility in access {
        StepFree = step_free,
        WheelchairToilet = wheelchair_toilet,
        Lift = lift,
        AccessibleParking = accessible_parking,
        HearingLoop = hearing_loop,
        SignLanguage = sign_language,
        TactilePaths = tactile_paths,
        QuietRoom = quiet_room,
        AssistanceDogs = assistance_dogs,
        PublicTransport = public_transport,
    }
}
