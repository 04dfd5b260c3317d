//! A Jaccard threshold and the exact bounds that follow from it.

use crate::Error;
use crate::measures::jaccard_of_counts;

/// A Jaccard threshold in `0.0 < threshold <= 1.0`.
///
/// A pair of sets of sizes `x` and `y` with `o` elements in common reaches it when
/// `o as f64 / (x + y - o) as f64 >= threshold`, which is the very number that
/// [`jaccard`](crate::jaccard) returns. So 4 of 5 reaches `0.8`, and 2 of 3 reaches `2.0 / 3.0`.
///
/// # Example
/// ```
/// use wirecopy_similarity::Threshold;
///
/// assert_eq!(Threshold::new(0.7)?.value(), 0.7);
/// assert!(Threshold::new(0.0).is_err());
/// assert!(Threshold::new(f64::NAN).is_err());
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[must_use]
pub struct Threshold(f64);

impl Threshold {
    /// Takes a number above 0 and at most 1.
    ///
    /// # Errors
    /// [`Error::InvalidThreshold`] for every other number, infinities and NaN included.
    pub fn new(value: f64) -> Result<Self, Error> {
        if value > 0.0 && value <= 1.0 {
            Ok(Self(value))
        } else {
            Err(Error::InvalidThreshold { given: value })
        }
    }

    /// Returns the number.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }

    /// Whether sets of sizes `x` and `y` that share `overlap` elements reach the threshold.
    pub(crate) fn accepts(self, overlap: usize, x: usize, y: usize) -> bool {
        jaccard_of_counts(overlap, x, y) >= self.0
    }

    /// The smallest overlap with which sets of sizes `x` and `y` reach the threshold. It may exceed
    /// the smaller size: then no such pair does.
    ///
    /// The real-valued bound `t / (1 + t) * (x + y)` is only the first guess; the answer is
    /// settled with [`Self::accepts`], because correctly rounded division never falls when the
    /// overlap grows. So no rounding can lose or add a pair, and no epsilon is needed.
    pub(crate) fn required_overlap(self, x: usize, y: usize) -> usize {
        let guess = self.0 / (1.0 + self.0) * (x + y) as f64;
        settle(guess, x + y, |overlap| self.accepts(overlap, x, y))
    }

    /// The smallest size of a set that can reach the threshold with a set of size `x > 0`:
    /// the set would have to lie wholly inside the larger one.
    pub(crate) fn smallest_partner(self, x: usize) -> usize {
        settle(self.0 * x as f64, x, |y| self.accepts(y, x, y))
    }

    /// How many of the first elements of a set of size `x > 0`, in any order common to all sets,
    /// must be looked up to meet one element of every similar set that is not larger.
    ///
    /// The required overlap never falls when the partner grows, so the smallest partner decides.
    pub(crate) fn probe_prefix(self, x: usize) -> usize {
        let overlap = self.required_overlap(x, self.smallest_partner(x));
        x + 1 - overlap
    }

    /// How many of the first elements of a set of size `y > 0` must be indexed to be met by every
    /// similar set that is not smaller: the partner of equal size decides.
    pub(crate) fn index_prefix(self, y: usize) -> usize {
        y + 1 - self.required_overlap(y, y)
    }
}

/// The smallest number from 1 to `max` that `holds`, near `guess`. `holds` is monotone and true
/// at `max`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the guess is positive and at most `max`, up to rounding"
)]
fn settle(guess: f64, max: usize, holds: impl Fn(usize) -> bool) -> usize {
    let mut number = (guess as usize).clamp(1, max);
    while number > 1 && holds(number - 1) {
        number -= 1;
    }
    while number < max && !holds(number) {
        number += 1;
    }
    number
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_threshold_lies_above_zero_and_at_most_at_one() {
        for value in [f64::MIN_POSITIVE, 0.5, 1.0] {
            assert_eq!(Threshold::new(value).map(Threshold::value), Ok(value));
        }
        for value in [0.0, -0.0, -0.5, 1.0 + f64::EPSILON, f64::INFINITY] {
            assert_eq!(
                Threshold::new(value),
                Err(Error::InvalidThreshold { given: value })
            );
        }
        assert!(Threshold::new(f64::NAN).is_err());
    }

    /// Thresholds on, just below and just above simple fractions, where rounding decides.
    fn thresholds() -> impl Strategy<Value = Threshold> {
        (1_u32..=40, 1_u32..=40, -1_i8..=1).prop_map(|(a, b, step)| {
            let fraction = f64::from(a.min(b)) / f64::from(a.max(b));
            let value = match step {
                -1 => fraction.next_down(),
                0 => fraction,
                _ => fraction.next_up().min(1.0),
            };
            Threshold::new(value).expect("above 0 and at most 1")
        })
    }

    proptest! {
        #[test]
        fn bounds_are_the_smallest_numbers_that_hold(
            threshold in thresholds(),
            x in 1_usize..300,
            y in 1_usize..300,
        ) {
            let overlap = (1..x + y).find(|&o| threshold.accepts(o, x, y)).unwrap_or(x + y);
            prop_assert_eq!(threshold.required_overlap(x, y), overlap);
            let partner = (1..=x).find(|&y| threshold.accepts(y, x, y));
            prop_assert_eq!(Some(threshold.smallest_partner(x)), partner);
        }

        #[test]
        fn prefixes_leave_out_too_little_for_any_partner(
            threshold in thresholds(),
            x in 1_usize..200,
        ) {
            let outside_probe = x - threshold.probe_prefix(x);
            let outside_index = x - threshold.index_prefix(x);
            for y in 1..=x {
                prop_assert!(!threshold.accepts(outside_probe.min(y), x, y));
            }
            for y in x..2 * x {
                prop_assert!(!threshold.accepts(outside_index, x, y));
            }
        }
    }
}
