//! Numbers that are known to fit.

/// Returns a number that is known to be below 2^32: [`check`](crate::counted) refuses more
/// documents, terms and tokens before anything is counted in 32 bits.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "callers count what has been checked to fit"
)]
pub(crate) fn narrow(number: usize) -> u32 {
    debug_assert!(u32::try_from(number).is_ok());
    number as u32
}
