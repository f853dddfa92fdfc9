use super::prose::{self, operator, section};
use crate::{head::Page, visit::Visit};
use chrono::NaiveDate;
use i18n::say;
use leptos::prelude::*;

/// When the statement was last checked against the pages. To be renewed at least once a year.
const PREPARED: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 22);

/// Modelled on the annex of Implementing Decision (EU) 2018/1523.
pub fn page(visit: &Visit) -> Page {
    let l = visit.locale;
    let made = PREPARED.map(|day| say!(l, accessible.made_text, date = i18n::date(l, day)));
    let sections = view! {
        {section(say!(l, accessible.status_title), say!(l, accessible.status_text))}
        <h2>{say!(l, accessible.gaps_title)}</h2>
        <ul>
            <li>{say!(l, accessible.gap_content)}</li>
            <li>{say!(l, accessible.gap_documents)}</li>
            <li>{say!(l, accessible.gap_tests)}</li>
            <li>{say!(l, accessible.gap_places)}</li>
        </ul>
        <h2>{say!(l, accessible.made_title)}</h2>
        <p>{made}</p>
        {section(say!(l, accessible.feedback_title), say!(l, accessible.feedback_text))}
        {operator(say!(l, privacy.contact), visit)}
        {section(say!(l, accessible.enforcement_title), say!(l, accessible.enforcement_text))}
    };
    let (title, description) = (say!(l, accessible.title), say!(l, accessible.description));
    prose::page(title, description, "accessibility", say!(l, accessible.lead), sections.into_any())
}
