/// Of everything in `crates/portal/taxonomies` together. Raised by one with every change of it, so that in a rolling
/// update the older program knows that it is the older one.
pub const VERSION: i32 = 2;

#[cfg(test)]
mod tests {
    use crate::{
        taxonomies::{cards, hex, shipped},
        territories,
    };
    use sha2::{Digest, Sha256};

    /// Of what [`super::VERSION`] numbers.
    const CONTENT: &str = "bc202f81e40639db16c9b77e1e045b90";

    #[test]
    fn the_version_is_raised_with_every_change_of_the_files() {
        let mut all = Sha256::new();
        all.update(shipped::read().unwrap().hash);
        all.update(cards::read().unwrap().1);
        all.update(territories::built_in_hash());
        assert_eq!(
            hex(&all.finalize())[..32],
            *CONTENT,
            "what is shipped has changed: raise VERSION by one and put the hash on the left into CONTENT"
        );
    }
}
