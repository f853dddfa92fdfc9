use super::prose::{self, operator, section};
use crate::{head::Page, visit::Visit};
use i18n::say;
use leptos::prelude::*;

pub fn page(visit: &Visit) -> Page {
    let l = visit.locale;
    let sections = view! {
        {section(say!(l, privacy.visit_title), say!(l, privacy.visit_text))}
        {section(say!(l, privacy.search_title), say!(l, privacy.search_text))}
        {section(say!(l, find.saved), say!(l, find.saved_text))}
        {section(say!(l, privacy.paper_title), say!(l, privacy.paper_text))}
        {section(say!(l, privacy.log_title), say!(l, privacy.log_text))}
        {section(say!(l, privacy.links_title), say!(l, privacy.links_text))}
        {section(say!(l, privacy.organisations_title), say!(l, privacy.organisations_text))}
        {section(say!(l, privacy.rights_title), say!(l, privacy.rights_text))}
        {operator(say!(l, privacy.contact), visit)}
    };
    let (title, description) = (say!(l, privacy.title), say!(l, privacy.description));
    prose::page(title, description, "privacy", say!(l, privacy.lead), sections.into_any())
}
