//! Mistakes that visitors report: written down for the organisation and the desk, without asking who it is.

use crate::{Error, Portal, export, transaction};
use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use model::pages::Link;
use model::{
    Locale, MAX_REPORT_CONTACT, MAX_REPORT_TEXT, ReportDraft, ReportFaults, ReportId, ReportKind, ReportOutcome,
    ReportPage, ServiceId, Status, Text, TextFault,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::{FromRow, PgConnection, types::Json};
use std::io::Write;
use uuid::Uuid;

/// Reports of one service that are kept in a day: more say nothing new, and nobody can fill the database with them.
const MOST_OF_A_SERVICE: i64 = 20;
/// Of all services together.
const MOST_OF_ALL: i64 = 2_000;
const FORGOTTEN_AFTER_DAYS: i64 = 365;

/// What the form says of the service. `Gone` where it is not shown any more.
pub async fn page(portal: &Portal, id: ServiceId, locale: Locale) -> Result<ReportPage, Error> {
    let row: Row = sqlx::query_as(
        "select s.slug, s.name, s.status as status, o.name as organisation, o.status as organisation_status
         from service s join organisation o on o.id = s.organisation_id where s.id = $1",
    )
    .bind(id.0)
    .fetch_one(&portal.pool)
    .await?;
    let shown = |status: &str| status.parse().is_ok_and(Status::is_shown);
    if !shown(&row.status) || !shown(&row.organisation_status) {
        return Err(Error::Gone);
    }
    Ok(ReportPage {
        id,
        service: Link { label: row.name.0.read(locale).value, path: format!("/{locale}/services/{id}/{}", row.slug) },
        organisation: row.organisation.0.read(locale).value,
    })
}

#[derive(FromRow)]
struct Row {
    slug: String,
    name: Json<Text>,
    status: String,
    organisation: Json<Text>,
    organisation_status: String,
}

/// Takes a report from anybody: it needs no right, changes nothing that is shown, and is bounded by service and day.
/// `id` is that of the new row.
pub async fn file(
    portal: &Portal,
    service: ServiceId,
    draft: &ReportDraft,
    id: ReportId,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<ReportOutcome, Error> {
    let draft = tidied(draft);
    let kind = match checked(&draft) {
        Ok(kind) => kind,
        Err(faults) => return Ok(ReportOutcome::Faulty(faults)),
    };
    let key = key(service, kind, &draft);
    transaction(&portal.pool, move |connection| {
        async move {
            forget(connection, now).await?;
            if !is_room(connection, service, &key, now).await? {
                return Ok(ReportOutcome::Enough);
            }
            sqlx::query(
                "insert into report (id, service_id, kind, text, contact, locale, key, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key) do nothing",
            )
            .bind(id.0)
            .bind(service.0)
            .bind(kind.as_str())
            .bind(draft.text)
            .bind(draft.contact)
            .bind(locale.as_str())
            .bind(key)
            .bind(now)
            .execute(connection)
            .await?;
            Ok(ReportOutcome::Filed)
        }
        .boxed()
    })
    .await
}

/// Browsers send line breaks as two letters, which would count against the writer; Postgres keeps no NUL.
fn tidied(draft: &ReportDraft) -> ReportDraft {
    let tidy = |text: &str| text.replace("\r\n", "\n").replace('\0', "").trim().to_owned();
    ReportDraft { text: tidy(&draft.text), contact: tidy(&draft.contact), ..draft.clone() }
}

fn checked(draft: &ReportDraft) -> Result<ReportKind, ReportFaults> {
    let length = draft.text.chars().count();
    let silent = length == 0 && draft.kind == Some(ReportKind::Other);
    let faults = ReportFaults {
        kind: draft.kind.is_none(),
        text: match length {
            _ if silent => Some(TextFault::Missing),
            length if length > MAX_REPORT_TEXT => Some(TextFault::TooLong),
            _ => None,
        },
        contact: draft.contact.chars().count() > MAX_REPORT_CONTACT,
    };
    draft.kind.filter(|_| !faults.any()).ok_or(faults)
}

fn key(service: ServiceId, kind: ReportKind, draft: &ReportDraft) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [draft.key.as_str(), &service.to_string(), kind.as_str(), &draft.text, &draft.contact] {
        // With its length, so that no two reports are written alike.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// Whether one more may come today, or the same is there already. One at a time: the bound holds exactly.
async fn is_room(
    connection: &mut PgConnection,
    service: ServiceId,
    key: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('report', 0))").execute(&mut *connection).await?;
    let today = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let (known, of_service, of_all): (bool, i64, i64) = sqlx::query_as(
        "select exists (select from report where key = $1),
           (select count(*) from report where service_id = $2 and created_at >= $3),
           (select count(*) from report where created_at >= $3)",
    )
    .bind(key)
    .bind(service.0)
    .bind(today)
    .fetch_one(connection)
    .await?;
    Ok(known || (of_service < MOST_OF_A_SERVICE && of_all < MOST_OF_ALL))
}

async fn forget(connection: &mut PgConnection, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query("delete from report where created_at < $1")
        .bind(now - TimeDelta::days(FORGOTTEN_AFTER_DAYS))
        .execute(connection)
        .await?;
    Ok(())
}

/// A report as the desk reads it.
#[derive(Debug, PartialEq, Eq, Serialize, FromRow)]
pub struct Line {
    pub created_at: DateTime<Utc>,
    pub service_id: Uuid,
    pub service: Option<String>,
    pub organisation: Option<String>,
    pub kind: String,
    pub text: String,
    pub contact: String,
    pub locale: String,
}

const ALL: &str =
    "select r.created_at, r.service_id, read_text(s.name, $1) as service, read_text(o.name, $1) as organisation,
                     r.kind, r.text, r.contact, r.locale
                   from report r join service s on s.id = r.service_id join organisation o on o.id = s.organisation_id
                   where r.created_at >= $2 order by r.created_at desc, r.id";

/// What was reported within a year, newest first, as CSV; cells that a spreadsheet would take for a formula are
/// defused. Returns the number of lines.
pub async fn csv(portal: &Portal, locale: Locale, now: DateTime<Utc>, out: impl Write) -> Result<u64, Error> {
    let head = ["created_at", "service_id", "service", "organisation", "kind", "text", "contact", "locale"];
    let lines = sqlx::query_as::<_, Line>(ALL).bind(locale.as_str()).bind(oldest(now)).fetch(&portal.pool);
    export::csv(out, head, lines, |line| {
        [
            line.created_at.to_rfc3339(),
            line.service_id.to_string(),
            line.service.unwrap_or_default(),
            line.organisation.unwrap_or_default(),
            line.kind,
            line.text,
            line.contact,
            line.locale,
        ]
    })
    .await
}

/// The same as a JSON array.
pub async fn json(portal: &Portal, locale: Locale, now: DateTime<Utc>, out: impl Write) -> Result<u64, Error> {
    let lines: Vec<Line> = sqlx::query_as(ALL).bind(locale.as_str()).bind(oldest(now)).fetch_all(&portal.pool).await?;
    export::json(out, &lines)
}

/// Nothing older is shown either, where no report came that would have removed it.
fn oldest(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(FORGOTTEN_AFTER_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(kind: Option<ReportKind>, text: &str) -> ReportDraft {
        ReportDraft { kind, text: text.to_owned(), ..ReportDraft::default() }
    }

    #[test]
    fn what_cannot_be_taken_says_which_part() {
        let other = Some(ReportKind::Other);
        let limit = "ü".repeat(MAX_REPORT_TEXT);
        assert_eq!(checked(&draft(Some(ReportKind::Closed), "")), Ok(ReportKind::Closed));
        assert_eq!(checked(&draft(other, &limit)), Ok(ReportKind::Other));
        assert!(checked(&draft(None, "closed")).unwrap_err().kind);
        assert_eq!(checked(&draft(other, "")).unwrap_err().text, Some(TextFault::Missing));
        assert_eq!(checked(&draft(other, &format!("{limit}ü"))).unwrap_err().text, Some(TextFault::TooLong));
        let long = ReportDraft { contact: "c".repeat(MAX_REPORT_CONTACT + 1), ..draft(other, "x") };
        assert!(checked(&long).unwrap_err().contact);
    }

    #[test]
    fn line_breaks_count_once_and_edges_not_at_all() {
        assert_eq!(tidied(&draft(None, " a\r\nb\0 ")).text, "a\nb");
    }
}
