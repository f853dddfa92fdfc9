use super::{
    places::Places,
    sections::{AboutData, Mail, Website},
    services::shortened,
};
use crate::{PageClass, Problem, head::*, visit::Visit};
use i18n::{Label, say};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    Locale, OrganisationId, OrganisationKind,
    pages::{OrganisationPage, PageError},
};
use serde_json::json;
use ui::{Breadcrumbs, FoundList, LanguageNotice, PhoneList, Prose, Said};

#[server(input = GetUrl)]
pub async fn load(id: OrganisationId, locale: Locale) -> Result<OrganisationPage, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::organisations::page(&portal, id, locale, crate::render::now()).await?)
}

pub async fn page(visit: &Visit, id: &str, slug: Option<&str>) -> Result<Page, Instead> {
    let id: OrganisationId = id.parse().map_err(|_| Instead::Problem(PageError::NotFound))?;
    let organisation = load(id, visit.locale).await?;
    if slug.is_none() || visit.path != organisation.path {
        return Err(Instead::Moved(format!("/{}/{}", visit.locale, organisation.path)));
    }
    Ok(show(organisation, visit))
}

pub fn show(organisation: OrganisationPage, visit: &Visit) -> Page {
    let locale = visit.locale;
    let text = organisation.summary.as_ref().or(organisation.description.as_ref());
    let description = text.map_or_else(|| organisation.kind.label(locale).to_owned(), |text| shortened(&text.value));
    Page {
        head: Head {
            locales: organisation.locales.clone(),
            json_ld: structured(&organisation, visit),
            ..Head::new(organisation.name.value.clone(), description, organisation.path.clone())
        },
        view: view! { <Organisation organisation=organisation visit=visit.clone() /> }.into_any(),
        class: PageClass::Paper,
    }
}

fn structured(organisation: &OrganisationPage, visit: &Visit) -> Option<String> {
    let kind = match organisation.kind {
        OrganisationKind::PublicAdministration => "GovernmentOrganization",
        OrganisationKind::SocialEconomy => "NGO",
        OrganisationKind::TrainingProvider => "EducationalOrganization",
        OrganisationKind::Company => "Organization",
    };
    let mut out = json!({
        "@context": "https://schema.org",
        "@type": kind,
        "name": organisation.name.value,
        "url": format!("{}/{}/{}", visit.origin, visit.locale, organisation.path),
    });
    if let Some(text) = &organisation.summary {
        out["description"] = json!(text.value);
    }
    if let Some(website) = &organisation.website {
        out["sameAs"] = json!(website);
    }
    serde_json::to_string(&out).ok()
}

#[component]
fn Organisation(organisation: OrganisationPage, visit: Visit) -> impl IntoView {
    let locale = visit.locale;
    let OrganisationPage { name, kind, summary, description, website, email, phones, places, services, .. } =
        organisation;
    let texts = [Some(name.clone()), summary.clone(), description.clone()].into_iter().flatten().collect::<Vec<_>>();
    let contact = !phones.is_empty() || email.is_some() || website.is_some();
    view! {
        <Breadcrumbs here=name.value.clone() />
        <article>
            <header class="title">
                <p class="kind">{kind.label(locale)}</p>
                <h1>
                    <Said text=name />
                </h1>
                {organisation.alternate_name.map(|name| view! { <p class="other" dir="auto">{name}</p> })}
                {summary
                    .map(|text| {
                        view! {
                            <p class="lead">
                                <Said text=text />
                            </p>
                        }
                    })}
                <LanguageNotice texts=texts original=organisation.path />
            </header>
            {description.map(|text| view! { <Prose text=text /> })}
            <div class="reach">
                {contact
                    .then(|| {
                        view! {
                            <section>
                                <h2>{say!(locale, organisation.contact)}</h2>
                                <PhoneList phones=phones />
                                {email.map(|email| view! { <Mail email=email /> })}
                                {website.map(|website| view! { <Website website=website /> })}
                            </section>
                        }
                    })}
                {(!places.is_empty()).then(|| view! { <Places places=places /> })}
            </div>
            <section>
                <h2>{say!(locale, organisation.services)}</h2>
                {services.is_empty().then(|| view! { <p>{say!(locale, organisation.no_services)}</p> })}
                <FoundList items=services />
            </section>
            {(!organisation.expertise.is_empty())
                .then(|| {
                    view! {
                        <section>
                            <h2>{say!(locale, organisation.expertise)}</h2>
                            <ul class="tags">
                                {organisation
                                    .expertise
                                    .into_iter()
                                    .map(|name| view! { <li><span>{name}</span></li> })
                                    .collect_view()}
                            </ul>
                        </section>
                    }
                })}
            <AboutData
                provenance=organisation.provenance
                origin=visit.origin
                card=format!("/{locale}/card/organisations/{}", organisation.id)
            />
        </article>
    }
}
