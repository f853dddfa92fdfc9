//! Rows that name only what a test is about. Needs, audiences and territories are made when they are not there.
//! Every builder writes the change log in the same transaction, as the portal does.

use super::{TestDatabase, now};
use chrono::{DateTime, NaiveDate, Utc};
use model::{Locale, OrganisationId, OrganisationKind, ServiceId, ServiceKind, Status, Text};
use sqlx::{Connection, PgConnection, types::Json};
use uuid::Uuid;

/// A social-economy organisation called "Casa Aberta".
pub fn organisation() -> OrganisationBuilder {
    OrganisationBuilder {
        name: Text::new(Locale::En, "Casa Aberta"),
        summary: None,
        kind: OrganisationKind::SocialEconomy,
        status: Status::Active,
        updated_at: now(),
        id: None,
    }
}

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

pub struct OrganisationBuilder {
    name: Text,
    summary: Option<Text>,
    kind: OrganisationKind,
    status: Status,
    updated_at: DateTime<Utc>,
    id: Option<Uuid>,
}

impl OrganisationBuilder {
    pub fn named(self, name: &str) -> Self {
        Self { name: Text::new(Locale::En, name), ..self }
    }

    pub fn summary(self, summary: &str) -> Self {
        Self { summary: Some(Text::new(self.name.source(), summary)), ..self }
    }

    pub fn kind(self, kind: OrganisationKind) -> Self {
        Self { kind, ..self }
    }

    pub fn status(self, status: Status) -> Self {
        Self { status, ..self }
    }

    pub fn updated_at(self, updated_at: DateTime<Utc>) -> Self {
        Self { updated_at, ..self }
    }

    /// Writes over the organisation of this id.
    pub fn id(self, id: OrganisationId) -> Self {
        Self { id: Some(id.0), ..self }
    }

    pub async fn save(self, database: &TestDatabase) -> OrganisationId {
        let mut connection = database.connection().await;
        let mut transaction = connection.begin().await.expect("begin");
        let id = self.save_in(database, &mut transaction).await;
        transaction.commit().await.expect("commit");
        id
    }

    pub async fn save_in(self, database: &TestDatabase, connection: &mut PgConnection) -> OrganisationId {
        let id = self.id.unwrap_or_else(|| database.ids.uuid(self.updated_at));
        sqlx::query(
            "insert into organisation (id, kind, status, slug, name, summary, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (id) do update set kind = excluded.kind, status = excluded.status, slug = excluded.slug,
               name = excluded.name, summary = excluded.summary, updated_at = excluded.updated_at",
        )
        .bind(id)
        .bind(self.kind.as_str())
        .bind(self.status.as_str())
        .bind(crate::slugs::slug(self.name.source_value(), "organisation"))
        .bind(Json(&self.name))
        .bind(self.summary.as_ref().map(Json))
        .bind(self.updated_at)
        .execute(&mut *connection)
        .await
        .expect("an organisation");
        changed(connection, "organisation", id).await;
        OrganisationId(id)
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
            self::territory(connection, territory, None).await;
            link(connection, "insert into service_territory values ($1, $2) on conflict do nothing", id, territory).await;
        }
        for (position, place) in (0..).zip(&self.places) {
            self.place(database, connection, id, position, *place).await;
        }
        changed(connection, "service", id).await;
        ServiceId(id)
    }

    async fn place(&self, database: &TestDatabase, connection: &mut PgConnection, service: Uuid, position: i32, at: (f64, f64)) {
        let (location, given) = (database.ids.uuid(self.updated_at), database.ids.uuid(self.updated_at));
        sqlx::query("insert into location (id, latitude, longitude, locality, country) values ($1, $2, $3, 'Évora', 'PT')")
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

/// A need that is not there is made, below `parent`, labelled by its slug.
pub async fn need(connection: &mut PgConnection, slug: &str, parent: Option<&str>) {
    sqlx::query("insert into need (slug, parent_slug, position, label) values ($1, $2, 0, $3) on conflict do nothing")
        .bind(slug)
        .bind(parent)
        .bind(Json(Text::new(Locale::En, slug)))
        .execute(&mut *connection)
        .await
        .expect("a need");
    taxonomy_changed(connection).await;
}

/// A territory (`scheme:code`) that is not there is made, below `parent`, named by its id.
pub async fn territory(connection: &mut PgConnection, id: &str, parent: Option<&str>) {
    let (scheme, code) = id.split_once(':').expect("scheme:code");
    sqlx::query(
        "insert into territory (scheme, code, level, parent_id, country, name, ancestors)
         select $1, $2, case when $3::text is null then 'country' else 'nuts2' end, $3, 'PT', $4,
           coalesce((select ancestors || id from territory where id = $3), '{}')
         on conflict do nothing",
    )
    .bind(scheme)
    .bind(code)
    .bind(parent)
    .bind(Json(Text::new(Locale::En, id)))
    .execute(&mut *connection)
    .await
    .expect("a territory");
    taxonomy_changed(connection).await;
}

async fn link(connection: &mut PgConnection, insert: &'static str, service: Uuid, other: &str) {
    sqlx::query(insert).bind(service).bind(other).execute(connection).await.expect("a link");
}

async fn changed(connection: &mut PgConnection, kind: &str, id: Uuid) {
    sqlx::query("insert into change (kind, id) values ($1, $2)").bind(kind).bind(id).execute(connection).await.expect("a change");
}

async fn taxonomy_changed(connection: &mut PgConnection) {
    sqlx::query("insert into change (kind) values ('taxonomy')").execute(connection).await.expect("a change");
}
