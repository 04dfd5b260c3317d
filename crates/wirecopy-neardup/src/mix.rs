//! Mixing of 64 bits.

/// A bijection of 64 bits in which each bit depends on all: the finaliser of `SplitMix64` (Steele,
/// Lea, Flood: *Fast splittable pseudorandom number generators*, OOPSLA 2014).
#[inline]
pub(crate) const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
