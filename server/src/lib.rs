//! What serves the portal, apart from the program around it: tests call the real front.

pub mod clock;
pub mod serve;
pub mod settings;
