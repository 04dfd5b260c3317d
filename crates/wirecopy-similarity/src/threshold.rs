//! The value that a similarity has to reach.

use crate::Error;

/// The value that a similarity has to reach, in `0.0 < threshold <= 1.0`.
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
}

#[cfg(test)]
mod tests {
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
}
