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
    card::{Card, CardSubject},
};
use print::Sheet;
use view::{CardPage, NoDocument};

#[server(input = GetUrl)]
pub async fn load(subject: CardSubject, locales: Vec<Locale>) -> Result<Card, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::printed::card(&portal, &subject, &locales, crate::render::now()).await?)
}

pub async fn page(visit: &Visit, about: &[&str]) -> Result<Page, Instead> {
    let asked = Asked::of(visit, about)?;
    let card = load(asked.subject.clone(), asked.locales()).await?;
    Ok(show(card, asked, visit))
}

/// What [`page`] would print.
pub async fn sheet(visit: &Visit, about: &[&str]) -> Result<Sheet, Instead> {
    let asked = Asked::of(visit, about)?;
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

pub fn show(card: Card, asked: Asked, visit: &Visit) -> Page {
    let locale = visit.locale;
    let sheet = words::sheet(&card, asked.paper, visit);
    // What somebody looking over a shoulder would read in the history stays neutral.
    let title = if card.sensitive { say!(locale, paper.plain).to_owned() } else { sheet.title.clone() };
    Page {
        head: Head { index: false, ..Head::new(title, say!(locale, paper.description), visit.path.clone()) },
        view: view! { <CardPage sheet=sheet asked=asked visit=visit.clone() /> }.into_any(),
        class: PageClass::Printed,
    }
}
