//! The change log and what follows it.

use crate::{Portal, health::IndexState};
use std::sync::atomic::Ordering;

/// The index of this instance, when it has one.
#[derive(Default)]
pub(crate) struct Slot;

impl Slot {
    pub(crate) fn state(&self) -> IndexState {
        IndexState::Off
    }
}

/// Grows whenever changes have reached this instance: whatever was made of an earlier generation may be stale. In
/// memory only; equal numbers of two instances, or before and after a restart, say nothing of each other.
pub fn content_generation(portal: &Portal) -> u64 {
    portal.memory.generation.load(Ordering::Acquire)
}

impl Portal {
    pub(crate) fn is_followed(&self) -> bool {
        self.memory.index.state() != IndexState::Off
    }
}
