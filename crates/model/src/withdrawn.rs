use crate::{FoundItem, pages::Link};
use serde::{Deserialize, Serialize};

/// What helps whoever comes for a service that is no longer shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WithdrawnPage {
    /// What it was for.
    pub needs: Vec<Link>,
    /// What meets the same needs, nearest to the old place first.
    pub similar: Vec<FoundItem>,
}
