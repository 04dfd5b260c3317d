//! The hash of a word.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The seed of every hash that this crate computes: the bytes of `wirecopy` in ASCII, read as a
/// big-endian number.
///
/// Hashes may be written to files, so the seed changes only together with a file format.
pub const SEED: u64 = 0x7769_7265_636f_7079;

/// Returns the hash of a word in its folded form (see [`fold`](crate::fold)): XXH3-64 of its UTF-8
/// bytes with [`SEED`].
///
/// Two different words of one text collection of 10 million distinct words share a hash with a
/// probability of about 3 in a million.
///
/// # Example
/// ```
/// use wirecopy_text::{fold, hash_word};
///
/// assert_eq!(hash_word(&fold("Don’t")), hash_word("don't"));
/// ```
#[inline]
#[must_use]
pub fn hash_word(folded: &str) -> u64 {
    xxh3_64_with_seed(folded.as_bytes(), SEED)
}

/// Returns the hash of bytes: XXH3-64 with [`SEED`], for UTF-8 the same as [`hash_word`].
///
/// # Example
/// ```
/// use wirecopy_text::{hash_bytes, hash_word};
///
/// assert_eq!(hash_bytes(b"harbour"), hash_word("harbour"));
/// ```
#[inline]
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    xxh3_64_with_seed(bytes, SEED)
}

/// Returns [`hash_word`] of the folded form of an ASCII word.
#[inline]
pub(crate) fn hash_ascii_word(word: &[u8], has_upper: bool) -> u64 {
    /// Longer words are rare enough to be copied to the heap.
    const ROOM: usize = 32;
    if !has_upper {
        return xxh3_64_with_seed(word, SEED);
    }
    let mut room = [0; ROOM];
    match room.get_mut(..word.len()) {
        Some(folded) => {
            folded.copy_from_slice(word);
            folded.make_ascii_lowercase();
            xxh3_64_with_seed(folded, SEED)
        }
        None => xxh3_64_with_seed(&word.to_ascii_lowercase(), SEED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_spells_the_name() {
        assert_eq!(SEED.to_be_bytes(), *b"wirecopy");
    }

    #[test]
    fn different_words_have_different_hashes() {
        assert_ne!(hash_word("harbour"), hash_word("harbours"));
        assert_ne!(hash_word(""), hash_word("a"));
    }

    #[test]
    fn the_shortcut_for_ascii_agrees_with_folding() {
        for length in 1..70 {
            let word = "Harbour3".repeat(9)[..length].to_owned();
            assert_eq!(
                hash_ascii_word(word.as_bytes(), true),
                hash_word(&crate::fold(&word))
            );
            let folded = word.to_ascii_lowercase();
            assert_eq!(
                hash_ascii_word(folded.as_bytes(), false),
                hash_word(&folded)
            );
        }
    }
}
