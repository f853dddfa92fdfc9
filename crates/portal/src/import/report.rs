use model::record::{Refusal, StillListed};
use serde::Serialize;
use std::fmt;

#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// Only say what would happen.
    pub dry_run: bool,
    /// Whole records per transaction.
    pub chunk: usize,
    /// The feed is complete: what it no longer lists has vanished. Leave off for a part of a feed.
    pub mark_vanished: bool,
    /// Believe the feed even where it looks broken off: see [`Spared`].
    pub allow_vanish: bool,
    /// What the reader refused: it has not vanished.
    pub still_listed: StillListed,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            dry_run: false,
            chunk: 1_000,
            mark_vanished: true,
            allow_vanish: false,
            still_listed: StillListed::default(),
        }
    }
}

/// Why nothing was marked as vanished, though the feed does not list everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spared {
    /// Of services, or of organisations, the feed lists none at all.
    NothingListed,
    /// More than a third of them at once, and more than twenty.
    TooMany,
    /// Rows were refused that do not say which record they are.
    UnnamedRows,
}

impl fmt::Display for Spared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NothingListed => "the feed lists no services, or no organisations, at all",
            Self::TooMany => "more than a third would vanish at once",
            Self::UnnamedRows => "refused rows do not say which record they are",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Checking,
    Planning,
    Writing,
    Finishing,
}

#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub stage: Stage,
    /// Records, of `total`.
    pub done: usize,
    pub total: usize,
}

/// What an import did, or would do.
///
/// Every record in is counted once: `created + updated + unchanged + merged + refused_whole() == records`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    pub source: String,
    pub dry_run: bool,
    pub records: usize,
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// Branches folded into a service that is kept once.
    pub merged: usize,
    /// Rows of earlier runs that the feed no longer lists.
    pub vanished: usize,
    /// Rows of earlier runs that the feed does not list, left as they are because ...
    pub spared: usize,
    pub spared_because: Option<Spared>,
    /// Kept things in this feed.
    pub organisations: usize,
    pub services: usize,
    pub places: usize,
    /// Whole records, and values of records that went in without them.
    pub refused: Vec<Refusal>,
}

impl Report {
    pub fn refused_whole(&self) -> usize {
        self.refused.iter().filter(|refusal| !refusal.partial).count()
    }

    /// Whether every record in is accounted for.
    pub fn adds_up(&self) -> bool {
        self.created + self.updated + self.unchanged + self.merged + self.refused_whole() == self.records
    }

    /// Sums the reports of several sources.
    pub fn add(&mut self, other: Self) {
        if !self.source.is_empty() {
            self.source.push_str(", ");
        }
        self.source.push_str(&other.source);
        self.dry_run |= other.dry_run;
        self.records += other.records;
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.merged += other.merged;
        self.vanished += other.vanished;
        self.spared += other.spared;
        self.spared_because = self.spared_because.or(other.spared_because);
        self.organisations += other.organisations;
        self.services += other.services;
        self.places += other.places;
        self.refused.extend(other.refused);
    }
}
