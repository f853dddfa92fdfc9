use crate::{PageClass, Problem, head::*, routes::LISTEN, visit::Visit};
use i18n::{Label, say};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    Locale, Point, SearchQuery, ServiceId, ServiceKind, Status, Translation, WithdrawnPage,
    pages::{Link, PageError, Place, ServicePage},
};
use ui::{Breadcrumbs, FoundList, Icon, LanguageNotice, Listen, Notice, Said, Tone};

mod conditions;
mod contact;
mod glance;
mod structured;

use super::{
    places::{AccessOfPlaces, Places},
    problem,
    sections::AboutData,
};
use conditions::{Conditions, Practical};
use contact::{Actions, Contact};
use glance::Glance;

#[server(input = GetUrl)]
pub async fn load(id: ServiceId, locale: Locale) -> Result<ServicePage, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::services::page(&portal, id, locale, crate::render::now()).await?)
}

#[server(input = GetUrl)]
pub async fn alternatives(id: ServiceId, locale: Locale) -> Result<WithdrawnPage, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::services::withdrawn(&portal, id, locale, crate::render::now()).await?)
}

/// The last segment is for people; the id alone finds the page, at its one address.
pub async fn page(visit: &Visit, id: &str, slug: Option<&str>) -> Result<Page, Instead> {
    let id: ServiceId = id.parse().map_err(|_| Instead::Problem(PageError::NotFound))?;
    let service = shown(visit, id).await?;
    if slug.is_none() || visit.path != service.path {
        return Err(Instead::Moved(format!("/{}/{}", visit.locale, service.path)));
    }
    Ok(show(service, visit))
}

/// The service, or where to go instead when it was withdrawn.
pub async fn shown(visit: &Visit, id: ServiceId) -> Result<ServicePage, Instead> {
    match load(id, visit.locale).await {
        Err(Problem(PageError::Gone)) => {
            let withdrawn = alternatives(id, visit.locale).await?;
            Err(Instead::Gone(Box::new(problem::gone(visit, withdrawn))))
        }
        other => Ok(other?),
    }
}

pub fn show(mut service: ServicePage, visit: &Visit) -> Page {
    let locale = visit.locale;
    let near = near(visit);
    if let Some(near) = near {
        sort_by_nearness(&mut service.places, near);
    }
    // What somebody looking over a shoulder would read in the history stays neutral.
    let title = if service.sensitive { say!(locale, site.tagline).to_owned() } else { service.name.value.clone() };
    let description = service.summary.as_ref().or(service.description.as_ref());
    let description = description.map_or_else(|| service.kind.label(locale).to_owned(), |text| shortened(&text.value));
    Page {
        head: Head {
            locales: service.locales.clone(),
            index: near.is_none(),
            variant: near.is_some(),
            json_ld: structured::service(&service, visit),
            ..Head::new(title, description, service.path.clone())
        },
        // Only what is to be heard needs a script; the page is the same.
        class: if is_live(visit) { PageClass::Live } else { PageClass::Paper },
        view: view! { <Service service=service visit=visit.clone() /> }.into_any(),
    }
}

fn is_live(visit: &Visit) -> bool {
    visit.query.split('&').any(|part| part == LISTEN)
}

/// Where somebody searched, to about a kilometre, as the links of that search say it. Such a page is that person's alone:
/// never kept, never listed.
fn near(visit: &Visit) -> Option<Point> {
    SearchQuery::parse(&visit.query).near
}

/// What has no point stays behind.
fn sort_by_nearness(places: &mut [Place], near: Point) {
    let metres = |place: &Place| place.point.map_or(f64::INFINITY, |point| point.distance_m(near));
    places.sort_by(|a, b| metres(a).total_cmp(&metres(b)));
}

/// Of the same page with its script.
fn listen_address(service: &ServicePage, visit: &Visit) -> String {
    let near = near(visit).map(|near| format!("near={}&", near.rounded())).unwrap_or_default();
    format!("/{}/{}?{near}{LISTEN}", visit.locale, service.path)
}

