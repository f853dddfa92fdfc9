//! Plausible page data, none of it real.

mod searches;

pub use searches::*;

use chrono::{DateTime, NaiveDate, Utc};
use model::{pages::*, *};
use std::str::FromStr;

pub fn noon() -> DateTime<Utc> {
    DateTime::from_str("2026-11-22T12:00:00Z").unwrap()
}

pub fn in_portuguese(value: &str) -> Translation {
    Translation { value: value.into(), locale: Locale::Pt, outdated: false }
}

pub fn in_english(value: &str) -> Translation {
    Translation { value: value.into(), locale: Locale::En, outdated: false }
}

pub fn said(locale: Locale, value: &str) -> Translation {
    Translation { value: value.into(), locale, outdated: false }
}

pub fn link(label: &str, path: &str) -> Link {
    Link { label: label.into(), path: path.into() }
}

fn id<T: FromStr>() -> T
where
    T::Err: std::fmt::Debug,
{
    "01900000-0000-7000-8000-000000000000".parse().unwrap()
}

fn provenance() -> Provenance {
    Provenance {
        source: Some("Carta Social de Évora".into()),
        licence: Some("CC BY 4.0".into()),
        licence_url: Some("https://creativecommons.org/licenses/by/4.0/".into()),
        source_url: Some("https://example.org/carta".into()),
        assured_at: Some(noon()),
        updated_at: noon(),
    }
}

pub fn phone() -> Phone {
    Phone {
        number: "266 000 000".into(),
        dial: "+351266000000".into(),
        kind: PhoneKind::Voice,
        description: Some(in_english("Weekday mornings")),
    }
}

pub fn place(locale: Locale) -> Place {
    let open = vec![(540, 780), (840, 1020)];
    let week = [open.clone(), open.clone(), open.clone(), open, vec![(540, 780)], vec![], vec![]];
    Place {
        id: id(),
        kind: LocationKind::Physical,
        name: Some(said(locale, "Casa da Praça")),
        address: vec!["Praça do Giraldo 1".into(), "7000-508 Évora".into(), "Portugal".into()],
        locality: Some("Évora".into()),
        country: Some("Portugal".into()),
        point: Point::new(38.571, -7.913),
        hours: vec![Hours {
            days: Vec::new(),
            week: Some(week),
            rule: Some("Mo-Th 09:00-13:00,14:00-17:00; Fr 09:00-13:00".into()),
            note: None,
            valid_from: None,
            valid_to: None,
            open_now: Some(true),
            changes: Some(OpeningChange { days_ahead: 0, minute: 780, weekday: 0 }),
            time_zone: "Europe/Lisbon".into(),
        }],
        phones: vec![phone()],
        accessibility: vec![Accessibility::StepFree, Accessibility::HearingLoop],
        accessibility_note: None,
        transport: Some(said(locale, "Bus 22 and 41, stop Praça.")),
    }
}

pub fn service_page(locale: Locale) -> ServicePage {
    ServicePage {
        id: id(),
        path: "services/0190/cabaz".into(),
        kind: ServiceKind::Service,
        status: Status::Active,
        name: said(locale, "Food parcel"),
        alternate_name: Some("Cabaz solidário".into()),
        summary: Some(said(locale, "Fresh and dry food for a week, once a fortnight, for households short of money.")),
        description: Some(said(locale, "Volunteers pack what shops and farms give.\n\nYou choose what you need.")),
        organisation: link("Mesa Aberta", &format!("/{locale}/organisations/0190/mesa-aberta")),
        eligibility: Some(said(locale, "People who live in the municipality and cannot buy enough food.")),
        minimum_age: Some(18),
        maximum_age: None,
        audiences: vec![link("Families", &format!("/{locale}/search?audience=families"))],
        needs: vec![link("Food", &format!("/{locale}/needs/food"))],
        application_process: Some(said(locale, "Come by or call. We talk for half an hour.")),
        required_documents: vec![said(locale, "Any paper with your name"), said(locale, "Proof of address")],
        cost: Cost::Free,
        fees: None,
        wait_time: Some(said(locale, "About a week")),
        interpretation: None,
        languages: vec!["pt".into(), "en".into(), "uk".into()],
        formats: vec![Format::InPerson, Format::AtHome],
        coverage: vec!["Évora".into(), "Arraiolos".into()],
        places: vec![place(locale)],
        phones: vec![phone()],
        email: Some("apoio@example.org".into()),
        by_organisation: false,
        website: Some("https://example.org/cabaz/".into()),
        starts_on: None,
        ends_on: NaiveDate::from_ymd_opt(2027, 6, 30),
        code: Some("abc1234".into()),
        provenance: provenance(),
        locales: Locale::ALL.to_vec(),
        similar: found(locale, 2),
        sensitive: false,
    }
}

pub fn report_page(locale: Locale) -> ReportPage {
    ReportPage {
        id: id(),
        service: link("Food parcel", &format!("/{locale}/services/0190/cabaz")),
        organisation: "Mesa Aberta".into(),
    }
}

pub fn full_report() -> ReportDraft {
    ReportDraft { kind: None, text: "</textarea> said".into(), contact: "me".into(), key: "0123".into() }
}

pub fn faults() -> ReportOutcome {
    ReportOutcome::Faulty(ReportFaults { kind: true, text: Some(TextFault::TooLong), contact: true })
}

