//! What is printed: cards, sheets and posters, in several languages side by side. Shown here as they will be on paper.

mod asked;
mod view;
mod words;

use crate::{PageClass, Problem, head::*, visit::Visit};
pub use asked::Asked;
use i18n::say;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    Locale,
    card::{Card, CardSubject, MAX_LIST_PATH},
};
use print::Sheet;
use uuid::Uuid;
use view::{CardPage, NoDocument, Short};

#[server(input = GetUrl)]
pub async fn load(subject: CardSubject, locales: Vec<Locale>) -> Result<Card, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::printed::card(&portal, &subject, &locales, crate::render::now()).await?)
}

#[server]
pub async fn give_code(subject: CardSubject, fresh: Uuid) -> Result<Option<String>, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::printed::give_code(&portal, &subject, fresh, crate::render::now()).await?)
}

/// Sent as a form, it asks for a short address.
pub async fn page(visit: &Visit, about: &[&str]) -> Result<Page, Instead> {
    let asked = Asked::of(visit, about)?;
    let given = match visit.sent {
        Some(_) => Some(give_code(asked.subject.clone(), visit.fresh).await?),
        None => None,
    };
    if let Some(Some(_)) = given {
        return Err(Instead::Done(view::address(visit, "")));
    }
    let card = load(asked.subject.clone(), asked.locales()).await?;
    match given {
        Some(_) => Err(Instead::Refused(429, Box::new(show(card, asked, visit, true)))),
        None => Ok(show(card, asked, visit, false)),
    }
}

/// What [`page`] would print; where its request came as a form, with a short address.
pub async fn sheet(visit: &Visit, about: &[&str]) -> Result<Sheet, Instead> {
    let asked = Asked::of(visit, about)?;
    if visit.sent.is_some() && asked.is_list() {
        give_code(asked.subject.clone(), visit.fresh).await?;
    }
    let card = load(asked.subject.clone(), asked.locales()).await?;
    Ok(words::sheet(&card, asked.paper, visit))
}

/// Where no document can be made: the browser prints the same.
pub fn no_document(visit: &Visit) -> Page {
    let (title, text) = (say!(visit.locale, paper.no_pdf), say!(visit.locale, paper.no_pdf_text));
    Page {
        head: Head { index: false, ..Head::new(title, text, visit.path.clone()) },
        view: view! { <NoDocument title=title text=text visit=visit.clone() /> }.into_any(),
        class: PageClass::Paper,
    }
}

/// `refused`: no short address could be given.
pub fn show(card: Card, asked: Asked, visit: &Visit, refused: bool) -> Page {
    let locale = visit.locale;
    let empty = card.editions.iter().all(|edition| edition.entries.is_empty());
    let short = match &card.code {
        _ if !asked.is_list() || empty || card.path.len() > MAX_LIST_PATH => None,
        Some(_) => Some(Short::Given),
        None if refused => Some(Short::Refused),
        None => Some(Short::Offered),
    };
    let sheet = words::sheet(&card, asked.paper, visit);
    // What somebody looking over a shoulder would read in the history stays neutral.
    let title = if card.sensitive { say!(locale, paper.plain).to_owned() } else { sheet.title.clone() };
    Page {
        head: Head { index: false, ..Head::new(title, say!(locale, paper.description), visit.path.clone()) },
        view: view! { <CardPage sheet=sheet asked=asked visit=visit.clone() short=short /> }.into_any(),
        class: PageClass::Printed,
    }
}
