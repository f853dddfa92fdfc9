use super::{changed, need};
use crate::test_database::{TestDatabase, now};
use chrono::{DateTime, NaiveDate, Utc};
use model::{Locale, OrganisationId, ServiceId, ServiceKind, Status, Text};
use sqlx::{Connection, PgConnection, types::Json};
use uuid::Uuid;

/// An active service called "Advice" of an organisation made for it.
pub fn service() -> ServiceBuilder {
    ServiceBuilder {
        name: Text::new(Locale::En, "Advice"),
        summary: None,
        kind: ServiceKind::Service,
        status: Status::Active,
        organisation: None,
        needs: Vec::new(),
        audiences: Vec::new(),
        territories: Vec::new(),
        places: Vec::new(),
        opening_hours: None,
        ends_on: None,
        updated_at: now(),
        id: None,
    }
}

pub struct ServiceBuilder {
    name: Text,
    summary: Option<Text>,
    kind: ServiceKind,
    status: Status,
    organisation: Option<OrganisationId>,
    needs: Vec<String>,
    audiences: Vec<String>,
    territories: Vec<String>,
    places: Vec<(f64, f64)>,
    opening_hours: Option<String>,
    ends_on: Option<NaiveDate>,
    updated_at: DateTime<Utc>,
    id: Option<Uuid>,
}

impl ServiceBuilder {
    pub fn named(self, name: &str) -> Self {
        Self { name: Text::new(Locale::En, name), ..self }
    }

    /// Named in the language it was written in.
    pub fn named_in(self, locale: Locale, name: &str) -> Self {
        Self { name: Text::new(locale, name), ..self }
    }

    pub fn translated(self, locale: Locale, name: &str) -> Self {
        Self { name: self.name.with(locale, name), ..self }
    }

    pub fn summary(self, summary: &str) -> Self {
        Self { summary: Some(Text::new(self.name.source(), summary)), ..self }
    }

    pub fn kind(self, kind: ServiceKind) -> Self {
        Self { kind, ..self }
    }

    pub fn status(self, status: Status) -> Self {
        Self { status, ..self }
    }

    pub fn by(self, organisation: OrganisationId) -> Self {
        Self { organisation: Some(organisation), ..self }
    }

    pub fn need(mut self, slug: &str) -> Self {
        self.needs.push(slug.to_owned());
        self
    }

    pub fn audience(mut self, slug: &str) -> Self {
        self.audiences.push(slug.to_owned());
        self
    }

    /// A territory id, `scheme:code`; one that is not there becomes a country of that name.
    pub fn covering(mut self, territory: &str) -> Self {
        self.territories.push(territory.to_owned());
        self
    }

    /// Given at a place in Portugal.
    pub fn at(mut self, latitude: f64, longitude: f64) -> Self {
        self.places.push((latitude, longitude));
        self
    }

    /// Of all its places.
    pub fn open(self, opening_hours: &str) -> Self {
        Self { opening_hours: Some(opening_hours.to_owned()), ..self }
    }

    pub fn until(self, ends_on: NaiveDate) -> Self {
        Self { ends_on: Some(ends_on), ..self }
    }

    pub fn updated_at(self, updated_at: DateTime<Utc>) -> Self {
        Self { updated_at, ..self }
    }

    /// Writes over the service of this id; its links and places are added to.
    pub fn id(self, id: ServiceId) -> Self {
        Self { id: Some(id.0), ..self }
    }

    pub async fn save(self, database: &TestDatabase) -> ServiceId {
        let mut connection = database.connection().await;
        let mut transaction = connection.begin().await.expect("begin");
        let id = self.save_in(database, &mut transaction).await;
        transaction.commit().await.expect("commit");
        id
    }

    pub async fn save_in(self, database: &TestDatabase, connection: &mut PgConnection) -> ServiceId {
        let organisation = match self.organisation {
            Some(organisation) => organisation,
            None => super::organisation().save_in(database, connection).await,
        };
        let id = self.id.unwrap_or_else(|| database.ids.uuid(self.updated_at));
        sqlx::query(
            "insert into service (id, organisation_id, kind, status, slug, name, summary, ends_on, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (id) do update set organisation_id = excluded.organisation_id, kind = excluded.kind, status = excluded.status,
               slug = excluded.slug, name = excluded.name, summary = excluded.summary, ends_on = excluded.ends_on,
               updated_at = excluded.updated_at",
        )
        .bind(id)
        .bind(organisation.0)
        .bind(self.kind.as_str())
        .bind(self.status.as_str())
        .bind(crate::slugs::slug(self.name.source_value(), "service"))
        .bind(Json(&self.name))
        .bind(self.summary.as_ref().map(Json))
        .bind(self.ends_on)
        .bind(self.updated_at)
        .execute(&mut *connection)
        .await
        .expect("a service");
        for slug in &self.needs {
            need(connection, slug, None).await;
            link(connection, "insert into service_need values ($1, $2) on conflict do nothing", id, slug).await;
        }
        for slug in &self.audiences {
            let label = Json(Text::new(Locale::En, slug.as_str()));
            let insert = "insert into audience (slug, position, label) values ($1, 0, $2) on conflict do nothing";
            sqlx::query(insert).bind(slug).bind(label).execute(&mut *connection).await.expect("an audience");
            link(connection, "insert into service_audience values ($1, $2) on conflict do nothing", id, slug).await;
        }
        for territory in &self.territories {
            super::territory(connection, territory, None).await;
            link(connection, "insert into service_territory values ($1, $2) on conflict do nothing", id, territory)
                .await;
        }
        for (position, place) in (0..).zip(&self.places) {
            self.place(database, connection, id, position, *place).await;
        }
        changed(connection, "service", id).await;
        ServiceId(id)
    }

    async fn place(
        &self,
        database: &TestDatabase,
        connection: &mut PgConnection,
        service: Uuid,
        position: i32,
        at: (f64, f64),
    ) {
        let (location, given) = (database.ids.uuid(self.updated_at), database.ids.uuid(self.updated_at));
        sqlx::query(
            "insert into location (id, latitude, longitude, locality, country) values ($1, $2, $3, 'Évora', 'PT')",
        )
        .bind(location)
        .bind(at.0)
        .bind(at.1)
        .execute(&mut *connection)
        .await
        .expect("a location");
        sqlx::query("insert into service_at_location (id, service_id, location_id, position) values ($1, $2, $3, $4)")
            .bind(given)
            .bind(service)
            .bind(location)
            .bind(position)
            .execute(&mut *connection)
            .await
            .expect("a service at a location");
        if let Some(rule) = &self.opening_hours {
            sqlx::query("insert into schedule (id, service_at_location_id, opening_hours) values ($1, $2, $3)")
                .bind(database.ids.uuid(self.updated_at))
                .bind(given)
                .bind(rule)
                .execute(&mut *connection)
                .await
                .expect("a schedule");
        }
    }
}

async fn link(connection: &mut PgConnection, insert: &'static str, service: Uuid, other: &str) {
    sqlx::query(insert).bind(service).bind(other).execute(connection).await.expect("a link");
}
