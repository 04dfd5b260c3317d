//! `SimHash` signatures of 64 bits.

use crate::error::Error;
use crate::mix::mix;

/// A signature of 64 bits whose distance to another one estimates the angle between two bags of
/// elements (Charikar, *Similarity estimation techniques from rounding algorithms*, STOC 2002).
///
/// Each element votes on every bit by its hash, as often as it occurs; a bit is set where more votes
/// are for it than against it. An empty bag has no bit set.
///
/// Signatures are the same on every machine and in every version of the same minor number.
///
/// # Example
/// ```
/// use wirecopy_neardup::SimHash;
///
/// let a = SimHash::from_elements(0..1000);
/// let b = SimHash::from_elements(50..1050);
/// assert!(a.distance(b) < 20);
/// // 950 of 1000 elements are common.
/// assert!((a.cosine(b) - 0.95).abs() < 0.1);
/// assert_eq!(SimHash::from_bits(a.bits()), a);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SimHash(u64);

/// As many as there are bits in a number of elements.
const PLANES: usize = 64;

impl SimHash {
    /// Makes the signature of a bag of elements: any numbers that stand for them, for instance the
    /// hashes of words or shingles. Each counts as often as it comes.
    #[must_use]
    pub fn from_elements(elements: impl IntoIterator<Item = u64>) -> Self {
        // 64 counters side by side: plane `p` holds bit `p` of each.
        let mut planes = [0_u64; PLANES];
        let mut count = 0_u64;
        for element in elements {
            let mut carry = mix(element);
            for plane in &mut planes {
                let both = *plane & carry;
                *plane ^= carry;
                carry = both;
                if carry == 0 {
                    break;
                }
            }
            count += 1;
        }
        let votes = |bit: usize| -> u64 {
            let digits = planes.iter().enumerate();
            digits.map(|(plane, ones)| (ones >> bit & 1) << plane).sum()
        };
        Self(bits(|bit| votes(bit) > count / 2))
    }

    /// Makes the signature of a bag of elements that count as much as their weights say.
    ///
    /// The sums of the weights are made in the order given, so that order may decide on a bit whose
    /// votes are equal but for rounding.
    ///
    /// # Errors
    /// [`Error::InvalidWeight`] for a weight that is negative, infinite or not a number.
    pub fn from_weighted(elements: impl IntoIterator<Item = (u64, f64)>) -> Result<Self, Error> {
        let mut sums = [0.0_f64; 64];
        for (place, (element, weight)) in elements.into_iter().enumerate() {
            if !(weight >= 0.0 && weight.is_finite()) {
                return Err(Error::InvalidWeight {
                    element: place,
                    given: weight,
                });
            }
            let hash = mix(element);
            for (bit, sum) in sums.iter_mut().enumerate() {
                *sum += if hash >> bit & 1 == 1 {
                    weight
                } else {
                    -weight
                };
            }
        }
        Ok(Self(bits(|bit| sums[bit] > 0.0)))
    }

    /// Takes bits that [`Self::bits`] gave out.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// Returns the bits.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }

    /// Returns in how many bits two signatures differ, `0..=64` (Hamming distance).
    #[must_use]
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// Estimates the cosine of the angle between two bags, `-1.0..=1.0`: `cos(π d / 64)` for a
    /// distance of `d`.
    ///
    /// Each bit differs with the probability `angle / π`, so `d` has a standard deviation of up to 4
    /// around its mean: near a cosine of 0.8 the estimate is off by 0.1 in one case of three.
    #[must_use]
    pub fn cosine(self, other: Self) -> f64 {
        (std::f64::consts::PI * f64::from(self.distance(other)) / 64.0).cos()
    }
}

fn bits(set: impl Fn(usize) -> bool) -> u64 {
    (0..64)
        .filter(|&bit| set(bit))
        .fold(0, |bits, bit| bits | 1 << bit)
}