pub fn organisation_page(locale: Locale) -> OrganisationPage {
    OrganisationPage {
        id: id(),
        path: "organisations/0190/mesa-aberta".into(),
        kind: OrganisationKind::SocialEconomy,
        name: said(locale, "Mesa Aberta"),
        alternate_name: None,
        summary: Some(said(locale, "A cooperative of cooks and neighbours.")),
        description: Some(said(locale, "Since 1998.")),
        website: Some("https://example.org".into()),
        email: Some("mesa@example.org".into()),
        phones: vec![phone()],
        places: vec![place(locale)],
        expertise: vec!["Food logistics".into()],
        services: found(locale, 3),
        provenance: provenance(),
        locales: Locale::ALL.to_vec(),
    }
}

pub fn found(locale: Locale, number: usize) -> Vec<FoundItem> {
    let one = |index: usize| FoundItem {
        kind: ItemKind::ALL[index % 3],
        id: id::<ServiceId>().0,
        title: ["Food parcel", "Cabaz alimentar", "Mesa Aberta"][index % 3].into(),
        language: if index % 3 == 1 { "pt".into() } else { locale.as_str().into() },
        summary: "Fresh and dry food for a week, once a fortnight.".into(),
        path: format!("/{locale}/services/0190/cabaz"),
        organisation: "Mesa Aberta".into(),
        territory: Some("Évora".into()),
        distance_m: index.is_multiple_of(2).then_some(1540),
        updated_at: noon(),
        places: index as u32 % 4,
        open: [Some(true), Some(false), None][index % 3],
        matched: reasons(index % 2),
    };
    (0..number).map(one).collect()
}

fn reasons(number: usize) -> Vec<Matched> {
    let reason = Matched {
        typed: "hamper".into(),
        how: MatchedHow::Need,
        field: MatchedField::Need,
        value: Some("Food parcels".into()),
        key: Some("food-parcel".into()),
    };
    vec![reason; number]
}

pub fn need_tree(locale: Locale) -> Vec<NeedLink> {
    let need = |slug: &str, label: &str, icon: Option<&str>, children| NeedLink {
        slug: slug.into(),
        label: label.into(),
        path: format!("/{locale}/needs/{slug}"),
        icon: icon.map(str::to_owned),
        services: 12,
        children,
    };
    let below =
        || vec![need("hot-meals", "Hot meals", None, vec![]), need("food-parcel", "Food parcels", None, vec![])];
    let first = [
        ("food", "Food", "bowl"),
        ("housing", "Housing", "house"),
        ("work", "Work", "briefcase"),
        ("learning", "Learning", "book"),
        ("papers", "Papers and rights", "document"),
        ("money", "Money and debts", "coins"),
        ("health", "Health", "heart"),
        ("family", "Family and children", "family"),
        ("safety", "Safety", "shield"),
        ("care", "Care", "hands"),
        ("daily", "Daily life", "bag"),
        ("company", "Company", "people"),
    ];
    first.map(|(slug, label, icon)| need(slug, label, Some(icon), below())).into()
}

pub fn home_page(locale: Locale) -> HomePage {
    HomePage {
        needs: need_tree(locale),
        territories: vec![
            link("Évora", &format!("/{locale}/search?territory=PTC4")),
            link("Palermo", &format!("/{locale}/search?territory=ITG12")),
        ],
        services: 1234,
        organisations: 40,
        recent: found(locale, 3),
    }
}

pub fn need_page(locale: Locale) -> NeedPage {
    NeedPage {
        slug: "food".into(),
        label: "Food".into(),
        parent: None,
        sensitive: false,
        about: Some(in_english("A bag of food. Food banks give it. Call before you go.")),
        cards: vec![CardLink {
            country: "PT".into(),
            label: "Portugal".into(),
            path: format!("/{locale}/needs/food/pt"),
        }],
        children: need_tree(locale)[0].children.clone(),
        answer: SearchAnswer { total: 57, items: found(locale, 6), ..SearchAnswer::default() },
        territories: home_page(locale).territories,
    }
}

pub fn country_card() -> CountryCard {
    CountryCard {
        country: "PT".into(),
        country_name: "Portugal".into(),
        territory: Some("nuts2024:PT".into()),
        path: "needs/food/pt".into(),
        written_on: NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
        exists: in_portuguese("Há bancos alimentares e cantinas."),
        gives: in_portuguese("Tem direito a ser ouvido."),
        decides: in_portuguese("Decide a câmara."),
        object: in_portuguese("Tem 15 dias para reclamar."),
        law: in_portuguese("Lei n.º 1/2000"),
        bring: vec![in_portuguese("O cartão de cidadão"), in_portuguese("A carta")],
        first_step: in_portuguese("Ligue hoje."),
        easy: EasyCard {
            exists: in_portuguese("Há comida.\nÉ de graça."),
            right: in_portuguese("Tem 15 dias."),
            first_step: in_portuguese("Ligue."),
            readability: Readability { measure: ReadabilityMeasure::FleschMartins, value: 91.4 },
        },
        readability: Readability { measure: ReadabilityMeasure::FleschMartins, value: 55.0 },
        locales: vec![Locale::En, Locale::Pt],
    }
}

pub fn need_card(locale: Locale) -> NeedCard {
    NeedCard {
        slug: "food".into(),
        label: "Food".into(),
        sensitive: false,
        about: None,
        card: None,
        services: found(locale, 2),
    }
}
