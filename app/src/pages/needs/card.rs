//! A need in one country: what exists, what the law gives, what to bring, where to start; and the same in easy words.

use super::{Sensitive, structured};
use crate::{PageClass, Problem, head::*, pages::search::address, visit::Visit};
use i18n::{number, say};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    Locale, ReadabilityMeasure, SearchQuery, Translation,
    pages::{CountryCard, EasyCard, Link, NeedCard, PageError},
};
use ui::{Breadcrumbs, FoundList, LanguageNotice, Mark, Notice, Prose, Said, Tone};

#[server(input = GetUrl)]
pub async fn load(slug: String, country: String, locale: Locale) -> Result<NeedCard, Problem> {
    let portal = crate::render::portal()?;
    Ok(portal::cards::of_need(&portal, &slug, Some(&country), locale, crate::render::now()).await?)
}

/// `/needs/{slug}/{country}` and `…/easy`: only the spelling we print.
pub async fn page(visit: &Visit, slug: &str, country: &str, easy: bool) -> Result<Page, Instead> {
    let mut need = load(slug.to_owned(), country.to_owned(), visit.locale).await?;
    match need.card.take().filter(|card| card.country.to_ascii_lowercase() == country) {
        Some(card) => Ok(show(need, card, easy, visit)),
        None => Err(Instead::Problem(PageError::NotFound)),
    }
}

pub fn show(need: NeedCard, card: CountryCard, easy: bool, visit: &Visit) -> Page {
    let locale = visit.locale;
    let (label, country) = (need.label.clone(), card.country_name.clone());
    let heading = if easy {
        say!(locale, card.easy_title, need = label.clone(), country = country.clone())
    } else {
        say!(locale, card.title, need = label.clone(), country = country.clone())
    };
    // What somebody looking over a shoulder would read in the history stays neutral.
    let title = if need.sensitive { say!(locale, site.tagline).to_owned() } else { heading.clone() };
    let path = if easy { format!("{}/easy", card.path) } else { card.path.clone() };
    let head = Head {
        locales: card.locales.clone(),
        json_ld: structured::card(&need, &card, &path, visit),
        ..Head::new(title, say!(locale, card.description, need = label, country = country), path)
    };
    let view = if easy {
        view! { <Easy need=need card=card heading=heading /> }.into_any()
    } else {
        view! { <Full need=need card=card heading=heading /> }.into_any()
    };
    Page { head, view, class: PageClass::Paper }
}

#[component]
fn Full(need: NeedCard, card: CountryCard, heading: String) -> impl IntoView {
    let locale = ui::locale();
    let easy = format!("/{locale}/{}/easy", card.path);
    let mark = Mark::of(card.law.locale.as_str());
    view! {
        <Breadcrumbs above=above(&need, locale) here=card.country_name.clone() />
        <h1>{heading}</h1>
        {need.sensitive.then(|| view! { <Sensitive /> })}
        <LanguageNotice texts=vec![card.gives.clone()] original=card.path.clone() />
        <Demonstration card=card.clone() />
        <p>
            <a href=easy>{say!(locale, card.easy)}</a>
        </p>
        <h2>{say!(locale, card.exists)}</h2>
        <Prose text=card.exists />
        <h2>{say!(locale, card.right)}</h2>
        <Prose text=card.gives />
        <h3>{say!(locale, card.decides)}</h3>
        <Prose text=card.decides />
        <h3>{say!(locale, card.object)}</h3>
        <Prose text=card.object />
        <p class="hint">
            {say!(locale, card.law)} ": " <span lang=mark.lang dir=mark.dir>{card.law.value}</span>
        </p>
        <h2>{say!(locale, card.bring)}</h2>
        <Bring texts=card.bring />
        <h2>{say!(locale, card.first_step)}</h2>
        <Prose text=card.first_step />
        <Services need=need card_path=card.path territory=card.territory country=card.country_name />
    }
}

