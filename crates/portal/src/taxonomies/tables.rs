use super::{
    cards::Card,
    shipped::{Audience, Expertise, Need},
};
use crate::Error;
use sqlx::{PgConnection, types::Json};

pub async fn write_needs(connection: &mut PgConnection, needs: &[Need]) -> Result<(), Error> {
    sqlx::query(
        "insert into need (slug, parent_slug, position, icon, sensitive, label, synonyms, about, retired)
         select slug, parent_slug, position, icon, sensitive, label, synonyms, about, false
         from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::bool[], $6::jsonb[], $7::jsonb[], $8::jsonb[])
           as t(slug, parent_slug, position, icon, sensitive, label, synonyms, about)
         on conflict (slug) do update set
           parent_slug = excluded.parent_slug, position = excluded.position, icon = excluded.icon,
           sensitive = excluded.sensitive, label = excluded.label, synonyms = excluded.synonyms,
           about = excluded.about, retired = false",
    )
    .bind(slugs(needs, |need| &need.slug))
    .bind(needs.iter().map(|need| need.parent.clone()).collect::<Vec<_>>())
    .bind(positions(needs.len()))
    .bind(needs.iter().map(|need| need.icon.clone()).collect::<Vec<_>>())
    .bind(needs.iter().map(|need| need.sensitive).collect::<Vec<_>>())
    .bind(needs.iter().map(|need| Json(&need.label)).collect::<Vec<_>>())
    .bind(needs.iter().map(|need| Json(&need.synonyms)).collect::<Vec<_>>())
    .bind(needs.iter().map(|need| Json(&need.about)).collect::<Vec<_>>())
    .execute(&mut *connection)
    .await?;
    sqlx::query("update need set retired = true where slug <> all($1) and not retired")
        .bind(slugs(needs, |need| &need.slug))
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn write_audiences(connection: &mut PgConnection, audiences: &[Audience]) -> Result<(), Error> {
    sqlx::query(
        "insert into audience (slug, position, label, synonyms, retired)
         select slug, position, label, synonyms, false
         from unnest($1::text[], $2::int[], $3::jsonb[], $4::jsonb[]) as t(slug, position, label, synonyms)
         on conflict (slug) do update set
           position = excluded.position, label = excluded.label, synonyms = excluded.synonyms, retired = false",
    )
    .bind(slugs(audiences, |audience| &audience.slug))
    .bind(positions(audiences.len()))
    .bind(audiences.iter().map(|audience| Json(&audience.label)).collect::<Vec<_>>())
    .bind(audiences.iter().map(|audience| Json(&audience.synonyms)).collect::<Vec<_>>())
    .execute(&mut *connection)
    .await?;
    sqlx::query("update audience set retired = true where slug <> all($1) and not retired")
        .bind(slugs(audiences, |audience| &audience.slug))
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn write_expertise(connection: &mut PgConnection, expertise: &[Expertise]) -> Result<(), Error> {
    sqlx::query(
        "insert into expertise (slug, parent_slug, position, label, retired)
         select slug, parent_slug, position, label, false
         from unnest($1::text[], $2::text[], $3::int[], $4::jsonb[]) as t(slug, parent_slug, position, label)
         on conflict (slug) do update set
           parent_slug = excluded.parent_slug, position = excluded.position, label = excluded.label, retired = false",
    )
    .bind(slugs(expertise, |expertise| &expertise.slug))
    .bind(expertise.iter().map(|expertise| expertise.parent.clone()).collect::<Vec<_>>())
    .bind(positions(expertise.len()))
    .bind(expertise.iter().map(|expertise| Json(&expertise.label)).collect::<Vec<_>>())
    .execute(&mut *connection)
    .await?;
    sqlx::query("update expertise set retired = true where slug <> all($1) and not retired")
        .bind(slugs(expertise, |expertise| &expertise.slug))
        .execute(connection)
        .await?;
    Ok(())
}

/// What is no longer shipped goes: nothing points at a card but its need.
pub async fn write_cards(connection: &mut PgConnection, cards: Vec<Card>) -> Result<(), Error> {
    sqlx::query("delete from card").execute(&mut *connection).await?;
    for card in cards {
        sqlx::query(
            "insert into card (need_slug, country, written_on, what_exists, gives, decides, object, law, bring,
               first_step, easy_exists, easy_right, easy_first_step)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(card.need)
        .bind(card.country)
        .bind(card.written_on)
        .bind(Json(card.what_exists))
        .bind(Json(card.gives))
        .bind(Json(card.decides))
        .bind(Json(card.object))
        .bind(Json(card.law))
        .bind(Json(card.bring))
        .bind(Json(card.first_step))
        .bind(Json(card.easy_exists))
        .bind(Json(card.easy_right))
        .bind(Json(card.easy_first_step))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

fn slugs<T>(rows: &[T], slug: fn(&T) -> &String) -> Vec<String> {
    rows.iter().map(|row| slug(row).clone()).collect()
}

fn positions(count: usize) -> Vec<i32> {
    (0..).take(count).collect()
}
