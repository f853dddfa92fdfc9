//! Calling and writing: in two taps from anywhere.

use crate::pages::sections::{Mail, Website};
use i18n::say;
use leptos::prelude::*;
use model::{
    PhoneKind,
    pages::{Phone, Place, ServicePage},
};
use ui::{Action, PhoneList, directions};

/// The first things a person does with a page: call, write, go there.
#[component]
pub fn Actions(service: ServicePage) -> impl IntoView {
    let locale = ui::locale();
    let phone = first_phone(&service);
    let way = way(&service.places);
    let no_phone = phone.is_none();
    view! {
        <p class="actions">
            {phone
                .map(|phone| {
                    view! {
                        <Action href=format!("tel:{}", phone.dial) icon="phone" main=true>
                            {say!(locale, service.call)} " "
                            <bdi dir="ltr">{phone.number}</bdi>
                        </Action>
                    }
                })}
            {service
                .email
                .map(|email| {
                    view! {
                        <Action href=format!("mailto:{email}") icon="mail" main=no_phone>
                            {say!(locale, service.write)}
                        </Action>
                    }
                })}
            {way.map(|way| view! { <Action href=way icon="pin">{say!(locale, service.directions)}</Action> })}
            <Action href=format!("/{locale}/saved?save={}", service.id) icon="check">{say!(locale, find.save)}</Action>
        </p>
    }
}

/// To the one place; of several the reader chooses.
fn way(places: &[Place]) -> Option<String> {
    match places {
        [Place { point: Some(point), .. }] => Some(directions(*point)),
        _ => {
            places.iter().any(|place| place.point.is_some() || !place.address.is_empty()).then(|| "#places".to_owned())
        }
    }
}

fn first_phone(service: &ServicePage) -> Option<Phone> {
    let places = service.places.iter().flat_map(|place| &place.phones);
    let mut all = service.phones.iter().chain(places);
    all.find(|phone| phone.kind == PhoneKind::Voice && !phone.dial.is_empty()).cloned()
}

/// All ways of the service itself; those of its places stand with the places.
#[component]
pub fn Contact(service: ServicePage) -> impl IntoView {
    let locale = ui::locale();
    let ServicePage { phones, email, website, organisation, by_organisation, .. } = service;
    (!phones.is_empty() || email.is_some() || website.is_some()).then(|| {
        view! {
            <section>
                <h2>{say!(locale, service.contact)}</h2>
                {by_organisation.then(|| view! { <p>{organisation.label}</p> })}
                <PhoneList phones=phones />
                {email.map(|email| view! { <Mail email=email /> })}
                {website.map(|website| view! { <Website website=website /> })}
            </section>
        }
    })
}
