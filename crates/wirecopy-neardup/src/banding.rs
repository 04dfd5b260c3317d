//! How the values of a signature are cut into bands.

use serde::{Deserialize, Serialize};
use wirecopy_similarity::Threshold;

use crate::error::Error;
use crate::min_hash::check_values;

/// So many steps of the numerical integration on either side of the threshold; even.
const STEPS: u32 = 128;

/// What errors cost against each other.
///
/// They are counted as if every similarity were equally frequent: a miss is a pair at or above the
/// threshold that shares no band, a false hit one below it that does. In a collection nearly all
/// pairs are far below the threshold, and a false hit costs only a comparison of two signatures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Costs {
    /// What a miss costs, at least 0.
    pub miss: f64,
    /// What a false hit costs, at least 0.
    pub false_hit: f64,
}

impl Default for Costs {
    /// A miss costs a thousand times as much as a false hit: with 128 values at least 99.6 % of the
    /// pairs right at the threshold share a band, for thresholds of 0.5 and above.
    fn default() -> Self {
        Self {
            miss: 1000.0,
            false_hit: 1.0,
        }
    }
}

impl Costs {
    pub(crate) fn check(self) -> Result<(), Error> {
        let Self { miss, false_hit } = self;
        let usable = |cost: f64| cost >= 0.0 && cost.is_finite();
        if usable(miss) && usable(false_hit) && miss + false_hit > 0.0 {
            Ok(())
        } else {
            Err(Error::InvalidCosts { miss, false_hit })
        }
    }
}

/// How the values of a signature are cut into bands: two sets meet if all values of a band agree.
///
/// # Example
/// ```
/// use wirecopy_neardup::{Banding, Costs};
///
/// let banding = Banding::choose(0.7, 128, Costs::default())?;
/// assert!(banding.bands() * banding.rows() <= 128);
/// assert!(banding.probability(0.75) > 0.99);
/// let cheap = Banding::choose(0.7, 128, Costs { miss: 1.0, false_hit: 1.0 })?;
/// assert!(cheap.probability(0.5) < banding.probability(0.5));
/// # Ok::<(), wirecopy_neardup::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[must_use]
pub struct Banding {
    bands: usize,
    rows: usize,
}

impl Banding {
    /// Takes a number of bands, and of values in each.
    ///
    /// # Errors
    /// [`Error::InvalidBanding`] for 0 of either, or more than `values` in all.
    pub fn new(bands: usize, rows: usize, values: usize) -> Result<Self, Error> {
        let fits = bands.checked_mul(rows).is_some_and(|all| all <= values);
        if bands == 0 || rows == 0 || !fits {
            return Err(Error::InvalidBanding {
                bands,
                rows,
                values,
            });
        }
        Ok(Self { bands, rows })
    }

    /// Chooses, among all that a signature of so many values has room for, the bands that cost
    /// least: the integral of the misses above the threshold and of the false hits below it, each
    /// times its cost. Of equally good ones that with the fewest values in a band.
    ///
    /// # Errors
    /// [`Error::InvalidThreshold`], [`Error::InvalidSignature`], [`Error::InvalidCosts`].
    pub fn choose(threshold: f64, values: usize, costs: Costs) -> Result<Self, Error> {
        let threshold = Threshold::new(threshold)?.value();
        check_values(values)?;
        costs.check()?;
        let mut best = (f64::INFINITY, Self { bands: 1, rows: 1 });
        for rows in 1..=values {
            for bands in 1..=values / rows {
                let banding = Self { bands, rows };
                let cost = banding.cost(threshold, costs);
                if cost < best.0 {
                    best = (cost, banding);
                }
            }
        }
        Ok(best.1)
    }

    /// Returns the number of bands.
    #[must_use]
    pub fn bands(self) -> usize {
        self.bands
    }

    /// Returns the number of values in a band.
    #[must_use]
    pub fn rows(self) -> usize {
        self.rows
    }

    /// Returns the probability that two sets of this Jaccard similarity share a band:
    /// `1 - (1 - j^rows)^bands`.
    #[must_use]
    pub fn probability(self, jaccard: f64) -> f64 {
        1.0 - self.missed(jaccard)
    }

    fn missed(self, jaccard: f64) -> f64 {
        // At most 1024, so the casts lose nothing.
        let power =
            |base: f64, exponent: usize| base.powi(i32::try_from(exponent).unwrap_or(i32::MAX));
        power(1.0 - power(jaccard, self.rows), self.bands)
    }

    fn cost(self, threshold: f64, costs: Costs) -> f64 {
        let misses = integral(threshold, 1.0, |jaccard| self.missed(jaccard));
        let false_hits = integral(0.0, threshold, |jaccard| self.probability(jaccard));
        costs.miss * misses + costs.false_hit * false_hits
    }
}

/// Simpson's rule.
fn integral(from: f64, to: f64, value: impl Fn(f64) -> f64) -> f64 {
    let step = (to - from) / f64::from(STEPS);
    let inner = (1..STEPS).map(|at| {
        let weight = if at % 2 == 1 { 4.0 } else { 2.0 };
        weight * value(from + step * f64::from(at))
    });
    (value(from) + inner.sum::<f64>() + value(to)) * step / 3.0
}
