use crate::{Options, feed::Read, files::Loaded, ledger::Ledger};
use std::path::Path;
pub fn recognises(_loaded: &Loaded) -> bool { false }
pub fn records(loaded: Loaded, path: &Path, options: &Options, _ledger: &mut Ledger) -> Read {
    Read { source: crate::source::of_path(path, loaded.package.as_ref(), options), format: String::new(), records: Vec::new() }
}
