//! The feed's name card, from what the operator, the mapping, the package and the path say.

use crate::{Options, files::Package};
use model::{Locale, record::Source};
use std::path::Path;

/// For feeds without a mapping.
pub fn of_path(path: &Path, package: Option<&Package>, options: &Options) -> Source {
    let package = package.cloned().unwrap_or_default();
    let path = if path.file_name().is_some_and(|name| name == "datapackage.json") {
        path.parent().unwrap_or(path)
    } else {
        path
    };
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let key = options.source_key.clone().unwrap_or_else(|| {
        let key = slug::slugify(package.name.as_deref().unwrap_or(&name));
        if key.is_empty() { "import".to_owned() } else { key }
    });
    Source {
        key,
        name: package.title.or(package.name).unwrap_or(name),
        licence: package.licence,
        licence_url: package.licence_url,
        url: package.homepage,
        locale: options.locale.unwrap_or(Locale::En),
    }
}
