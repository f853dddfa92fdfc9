//! Bytes that travel to a phone.

use crate::{
    ground::Ground,
    http,
    server::Server,
    table::{Aim, Line},
};
use anyhow::{Context, Result, ensure};
use local_postgres::DATABASE;
use model::Locale;

/// What fits into TCP's first flight, with room for TLS.
pub const FIRST_ANSWER: f64 = 12_000.0;
const STYLE: f64 = 8_000.0;
/// A page with one counter, built with the same tools and compressed: our own measure of what cannot be avoided.
const COUNTER: f64 = 62_600.0;
pub const BROTLI: (&str, &str) = ("Accept-Encoding", "br");

/// What opening the map fetches, besides the places on it.
const MAP: [&str; 7] =
    ["map.js", "spots.js", "ground.js", "map.css", "maplibre-gl-csp.js", "maplibre-gl-csp-worker.js", "outlines.json"];

/// The longest demonstration service in each language, as a phone of that language gets it.
pub async fn first_answers(ground: &Ground, server: &Server) -> Result<Vec<Line>> {
    let mut connection = ground.connect(DATABASE).await?;
    let mut lines = Vec::new();
    for locale in Locale::ALL {
        let longest: Option<(String, bool)> = sqlx::query_as(
            "select c.code, s.name -> 'values' ? $1
             from service s join code c on c.kind = 'service' and c.id = s.id
             where s.source_record_id like 'demonstration%' and s.source_record_id not like '%~%'
               and s.status = 'active' and (s.ends_on is null or s.ends_on >= current_date)
             order by s.name -> 'values' ? $1 desc, octet_length(concat(read_text(s.name, $1), read_text(s.summary, $1),
               read_text(s.description, $1), read_text(s.eligibility, $1), read_text(s.application_process, $1))) desc
             limit 1",
        )
        .bind(locale.as_str())
        .fetch_optional(&mut connection)
        .await?;
        let (code, translated) = longest.context("no demonstration data")?;
        let headers = [BROTLI, ("Accept-Language", locale.as_str()), ("Connection", "close")];
        let answer = http::get(server.address, &format!("/q/{code}"), &headers)?.ok("the page of a code")?;
        let note = if translated { "" } else { " (text untranslated)" };
        lines.push(
            Line::new(format!("first answer of a QR code, {locale}{note}"), "bytes", answer.bytes as f64)
                .aim(Aim::OursAtMost(FIRST_ANSWER)),
        );
    }
    Ok(lines)
}

/// The heaviest page of a need, or card of one in a country, in each language, of all.
pub async fn first_answers_of(kind: &str, ground: &Ground, server: &Server) -> Result<Vec<Line>> {
    let mut connection = ground.connect(DATABASE).await?;
    let codes: Vec<(String, String)> =
        sqlx::query_as("select code, coalesce(need_slug, page) from code where kind = $1 order by 2")
            .bind(kind)
            .fetch_all(&mut connection)
            .await?;
    ensure!(!codes.is_empty(), "no {kind} has a code");
    let mut lines = Vec::new();
    for locale in Locale::ALL {
        let mut heaviest = ("", 0_usize);
        for (code, need) in &codes {
            let headers = [BROTLI, ("Accept-Language", locale.as_str()), ("Connection", "close")];
            let answer = http::get(server.address, &format!("/q/{code}"), &headers)?.ok("the page of a code")?;
            if answer.bytes > heaviest.1 {
                heaviest = (need, answer.bytes);
            }
        }
        lines.push(
            Line::new(
                format!("first answer of a {kind}'s QR code, {locale} ({})", heaviest.0),
                "bytes",
                heaviest.1 as f64,
            )
            .aim(Aim::OursAtMost(FIRST_ANSWER)),
        );
    }
    Ok(lines)
}

/// What the code of a printed list leads to: it is asked for as somebody asks who prints.
pub fn first_answers_of_lists(server: &Server) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for list in ["search?q=food", "search?need=housing&kind=service&around=NUTS:PT"] {
        let asked = http::post(server.address, &format!("/en/card/{list}"))?;
        ensure!(asked.status == 303, "{list} got no code: {}", asked.status);
        let page = http::get(server.address, &format!("/en/card/{list}"), &[])?.ok("a list on paper")?;
        let page = String::from_utf8_lossy(&page.body).into_owned();
        let code = page.split("/q/").nth(1).and_then(|rest| rest.get(..7)).context("no code on paper")?.to_owned();
        let mut heaviest = (Locale::En, 0_usize);
        for locale in Locale::ALL {
            let headers = [BROTLI, ("Accept-Language", locale.as_str()), ("Connection", "close")];
            let answer = http::get(server.address, &format!("/q/{code}"), &headers)?.ok("the page of a list's code")?;
            if answer.bytes > heaviest.1 {
                heaviest = (locale, answer.bytes);
            }
        }
        let name = format!("first answer of the code of {list}, heaviest: {}", heaviest.0);
        lines.push(Line::new(name, "bytes", heaviest.1 as f64).aim(Aim::OursAtMost(FIRST_ANSWER)));
    }
    Ok(lines)
}

pub fn assets(server: &Server) -> Result<Vec<Line>> {
    let page = http::get(server.address, "/en/search?q=food", &[])?.ok("the search page")?;
    let page = String::from_utf8_lossy(&page.body).into_owned();
    let size = |attribute: &str, ending: &str| -> Result<f64> {
        let path = (page.split(&format!("{attribute}=\"")).skip(1))
            .filter_map(|rest| rest.split('"').next())
            .find(|path| path.ends_with(ending))
            .with_context(|| format!("the search page names no {ending}"))?;
        Ok(http::get(server.address, path, &[BROTLI])?.ok(path)?.body.len() as f64)
    };
    let loader = (page.split("src=\"").skip(1)).filter_map(|rest| rest.split('"').next());
    let folder =
        loader.filter_map(|path| path.strip_suffix("loader.js")).next().context("the search page has no script")?;
    let mut map = 0.0;
    for name in MAP {
        let path = format!("{folder}map/{name}");
        map += http::get(server.address, &path, &[BROTLI])?.ok(&path)?.body.len() as f64;
    }
    let script = size("data-js", ".js")? + size("src", ".js")?;
    Ok(vec![
        Line::new("style, brotli", "bytes", size("href", ".css")?).aim(Aim::OursAtMost(STYLE)),
        Line::new("scripts, brotli", "bytes", script),
        Line::new("map, only when somebody opens it, brotli", "bytes", map),
        Line::new("WebAssembly, brotli / a lone counter", "bytes", size("data-wasm", ".wasm")?)
            .against(COUNTER)
            .aim(Aim::RatioAtMost(1.6)),
    ])
}
