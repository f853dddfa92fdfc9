use super::changed;
use crate::test_database::{TestDatabase, now};
use chrono::{DateTime, Utc};
use model::{Locale, OrganisationId, OrganisationKind, Status, Text};
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
