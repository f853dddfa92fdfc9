//! The bounds of a search, and how an answer says that it met one: nothing is left out silently.

use crate::{MAX_OFFSET, MAX_PER_PAGE, MAX_QUERY_BYTES, MAX_RADIUS_M, MAX_VALUES, MAX_WORDS};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Bytes of the words that are read.
    QueryBytes,
    /// Words that count: those that tell most.
    Words,
    /// Values of one filter.
    Values,
    /// Metres.
    Radius,
    /// Results on a page.
    PerPage,
    /// Results before the first that is shown.
    Offset,
    /// Parameters whose value says nothing, or that come after too many others: the first of them are named.
    Unread,
}

impl Limit {
    pub fn most(self) -> u32 {
        match self {
            Self::QueryBytes => MAX_QUERY_BYTES as u32,
            Self::Words => MAX_WORDS as u32,
            Self::Values | Self::Unread => MAX_VALUES as u32,
            Self::Radius => MAX_RADIUS_M,
            Self::PerPage => MAX_PER_PAGE,
            Self::Offset => MAX_OFFSET,
        }
    }
}

/// Something was asked beyond a limit, and was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limited {
    pub limit: Limit,
    pub most: u32,
    /// Words that were not searched for; parameters that were not read, as `name=value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
}

impl From<Limit> for Limited {
    fn from(limit: Limit) -> Self {
        Self { limit, most: limit.most(), left_out: Vec::new() }
    }
}
