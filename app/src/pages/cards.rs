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
use view::CardPage;

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
