//! Bytes of every class of page: what somebody gets who comes to it, who goes on to it, and who has it already.

use crate::{
    bytes::{BROTLI, FIRST_ANSWER},
    ground::Ground,
    http::{Answer, Client},
    server::Server,
    table::{Aim, Line},
};
use anyhow::{Context, Result, ensure};
use local_postgres::DATABASE;
use model::Locale;
use std::collections::BTreeSet;

/// The page alone: its style is there.
const SECOND: f64 = 8_000.0;
const AGAIN: f64 = 400.0;
/// As browsers say that a link of the same site was followed.
const FOLLOWED: [(&str, &str); 3] = [BROTLI, ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "navigate")];

/// The page of a class that weighs most, of all languages.
struct Heaviest {
    path: String,
    bytes: usize,
}

pub async fn measure(ground: &Ground, server: &Server) -> Result<Vec<Line>> {
    let classes = classes(ground, server).await?;
    let mut client = Client::connect(server.address)?;
    let mut lines = Vec::new();
    let mut again = Line::new("", "bytes", 0.0);
    for (class, paths) in classes {
        let mut heaviest: Option<Heaviest> = None;
        for path in Locale::ALL.iter().flat_map(|locale| paths.iter().map(move |path| format!("/{locale}{path}"))) {
            let bytes = client.get(&path, &[BROTLI])?.bytes;
            if heaviest.as_ref().is_none_or(|known| bytes > known.bytes) {
                heaviest = Some(Heaviest { path, bytes });
            }
        }
        let Heaviest { path, bytes } = heaviest.with_context(|| format!("no page of the class {class}"))?;
        let language = path.split('/').nth(1).unwrap_or_default();
        lines.push(
            Line::new(format!("first view: {class}, {language}"), "bytes", bytes as f64)
                .aim(Aim::OursAtMost(FIRST_ANSWER)),
        );
        let followed = client.get(&path, &FOLLOWED)?;
        let second = Line::new(format!("second view: {class}, {language}"), "bytes", followed.bytes as f64);
        lines.push(second.aim(Aim::OursAtMost(SECOND)));
        if let Some(known) = known(&mut client, &path, &followed)?.filter(|known| known.bytes as f64 > again.ours) {
            again = Line::new(format!("304: {class}"), "bytes", known.bytes as f64).aim(Aim::OursAtMost(AGAIN));
        }
    }
    lines.push(again);
    Ok(lines)
}

/// The answer to who has the page; none where nobody may keep it.
fn known(client: &mut Client, path: &str, had: &Answer) -> Result<Option<Answer>> {
    let is_kept = !had.header("cache-control").unwrap_or_default().contains("no-store");
    let Some(etag) = had.header("etag").filter(|_| is_kept) else { return Ok(None) };
    let [brotli, site, mode] = FOLLOWED;
    let known = client.get(path, &[brotli, site, mode, ("If-None-Match", etag)])?;
    ensure!(known.status == 304, "{path} answered {} to who has it", known.status);
    Ok(Some(known))
}

/// Paths after the language, by class. Of services and organisations those of the demonstration: the others are feeds'.
async fn classes(ground: &Ground, server: &Server) -> Result<Vec<(&'static str, Vec<String>)>> {
    let mut connection = ground.connect(DATABASE).await?;
    let listed: Vec<(String, String, String)> = sqlx::query_as(
        "select 'services', id::text, slug from service
         where source_record_id like 'demonstration%' and source_record_id not like '%~%' and status = 'active'
           and (ends_on is null or ends_on >= current_date)
         union all
         select 'organisations', id::text, slug from organisation
         where source_record_id like 'demonstration%' and source_record_id not like '%~%' and status = 'active'
         order by 1, 2",
    )
    .fetch_all(&mut connection)
    .await?;
    let under = |wanted: &str| -> Vec<String> {
        let of = listed.iter().filter(|(first, ..)| first == wanted);
        of.map(|(first, id, slug)| format!("/{first}/{id}/{slug}")).collect()
    };
    let service = listed.iter().find(|(first, ..)| first == "services").context("no demonstration data")?;
    let needs: Vec<String> = sqlx::query_scalar("select distinct need_slug from code where kind = 'need' order by 1")
        .fetch_all(&mut connection)
        .await?;
    let needs: Vec<String> = needs.iter().map(|need| format!("/needs/{need}")).collect();
    let cards = cards(server, &needs)?;
    let easy = cards.iter().map(|card| format!("{card}/easy")).collect();
    let fixed = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    Ok(vec![
        ("home", fixed(&[""])),
        ("search", fixed(&["/search?q=food", "/search?kind=service", "/search?need=housing&kind=service"])),
        ("nothing found", fixed(&["/search?q=zzzzqqqxxx"])),
        ("needs", fixed(&["/needs"])),
        ("need", needs),
        ("card", cards),
        ("easy card", easy),
        ("service", under("services")),
        ("organisation", under("organisations")),
        ("report", vec![format!("/services/{}/report", service.1)]),
        ("saved", fixed(&["/saved"])),
        ("printed card", vec![format!("/card/services/{}", service.1)]),
        ("privacy", fixed(&["/privacy"])),
        ("accessibility", fixed(&["/accessibility"])),
        ("safety", fixed(&["/safety"])),
        ("not found", fixed(&["/nothing-here"])),
    ])
}

/// Cards of countries: what pages of needs lead to.
fn cards(server: &Server, needs: &[String]) -> Result<Vec<String>> {
    let mut client = Client::connect(server.address)?;
    let mut found = BTreeSet::new();
    for need in needs {
        let page = client.get(&format!("/en{need}"), &[])?.ok("the page of a need")?;
        let page = String::from_utf8_lossy(&page.body).into_owned();
        let links = page.split("href=\"/en/needs/").skip(1).filter_map(|rest| rest.split('"').next());
        found.extend(links.filter(|link| link.matches('/').count() == 1).map(|link| format!("/needs/{link}")));
    }
    Ok(found.into_iter().collect())
}
