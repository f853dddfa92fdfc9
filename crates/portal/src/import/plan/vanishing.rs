use super::{PlannedOrganisation, PlannedService};
use crate::import::{
    check::Checked,
    known::{Existing, Known},
    report::{ImportOptions, Spared},
};
use std::collections::HashSet;
use uuid::Uuid;

/// Feeds change: this many may go without a question.
const FEW: usize = 20;
/// More than one in so many at once looks like a download that broke off.
const SHARE: usize = 3;

/// What the feed no longer lists, and whether that is to be believed.
pub struct Vanishing {
    pub organisations: Vec<Uuid>,
    pub services: Vec<Uuid>,
    /// Not listed, and left as they are all the same.
    pub spared: usize,
    pub spared_because: Option<Spared>,
}

impl Vanishing {
    pub fn find(
        known: &Known,
        checked: &Checked,
        organisations: &[PlannedOrganisation],
        services: &[PlannedService],
        options: &ImportOptions,
    ) -> Self {
        let lives = |row: &Existing| !row.vanished && !row.withdrawn;
        let claimed: HashSet<Uuid> = services.iter().map(|service| service.id).collect();
        let in_branches: HashSet<&str> =
            services.iter().flat_map(|service| &service.branches).map(String::as_str).collect();
        let mut unlisted = Vec::new();
        // What has become a branch of another is not lost, whatever the feed looks like.
        let mut folded = Vec::new();
        // An organisation whose services are still there is still there.
        let mut giving: HashSet<Uuid> = services.iter().map(|service| service.organisation_id).collect();
        for (record, row) in known.services.iter().filter(|(_, row)| lives(row) && !claimed.contains(&row.id)) {
            if in_branches.contains(record.as_str()) {
                folded.push(row.id);
            } else if options.mark_vanished && !checked.refused_services.contains(record) {
                unlisted.push(row.id);
            } else {
                giving.extend(row.organisation);
            }
        }
        let listed: HashSet<Uuid> = organisations.iter().map(|organisation| organisation.id).collect();
        let gone: Vec<Uuid> = (known.organisations.iter())
            .filter(|(record, row)| {
                options.mark_vanished
                    && lives(row)
                    && !listed.contains(&row.id)
                    && !giving.contains(&row.id)
                    && !checked.refused_organisations.contains(*record)
            })
            .map(|(_, row)| row.id)
            .collect();

        let because = (!options.allow_vanish)
            .then(|| {
                let lists_services = !services.is_empty() || !checked.refused_services.is_empty();
                let lists_organisations = !organisations.is_empty() || !checked.refused_organisations.is_empty();
                let living = |rows: &mut dyn Iterator<Item = &Existing>| rows.filter(|row| lives(row)).count();
                doubt(unlisted.len(), living(&mut known.services.values()), lists_services)
                    .or_else(|| doubt(gone.len(), living(&mut known.organisations.values()), lists_organisations))
                    .or_else(|| {
                        let any = unlisted.len() + gone.len() > 0;
                        (any && options.still_listed.unnamed > 0).then_some(Spared::UnnamedRows)
                    })
            })
            .flatten();
        if because.is_some() {
            let spared = unlisted.len() + gone.len();
            return Self { organisations: Vec::new(), services: folded, spared, spared_because: because };
        }
        folded.append(&mut unlisted);
        Self { organisations: gone, services: folded, spared: 0, spared_because: None }
    }
}

/// Of `living` rows of one kind `unlisted` would go.
fn doubt(unlisted: usize, living: usize, lists_any: bool) -> Option<Spared> {
    if unlisted > 0 && !lists_any {
        Some(Spared::NothingListed)
    } else if unlisted > FEW && unlisted * SHARE > living {
        Some(Spared::TooMany)
    } else {
        None
    }
}
