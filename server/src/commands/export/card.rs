//! One card, sheet or poster as PDF.

use super::{
    super::{Console, database::with_portal_until_interrupted},
    To,
};
use anyhow::{Context, bail};
use app::{PageRequest, Sent};
use clap::Args;
use model::Locale;
use portal::Portal;
use print::{
    Paper,
    pdf::{self, Fonts, Pdf},
};
use std::{
    io::{IsTerminal, Write, stdout},
    process::ExitCode,
    sync::Arc,
};

const AFTER: &str = "\
Examples:
  bussola export card needs/food > food.pdf
  bussola export card needs/food --size a4 --locale it --with ar --output food.pdf
  bussola export card 'search?need=food&territory=2021:PTC4' --size a3 --locale pt --output poster.pdf
  bussola export card 'search?ids=bcd2345,bcd2346' --with ar --output list.pdf

The address of the code on it begins with BUSSOLA_ORIGIN. Lists get a short one, too, which stays.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// What it is about, as in an address: needs/SLUG, services/ID, organisations/ID, search?q=…, search?ids=CODE,CODE
    #[arg(value_name = "ABOUT")]
    about: String,
    /// a6 (a card for the pocket), a4 (a sheet), a3 (a poster) [default: a6, of a list a4]
    #[arg(long, value_name = "PAPER", value_parser = paper)]
    size: Option<Paper>,
    /// Further languages beside --locale: one on a6, two on a4, three on a3
    #[arg(long, value_name = "LOCALES", value_delimiter = ',', value_parser = super::super::locale)]
    with: Vec<Locale>,
    #[command(flatten)]
    to: To,
}

fn paper(text: &str) -> Result<Paper, String> {
    text.parse().map_err(|()| "known: a6, a4, a3".to_owned())
}

pub async fn run(console: &Console, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.to.output.is_none() && stdout().is_terminal() {
        bail!("a PDF is not for the screen: name a file with --output");
    }
    // Before a database is started for nothing.
    let fonts = Fonts::find(console.settings.fonts.as_deref())?;
    with_portal_until_interrupted(console, |portal| async move {
        // A print lasts: it gets its permanent code also where no import has given one yet.
        portal::codes::issue(&portal, &console.ids, console.clock.now()).await?;
        let (document, shown) = arguments.document(console, &portal, &fonts).await?;
        let (mut out, file) = arguments.to.open()?;
        out.write_all(&document).and_then(|()| out.flush()).context("cannot write the document")?;
        file.complete()?;
        eprintln!("{shown}");
        Ok(ExitCode::SUCCESS)
    })
    .await
}

impl Arguments {
    /// The bytes of the document, and a line about it.
    async fn document(&self, console: &Console, portal: &Portal, fonts: &Fonts) -> anyhow::Result<(Vec<u8>, String)> {
        let (about, locale, now) = (self.about.trim_matches('/'), self.to.locale, console.clock.now());
        let (path, query) = about.split_once('?').unwrap_or((about, ""));
        let with: Vec<&str> = self.with.iter().map(|locale| locale.as_str()).collect();
        let size = self.size.map(|paper| format!("size={}", paper.as_str()));
        let with = (!with.is_empty()).then(|| format!("with={}", with.join(",")));
        let query = [query.to_owned()].into_iter().filter(|query| !query.is_empty()).chain(size).chain(with);
        let request = PageRequest {
            path: format!("/{locale}/card/{path}"),
            query: query.collect::<Vec<_>>().join("&"),
            origin: console.settings.origin(),
            contact: None,
            now,
            assets: Arc::default(),
            accept_language: Some(locale),
            // A print lasts: a list gets its short address, too.
            sent: Some(Sent::default()),
            fresh: console.ids.uuid(now),
            styleguide: false,
            pdf: true,
            comes_from_us: false,
        };
        let sheet = match app::sheet(portal, request).await {
            Ok(sheet) => sheet,
            Err(page) => match page.status {
                404 => bail!("{about} is not known: needs/SLUG, services/ID, organisations/ID, search?q=…"),
                410 => bail!("{about} has been withdrawn"),
                status => bail!("{about} cannot be printed now ({status})"),
            },
        };
        let languages: Vec<&str> = sheet.columns.iter().map(|column| column.locale.as_str()).collect();
        let left_out = self.with.iter().any(|locale| !languages.contains(&locale.as_str()));
        let left_out = left_out.then_some("; this paper has no room for the others");
        let Pdf { bytes, left_out: letters } = pdf::pdf(&sheet, fonts)?;
        let letters = if letters.is_empty() { letters } else { format!("; no font has these letters: {letters}") };
        let shown = format!(
            "{} in {}, its code leads to {}{}{letters}",
            sheet.paper.as_str().to_uppercase(),
            languages.join(", "),
            sheet.address,
            left_out.unwrap_or_default()
        );
        Ok((bytes, shown))
    }
}