#[component]
fn Easy(need: NeedCard, card: CountryCard, heading: String) -> impl IntoView {
    let locale = ui::locale();
    let mut above = above(&need, locale);
    above.push(Link { label: card.country_name.clone(), path: format!("/{locale}/{}", card.path) });
    let EasyCard { exists, right, first_step, readability } = card.easy.clone();
    let measure = match readability.measure {
        ReadabilityMeasure::Flesch => "Flesch",
        ReadabilityMeasure::FleschMartins => "Flesch, Martins",
        ReadabilityMeasure::FernandezHuerta => "Fernández Huerta",
        ReadabilityMeasure::KandelMoles => "Kandel-Moles",
        ReadabilityMeasure::Gulpease => "Gulpease",
        ReadabilityMeasure::Lix => "LIX",
        ReadabilityMeasure::WordsPerSentence => say!(locale, card.words_per_sentence),
    };
    let direction =
        if readability.measure.higher_is_easier() { say!(locale, card.higher) } else { say!(locale, card.lower) };
    let (easy, full) = (number(locale, readability.shown()), number(locale, card.readability.shown()));
    view! {
        <Breadcrumbs above=above here=say!(locale, card.easy) />
        <h1>{heading}</h1>
        {need.sensitive.then(|| view! { <Sensitive /> })}
        <LanguageNotice texts=vec![exists.clone()] original=format!("{}/easy", card.path) />
        <Demonstration card=card.clone() />
        <div class="easy">
            <h2>{say!(locale, card.exists)}</h2>
            <Lines text=exists />
            <h2>{say!(locale, card.right)}</h2>
            <Lines text=right />
            <h2>{say!(locale, card.bring)}</h2>
            <Bring texts=card.bring.clone() />
            <h2>{say!(locale, card.first_step)}</h2>
            <Lines text=first_step />
        </div>
        <p>
            <a href=format!("/{locale}/{}", card.path)>{say!(locale, card.full)}</a>
        </p>
        <p class="hint">
            {say!(locale, card.readability, measure = measure, easy = easy, full = full)} " " {direction} " "
            {say!(locale, card.readability_limits)}
        </p>
        <Services need=need card_path=card.path territory=card.territory country=card.country_name />
    }
}

/// Things by their names: no sentences, so the same in easy words.
#[component]
fn Bring(texts: Vec<Translation>) -> impl IntoView {
    view! { <ul>{texts.into_iter().map(|text| view! { <li><Said text=text /></li> }).collect_view()}</ul> }
}

/// Each line by itself.
#[component]
fn Lines(text: Translation) -> impl IntoView {
    let mark = Mark::of(text.locale.as_str());
    let lines: Vec<String> = text.value.lines().map(str::to_owned).collect();
    lines.into_iter().map(|line| view! { <p lang=mark.lang.clone() dir=mark.dir>{line}</p> }).collect_view()
}

#[component]
fn Demonstration(card: CountryCard) -> impl IntoView {
    let locale = ui::locale();
    let date = i18n::date(locale, card.written_on);
    view! { <Notice tone=Tone::Warning>{say!(locale, card.demonstration, date = date)}</Notice> }
}

#[component]
fn Services(
    need: NeedCard,
    card_path: String,
    #[prop(optional_no_strip)] territory: Option<String>,
    country: String,
) -> impl IntoView {
    let locale = ui::locale();
    let territories = territory.into_iter().collect();
    let all = SearchQuery { needs: vec![need.slug], territories, ..SearchQuery::default() };
    let services = (!need.services.is_empty()).then(|| {
        view! {
            <section>
                <h2>{say!(locale, card.services, country = country)}</h2>
                <FoundList items=need.services />
                <p>
                    <a href=address(locale, &all)>{say!(locale, need.all_results)}</a>
                </p>
            </section>
        }
    });
    view! {
        {services}
        <p>
            <a href=format!("/{locale}/card/{card_path}") rel="nofollow">
                {say!(locale, paper.link)}
            </a>
        </p>
    }
}

fn above(need: &NeedCard, locale: Locale) -> Vec<Link> {
    vec![
        Link { label: say!(locale, site.needs).to_owned(), path: format!("/{locale}/needs") },
        Link { label: need.label.clone(), path: format!("/{locale}/needs/{}", need.slug) },
    ]
}
