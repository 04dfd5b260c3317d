//! `MurmurHash3` of 32 bits, by which scikit-learn hashes features.

/// Returns `MurmurHash3_x86_32` of the bytes (Austin Appleby, 2011) with seed 0, as a signed
/// number.
#[inline]
pub(crate) fn murmur3_32(bytes: &[u8]) -> i32 {
    const C1: u32 = 0xcc9e_2d51;
    const C2: u32 = 0x1b87_3593;
    let scrambled = |word: u32| word.wrapping_mul(C1).rotate_left(15).wrapping_mul(C2);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the reference takes 32 bits of it"
    )]
    let length = bytes.len() as u32;
    let mut hash = 0_u32;
    let mut words = bytes.chunks_exact(4);
    for word in &mut words {
        let word = u32::from_le_bytes(word.try_into().expect("four bytes"));
        hash ^= scrambled(word);
        hash = hash
            .rotate_left(13)
            .wrapping_mul(5)
            .wrapping_add(0xe654_6b64);
    }
    let mut tail = [0; 4];
    tail[..words.remainder().len()].copy_from_slice(words.remainder());
    hash ^= scrambled(u32::from_le_bytes(tail));
    hash ^= length;
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    (hash ^ hash >> 16).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_reference() {
        for (bytes, expected) in CASES {
            assert_eq!(murmur3_32(bytes.as_bytes()), *expected, "{bytes}");
        }
    }

    /// Computed by `sklearn.utils.murmurhash3_32`.
    const CASES: &[(&str, i32)] = &[
        ("", 0),
        ("a", 1_009_084_850),
        ("ab", -1_681_926_305),
        ("abc", -1_277_324_294),
        ("abcd", 1_139_631_978),
        ("harbour", 1_245_317_193),
        ("harbours", -985_598_804),
        ("été", 865_297_935),
        ("the quick brown fox", 519_850_996),
        ("😀", -1_095_487_750),
    ];
}
