//! A list that somebody keeps on their device: its ids are in the address, and nothing of it is kept here.

use crate::{
    Error, Portal,
    search::found::{self, Wanted},
};
use chrono::{DateTime, Utc};
use model::{Locale, pages::SavedPage};
use uuid::Uuid;

/// Longer lists are cut.
pub const MOST: usize = 50;

/// The things of the list that can be seen, in its order.
pub async fn page(portal: &Portal, ids: &[Uuid], locale: Locale, now: DateTime<Utc>) -> Result<SavedPage, Error> {
    let mut once: Vec<Uuid> = Vec::new();
    for id in ids.iter().take(MOST) {
        if !once.contains(id) {
            once.push(*id);
        }
    }
    let items = found::load(portal, &Wanted::of_any_kind(&once), locale, now).await?;
    Ok(SavedPage { gone: (once.len() - items.len()) as u64, items })
}
