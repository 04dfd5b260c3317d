//! Sorting keys of 64 bits by their upper half.

/// How many bits one pass sorts by at most.
const BITS: u32 = 11;

/// Returns the upper half.
#[inline]
pub(crate) const fn high(key: u64) -> u32 {
    (key >> 32) as u32
}

/// Returns the lower half.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "that is what a half is")]
pub(crate) const fn low(key: u64) -> u32 {
    key as u32
}

/// Sorts by the upper half, equal ones by the lower half if the lower halves come in order.
///
/// Least significant digit first, over as many digits as the keys have; few keys are compared.
/// `spare` is memory that is used again.
pub(crate) fn sort_by_high_half(keys: &mut [u64], spare: &mut Vec<u64>) {
    /// Below, comparing is faster than counting 2,048 digits.
    const FEW: usize = 384;
    if keys.len() < FEW {
        keys.sort_unstable();
        return;
    }
    let mut union = 0;
    let mut intersection = u64::MAX;
    for &key in &*keys {
        union |= key;
        intersection &= key;
    }
    // From the first to the last bit in which keys differ, in as few passes as that takes, and in
    // digits no longer than that needs.
    let differ = (union ^ intersection) >> 32;
    if differ == 0 {
        return;
    }
    let first = differ.trailing_zeros();
    let bits = 64 - differ.leading_zeros() - first;
    let passes = bits.div_ceil(BITS);
    let digit = bits.div_ceil(passes);
    if spare.len() < keys.len() {
        spare.resize(keys.len(), 0);
    }
    let mut to = &mut spare[..keys.len()];
    let mut from = &mut *keys;
    for place in 0..passes {
        pass(from, to, 32 + first + place * digit, digit);
        std::mem::swap(&mut from, &mut to);
    }
    if passes % 2 == 1 {
        to.copy_from_slice(from);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a digit is what is left of the key"
)]
fn pass(from: &[u64], to: &mut [u64], shift: u32, bits: u32) {
    let mask = (1 << bits) - 1;
    // The mask is below `1 << BITS`, and this says so to the compiler.
    let digit = |key: u64| (key >> shift) as usize & mask & ((1 << BITS) - 1);
    let mut heads = [0_u32; 1 << BITS];
    let heads = &mut heads[..1 << BITS];
    for &key in from {
        heads[digit(key)] += 1;
    }
    let mut sum = 0;
    for head in &mut heads[..=mask] {
        sum += std::mem::replace(head, sum);
    }
    for &key in from {
        let head = &mut heads[digit(key)];
        to[*head as usize] = key;
        *head += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn keys_are_sorted_by_their_upper_half(high in proptest::collection::vec(0_u32..=u32::MAX, 0..1500), bits in 0_u32..32) {
            let mut keys: Vec<u64> = (0..).zip(&high).map(|(low, &high)| u64::from(high >> bits) << 32 | low).collect();
            let mut expected = keys.clone();
            expected.sort_unstable();
            sort_by_high_half(&mut keys, &mut vec![7; 3]);
            prop_assert_eq!(keys, expected);
        }
    }
}