/// What a search engine shows of a text: at most 160 characters, ending at a word.
pub fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 160 {
        return line;
    }
    let cut: String = line.chars().take(159).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
}

#[component]
fn Service(service: ServicePage, visit: Visit) -> impl IntoView {
    let (locale, near) = (visit.locale, near(&visit));
    let ServicePage { name, kind, organisation, needs, similar, .. } = service.clone();
    let above: Vec<Link> = needs.first().cloned().into_iter().collect();
    view! {
        <Breadcrumbs above=above here=name.value.clone() />
        <article>
            <header class="title">
                <p class="kind">
                    {kind.label(locale)} " · " {say!(locale, service.by)} " "
                    <a href=organisation.path.clone()>
                        <bdi>{organisation.label.clone()}</bdi>
                    </a>
                </p>
                <h1>
                    <Said text=name />
                </h1>
                {service.alternate_name.clone().map(|name| view! { <p class="other" dir="auto">{name}</p> })}
                {service
                    .summary
                    .clone()
                    .map(|text| {
                        view! {
                            <p class="lead">
                                <Said text=text />
                            </p>
                        }
                    })}
                <State service=service.clone() visit=visit.clone() />
                <Glance service=service.clone() near=near />
                <Actions service=service.clone() />
                <Listen page=listen_address(&service, &visit) here=is_live(&visit) />
                <LanguageNotice texts=texts(&service) original=service.path.clone() />
            </header>
            <Conditions service=service.clone() />
            <div class="reach">
                <Places places=service.places.clone() access=false near=near />
                <Contact service=service.clone() />
            </div>
            <Practical service=service.clone() />
            <AccessOfPlaces places=service.places.clone() />
            <section>
                <h2>{say!(locale, glance.runs)}</h2>
                <p>
                    <a href=organisation.path.clone()>
                        <bdi>{organisation.label.clone()}</bdi>
                    </a>
                </p>
            </section>
            <AboutData
                report=format!("/{locale}/services/{}/report", service.id)
                path=service.code.map(|code| format!("/q/{code}"))
                origin=visit.origin
                card=format!("/{locale}/card/services/{}", service.id)
                provenance=service.provenance
            />
        </article>
        {(!similar.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say!(locale, service.similar)}</h2>
                        <FoundList items=similar />
                    </section>
                }
            })}
    }
}

/// What stands in the way of going there, and for opportunities the dates.
#[component]
fn State(service: ServicePage, visit: Visit) -> impl IntoView {
    let locale = visit.locale;
    let warning = match service.status {
        Status::TemporarilyClosed => Some(say!(locale, service.paused)),
        _ if service.ends_on.is_some_and(|end| end < visit.today()) => Some(say!(locale, service.over)),
        status if !status.is_shown() => Some(say!(locale, service.inactive)),
        _ => None,
    };
    let date = |day| i18n::date(locale, day);
    let dates = match (service.starts_on, service.ends_on) {
        (Some(from), Some(to)) => Some(say!(locale, service.dates, from = date(from), to = date(to))),
        (Some(from), None) if service.kind != ServiceKind::Service => {
            Some(say!(locale, service.starts, date = date(from)))
        }
        (None, Some(to)) => Some(say!(locale, service.ends, date = date(to))),
        _ => None,
    };
    view! {
        {warning.map(|text| view! { <Notice tone=Tone::Warning>{text}</Notice> })}
        {dates
            .map(|text| {
                view! {
                    <p class="dates">
                        <Icon name="clock" />
                        <span>{text}</span>
                    </p>
                }
            })}
    }
}

/// The texts of the page that may be in another language.
fn texts(service: &ServicePage) -> Vec<Translation> {
    let optional = [
        &service.summary,
        &service.description,
        &service.eligibility,
        &service.application_process,
        &service.fees,
        &service.wait_time,
        &service.interpretation,
    ];
    let mut texts = vec![service.name.clone()];
    texts.extend(optional.into_iter().flatten().cloned());
    texts.extend(service.required_documents.iter().cloned());
    texts
}
