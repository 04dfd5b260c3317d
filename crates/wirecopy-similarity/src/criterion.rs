//! When two sets count as similar, and the exact bounds that follow from it.

use std::num::NonZeroU32;

use crate::Threshold;

/// A measure with the value that a pair of sets has to reach.
///
/// A pair reaches it when the very number that the function of the measure returns is not below the
/// threshold. So 4 of 5 reaches a Jaccard similarity of `0.8`, and 2 of 3 reaches `2.0 / 3.0`.
///
/// # Example
/// ```
/// use std::num::NonZeroU32;
/// use wirecopy_similarity::{SetCriterion, Threshold};
///
/// let alike = SetCriterion::Jaccard(Threshold::new(0.8)?);
/// assert!(alike.accepts(4, 5, 4) && !alike.accepts(3, 5, 4));
/// let inside = SetCriterion::Containment(Threshold::new(0.8)?);
/// assert_eq!(inside.score(4, 100, 5), 0.8);
/// let ten_in_common = SetCriterion::Overlap(NonZeroU32::new(10).expect("10 is not 0"));
/// assert!(ten_in_common.accepts(10, 500, 20));
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use]
#[non_exhaustive]
pub enum SetCriterion {
    /// [`jaccard`](crate::jaccard) is at or above the threshold.
    Jaccard(Threshold),
    /// [`dice`](crate::dice) is at or above the threshold.
    Dice(Threshold),
    /// [`containment_of_smaller`](crate::containment_of_smaller), the share of the smaller set that
    /// stands in the larger one, is at or above the threshold.
    Containment(Threshold),
    /// [`overlap`](crate::overlap), the number of common elements, is at or above the count.
    Overlap(NonZeroU32),
}

impl SetCriterion {
    /// The value of the measure for sets of sizes `x` and `y` that share `overlap` elements.
    ///
    /// Every score that a join puts out and every comparison with a threshold goes through here, so
    /// that they cannot disagree. In `0.0..=1.0`, but for `Overlap`: there the count itself.
    #[must_use]
    pub fn score(&self, overlap: usize, x: usize, y: usize) -> f64 {
        match self {
            Self::Jaccard(_) => ratio(overlap, (x + y).saturating_sub(overlap)),
            Self::Dice(_) => ratio(2 * overlap, x + y),
            Self::Containment(_) => ratio(overlap, x.min(y)),
            Self::Overlap(_) => overlap as f64,
        }
    }

    /// Whether sets of sizes `x` and `y` that share `overlap` elements are similar.
    #[must_use]
    pub fn accepts(&self, overlap: usize, x: usize, y: usize) -> bool {
        match self {
            Self::Jaccard(threshold) | Self::Dice(threshold) | Self::Containment(threshold) => {
                self.score(overlap, x, y) >= threshold.value()
            }
            Self::Overlap(count) => overlap >= count.get() as usize,
        }
    }

    /// The smallest overlap with which sets of sizes `x` and `y` are similar. It may exceed the
    /// smaller size: then no such pair is. It never falls when one of the sizes grows.
    ///
    /// The real-valued bound is only the first guess; the answer is settled with
    /// [`Self::accepts`], because correctly rounded division never falls when the overlap grows. So
    /// no rounding can lose or add a pair, and no epsilon is needed.
    pub(crate) fn required_overlap(&self, x: usize, y: usize) -> usize {
        let (both, smaller) = ((x + y) as f64, x.min(y));
        let (guess, most) = match self {
            Self::Jaccard(threshold) => {
                let threshold = threshold.value();
                (threshold / (1.0 + threshold) * both, x + y)
            }
            Self::Dice(threshold) => (threshold.value() / 2.0 * both, x + y),
            Self::Containment(threshold) => (threshold.value() * smaller as f64, smaller),
            Self::Overlap(count) => return count.get() as usize,
        };
        settle(guess, most, |overlap| {
            // More than everything in common is not a similarity, but it ends the search.
            overlap >= x + y || self.accepts(overlap, x, y)
        })
    }

    /// Whether [`Self::required_overlap`] depends on the smaller of the sizes only, or on none.
    pub(crate) fn ignores_the_larger(&self) -> bool {
        matches!(self, Self::Containment(_) | Self::Overlap(_))
    }

    /// The smallest size of a set, up to `x`, that can be similar to a set of size `x > 0`: the
    /// set would have to lie wholly inside the larger one.
    pub(crate) fn smallest_partner(&self, x: usize) -> usize {
        let guess = match self {
            Self::Jaccard(threshold) => threshold.value() * x as f64,
            Self::Dice(threshold) => threshold.value() / (2.0 - threshold.value()) * x as f64,
            Self::Containment(_) => return 1,
            Self::Overlap(count) => return x.min(count.get() as usize),
        };
        settle(guess, x, |y| self.accepts(y, x, y))
    }

    /// How many of the first elements of a set of size `x > 0`, in any order common to all sets,
    /// must be looked up to meet one element of every similar set that is not larger.
    ///
    /// The required overlap never falls when the partner grows, so the smallest partner decides.
    /// For containment that is everything: the partner may be a single element.
    pub(crate) fn probe_prefix(&self, x: usize) -> usize {
        let overlap = self.required_overlap(x, self.smallest_partner(x));
        (x + 1).saturating_sub(overlap)
    }

    /// How many of the first elements of a set of size `y > 0` must be indexed to be met by every
    /// similar set that is not smaller: the partner of equal size decides.
    pub(crate) fn index_prefix(&self, y: usize) -> usize {
        (y + 1).saturating_sub(self.required_overlap(y, y))
    }
}

/// `part / whole`, and 0 for a part of nothing.
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
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

    fn criteria() -> impl Strategy<Value = SetCriterion> {
        prop_oneof![
            thresholds().prop_map(SetCriterion::Jaccard),
            thresholds().prop_map(SetCriterion::Dice),
            thresholds().prop_map(SetCriterion::Containment),
            (1_u32..400).prop_map(|count| {
                SetCriterion::Overlap(NonZeroU32::new(count).expect("above 0"))
            }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn bounds_are_the_smallest_numbers_that_hold(
            criterion in criteria(),
            x in 1_usize..300,
            y in 1_usize..300,
        ) {
            let reached = (1..=x.min(y)).find(|&o| criterion.accepts(o, x, y));
            let required = criterion.required_overlap(x, y);
            prop_assert_eq!(reached, (required <= x.min(y)).then_some(required));
            prop_assert!(criterion.required_overlap(x + 1, y) >= required);
            if let Some(partner) = (1..=x).find(|&y| criterion.accepts(y, x, y)) {
                prop_assert_eq!(criterion.smallest_partner(x), partner);
            }
        }

        #[test]
        fn prefixes_leave_out_too_little_for_any_partner(
            criterion in criteria(),
            x in 1_usize..200,
        ) {
            let outside_probe = x - criterion.probe_prefix(x);
            let outside_index = x - criterion.index_prefix(x);
            for y in 1..=x {
                prop_assert!(!criterion.accepts(outside_probe.min(y), x, y));
            }
            for y in x..2 * x {
                prop_assert!(!criterion.accepts(outside_index, x, y));
            }
        }
    }
}
