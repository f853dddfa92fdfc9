//! Rows that name only what a test is about. Needs, audiences and territories are made when they are not there.
//! Every builder writes the change log in the same transaction, as the portal does.

mod organisation;
mod service;

pub use organisation::{OrganisationBuilder, organisation};
pub use service::{ServiceBuilder, service};

use model::{Locale, Text};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

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

async fn changed(connection: &mut PgConnection, kind: &str, id: Uuid) {
    sqlx::query("insert into change (kind, id) values ($1, $2)")
        .bind(kind)
        .bind(id)
        .execute(connection)
        .await
        .expect("a change");
}

async fn taxonomy_changed(connection: &mut PgConnection) {
    sqlx::query("insert into change (kind) values ('taxonomy')").execute(connection).await.expect("a change");
}
