/// The shipped files, in the order of loading.
pub const FILES: &[(&str, &str)] = &[];
