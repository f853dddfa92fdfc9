//! The mappings that come with the program; each is recognised by its columns.

use super::Mapping;
use std::sync::LazyLock;

const SHIPPED: [&str; 7] = [
    include_str!("../../mappings/data-inclusion-services.toml"),
    include_str!("../../mappings/data-inclusion-structures.toml"),
    include_str!("../../mappings/mediation-numerique.toml"),
    include_str!("../../mappings/aidants-connect.toml"),
    include_str!("../../mappings/france-services.toml"),
    include_str!("../../mappings/hub-lo.toml"),
    include_str!("../../mappings/gironde.toml"),
];

/// A shipped file that does not parse is left out; the test below sees to it that all do.
pub static MAPPINGS: LazyLock<Vec<Mapping>> =
    LazyLock::new(|| SHIPPED.iter().filter_map(|text| Mapping::parse(text, "shipped").ok()).collect());

pub fn shipped_names() -> impl Iterator<Item = &'static str> {
    MAPPINGS.iter().map(|mapping| mapping.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mapping_parses() {
        for text in SHIPPED {
            Mapping::parse(text, "shipped").unwrap();
        }
    }
}
