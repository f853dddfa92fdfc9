//! The records that are replicated: real open data where it lies beside the checkout, and the demonstration data,
//! which alone speaks all the languages.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use model::record::{OrganisationRecord, Record, ServiceRecord, Source};
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

/// Folder below the feeds, and whether it is one feed or each of its files is.
const FEEDS: [(&str, bool); 3] =
    [("en-baltimore-hsds", true), ("fr-data-inclusion", true), ("fr-mediation-numerique", false)];

#[derive(Default)]
pub struct Base {
    /// Demonstration first.
    pub services: Vec<ServiceRecord>,
    pub organisations: HashMap<String, OrganisationRecord>,
    pub demonstration: usize,
    /// For people.
    pub sources: Vec<String>,
}

pub fn read(folder: &Path, now: DateTime<Utc>) -> Result<Base> {
    let mut base = Base::default();
    for (file, text) in portal::demonstration::FILES {
        let (source, records) = portal::demonstration::read(file, text, now)?;
        base.add(&source, records);
    }
    base.demonstration = base.services.len();
    for path in paths(folder)? {
        let feed = open_data::read(&path, &open_data::Options::default(), &mut |_, _| ())
            .with_context(|| format!("cannot read {}", path.display()))?;
        base.add(&feed.source, feed.records);
    }
    Ok(base)
}

fn paths(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for (name, whole) in FEEDS {
        let path = folder.join(name);
        if !path.is_dir() {
            continue;
        }
        if whole {
            paths.push(path);
            continue;
        }
        let files = fs::read_dir(&path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
        let data = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "csv" || ending == "json");
        paths.extend(files.into_iter().filter(data));
    }
    paths.sort();
    Ok(paths)
}

impl Base {
    /// All feeds become one, so ids carry the feed they came from.
    fn add(&mut self, source: &Source, records: Vec<Record>) {
        let own = |id: &str| format!("{}/{id}", source.key);
        let before = self.services.len();
        for record in records {
            match record {
                Record::Organisation(mut organisation) => {
                    organisation.source_id = own(&organisation.source_id);
                    organisation
                        .locations
                        .iter_mut()
                        .for_each(|location| location.source_id = own(&location.source_id));
                    self.organisations.insert(organisation.source_id.clone(), organisation);
                }
                Record::Service(mut service) => {
                    service.source_id = own(&service.source_id);
                    service.organisation = own(&service.organisation);
                    service
                        .places
                        .iter_mut()
                        .for_each(|place| place.location.source_id = own(&place.location.source_id));
                    self.services.push(service);
                }
            }
        }
        self.sources.push(format!("{} ({})", source.key, self.services.len() - before));
    }
}
