use super::asked::Asked;
use crate::{routes::PDF, visit::Visit};
use i18n::say;
use leptos::prelude::*;
use model::Locale;
use print::{Column, Line, Paper, Row, Sheet, Style};
use ui::{Button, Icon, Notice, QrCode, Tone};

/// The short address of a list.
#[derive(Clone, Copy)]
pub enum Short {
    Offered,
    Given,
    /// No more today.
    Refused,
}

/// What is printed, below how to print it.
#[component]
pub fn CardPage(sheet: Sheet, asked: Asked, visit: Visit, short: Option<Short>) -> impl IntoView {
    let l = ui::locale();
    let name = sheet.title.clone();
    let paper = asked.paper;
    let room = asked.too_many.then(|| say!(l, paper.too_many, number = paper.most_languages().to_string()));
    view! {
        <div class="to-print">
            <h1>{name}</h1>
            <How asked=asked path=visit.path.clone() />
            {room.map(|text| view! { <Notice tone=Tone::Info>{text}</Notice> })}
            {short.map(|short| view! { <ShortAddress short=short visit=visit.clone() letters=sheet.letters.clone() /> })}
            <p>{say!(l, paper.how, paper = paper.as_str().to_uppercase())}</p>
            <p class="ways">
                <button class="button" type="button" hidden data-print="">
                    <Icon name="print" />
                    <span>{say!(l, paper.print)}</span>
                </button>
                {visit.pdf.then(|| view! { <Document visit=visit paper=paper /> })}
            </p>
        </div>
        <Printed sheet=sheet />
    }
}

/// Of the page itself; `ending` of its path, as [`PDF`].
pub fn address(visit: &Visit, ending: &str) -> String {
    let mark = if visit.query.is_empty() { "" } else { "?" };
    format!("/{}/{}{ending}{mark}{}", visit.locale, visit.path, visit.query)
}

/// A plain form: it is sent to the page's own address, which says what the list is.
#[component]
fn ShortAddress(short: Short, visit: Visit, letters: Option<String>) -> impl IntoView {
    let l = ui::locale();
    match short {
        Short::Given => view! {
            <p>
                {say!(l, paper.short_given)} " " <strong>
                    <bdi dir="ltr">{letters}</bdi>
                </strong>
            </p>
        }
        .into_any(),
        Short::Refused => view! { <Notice tone=Tone::Warning>{say!(l, paper.short_refused)}</Notice> }.into_any(),
        Short::Offered => view! {
            <form method="post" action=address(&visit, "")>
                <p>{say!(l, paper.short_about)}</p>
                <Button label=say!(l, paper.short_give) />
            </form>
        }
        .into_any(),
    }
}

/// The way to the document.
#[component]
fn Document(visit: Visit, paper: Paper) -> impl IntoView {
    let l = ui::locale();
    view! {
        <a href=address(&visit, PDF) type="application/pdf" rel="nofollow">
            {say!(l, paper.pdf, paper = paper.as_str().to_uppercase())}
        </a>
    }
}

/// Says so, and leads to the page that prints.
#[component]
pub fn NoDocument(title: &'static str, text: &'static str, visit: Visit) -> impl IntoView {
    let l = ui::locale();
    view! {
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <p>
            <a href=address(&visit, "") rel="nofollow">
                {say!(l, paper.no_pdf_link)}
            </a>
        </p>
    }
}

/// Paper and languages: a plain form, so that the choice is in the address.
#[component]
fn How(asked: Asked, path: String) -> impl IntoView {
    let l = ui::locale();
    let sizes = Paper::ALL.map(|paper| {
        let label = match paper {
            Paper::A6 => say!(l, paper.a6),
            Paper::A4 => say!(l, paper.a4),
            Paper::A3 => say!(l, paper.a3),
        };
        view! {
            <label>
                <input type="radio" name="size" value=paper.as_str() checked=paper == asked.paper />
                {label}
            </label>
        }
    });
    let others = Locale::ALL.into_iter().filter(|locale| *locale != l).map(|locale| {
        view! {
            <label>
                <input type="checkbox" name="with" value=locale.as_str() checked=asked.others.contains(&locale) />
                <span lang=locale.as_str() dir=locale.direction().as_str()>
                    {locale.own_name()}
                </span>
            </label>
        }
    });
    let kept =
        asked.parameters().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <form action=format!("/{l}/{path}")>
            {kept.collect_view()}
            <fieldset>
                <legend>{say!(l, paper.size)}</legend>
                {sizes.into_iter().collect_view()}
            </fieldset>
            <fieldset>
                <legend>{say!(l, paper.with)}</legend>
                {others.collect_view()}
            </fieldset>
            <Button label=say!(l, paper.show) />
        </form>
    }
}

#[component]
fn Printed(sheet: Sheet) -> impl IntoView {
    let l = ui::locale();
    let class = format!("sheet {} of-{}", sheet.paper.as_str(), sheet.columns.len());
    let foot = sheet.columns.iter().map(|column| {
        let (lang, dir) = marks(column.locale, l);
        view! { <p lang=lang dir=dir>{column.foot(sheet.more)}</p> }
    });
    let foot = foot.collect_view();
    let label = sheet.code_label.clone();
    let code = sheet.code().map(|code| view! { <QrCode code=code label=label /> });
    view! {
        <div class=class>
            <p class="brand">
                <Icon name="rose" />
                <span>{sheet.brand}</span>
            </p>
            <div class="columns">
                {sheet.columns.into_iter().map(|column| view! { <OneColumn column=column /> }).collect_view()}
            </div>
            <div class="foot">
                {code}
                <div>
                    {sheet.letters.map(|letters| view! { <p class="letters"><bdi dir="ltr">{letters}</bdi></p> })}
                    {foot}
                </div>
            </div>
        </div>
    }
}

#[component]
fn OneColumn(column: Column) -> impl IntoView {
    let locale = column.locale;
    let (lang, dir) = (locale.as_str(), locale.direction().as_str());
    view! {
        <section class="column" lang=lang dir=dir>
            <div class="headline">
                <p class="kind">{column.kind}</p>
                <h2>{said(column.title, locale)}</h2>
            </div>
            {column.rows.into_iter().map(|row| one_row(row, locale)).collect_view()}
        </section>
    }
}

fn one_row(row: Row, locale: Locale) -> AnyView {
    let lines = row.lines.into_iter();
    match row.style {
        Style::Lead => lines.map(|line| view! { <p class="said">{said(line, locale)}</p> }).collect_view().into_any(),
        Style::Fact => view! {
            <p class="said fact">
                <b>{row.label.text}</b>
                " "
                {lines.map(|line| view! { <span class="line">{said(line, locale)}</span> }).collect_view()}
            </p>
        }
        .into_any(),
        Style::Entry => view! {
            <div class="said entry">
                <h3>{said(row.label, locale)}</h3>
                {lines.map(|line| view! { <p>{said(line, locale)}</p> }).collect_view()}
            </div>
        }
        .into_any(),
    }
}

/// Marked where it is not in the language around it.
fn said(line: Line, around: Locale) -> AnyView {
    match marks(line.locale, around) {
        (None, _) => line.text.into_any(),
        (lang, dir) => view! { <span lang=lang dir=dir>{line.text}</span> }.into_any(),
    }
}

fn marks(locale: Locale, around: Locale) -> (Option<&'static str>, Option<&'static str>) {
    if locale == around { (None, None) } else { (Some(locale.as_str()), Some(locale.direction().as_str())) }
}
