//! What somebody says is wrong about a service: the form as it was filled in, and what came of it.

use crate::{ReportKind, ServiceId, pages::Link};
use serde::{Deserialize, Serialize};

/// Letters that a report may have.
pub const MAX_REPORT_TEXT: usize = 2_000;
/// Letters that the way to answer may have.
pub const MAX_REPORT_CONTACT: usize = 200;

/// The form as it came: nothing of it is checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDraft {
    pub kind: Option<ReportKind>,
    pub text: String,
    /// How to reach whoever reports, where they want an answer.
    pub contact: String,
    /// Of the form that was filled in: sending the same again has no second effect.
    pub key: String,
}

/// What must be mended before a report can be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFaults {
    /// No kind was chosen.
    pub kind: bool,
    pub text: Option<TextFault>,
    /// It is too long.
    pub contact: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextFault {
    /// "Something else" says nothing without words.
    Missing,
    TooLong,
}

impl ReportFaults {
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportOutcome {
    /// Written down, now or when the same was sent before.
    Filed,
    Faulty(ReportFaults),
    /// So many came today that this one was not kept.
    Enough,
}

/// What the form and the thanks show of the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportPage {
    pub id: ServiceId,
    pub service: Link,
    pub organisation: String,
}
