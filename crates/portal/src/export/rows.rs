use crate::{Error, Portal};
use chrono::{DateTime, NaiveDate, Utc};
use futures::{Stream, TryStreamExt, stream::BoxStream};
use model::Locale;
use serde::Serialize;
use sqlx::FromRow;
use std::{fmt, str::FromStr};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Json,
}

#[derive(Debug, thiserror::Error)]
#[error("csv or json")]
pub struct ParseFormatError;

impl FromStr for Format {
    type Err = ParseFormatError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(ParseFormatError),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "csv",
            Self::Json => "json",
        })
    }
}

/// One visible service, in one language, without tables inside: for spreadsheets and simple scripts.
#[derive(FromRow, Serialize)]
pub struct Row {
    id: Uuid,
    kind: String,
    name: Option<String>,
    summary: Option<String>,
    description: Option<String>,
    organisation: Option<String>,
    organisation_id: Uuid,
    needs: Vec<String>,
    audiences: Vec<String>,
    territories: Vec<String>,
    cost: String,
    languages: Vec<String>,
    formats: Vec<String>,
    places: Vec<String>,
    phones: Vec<String>,
    email: Option<String>,
    website: Option<String>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    updated_at: DateTime<Utc>,
    assured_at: Option<DateTime<Utc>>,
    source: Option<String>,
    licence: Option<String>,
    code: Option<String>,
}

impl Row {
    pub const COLUMNS: [&'static str; 24] = [
        "id",
        "kind",
        "name",
        "summary",
        "description",
        "organisation",
        "organisation_id",
        "needs",
        "audiences",
        "territories",
        "cost",
        "languages",
        "formats",
        "places",
        "phones",
        "email",
        "website",
        "starts_on",
        "ends_on",
        "updated_at",
        "assured_at",
        "source",
        "licence",
        "code",
    ];

    /// In the order of `COLUMNS`; lists are joined by `; `.
    pub fn cells(&self) -> [String; 24] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let list = |values: &[String]| values.join("; ");
        let day = |value: Option<NaiveDate>| value.map(|day| day.to_string()).unwrap_or_default();
        [
            self.id.to_string(),
            self.kind.clone(),
            text(&self.name),
            text(&self.summary),
            text(&self.description),
            text(&self.organisation),
            self.organisation_id.to_string(),
            list(&self.needs),
            list(&self.audiences),
            list(&self.territories),
            self.cost.clone(),
            list(&self.languages),
            list(&self.formats),
            list(&self.places),
            list(&self.phones),
            text(&self.email),
            text(&self.website),
            day(self.starts_on),
            day(self.ends_on),
            self.updated_at.to_rfc3339(),
            self.assured_at.map(|time| time.to_rfc3339()).unwrap_or_default(),
            text(&self.source),
            text(&self.licence),
            text(&self.code),
        ]
    }
}

const SERVICES: &str = "
select s.id, s.kind, read_text(s.name, $1) as name, read_text(s.summary, $1) as summary,
  read_text(s.description, $1) as description, read_text(o.name, $1) as organisation, o.id as organisation_id,
  array(select need_slug from service_need where service_id = s.id order by 1) as needs,
  array(select audience_slug from service_audience where service_id = s.id order by 1) as audiences,
  array(select territory_id from service_territory where service_id = s.id order by 1) as territories,
  s.cost, s.languages, s.formats,
  array(select concat_ws(', ', read_text(l.name, $1), l.street, concat_ws(' ', l.postal_code, l.locality), l.country)
        from service_at_location a join location l on l.id = a.location_id where a.service_id = s.id order by a.position) as places,
  array(select number from phone where service_id = s.id order by position) as phones,
  coalesce(s.email, o.email) as email, coalesce(s.website, o.website) as website,
  s.starts_on, s.ends_on, s.updated_at, s.assured_at, f.name as source, f.licence, c.code
from service s
join organisation o on o.id = s.organisation_id
left join source f on f.id = s.source_id
left join code c on c.kind = 'service' and c.id = s.id
where s.status in ('active', 'temporarily_closed') and o.status in ('active', 'temporarily_closed')
  and (s.ends_on is null or s.ends_on >= $2) and s.id > $3
order by s.id
limit $4";

/// Services per query: a whole directory in one would run into the statement timeout.
const PAGE: i64 = 1_000;

/// Every visible service, in the order of ids, page by page.
pub fn services(portal: &Portal, locale: Locale, today: NaiveDate) -> BoxStream<'_, Result<Row, Error>> {
    let pages = futures::stream::try_unfold(Some(Uuid::nil()), move |after| async move {
        let Some(after) = after else { return Ok(None) };
        let rows: Vec<Row> = sqlx::query_as(SERVICES)
            .bind(locale.as_str())
            .bind(today)
            .bind(after)
            .bind(PAGE)
            .fetch_all(&portal.pool)
            .await?;
        let next = rows.last().filter(|_| rows.len() as i64 == PAGE).map(|row| row.id);
        Ok::<_, Error>(Some((futures::stream::iter(rows.into_iter().map(Ok)), next)))
    });
    boxed(pages.try_flatten())
}

fn boxed<'a>(stream: impl Stream<Item = Result<Row, Error>> + Send + 'a) -> BoxStream<'a, Result<Row, Error>> {
    Box::pin(stream)
}
